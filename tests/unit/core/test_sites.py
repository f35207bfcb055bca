"""Which hosts are one site."""

import pytest

from speculoos.core.sites import (
    canonical_host,
    domain_match,
    host_of,
    is_public_suffix,
    party,
    registrable_domain,
    same_site,
)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("Example.COM", "example.com"),
        ("example.com.", "example.com"),
        ("example.com:8000", "example.com"),
        (".example.com", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("fa\xdf.example", "xn--fa-hia.example"),
        ("www。example。com", "www.example.com"),
        ("a_b.example", "a_b.example"),
        ("localhost:80", "localhost"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("[::1]:80", "::1"),
        ("[0:0:0:0:0:0:0:1]", "::1"),
        ("::1", "::1"),
        ("", None),
        (".", None),
        ("a..b", None),
        ("..example.com", None),
        ("a b", None),
        ("example.com:port", None),
        ("http://example.com", None),
        ("[::1", "::1"),
        ("[nonsense]", None),
        ("1:2:3", None),
        ("\ud800.example", None),
        ("x" * 64 + ".example", None),
        (".".join(["x" * 60] * 5), None),
        ("x" * 100_000, None),
    ],
)
def test_canonical_host(host, expected):
    assert canonical_host(host) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.com", "example.com"),
        ("a.b.example.com:80", "example.com"),
        ("www.example.co.uk", "example.co.uk"),
        ("me.github.io", "me.github.io"),
        ("x.me.github.io", "me.github.io"),
        ("www.bücher.de", "xn--bcher-kva.de"),
        ("shop.食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("a.b.unknownsuffix", "b.unknownsuffix"),
        ("www.ck", "www.ck"),
        ("github.io", None),
        ("co.uk", None),
        ("com", None),
        ("localhost", None),
        ("127.0.0.1", None),
        ("[::1]", None),
        ("0x7f.0x1", None),
        ("1.2.3", None),
        ("", None),
    ],
)
def test_registrable_domain(host, expected):
    assert registrable_domain(host) == expected


@pytest.mark.parametrize(
    ("host", "site", "expected"),
    [
        ("www.site.example", "site.example", "first"),
        ("cdn.site.example", "www.site.example:443", "first"),
        ("SITE.example.", "site.example", "first"),
        ("site.example", "other.example", "third"),
        ("notsite.example", "site.example", "third"),
        ("a.github.io", "b.github.io", "third"),
        ("localhost", "localhost:8000", "first"),
        ("127.0.0.1", "localhost", "third"),
        ("127.0.0.1:1", "127.0.0.1:2", "first"),
        ("10.0.0.1", "11.0.0.1", "third"),
        ("[::1]", "::1", "first"),
        ("a.co.uk", "b.co.uk", "third"),
        ("co.uk", "co.uk", "first"),
        ("www.bücher.de", "xn--bcher-kva.de", "first"),
        ("", "site.example", "third"),
        ("", "", "third"),
    ],
)
def test_party(host, site, expected):
    """First-party is one registrable domain, or the very same host where there is none."""
    assert party(host, site) == expected
    assert same_site(host, site) is (expected == "first")


@pytest.mark.parametrize(
    ("host", "domain", "expected"),
    [
        ("site.example", "site.example", True),
        ("www.site.example", "site.example", True),
        ("www.site.example", ".Site.example", True),
        ("site.example", "www.site.example", False),
        ("badsite.example", "site.example", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "0.0.1", False),
        ("[::1]", "::1", True),
        ("site.example", "", False),
        ("", "site.example", False),
    ],
)
def test_domain_match(host, domain, expected):
    assert domain_match(host, domain) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.Site.example/x?y", "www.site.example"),
        ("http://localhost:8000", "localhost"),
        ("http://[::1]:8000/", "::1"),
        ("//site.example/", "site.example"),
        ("site.example/path", "site.example"),
        ("https://user@site.example/", "site.example"),
        ("https://", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_host_of(url, expected):
    assert host_of(url) == expected


def test_public_suffix():
    """Suffixes and single labels are public, IP addresses and registered names are not."""
    assert [is_public_suffix(h) for h in ("co.uk", "localhost", "github.io", "a.co.uk", "127.0.0.1", "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]

"""What a browser does with a cookie, given the request that brought it."""

from datetime import UTC, datetime, timedelta

import pytest

from speculoos.core.cookie_storage import (
    LONGEST_LIFE,
    Stored,
    default_path,
    lifetime,
    path_match,
    storage_verdict,
)
from speculoos.core.cookies import Reason, Rejected, SameSite, SetCookie, parse_set_cookie

HOST = "www.site.example"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def verdict(header, host=HOST, *, secure=True, **request):
    cookie = parse_set_cookie(header)
    assert isinstance(cookie, SetCookie)
    return storage_verdict(cookie, host=host, scheme_secure=secure, **request)


STORED = [
    ("a=b", HOST, HOST, True),
    ("a=b; Domain=site.example", HOST, "site.example", False),
    ("a=b; Domain=.SITE.example", HOST, "site.example", False),
    ("a=b; Domain=www.site.example", HOST, HOST, False),
    ("a=b; Domain=", HOST, HOST, True),
    ("a=b; Domain=com; Domain=", HOST, HOST, True),
    ("a=b", "WWW.Site.example:8443", HOST, True),
    ("a=b; Domain=127.0.0.1", "127.0.0.1", "127.0.0.1", False),
    ("a=b; Domain=localhost", "localhost", "localhost", True),
    ("a=b; Domain=github.io", "github.io", "github.io", True),
    ("a=b; Domain=me.github.io", "x.me.github.io", "me.github.io", False),
    ("a=b; Domain=xn--bcher-kva.example", "shop.bücher.example", "xn--bcher-kva.example", False),
]


@pytest.mark.parametrize(("header", "host", "domain", "host_only"), STORED)
def test_stored_under(header, host, domain, host_only):
    """A cookie falls under its Domain where the host is within it, else under the host alone."""
    stored = verdict(header, host)

    assert isinstance(stored, Stored)
    assert (stored.domain, stored.host_only) == (domain, host_only)


REFUSED = [
    ("a=b; Domain=other.example", Reason.DOMAIN_MISMATCH),
    ("a=b; Domain=x.www.site.example", Reason.DOMAIN_MISMATCH),
    ("a=b; Domain=ite.example", Reason.DOMAIN_MISMATCH),
    ("a=b; Domain=site.example.", Reason.DOMAIN_MISMATCH),
    ("a=b; Domain=..site.example", Reason.DOMAIN_MISMATCH),
    ("a=b; Domain=site.example:443", Reason.DOMAIN_MISMATCH),
    ("a=b; Domain=*.site.example", Reason.DOMAIN_MISMATCH),
    ("a=b; Domain=site.ex\xe4mple", Reason.DOMAIN_NOT_ASCII),
    ("a=b; Domain=example", Reason.PUBLIC_SUFFIX),
    ("a=b; Domain=com", Reason.PUBLIC_SUFFIX),
    ("a=b; Domain=co.uk", Reason.PUBLIC_SUFFIX),
    ("__Secure-a=b", Reason.SECURE_PREFIX),
    ("__SECURE-a=b; Path=/", Reason.SECURE_PREFIX),
    ("__Host-a=b", Reason.HOST_PREFIX),
    ("__Host-a=b; Path=/", Reason.HOST_PREFIX),
    ("__Host-a=b; Secure", Reason.HOST_PREFIX),
    ("__Host-a=b; Secure; Path=/x", Reason.HOST_PREFIX),
    ("__Host-a=b; Secure; Path=", Reason.HOST_PREFIX),
    ("__Host-a=b; Secure; Path=/; Domain=site.example", Reason.HOST_PREFIX),
    ("__host-a=b; Secure; Path=/; Domain=www.site.example", Reason.HOST_PREFIX),
]


@pytest.mark.parametrize(("header", "reason"), REFUSED)
def test_refused(header, reason):
    """Foreign domains, public suffixes and broken promises of a prefix are refused with the reason."""
    refused = verdict(header)

    assert isinstance(refused, Rejected)
    assert refused.reason is reason


@pytest.mark.parametrize(
    "header",
    [
        "__Secure-a=b; Secure",
        "__Host-a=b; Secure; Path=/",
        "__HOST-a=b; Path=/; Secure; Domain=",
        "__Hostile=b",
        "__Http-a=b",
    ],
)
def test_prefix_kept(header):
    assert isinstance(verdict(header), Stored)


REQUESTS = [
    ("a=b; Secure", {"secure": False}, Reason.INSECURE_SCHEME),
    ("a=b; HttpOnly", {"from_script": True}, Reason.HTTP_ONLY_FROM_SCRIPT),
    ("a=b", {"cross_site": True}, Reason.CROSS_SITE),
    ("a=b; SameSite=Lax", {"cross_site": True}, Reason.CROSS_SITE),
    ("__Http-a=b; Secure", {"http_prefixes": True}, Reason.HTTP_PREFIX),
    ("__http-a=b; HttpOnly", {"http_prefixes": True}, Reason.HTTP_PREFIX),
    ("__Host-Http-a=b; Secure; Path=/", {"http_prefixes": True}, Reason.HTTP_PREFIX),
    ("a=b", {"host": "not a host"}, Reason.DOMAIN_MISMATCH),
]


@pytest.mark.parametrize(("header", "request_", "reason"), REQUESTS)
def test_refused_for_the_request(header, request_, reason):
    """What a cookie may do depends on how it arrived."""
    refused = verdict(header, **request_)

    assert isinstance(refused, Rejected)
    assert refused.reason is reason


@pytest.mark.parametrize(
    ("header", "request_"),
    [
        ("a=b", {"secure": False}),
        ("a=b", {"from_script": True}),
        ("a=b; SameSite=None; Secure", {"cross_site": True}),
        ("__Http-a=b; Secure; HttpOnly", {"http_prefixes": True}),
        ("__Host-Http-a=b; Secure; HttpOnly; Path=/", {"http_prefixes": True}),
    ],
)
def test_kept_for_the_request(header, request_):
    assert isinstance(verdict(header, **request_), Stored)


def test_hand_made_cookie_is_judged_too():
    """A cookie that was never parsed is held to the same rules."""
    refused = storage_verdict(SetCookie("a", "b", same_site=SameSite.NONE), host=HOST, scheme_secure=True)

    assert isinstance(refused, Rejected)
    assert refused.reason is Reason.SAME_SITE_NONE_INSECURE


def test_same_site_in_effect():
    """Without SameSite a cookie acts as Lax."""
    assert verdict("a=b").same_site is SameSite.LAX
    assert verdict("a=b; SameSite=Strict").same_site is SameSite.STRICT


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/", "/"), ("/a", "/"), ("/a/", "/a"), ("/a/b", "/a"), ("/a/b/", "/a/b"), ("", "/"), ("*", "/"), ("a/b", "/")],
)
def test_default_path(path, expected):
    assert default_path(path) == expected
    assert verdict("a=b", path=path).path == expected


@pytest.mark.parametrize(
    ("request_path", "cookie_path", "expected"),
    [
        ("/", "/", True),
        ("/a", "/", True),
        ("/a", "/a", True),
        ("/a/b", "/a", True),
        ("/a/b", "/a/", True),
        ("/ab", "/a", False),
        ("/a", "/a/", False),
        ("/", "/a", False),
        ("/A", "/a", False),
    ],
)
def test_path_match(request_path, cookie_path, expected):
    assert path_match(request_path, cookie_path) is expected


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        (SetCookie("a", "b"), None),
        (SetCookie("a", "b", max_age=60), 60),
        (SetCookie("a", "b", max_age=0), 0),
        (SetCookie("a", "b", max_age=-5), 0),
        (SetCookie("a", "b", max_age=LONGEST_LIFE + 1), LONGEST_LIFE),
        (SetCookie("a", "b", expires=NOW + timedelta(days=1)), 86_400),
        (SetCookie("a", "b", expires=NOW - timedelta(days=1)), 0),
        (SetCookie("a", "b", expires=NOW + timedelta(days=4_000)), 400 * 86_400),
        (SetCookie("a", "b", max_age=60, expires=NOW - timedelta(days=1)), 60),
        (SetCookie("a", "b", max_age=0, expires=NOW + timedelta(days=1)), 0),
    ],
)
def test_lifetime(cookie, expected):
    """Max-Age beats Expires, nothing lasts over 400 days, the past is now, and the session has no number."""
    assert lifetime(cookie, NOW) == expected

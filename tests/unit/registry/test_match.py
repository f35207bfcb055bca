"""Which declaration covers an observed item."""

import time

import pytest

from speculoos.registry.match import Match, Matcher, glob
from speculoos.registry.model import Kind, Registry, Service, Site, StorageItem


def declare(*items: StorageItem, url: str = "https://www.site.example/") -> Matcher:
    services = tuple(Service(f"s{n}", "Acme", "function", "stats", items=(item,)) for n, item in enumerate(items))
    return Matcher(Registry(Site("Site", url), services=services))


def names_of(matches: tuple[Match, ...]) -> list[str]:
    return [match.item.name for match in matches]


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("_pk_id.*", "_pk_id.1.fa3b", True),
        ("_pk_id.*", "_pk_id.", True),
        ("_pk_id.*", "_pk_id", False),
        ("_pk_id.*", "_pk_ref.1", False),
        ("*_session", "my_session", True),
        ("*_session", "_session", True),
        ("*_session", "session", False),
        ("a*b", "ab", True),
        ("a*b", "a", False),
        ("ab*ba", "aba", False),
        ("ab*ba", "abba", True),
        ("a*b*c", "a-b-b-c", True),
        ("a*b*c", "acb", False),
        ("a*b*c", "abcabc", True),
        ("*x*", "x", True),
        ("*x*", "yxy", True),
        ("*x*", "", False),
        ("a**b", "axb", True),
        ("*ab*ab*", "abab", True),
        ("*ab*ab*", "abxb", False),
        ("a.c*", "abc", False),
        ("[a]*", "[a]1", True),
        ("a*", "a\nb", True),
        ("A*", "ab", False),
    ],
)
def test_glob(pattern, name, expected):
    """A star stands for any run of characters; nothing else is special, and case counts."""
    assert glob(pattern).matches(name) is expected


def test_most_specific_first():
    """Exact names, then more literal characters, then a longer prefix, then a named host."""
    matcher = declare(
        StorageItem("*"),
        StorageItem("_pk*"),
        StorageItem("_pk_id.*", host="www.site.example"),
        StorageItem("_pk_id.*"),
        StorageItem("*k_id.1"),
        StorageItem("_pk_*1"),
        StorageItem("_pk_id.1"),
    )

    assert [(m.item.name, m.item.host) for m in matcher.all("_pk_id.1")] == [
        ("_pk_id.1", None),
        ("_pk_id.*", "www.site.example"),
        ("_pk_id.*", None),
        ("*k_id.1", None),
        ("_pk_*1", None),
        ("_pk*", None),
        ("*", None),
    ]


def test_match_names_service_and_item():
    """The answer unpacks as a service and an item."""
    item = StorageItem("sessionid")
    service, found = declare(item).match("sessionid") or (None, None)

    assert found is item
    assert service is not None
    assert service.id == "s0"


def test_undeclared():
    matcher = declare(StorageItem("sessionid"))

    assert matcher.match("SessionID") is None
    assert matcher.match("sessionid2") is None
    assert matcher.match("") is None
    assert matcher.all("other") == ()


def test_kind_counts():
    """A cookie's declaration does not cover local storage of that name."""
    matcher = declare(StorageItem("theme", Kind.LOCAL_STORAGE))

    assert matcher.match("theme") is None
    assert matcher.all("theme") == ()
    assert matcher.match("theme", Kind.LOCAL_STORAGE) is not None


@pytest.mark.parametrize(
    ("declared", "observed", "expected"),
    [
        (None, None, True),
        (None, "www.site.example", True),
        (None, "WWW.site.example:443", True),
        (None, "app.www.site.example", True),
        (None, ".site.example", True),
        (None, "shop.site.example", False),
        (None, "example", False),
        (None, "tracker.test", False),
        (None, "", False),
        ("site.example", None, True),
        ("site.example", "shop.site.example", True),
        ("site.example", ".site.example", True),
        ("shop.site.example", "site.example", False),
        ("shop.site.example", None, False),
        ("tracker.test", "cdn.tracker.test", True),
        ("tracker.test", "notracker.test", False),
        ("tracker.test", None, False),
        ("bücher.test", "xn--bcher-kva.test", True),
    ],
)
def test_host(declared, observed, expected):
    """A host covers itself and below; the site's own also the parent its cookies may be set for."""
    matcher = declare(StorageItem("a", host=declared), StorageItem("a*", host=declared))

    assert names_of(matcher.all("a", host=observed)) == ["a", "a*"] * expected
    assert (matcher.match("a", host=observed) is not None) is expected


def test_site_without_a_host():
    """Where the site's address is unknown, its own items are covered where the host is left open."""
    matcher = declare(StorageItem("a"), url="")

    assert matcher.match("a") is not None
    assert matcher.match("a", host="site.example") is None


def test_exact_name_of_another_host_does_not_hide_a_pattern():
    matcher = declare(StorageItem("ab", host="tracker.test"), StorageItem("a*"))

    assert names_of(matcher.all("ab")) == ["a*"]
    assert (matcher.match("ab") or ({}, None))[1] == StorageItem("a*")


def test_hostile_name_costs_little():
    """A long name against a pattern of many stars is a scan, not a search."""
    matcher = declare(StorageItem("a*" * 50 + "b*"), StorageItem("*a" * 50 + "*b*"))
    started = time.perf_counter()

    assert matcher.match("a" * 100_000) is None
    assert time.perf_counter() - started < 0.5


def test_thousands_of_declarations():
    """Ten thousand names against two thousand declarations take well under a second."""
    exact = [StorageItem(f"name{n}") for n in range(1000)]
    matcher = declare(*exact, *(StorageItem(f"{n:x}_p{n}*") for n in range(1000)))
    started = time.perf_counter()

    found = [matcher.match(f"{n % 1000:x}_p{n % 1000}x") for n in range(10_000)]

    assert all(found)
    assert time.perf_counter() - started < 1

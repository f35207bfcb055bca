"""What browsers report: what is read of it, and what is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.gate.sightings import ADDRESS, DIRECTIVES, LARGEST, MOST, Sighting, host_shape, read
from speculoos.registry.check_values import bad_source

REPORTS, OLD, OURS = "application/reports+json", "application/csp-report", "application/json; charset=utf-8"


def told(report, type=REPORTS):
    return read(json.dumps(report).encode(), type)


def batch(*urls, **body):
    said = {"documentURL": "https://shop.example/", "effectiveDirective": "img-src", "disposition": "report"} | body
    return [{"type": "csp-violation", "body": said | {"blockedURL": url}} for url in urls]


MODERN = {
    "age": 12,
    "type": "csp-violation",
    "url": "https://shop.example/orders/7731?mail=ann@x.test",
    "user_agent": "Mozilla/5.0 (SECRET)",
    "body": {
        "blockedURL": "https://cdn.film.example/p.js?visitor=SECRET#SECRET",
        "columnNumber": 39,
        "disposition": "enforce",
        "documentURL": "https://SECRET:SECRET@shop.example/orders/7731/ann@x.test?mail=SECRET#SECRET",
        "effectiveDirective": "script-src-elem",
        "lineNumber": 121,
        "originalPolicy": "default-src SECRET",
        "referrer": "https://search.example/?q=SECRET",
        "sample": "SECRET",
        "sourceFile": "https://shop.example/SECRET.js",
        "statusCode": 200,
    },
}
LEGACY = {
    "csp-report": {
        "document-uri": "https://shop.example/a/?q=SECRET",
        "referrer": "https://search.example/SECRET",
        "blocked-uri": "wss://live.count.example/x?SECRET",
        "violated-directive": "connect-src 'self' https://SECRET.example",
        "script-sample": "SECRET",
        "source-file": "SECRET",
    }
}
GUARD = [
    {
        "type": "speculoos-storage",
        "kind": "local_storage",
        "name": "visitor_8d2f11c09a",
        "reason": "undeclared",
        "page": "/shop/4711/",
        "mode": "enforce",
        "value": "SECRET",
    }
]


def test_a_batch_of_the_reporting_api():
    assert told([MODERN]) == [Sighting("host", "cdn.film.example", "script-src-elem", "/orders/*/*", "enforce")]


def test_a_report_of_the_older_kind():
    """A browser that does not say what it did is not taken to have done anything."""
    assert told(LEGACY, OLD) == [Sighting("host", "live.count.example", "connect-src", "/a/", "report")]


def test_what_the_guard_tells():
    assert told(GUARD, OURS) == [Sighting("item", "visitor_*", "local_storage", "/shop/*/", "enforce")]


@pytest.mark.parametrize(("report", "type"), [([MODERN], REPORTS), (LEGACY, OLD), (GUARD, OURS)])
def test_nothing_that_could_name_a_visitor_is_kept(report, type):
    kept = repr(told(report, type))
    assert "SECRET" not in kept
    assert "ann" not in kept
    assert "8d2f" not in kept


@pytest.mark.parametrize(
    ("host", "general"),
    [
        ("www.film.example", "www.film.example"),
        ("film.co.uk", "film.co.uk"),
        ("cdn3.film.example", "cdn3.film.example"),
        ("8d2f11c09a.track.film.example", "*.track.film.example"),
        ("a.user20261124.cdn.film.example", "*.cdn.film.example"),
        ("k3j2h1g9f8d7s6a5x.film.example", "*.film.example"),
        ("192.168.0.12", ADDRESS),
        ("fe80::1", ADDRESS),
        ("printer", "printer"),
    ],
)
def test_a_host_of_one_visitor_alone_is_made_general(host, general):
    """What is left can be declared as it stands, but for the address of a machine and a name on one's own network."""
    assert host_shape(host) == general
    assert (bad_source(general) is None) is (general not in {ADDRESS, "printer"})


@pytest.mark.parametrize(
    "url",
    ["inline", "eval", "data", "blob", "self", "", "about:blank", "chrome-extension://abcdef/x.js", "moz-extension",
     "https://", "https://[", "https://a b/", "HTTPS:x", "https://x;y/"],
)  # fmt: skip
def test_what_has_no_host_is_not_told(url):
    assert told(batch(url)) == []


@pytest.mark.parametrize(
    "page", ["", "about:srcdoc", "data:text/html,x", "https://[", "x", "blob:https://shop.example/1"]
)
def test_a_page_without_a_path_is_the_root(page):
    assert [each.page for each in told(batch("https://x.test/", documentURL=page))] == ["/"]


def test_a_directive_that_is_none_is_other():
    found = told(batch("https://x.test/", effectiveDirective="SECRET-src"))
    assert [each.detail for each in found] == ["other"]


def test_other_reports_of_a_batch_are_passed_over():
    others = [{"type": "deprecation", "body": {"id": "x"}}, {"type": "csp-violation"}, None, 1, [], "x"]
    assert len(told([*others, *batch("https://x.test/")])) == 1


def test_kinds_that_the_guard_does_not_watch_are_passed_over():
    assert told([GUARD[0] | {"kind": "pixel"}, GUARD[0] | {"name": ""}, GUARD[0] | {"name": 5}], OURS) == []


@pytest.mark.parametrize("type", ["text/plain", "", "multipart/form-data", "application/jsonx", "text/html"])
def test_another_type_is_not_read(type):
    assert told([MODERN], type) == []


def test_a_body_is_bounded():
    many = batch(*["https://x.test/"] * (MOST + 50))
    assert len(told(many)) == MOST
    assert read(json.dumps(batch("https://x.test/")).encode() + b" " * LARGEST, REPORTS) == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000, b"NaN", b"null", b'"x"', b"\0"]
)
def test_hostile_bodies_say_nothing(body):
    assert read(body, REPORTS) == []


texts = st.text(max_size=30) | st.sampled_from(["https://x.test/a?b", "cookie", "csp-violation", "speculoos-storage"])
keys = st.sampled_from(
    ["type", "body", "csp-report", "blockedURL", "blocked-uri", "documentURL", "document-uri", "effectiveDirective",
     "violated-directive", "disposition", "kind", "name", "page", "mode"]
)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=8),
    max_leaves=20,
)
types = st.sampled_from([REPORTS, OLD, OURS])


@given(st.binary(max_size=200), st.text(max_size=30) | types)
def test_any_bytes_are_read(body, type):
    assert isinstance(read(body, type), list)


blocked = st.builds("{}://{}/{}".format, st.sampled_from(["https", "wss", "ftp"]), texts, texts) | texts
violations = st.builds(
    lambda url, page, rule, done: {
        "type": "csp-violation",
        "body": {"blockedURL": url, "documentURL": page, "effectiveDirective": rule, "disposition": done},
    },
    blocked,
    blocked,
    texts,
    texts,
)
writes = st.fixed_dictionaries({"type": st.just("speculoos-storage"), "name": texts, "page": texts},
                               optional={"kind": st.just("cookie"), "mode": texts})  # fmt: skip


@given(anything | st.lists(violations | writes | anything, max_size=4), types)
def test_what_is_read_has_the_shape_that_is_stored(report, type):
    """Whatever comes: few words, printable, no longer than a column, no query."""
    for each in told(report, type):
        assert each.what in {"host", "item"}
        assert each.name.isascii()
        assert each.name.isprintable()
        assert 0 < len(each.name) <= 253
        assert each.detail in DIRECTIVES | {"other", "cookie"}
        assert each.page.startswith("/")
        assert len(each.page) <= 300
        assert not {"?", "#"} & {*each.page}
        assert each.disposition in {"enforce", "report"}

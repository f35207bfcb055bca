"""Cookie headers, and writing what was read."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from speculoos.core.cookies import (
    CookiePair,
    SameSite,
    SetCookie,
    decode_header,
    encode_header,
    format_cookie_header,
    format_set_cookie,
    parse_cookie_header,
    parse_set_cookie,
)
from speculoos.core.errors import UsageError

HEADERS = [
    ("", []),
    (" ; ;; =", []),
    ("a=b", [("a", "b")]),
    ("a=b; c=d", [("a", "b"), ("c", "d")]),
    ("a=b;c=d", [("a", "b"), ("c", "d")]),
    ("a=1; a=2; a=1", [("a", "1"), ("a", "2"), ("a", "1")]),
    ("a = b ;\tc=d", [("a", "b"), ("c", "d")]),
    ("a=b=c", [("a", "b=c")]),
    ("a=", [("a", "")]),
    ("a", [("", "a")]),
    ("=a", [("", "a")]),
    ("=a=b", [("", "a=b")]),
    ('a="b c"; d="', [("a", '"b c"'), ("d", '"')]),
    ("b[ad]=1; sessionid=2", [("b[ad]", "1"), ("sessionid", "2")]),
    ("$Version=1; a=b; $Path=/", [("$Version", "1"), ("a", "b"), ("$Path", "/")]),
    ("a=b, c=d", [("a", "b, c=d")]),
    ("a=b\x01", [("a", "b\x01")]),
    ("a=b\r\nc=d", [("a", "b  c=d")]),
    ("\xe9=\xe8", [("\xe9", "\xe8")]),
]


@pytest.mark.parametrize(("header", "pairs"), HEADERS)
def test_cookie_header(header, pairs):
    """All pairs come back in order, duplicates included, from text and from octets."""
    assert parse_cookie_header(header) == pairs
    assert parse_cookie_header(header.encode()) == pairs


def test_cookie_header_is_written_as_browsers_do():
    """A nameless cookie is its value alone; with an equals sign in it the empty name is written."""
    pairs = [CookiePair("a", '"1"'), CookiePair("", "bare"), CookiePair("", "x=y")]

    assert format_cookie_header(pairs) == 'a="1"; bare; =x=y'


@pytest.mark.parametrize(
    "pair", [("a", "b;c"), ("a;", "b"), ("a=b", "c"), ("a", " b"), ("a ", "b"), ("a", "b\r\n"), ("a", "\0"), ("", "")]
)
def test_pair_that_would_be_read_otherwise_is_refused(pair):
    with pytest.raises(UsageError, match="Encode it first"):
        format_cookie_header([CookiePair(*pair)])


FULL = SetCookie(
    "__Host-id",
    '"x y"',
    expires=datetime(2030, 1, 5, 7, 8, 9, tzinfo=UTC),
    max_age=60,
    path="/",
    secure=True,
    http_only=True,
    same_site=SameSite.NONE,
    partitioned=True,
    extensions=(("Priority", "High"), ("Flag", ""), ("", "odd")),
)


def test_everything_is_written():
    """The whole cookie stands in the header, in the order in which the draft treats the attributes."""
    text = format_set_cookie(FULL)

    assert text == (
        '__Host-id="x y"; Expires=Sat, 05 Jan 2030 07:08:09 GMT; Max-Age=60; Path=/; Secure; HttpOnly; '
        "SameSite=None; Partitioned; Priority=High; Flag; =odd"
    )
    assert parse_set_cookie(text) == FULL


@pytest.mark.parametrize(
    "cookie",
    [
        SetCookie("a", "", domain="site.example", max_age=0),
        SetCookie("", "v=w"),
        SetCookie("a", "b", domain=".site.example"),
        SetCookie("a", "b", expires=datetime(2030, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))),
        SetCookie("a", "b", expires=datetime(1601, 1, 1, tzinfo=UTC)),
        SetCookie("a", "b", expires=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_written_cookie_reads_back(cookie):
    assert parse_set_cookie(format_set_cookie(cookie)) == cookie


@pytest.mark.parametrize(
    "cookie",
    [
        SetCookie("a", "b\r\nSet-Cookie: c=d"),
        SetCookie("a", "b; Secure"),
        SetCookie("a=b", "c"),
        SetCookie("a ", "b"),
        SetCookie("a", "b" * 4096),
        SetCookie("", ""),
        SetCookie("a", "b", same_site=SameSite.NONE),
        SetCookie("a", "b", path="relative"),
        SetCookie("a", "b", path="/;Domain=evil.example"),
        SetCookie("a", "b", domain="Site.Example"),
        SetCookie("a", "b", extensions=(("Secure", ""),)),
        SetCookie("a", "b", expires=datetime(2030, 1, 1, 0, 0, 0, 5, tzinfo=UTC)),
        SetCookie("a", "b", expires=datetime(1600, 1, 1, tzinfo=UTC)),
    ],
)
def test_cookie_that_would_be_read_otherwise_is_refused(cookie):
    """What would inject, be lost, or be ignored by browsers is the caller's fault."""
    with pytest.raises(UsageError, match="cookie"):
        format_set_cookie(cookie)


def test_persistent():
    """A cookie with Max-Age or Expires outlives the session."""
    assert not SetCookie("a", "b").persistent
    assert SetCookie("a", "b", max_age=0).persistent
    assert FULL.persistent


def test_header_octets_survive():
    """Any octets come back unchanged, and any text has octets."""
    octets = bytes(range(256))

    assert encode_header(decode_header(octets)) == octets
    assert encode_header("\ud800") == b"\xed\xa0\x80"

"""Cookie syntax: what every request costs before anything is decided."""

from collections.abc import Iterator
from functools import partial
from http.cookies import SimpleCookie

from bench.measure import Work, compare
from bench.result import Result, took
from bench.workshop import Workshop
from speculoos.core.cookies import SetCookie, parse_cookie_header, parse_set_cookie

AGAINST = "http.cookies.SimpleCookie"
COUNT = 10
HEADER = "; ".join(f"name_{n}=value-{n:032x}" for n in range(COUNT))
SET_COOKIE = (
    "sessionid=abcdefghijklmnopqrstuvwxyz012345; Expires=Tue, 24 Nov 2026 12:00:00 GMT; "
    "Max-Age=43200; Path=/; Domain=example.com; Secure; HttpOnly; SameSite=Lax"
)


def run(shop: Workshop) -> Iterator[Result]:
    assert len(parse_cookie_header(HEADER)) == len(SimpleCookie(HEADER)) == COUNT
    assert isinstance(parse_set_cookie(SET_COOKIE), SetCookie)
    subjects: dict[str, tuple[Work, str]] = {
        f"parse_cookie_header_{COUNT}": (partial(parse_cookie_header, HEADER), HEADER),
        "parse_set_cookie": (partial(parse_set_cookie, SET_COOKIE), SET_COOKIE),
    }
    for name, (subject, text) in subjects.items():
        shop.say(f"reading {len(text)} characters of cookies")
        pair = compare(subject, partial(SimpleCookie, text), shop.scale.rounds, shop.scale.round_seconds)
        yield took(name, pair, "us", AGAINST)

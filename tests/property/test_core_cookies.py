"""Properties of cookie syntax: nothing raises, what is written reads back, what is read can be written."""

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from speculoos.core.cookie_date import DELIMITERS, format_cookie_date, parse_cookie_date
from speculoos.core.cookie_storage import LONGEST_LIFE, Stored, lifetime, storage_verdict
from speculoos.core.cookies import (
    Rejected,
    SetCookie,
    decode_header,
    encode_header,
    format_cookie_header,
    format_set_cookie,
    parse_cookie_header,
    parse_set_cookie,
)
from tests.property.strategies import cookie_pairs, hostile_headers, hosts, moments, set_cookies

anything = st.one_of(st.text(), hostile_headers)


@given(anything)
@example(b"\xff=\xfe; \x80")
@example("\ud800=\udc80")
@example("a=b; Max-Age=" + "9" * 5000)
def test_set_cookie_never_raises(header):
    """Any octets and any text are a cookie or a rejection with a reason."""
    read = parse_set_cookie(header)

    assert isinstance(read, SetCookie | Rejected)


@given(anything)
@example("\ud800=\udc80; a")
def test_cookie_header_never_raises(header):
    """Any octets and any text are a list of pairs, no pair empty, no blank around any part."""
    for pair in parse_cookie_header(header):
        assert any(pair)
        assert [part.strip(" \t") for part in pair] == list(pair)


@given(set_cookies)
def test_set_cookie_round_trip(cookie):
    """What is written reads back the same, as text and as octets."""
    text = format_set_cookie(cookie)

    assert parse_set_cookie(text) == cookie
    assert parse_set_cookie(encode_header(text)) == cookie


@given(hostile_headers)
def test_set_cookie_read_can_be_written(header):
    """A header that was read is written in a settled form: reading and writing again changes nothing."""
    read = parse_set_cookie(header)
    if isinstance(read, SetCookie):
        text = format_set_cookie(read)
        assert parse_set_cookie(text) == read
        assert format_set_cookie(read) == text


@given(st.lists(cookie_pairs, max_size=8))
def test_cookie_header_round_trip(pairs):
    """Pairs come back in order, duplicates included."""
    text = format_cookie_header(pairs)

    assert parse_cookie_header(text) == pairs
    assert parse_cookie_header(encode_header(text)) == pairs


@given(anything)
def test_cookie_header_read_can_be_written(header):
    """Whatever a visitor sends can be sent on, so that a gate may strip one pair and keep the others."""
    pairs = parse_cookie_header(header)

    assert parse_cookie_header(format_cookie_header(pairs)) == pairs


@given(st.binary())
def test_octets_survive(octets):
    assert encode_header(decode_header(octets)) == octets


@given(moments)
def test_date_round_trip(moment):
    assert parse_cookie_date(format_cookie_date(moment)) == moment


@given(
    st.lists(st.sampled_from(["21", "Oct", "2015", "15", "07:28:00", "7:8:9", "x", "GMT", "99999", "1:2"])), st.data()
)
def test_date_ignores_which_delimiters(tokens, data):
    """Any run of delimiters separates the parts of a date."""
    gaps = st.text(DELIMITERS, min_size=1, max_size=3)
    text = "".join(token + data.draw(gaps) for token in tokens)

    assert parse_cookie_date(text) == parse_cookie_date(" ".join(tokens))


@given(st.text())
def test_date_never_raises(text):
    moment = parse_cookie_date(text)

    assert moment is None or moment.year >= 1601


@given(set_cookies, moments)
def test_lifetime_is_capped(cookie, now):
    """A lifetime is from 0 to 400 days, and a session has none."""
    seconds = lifetime(cookie, now)

    assert (seconds is not None) is cookie.persistent
    assert seconds is None or 0 <= seconds <= LONGEST_LIFE


@given(set_cookies, st.one_of(st.text(), hosts), st.text(), st.booleans(), st.booleans(), st.booleans())
def test_verdict_never_raises(cookie, host, path, secure, from_script, cross_site):
    """Any cookie from anywhere is stored or rejected; what is stored can be sent back to where it came from."""
    verdict = storage_verdict(
        cookie,
        host=host,
        path=path,
        scheme_secure=secure,
        from_script=from_script,
        cross_site=cross_site,
        http_prefixes=True,
    )

    assert isinstance(verdict, Stored | Rejected)
    if isinstance(verdict, Stored):
        assert verdict.path.startswith("/")
        assert secure or not cookie.secure


def test_epoch_deletes():
    """The customary way to delete a cookie leaves it no life."""
    read = parse_set_cookie("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT")

    assert isinstance(read, SetCookie)
    assert lifetime(read, datetime(2026, 1, 1, tzinfo=UTC)) == 0

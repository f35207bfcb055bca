"""The verdict on one cookie, as a table of cases, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.core.cookies import parse_set_cookie
from speculoos.gate import decide
from speculoos.gate.rules import Action, Mode, Reason, Rules
from speculoos.gate.table import KEPT, LONGEST, Table
from tests.unit.gate.declared import NOW, REGISTRY, nobody, visitor

STRICT = Table(REGISTRY, Rules(Mode.ENFORCE))
ALLOW, STRIP, EXPIRE, AMEND = Action.ALLOW, Action.STRIP, Action.EXPIRE, Action.AMEND


@pytest.mark.parametrize(
    ("name", "who", "action", "reason"),
    [
        ("sessionid", nobody(), ALLOW, Reason.EXEMPT),
        ("sessionid", visitor(), ALLOW, Reason.EXEMPT),
        ("cookies_preferences", nobody(), ALLOW, Reason.EXEMPT),
        ("_pk_id.1.fe", nobody(), EXPIRE, Reason.NOT_GRANTED),
        ("_pk_id.1.fe", visitor(), EXPIRE, Reason.NOT_GRANTED),
        ("_pk_id.1.fe", visitor("media"), EXPIRE, Reason.NOT_GRANTED),
        ("_pk_id.1.fe", visitor("statistics"), ALLOW, Reason.GRANTED),
        ("_pk_id.1.fe", visitor("statistics", gpc=True), EXPIRE, Reason.NOT_GRANTED),
        ("_pk_id.1.fe", visitor("statistics", refused_services=["count"]), EXPIRE, Reason.NOT_GRANTED),
        ("shared", visitor("media"), ALLOW, Reason.GRANTED),
        ("shared", visitor("statistics"), ALLOW, Reason.GRANTED),
        ("shared", visitor(), EXPIRE, Reason.NOT_GRANTED),
        ("player", visitor("media"), EXPIRE, Reason.HOST),
        ("_ga", visitor("statistics", "media"), EXPIRE, Reason.UNDECLARED),
        ("key", visitor("statistics"), EXPIRE, Reason.UNDECLARED),
        ("_pk_id", visitor("statistics"), EXPIRE, Reason.UNDECLARED),
        ("SESSIONID", visitor(), EXPIRE, Reason.UNDECLARED),
        ("", visitor("statistics"), EXPIRE, Reason.UNDECLARED),
    ],
)
def test_what_a_browser_sends(name, who, action, reason):
    verdict = decide.sent(STRICT, who, name)

    assert (verdict.action, verdict.reason) == (action, reason)
    assert verdict.changes == (action is not ALLOW)


@pytest.mark.parametrize(
    ("header", "who", "action", "reason"),
    [
        ("sessionid=1; Secure; HttpOnly; SameSite=Lax", nobody(), ALLOW, Reason.EXEMPT),
        ("sessionid=1; Secure; HttpOnly; SameSite=Strict", nobody(), ALLOW, Reason.EXEMPT),
        ("sessionid=1", nobody(), AMEND, Reason.ATTRIBUTES),
        ("sessionid=1; Secure; HttpOnly; SameSite=Lax; Max-Age=60", nobody(), AMEND, Reason.LIFETIME),
        ("sessionid=1; Domain=shop.example; Secure; HttpOnly; SameSite=Lax", nobody(), ALLOW, Reason.EXEMPT),
        ("sessionid=1; Domain=film.example; Secure", nobody(), STRIP, Reason.HOST),
        ("visits=1; Max-Age=2592000", visitor("statistics"), ALLOW, Reason.GRANTED),
        ("visits=1; Max-Age=2678400", visitor("statistics"), ALLOW, Reason.GRANTED),
        ("visits=1; Max-Age=2678401", visitor("statistics"), AMEND, Reason.LIFETIME),
        ("visits=1; Expires=Thu, 24 Dec 2026 12:00:00 GMT", visitor("statistics"), ALLOW, Reason.GRANTED),
        ("visits=1; Expires=Fri, 25 Dec 2026 12:00:01 GMT", visitor("statistics"), AMEND, Reason.LIFETIME),
        ("visits=1; Expires=Fri, 24 Dec 2027 12:00:00 GMT; Max-Age=60", visitor("statistics"), ALLOW, Reason.GRANTED),
        ("visits=1", visitor("statistics"), ALLOW, Reason.GRANTED),
        ("visits=1", visitor("media"), STRIP, Reason.NOT_GRANTED),
        ("visits=1", nobody(), STRIP, Reason.NOT_GRANTED),
        ("unknown_life=1; Max-Age=99999999", visitor("statistics"), ALLOW, Reason.GRANTED),
        ("quality=1; Secure; Partitioned", visitor("media"), ALLOW, Reason.GRANTED),
        ("quality=1", visitor("media"), AMEND, Reason.ATTRIBUTES),
        ("_ga=1", visitor("statistics", "media"), STRIP, Reason.UNDECLARED),
        ("_ga=; Max-Age=0", nobody(), ALLOW, Reason.DELETION),
        ("_ga=; Max-Age=-1", nobody(), ALLOW, Reason.DELETION),
        ("visits=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", nobody(), ALLOW, Reason.DELETION),
        ("=stray", visitor("statistics"), STRIP, Reason.UNDECLARED),
        ("", nobody(), ALLOW, Reason.MALFORMED),
        ("a\x01=1", nobody(), ALLOW, Reason.MALFORMED),
        ("_ga=1; SameSite=None", nobody(), ALLOW, Reason.MALFORMED),
    ],
)
def test_what_an_application_sets(header, who, action, reason):
    verdict = decide.given(STRICT, who, header.encode(), NOW)

    assert (verdict.action, verdict.reason) == (action, reason)


def test_a_switch_for_lifetimes_and_one_for_attributes():
    lax = Table(REGISTRY, Rules(Mode.ENFORCE, lifetimes=False, attributes=False))

    assert decide.given(lax, nobody(), b"sessionid=1; Max-Age=60", NOW).action is ALLOW


@pytest.mark.parametrize("mode", list(Mode))
def test_the_mode_says_whether_it_is_done(mode):
    verdict = decide.sent(Table(REGISTRY, Rules(mode)), nobody(), "_ga")

    assert verdict.mode is mode
    assert verdict.changes == (mode is Mode.ENFORCE)
    assert verdict.reason is (Reason.OFF if mode is Mode.OFF else Reason.UNDECLARED)


def test_an_item_may_have_a_mode_of_its_own():
    rules = Rules(Mode.ENFORCE, (("_ga", Mode.OFF), ("wp_*", Mode.REPORT_ONLY)))
    table = Table(REGISTRY, rules)

    modes = [decide.sent(table, nobody(), name).mode for name in ("_ga", "wp_seen", "_gb")]

    assert modes == [Mode.OFF, Mode.REPORT_ONLY, Mode.ENFORCE]


def test_names_from_visitors_cannot_fill_the_memory():
    table = Table(REGISTRY, Rules(Mode.ENFORCE))
    for n in range(KEPT + 50):
        table.entry(f"n{n}")
    table.entry("x" * (LONGEST + 1))

    assert len(table._entries) <= KEPT
    assert max(len(name) for name, _ in table._entries) < LONGEST


names = st.one_of(st.sampled_from(["sessionid", "_pk_id.9", "visits", "shared", "player", "_ga"]), st.text(max_size=12))
visitors = st.sampled_from(
    [nobody(), visitor(), visitor("statistics"), visitor("media"), visitor("statistics", "media")]
)


@given(visitors, names)
def test_an_undeclared_item_never_passes_where_it_is_enforced(who, name):
    verdict = decide.sent(STRICT, who, name)

    if verdict.reason in (Reason.UNDECLARED, Reason.HOST):
        assert verdict.action is EXPIRE


@given(visitors, st.binary(max_size=200))
def test_any_bytes_get_a_verdict(who, header):
    assert decide.given(STRICT, who, header, NOW).action in Action


@given(names)
def test_granting_more_never_takes_a_cookie_away(name):
    order = [visitor(), visitor("statistics"), visitor("statistics", "media")]
    passes = [decide.sent(STRICT, who, name).action is ALLOW for who in order]

    assert passes == sorted(passes)


def test_a_lifetime_of_both_kinds_is_that_of_max_age():
    cookie = parse_set_cookie(b"a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=5")

    assert decide.lifetime(cookie, NOW) == 5

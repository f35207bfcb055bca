"""Header values through the gate: what goes, what stays, and that what stays is as it was."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.core.cookies import parse_cookie_header, parse_set_cookie
from speculoos.gate.endings import domains, forgetting
from speculoos.gate.headers import amended, incoming, outgoing
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.table import CHOICES, KEPT_A_CHOICE, LONGEST, Table
from tests.unit.gate.declared import NOW, REGISTRY, nobody, visitor

STRICT = Table(REGISTRY, Rules(Mode.ENFORCE))
WATCHING = Table(REGISTRY, Rules(Mode.REPORT_ONLY))


@pytest.mark.parametrize(
    ("sent", "seen", "forget"),
    [
        ([b"sessionid=1"], [b"sessionid=1"], []),
        ([b"sessionid=1;  sessionid=2 ;"], [b"sessionid=1;  sessionid=2 ;"], []),
        ([b"sessionid=1; _ga=2"], [b"sessionid=1"], ["_ga"]),
        ([b"_ga=2; sessionid=1"], [b"sessionid=1"], ["_ga"]),
        ([b"_ga=2"], [], ["_ga"]),
        ([b"_ga=2; visits=3", b"sessionid=1"], [b"sessionid=1"], ["_ga", "visits"]),
        ([b"a=1; sessionid=\xff\xfe; b=2"], [b"sessionid=\xff\xfe"], ["a", "b"]),
        ([b"stray; sessionid=x=y=z"], [b"sessionid=x=y=z"], [""]),
        ([b""], [b""], []),
        ([b" ; ; "], [b" ; ; "], []),
        ([b'sessionid="a b"; _ga=1; cookies_preferences=x'], [b'sessionid="a b"; cookies_preferences=x'], ["_ga"]),
    ],
)
def test_a_request_loses_what_may_not_pass(sent, seen, forget):
    found = incoming(STRICT, nobody(), sent)

    assert list(found.cookies) == seen
    assert list(found.forget) == forget


def test_what_is_only_watched_is_told_and_left():
    header = [b"sessionid=1; _ga=2"]
    found = incoming(WATCHING, nobody(), header)

    assert list(found.cookies) == header
    assert found.forget == ()
    assert [v.name for v in found.verdicts if v.action != "allow"] == ["_ga"]


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("sessionid=1; Secure; HttpOnly; SameSite=Lax", "sessionid=1; Secure; HttpOnly; SameSite=Lax"),
        ("sessionid=1;path=/", "sessionid=1;path=/; Secure; HttpOnly; SameSite=Lax"),
        ("visits=1; Max-Age=99999999; Path=/", "visits=1; Path=/; Max-Age=2592000"),
        ("visits=1; expires=Fri, 24 Dec 2027 12:00:00 GMT; Path=/", "visits=1; Path=/; Max-Age=2592000"),
        ("sessionid=1; Max-Age=60; Secure; HttpOnly; SameSite=None", "sessionid=1; Secure; HttpOnly; SameSite=None"),
    ],
)
def test_a_cookie_is_given_as_it_was_declared(given_, kept):
    assert outgoing(STRICT, visitor("statistics"), [given_.encode()], NOW).cookies == (kept.encode(),)


def test_of_many_each_is_judged_alone_and_the_order_stays():
    values = [b"sessionid=1; Secure; HttpOnly; SameSite=Lax", b"_ga=2", b"visits=3", b"_ga=; Max-Age=0"]

    assert outgoing(STRICT, visitor("statistics"), values, NOW).cookies == (values[0], values[2], values[3])
    assert outgoing(STRICT, nobody(), values, NOW).cookies == (values[0], values[3])
    assert outgoing(WATCHING, nobody(), values, NOW).cookies == tuple(values)


def test_forgetting_names_every_place():
    told = [value.decode() for value in forgetting(STRICT, ["_ga"], "a.www.shop.example", "/blog/2026/")]

    places = [(c.domain, c.path) for c in map(parse_set_cookie, told)]
    wanted = [None, "a.www.shop.example", "www.shop.example", "shop.example"]
    assert set(places) == {(domain, path) for domain in wanted for path in ("/", "/blog/2026")}
    assert all(parse_set_cookie(value).max_age == 0 for value in told)


def test_a_declared_path_and_partition_are_named():
    assert {parse_set_cookie(v).path for v in forgetting(STRICT, ["visits"], "www.shop.example", "/x/y")} == {
        "/shop",
        "/",
    }
    assert all(parse_set_cookie(v).partitioned for v in forgetting(STRICT, ["quality"], "shop.example", "/"))


def test_a_host_prefix_is_ended_as_it_must_be():
    told = [parse_set_cookie(value) for value in forgetting(STRICT, ["__Host-token"], "www.shop.example", "/x/y")]

    assert {(c.domain, c.path, c.secure) for c in told} <= {(None, "/", True), (None, "/x", True)}
    assert [c.partitioned for c in told if c.path == "/"] == [False, True]


@pytest.mark.parametrize(
    ("host", "above"),
    [
        ("shop.example", ("shop.example",)),
        ("www.shop.co.uk", ("www.shop.co.uk", "shop.co.uk")),
        ("127.0.0.1", ()),
        ("localhost", ()),
        ("[::1]:8000", ()),
        ("SHOP.example:443", ("shop.example",)),
        ("a b", ()),
    ],
)
def test_the_domains_that_a_host_may_name(host, above):
    assert domains(host) == above


pieces = st.sampled_from([b"sessionid=1", b"_ga=2", b"visits=3", b"shared", b"=x", b" ", b"\xff=\xfe", b"a=b=c"])
cookies = st.one_of(st.binary(max_size=80), st.lists(pieces, max_size=9).map(b"; ".join))


@given(st.lists(cookies, max_size=3))
def test_letting_in_twice_changes_nothing_more(values):
    once = incoming(STRICT, visitor("statistics"), values)

    assert incoming(STRICT, visitor("statistics"), once.cookies).cookies == once.cookies


@given(cookies)
def test_what_stays_of_a_request_is_what_was_there(value):
    kept = [pair for v in incoming(STRICT, nobody(), [value]).cookies for pair in parse_cookie_header(v)]
    before = parse_cookie_header(value)

    assert [pair for pair in before if pair in kept] == kept
    assert {pair.name for pair in kept} <= {"sessionid", "__Host-token", "cookies_preferences"}


@given(st.lists(cookies, max_size=4))
def test_giving_out_twice_changes_nothing_more(values):
    once = outgoing(STRICT, visitor("statistics"), values, NOW).cookies

    assert outgoing(STRICT, visitor("statistics"), once, NOW).cookies == once


def test_amending_what_browsers_ignore_leaves_it():
    assert amended(STRICT, b"", NOW) == b""


def test_what_is_remembered_of_names_and_choices_is_bounded():
    """Visitors can send any name and make any choice; neither fills the memory."""
    table = Table(REGISTRY, Rules(Mode.ENFORCE))
    for _ in range(CHOICES + 5):
        incoming(table, replace(visitor("statistics")), [b"sessionid=1"])
    one = visitor("media")
    for n in range(KEPT_A_CHOICE + 50):
        incoming(table, one, [b"x%d=1" % n])
    incoming(table, one, [b"y" * (LONGEST + 1) + b"=1"])

    names = table.verdicts(one)
    assert len(table._verdicts) <= CHOICES
    assert 0 < len(names) <= KEPT_A_CHOICE
    assert max(map(len, names)) <= LONGEST

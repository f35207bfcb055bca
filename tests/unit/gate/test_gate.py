"""A running gate: what a request loses, what a response is given, and that no fault of it stops the site."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.consent.choice import acts_for, choose
from speculoos.consent.cookie import encode, site_key
from speculoos.consent.state import Act
from speculoos.core.cookies import parse_set_cookie
from speculoos.gate.gate import Gate
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.setup import Setup
from tests.unit.gate.declared import LAYOUT, NOW, REGISTRY

KEY = site_key("a secret for these tests alone", "shop")
HOST = "www.shop.example"
PAGE = [(b"Content-Type", b"text/html; charset=utf-8")]


def setup(mode=Mode.ENFORCE, csp=Mode.OFF, **rules):
    return Setup.of(REGISTRY, Rules(mode, csp=csp, **rules), (KEY,), "shop")


def cookie(*granted, when=NOW):
    chosen = choose(LAYOUT, acts_for(LAYOUT, granted), when, receipt="abcdefghijklmnop")
    return f"cookies_preferences={encode(chosen.choice, LAYOUT, KEY, 'shop')}".encode()


def passed(gate, cookies, headers, path="/", **more):
    passage = gate.open(cookies, host=HOST, path=path, now=NOW, **more)
    return passage, passage.close(headers)


def values(headers, name):
    return [value for key, value in headers if key.lower() == name]


def test_a_grant_lets_pass_what_a_refusal_holds_back():
    sent, answer = b"; visits=1", [(b"Set-Cookie", b"visits=2; Max-Age=60; Path=/shop")]
    granted, given_ = passed(Gate(setup()), [cookie("statistics") + sent], answer)
    refused, held = passed(Gate(setup()), [cookie() + sent], answer)

    assert granted.cookies == (cookie("statistics") + sent,)
    assert values(given_, b"set-cookie") == [b"visits=2; Max-Age=60; Path=/shop"]
    assert refused.cookies == (cookie(),)
    assert all(parse_set_cookie(value).max_age == 0 for value in values(held, b"set-cookie"))


def test_a_choice_that_somebody_else_signed_grants_nothing():
    forged = cookie("statistics")[:-1] + (b"A" if cookie("statistics")[-1:] != b"A" else b"B")
    passage, _ = passed(Gate(setup()), [forged + b"; visits=1"], [])

    assert passage.cookies == (forged,)


def test_the_signal_beats_a_stored_grant():
    passage, _ = passed(Gate(setup()), [cookie("statistics") + b"; visits=1"], [], gpc=True)

    assert b"visits" not in passage.cookies[0]


def test_what_watches_changes_nothing_and_counts_everything():
    gate = Gate(setup(Mode.REPORT_ONLY))
    answer = [*PAGE, (b"Set-Cookie", b"_ga=1"), (b"Cache-Control", b"public")]
    passage, given_ = passed(gate, [b"_fbp=1"], answer)

    assert passage.cookies == (b"_fbp=1",)
    assert given_ == answer
    assert {(c.side, c.name, c.action, c.mode) for c in gate.tally.drain()} == {
        ("request", "_fbp", "expire", "report_only"),
        ("response", "_ga", "strip", "report_only"),
    }


def test_other_headers_keep_their_bytes_and_their_order():
    answer = [(b"X-One", b"\xff \t"), (b"SET-cookie", b"_ga=1"), (b"Set-Cookie", b"sessionid=1;Secure;HttpOnly;SameSite=Lax"), (b"x-TWO", b"")]  # fmt: skip  # noqa: E501
    _, given_ = passed(Gate(setup()), [], answer)

    assert given_[:3] == [answer[0], answer[2], answer[3]]


def test_a_response_that_the_choice_has_shaped_is_one_visitors():
    _, stripped = passed(
        Gate(setup()), [], [(b"Set-Cookie", b"_ga=1"), (b"Cache-Control", b"public, max-age=60, s-maxage=600")]
    )
    _, untouched = passed(Gate(setup()), [], [(b"Cache-Control", b"public, max-age=60")])

    assert values(stripped, b"cache-control") == [b"max-age=60", b"private"]
    assert values(stripped, b"vary") == [b"Cookie, Sec-GPC"]
    assert untouched == [(b"Cache-Control", b"public, max-age=60")]


def test_a_page_that_was_made_from_what_is_granted_is_not_kept_for_others():
    """The application said so before there was a gate, or has never heard of choices."""
    shared = [*PAGE, (b"Cache-Control", b"public, max-age=60")]
    picture = [(b"Content-Type", b"image/png"), (b"Cache-Control", b"public, max-age=60")]
    for cookies, private in (([cookie("statistics"), b"visits=1"], True), ([cookie("statistics")], False)):
        _, page = passed(Gate(setup()), cookies, shared)
        assert (b"private" in values(page, b"cache-control")[-1]) is private
        assert passed(Gate(setup()), cookies, picture)[1] == picture
    given_ = [*picture, (b"Set-Cookie", b"visits=1; Max-Age=60")]
    _, counted = passed(Gate(setup()), [cookie("statistics")], given_)

    assert values(counted, b"cache-control")[-1] == b"private"


@pytest.mark.parametrize("name", [b"X-Accel-Expires", b"Surrogate-Control", b"CDN-Cache-Control"])
def test_no_header_for_caches_alone_undoes_that(name):
    _, given_ = passed(Gate(setup()), [], [(b"Set-Cookie", b"_ga=1"), (name, b"max-age=600")])

    assert values(given_, name.lower()) == []


def test_an_enforced_policy_makes_a_page_one_visitors_and_leaves_what_is_no_page():
    gate = Gate(setup(csp=Mode.ENFORCE))
    _, page = passed(gate, [], PAGE)
    _, image = passed(gate, [], [(b"Content-Type", b"image/png")])

    assert b"film.example" not in values(page, b"content-security-policy")[0]
    assert values(page, b"cache-control") == [b"private"]
    assert image == [(b"Content-Type", b"image/png")]


def test_a_granted_host_is_in_the_policy():
    _, page = passed(Gate(setup(csp=Mode.ENFORCE)), [cookie("media")], PAGE)

    assert b"film.example" in values(page, b"content-security-policy")[0]


def test_a_sensor_on_a_page_that_caches_share_is_the_same_for_all():
    gate = Gate(setup(csp=Mode.REPORT_ONLY))
    shared = [*PAGE, (b"Cache-Control", b"public, max-age=60")]
    nobody, granted = (passed(gate, [c], shared)[1] for c in (b"", cookie("media")))

    assert nobody == granted
    assert b"film.example" in values(nobody, b"content-security-policy-report-only")[0]
    assert values(nobody, b"cache-control") == [b"public, max-age=60"]


def test_a_page_that_is_not_modified_is_given_the_policy_anew():
    assert values(passed(Gate(setup(csp=Mode.ENFORCE)), [], [(b"ETag", b'"1"')])[1], b"content-security-policy")


def test_browsers_are_told_where_to_report():
    _, page = passed(Gate(setup(csp=Mode.ENFORCE, reports="https://ask.example/r")), [], PAGE)

    assert b"report-uri https://ask.example/r" in values(page, b"content-security-policy")[0]
    assert values(page, b"reporting-endpoints") == [b'speculoos="https://ask.example/r"']


def test_developers_are_told_only_where_they_asked():
    answer = [(b"Set-Cookie", b"_ga=1")]
    _, quiet = passed(Gate(setup()), [b"visits=1"], answer)
    _, telling = passed(Gate(setup(told=True)), [b"visits=1"], answer)

    assert values(quiet, b"speculoos-gate") == []
    (value,) = values(telling, b"speculoos-gate")
    assert value.split(b", ") == [
        b'"visits";on=request;action=expire;reason=not_granted;mode=enforce',
        b'"_ga";on=response;action=strip;reason=undeclared;mode=enforce',
    ]


def test_a_withdrawn_cookie_ends_under_its_path_though_the_request_does_not_carry_it():
    before = choose(LAYOUT, acts_for(LAYOUT, ["statistics"]), NOW - timedelta(days=1)).choice
    after = choose(LAYOUT, {"statistics": Act.WITHDRAW}, NOW, previous=before).choice
    sent = f"cookies_preferences={encode(after, LAYOUT, KEY, 'shop')}".encode()
    _, page = passed(Gate(setup()), [sent], PAGE, path="/elsewhere")

    ended = [parse_set_cookie(value) for value in values(page, b"set-cookie")]
    assert ("visits", "/shop") in {(c.name, c.path) for c in ended}
    assert values(passed(Gate(setup()), [cookie()], PAGE, path="/elsewhere")[1], b"set-cookie") == []


def test_a_cookie_ends_where_it_was_seen_to_be_kept():
    gate = Gate(setup())
    passed(gate, [cookie("media")], [(b"Set-Cookie", b"shared=1; Domain=shop.example; Path=/far/away; Max-Age=9")])
    _, answer = passed(gate, [cookie() + b"; shared=1"], [])

    ended = [parse_set_cookie(value) for value in values(answer, b"set-cookie")]
    assert ("shop.example", "/far/away") in {(c.domain, c.path) for c in ended}


@pytest.mark.parametrize("path", ["/reset/8f14e45fceea167a/", "/users/anna@example.org", "/orders/20417"])
def test_no_visitor_is_told_where_another_one_was(path):
    gate = Gate(setup())
    passed(gate, [cookie("media")], [(b"Set-Cookie", f"shared=1; Path={path}".encode())], path=path)
    passed(gate, [cookie("media")], [(b"Set-Cookie", b"shared=1")], path="/secret/place/x")
    _, answer = passed(gate, [cookie() + b"; shared=1"], [])

    ended = {parse_set_cookie(value).path for value in values(answer, b"set-cookie")}
    assert ended == {"/"}


def test_endings_leave_room_for_the_other_headers_and_none_is_left_for_ever():
    names = [f"stray{n}" for n in range(50)]
    header = "; ".join(f"{name}=1" for name in names).encode()
    gate, told = Gate(setup()), set()
    for second in range(50):
        passage = gate.open([header], host=HOST, path="/", now=NOW + timedelta(seconds=second))
        ended = values(passage.close([]), b"set-cookie")
        assert sum(map(len, ended)) <= 2048
        told |= {parse_set_cookie(value).name for value in ended}

    assert told == set(names)


@pytest.mark.parametrize("path", ["/a;Domain=evil.example/b", "/a\r\nX: y/b", "/" + "x" * 5000 + "/y", "no/slash", ""])
def test_no_path_gets_into_a_header(path):
    _, answer = passed(Gate(setup()), [b"_ga=1"], [], path=path)

    ended = [parse_set_cookie(value) for value in values(answer, b"set-cookie")]
    assert {(c.path, c.domain in (None, HOST, "shop.example")) for c in ended} == {("/", True)}


def test_a_fault_falls_to_the_side_that_was_chosen_and_is_counted(monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("the table is gone")

    monkeypatch.setattr("speculoos.gate.gate.incoming", broken)
    answer = [(b"Set-Cookie", b"_ga=1"), (b"X", b"y")]
    through, closed = Gate(setup()), Gate(setup(), fallback=Mode.ENFORCE)
    sent = b"_ga=1; cookies_preferences=abc"

    passage, given_ = passed(through, [sent], answer)
    assert (passage.cookies, given_) == ((sent,), answer)
    passage, given_ = passed(closed, [sent], answer)
    assert (passage.cookies, given_) == ((b"cookies_preferences=abc",), [(b"X", b"y")])
    assert [(c.side, c.name, c.mode, c.count) for c in through.tally.drain()] == [
        ("fault", "RuntimeError", "report_only", 1)
    ]
    assert caplog.text.count("The gate failed") == 2


def test_a_fault_on_the_way_out_leaves_the_answer_as_it_was(monkeypatch):
    gate = Gate(setup())
    passage = gate.open([], host=HOST, path="/", now=NOW)
    monkeypatch.setattr("speculoos.gate.gate.outgoing", lambda *_: 1 / 0)

    assert passage.close([(b"Set-Cookie", b"_ga=1")]) == [(b"Set-Cookie", b"_ga=1")]
    assert [c.name for c in gate.tally.drain()] == ["ZeroDivisionError"]


def test_a_gate_without_a_declaration_lets_pass_until_it_has_one():
    gate = Gate()
    assert passed(gate, [b"_ga=1"], [])[0].cookies == (b"_ga=1",)
    gate.swap(setup())
    assert passed(gate, [b"_ga=1"], [])[0].cookies == ()
    assert [c.name for c in gate.tally.drain() if c.side == "fault"] == ["no declaration"]


def test_a_request_keeps_the_setup_that_it_began_with():
    gate = Gate(setup(Mode.OFF))
    passage = gate.open([b"_ga=1"], host=HOST, path="/", now=NOW)
    gate.swap(setup())

    assert passage.close([(b"Set-Cookie", b"_ga=1")]) == [(b"Set-Cookie", b"_ga=1")]


STRICT = Gate(setup(csp=Mode.ENFORCE, told=True))
octets = st.binary(max_size=60)


@given(st.lists(octets, max_size=3), st.lists(st.tuples(octets, octets), max_size=4), st.text(max_size=30), st.text())
def test_whatever_comes_by_nothing_is_raised_and_no_line_is_broken(cookies, headers, host, path):
    before = b"".join(name + value for name, value in headers)
    passage = STRICT.open(cookies, host=host, path=path, now=NOW)
    after = passage.close([*headers, (b"Set-Cookie", before)])

    assert not [c for c in STRICT.tally.drain() if c.side == "fault"]
    added = [value for pair in after if pair not in headers for value in pair if value != before]
    assert not any(b"\r" in value or b"\n" in value or b"\0" in value for value in added)

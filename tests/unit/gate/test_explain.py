"""The explanation says what the gate does, in words, for every verdict that there is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given as arbitrary
from hypothesis import strategies as st

from speculoos.consent.choice import Reason as Why
from speculoos.consent.choice import acts_for, choose, effective
from speculoos.core.errors import UsageError
from speculoos.gate import decide, words
from speculoos.gate.explain import as_declared, explain
from speculoos.gate.explain_text import declaration
from speculoos.gate.rules import Action, Mode, Reason, Rules
from speculoos.gate.supposed import supposed
from speculoos.gate.table import Table
from tests.unit.gate.declared import LAYOUT, NOW, REGISTRY, nobody, visitor

ENFORCED = Table(REGISTRY, Rules(Mode.ENFORCE))


def ask(name, *granted, table=ENFORCED, who=None, **more):
    return explain(table, who or visitor(*granted), name, NOW, **more)


@pytest.mark.parametrize(
    ("name", "granted", "set_cookie", "request_", "response", "says"),
    [
        ("sessionid", [], None, "allow exempt", "allow exempt", "no consent is needed"),
        ("cookies_preferences", [], None, "allow exempt", "allow exempt", "the visitor's own choice"),
        ("_pk_id.1", ["statistics"], None, "allow granted", "allow granted", 'granted the purpose "statistics"'),
        ("_pk_id.1", [], None, "expire not_granted", "strip not_granted", "which the visitor has refused"),
        ("_ga", [], None, "expire undeclared", "strip undeclared", "No declaration covers"),
        ("player", ["media"], None, "expire host", "strip host", "another host: film.example"),
        ("visits", ["statistics"], "visits=1; Path=/shop; Max-Age=99999999", "allow granted", "amend lifetime",
         "1,157 days, which is longer than the declared 30 days"),
        ("sessionid", [], "sessionid=1", "allow exempt", "amend attributes", "Secure, HttpOnly, SameSite=Lax"),
        ("_pk_id.1", [], "_pk_id.1=; Max-Age=0", "expire not_granted", "allow deletion", "The site removes it"),
        ("x", [], "x=1; SameSite=None", "expire undeclared", "allow malformed", "SameSite=None needs Secure"),
    ],
)  # fmt: skip
def test_each_reason_is_told(name, granted, set_cookie, request_, response, says):
    told = ask(name, *granted, set_cookie=set_cookie)

    sides = (told.request.verdict, told.response.verdict)
    assert [f"{verdict.action} {verdict.reason}" for verdict in sides] == [request_, response]
    assert says in told.as_text()
    assert told.passes is not bool({"expire", "strip"} & {request_.split()[0], response.split()[0]})


@pytest.mark.parametrize(
    ("who", "state", "says"),
    [
        (nobody(), Why.UNSET, "has not chosen yet"),
        (visitor(), Why.REFUSED, "has refused"),
        (visitor("statistics", gpc=True), Why.SIGNAL, "Sec-GPC: 1"),
        (visitor("statistics", refused_services=["count"]), Why.SERVICE_REFUSED, 'refused the service "count"'),
        (
            effective(choose(LAYOUT, acts_for(LAYOUT, ["statistics"]), NOW).choice, LAYOUT, NOW + timedelta(days=200)),
            Why.EXPIRED,
            "too old to count",
        ),
        (
            effective(choose(LAYOUT, acts_for(LAYOUT, ["statistics"]), NOW).choice, LAYOUT, NOW, material_since=4),
            Why.INVALIDATED,
            "has changed since",
        ),
    ],
)
def test_each_state_of_a_purpose_is_told(who, state, says):
    told = ask("visits", who=who)

    assert told.covers[0].state is state
    assert says in str(told.request.why)
    assert "It passes for visitors who grant" in told.as_text()


def test_an_item_of_several_services_passes_for_the_one_that_is_granted():
    told = ask("shared", "media")

    assert [cover.state for cover in told.covers] == [Why.REFUSED, Why.GRANTED]
    assert 'granted the purpose "media"' in str(told.request.why)


def test_an_exempt_service_does_not_exempt_what_also_serves_another():
    """The advice names the other service: an item is exempt only if each of its uses is (EU-04)."""
    login = REGISTRY.services[0]
    both = replace(login, items=(*login.items, REGISTRY.services[1].items[1]))
    table = Table(replace(REGISTRY, services=(both, *REGISTRY.services[1:])), Rules(Mode.ENFORCE))

    told = ask("visits", table=table)

    assert not told.passes
    assert "It also serves what visitors choose (count)" in told.as_text()


def test_report_only_says_that_nothing_is_changed_and_what_enforcing_would_do():
    told = ask("_ga", table=Table(REGISTRY, Rules(Mode.REPORT_ONLY)))

    assert not told.passes
    assert not told.request.verdict.changes
    assert [str(said) for said in told.request.sentences[1:]] == [
        words.UNCHANGED,
        "Enforced, the application would not read it, and the browser would be told to forget it.",
    ]


def test_what_is_switched_off_passes_and_says_what_enforcing_would_do():
    told = ask("_ga", table=Table(REGISTRY, Rules(Mode.ENFORCE, items=(("_g*", Mode.OFF),))))

    assert told.passes
    assert told.request.enforced.action is Action.EXPIRE
    assert "Enforced, the browser would not be given it." in told.as_text()


def test_the_declaration_is_told_with_its_line():
    places = {'services[1] "count" > items[1] "visits"': (40, 1), 'services[0] "login"': (7, 1)}

    visits = ask("visits", places=places).covers[0]
    login = ask("sessionid", places=places).covers[0]

    assert (visits.service.id, visits.item.lifetime, visits.attributes, visits.line) == (
        "count", "P30D", ("Path=/shop",), 40)  # fmt: skip
    assert login.line == 7
    assert "Declared by count, line 40" in ask("visits", places=places).as_text()


def test_what_is_commonly_known_is_a_hint_and_becomes_a_proposal():
    told = ask("_ga")

    assert told.known.origin == "Google Analytics"
    assert 'purpose = "statistics"' in declaration(told, REGISTRY)
    assert 'name = "_ga"' in declaration(told, REGISTRY)
    assert ask("sessionid").known is None


def test_a_standard_cookie_of_a_framework_is_met_with_the_line_that_declares_it():
    assert 'frameworks = ["php"]' in ask("PHPSESSID").as_text()
    assert 'frameworks = ["rails"]' in ask("_shop_session").as_text()
    assert "frameworks" not in ask("_ga").as_text()


def test_another_cookie_than_the_one_asked_for_is_a_fault_of_the_asker():
    with pytest.raises(UsageError, match='sets the cookie "other"'):
        ask("sessionid", set_cookie="other=1")


@pytest.mark.parametrize("wanted", [item.name for _, item in REGISTRY.items() if item.kind == "cookie"])
def test_what_is_set_as_declared_needs_no_amending(wanted):
    name = wanted.replace("*", "1")
    item = next(item for _, item in REGISTRY.items() if item.name == wanted)

    verdict = decide.given(ENFORCED, visitor("statistics", "media"), as_declared(name, item), NOW)

    assert (verdict.action, verdict.name) == (Action.ALLOW, name)


def test_every_verdict_has_its_words():
    told = {Reason.GRANTED, Reason.NOT_GRANTED}
    assert {*words.REASONS} | told == {*Reason}
    assert {*words.STATES} == {*Why}
    assert {*words.RESPONSE} == {*words.RESPONSE_WOULD} == {*Action} - {Action.EXPIRE}
    assert {*words.REQUEST} == {*words.REQUEST_WOULD} == {*Action} - {Action.AMEND}


@arbitrary(st.text(st.characters(), max_size=20), st.text(st.characters(), max_size=40), st.sampled_from([*Mode]))
def test_any_name_and_header_is_explained_or_refused(name, rest, mode):
    """Never another exception, and both forms can be made of it."""
    table = Table(REGISTRY, Rules(mode))
    for set_cookie in (None, f"{name}={rest}"):
        try:
            told = explain(table, nobody(), name, NOW, set_cookie=set_cookie)
        except UsageError:
            continue
        assert told.as_text()
        assert told.as_json()["passes"] is told.passes


def test_a_supposed_visitor_is_one_of_the_gates():
    assert supposed(REGISTRY, ["statistics", "signin"], NOW).granted == ("statistics",)
    assert supposed(REGISTRY, None, NOW).states["media"] == "unset"
    assert supposed(REGISTRY, [], NOW).states["media"] == "refused"
    assert supposed(REGISTRY, ["media"], NOW, gpc=True).granted == ()
    assert supposed(REGISTRY, ["media"], NOW, refused_services=["film"]).services["film"] == "service_refused"


@pytest.mark.parametrize(
    ("granted", "refused", "says"),
    [(["statistic"], [], 'Did you mean "statistics"'), ([], ["login"], 'no service that visitors choose "login"')],
)
def test_a_supposed_visitor_chooses_among_what_there_is(granted, refused, says):
    with pytest.raises(UsageError, match=says):
        supposed(REGISTRY, granted, NOW, refused_services=refused)

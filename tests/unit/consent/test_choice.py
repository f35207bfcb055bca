"""What a choice amounts to: silence, age, change and the signal, and the acts that make a new one."""

from datetime import UTC, datetime, timedelta

import pytest

from speculoos.consent.choice import Choice, Event, Reason, acts_for, choose, effective, gpc_on
from speculoos.consent.layout import Layout
from speculoos.consent.state import Act, State
from speculoos.core.errors import UsageError
from speculoos.registry.model import Exemption, Purpose, Registry, Service, Site

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LAYOUT = Layout(
    3, ("statistics", "marketing"), (("counter", "statistics"), ("video", "marketing"), ("map", "marketing"))
)


def chosen(*granted, at=NOW, **rest):
    return choose(LAYOUT, acts_for(LAYOUT, granted), at, **rest).choice


def now(choice, **rest):
    return effective(choice, LAYOUT, NOW, **rest)


def test_nothing_is_granted_before_a_choice():
    """EU-01, EU-06: silence is not consent."""
    result = now(None)

    assert result.granted == ()
    assert result.reason("statistics") is Reason.UNSET
    assert result.asks


def test_a_choice_counts_by_purpose():
    result = now(chosen("statistics"))

    assert result.granted == ("statistics",)
    assert result.reason("marketing") is Reason.REFUSED
    assert result.reason("marketing", "video") is Reason.REFUSED
    assert not result.asks


def test_a_service_can_be_refused_alone():
    result = now(chosen("marketing", refused_services=["video"]))

    assert result.grants("marketing")
    assert result.grants("marketing", "map")
    assert result.reason("marketing", "video") is Reason.SERVICE_REFUSED


@pytest.mark.parametrize("granted", [(), ("statistics", "marketing")])
@pytest.mark.parametrize(("days", "asks"), [(0, False), (183, False), (184, True), (400, True)])
def test_grants_and_refusals_live_184_days(granted, days, asks):
    """FR-02, IT-02, BAN-09: neither is asked again before, and both are after."""
    result = now(chosen(*granted, at=NOW - timedelta(days=days)))

    assert result.asks is asks
    assert result.granted == (() if asks else granted)


def test_the_life_can_be_twelve_months_where_the_law_wants_it():
    """US-07: an opt-out is remembered for a year."""
    assert not now(chosen(at=NOW - timedelta(days=365)), max_age_days=366).asks


def test_a_material_change_invalidates_an_older_grant():
    """EU-12: what was agreed to is no longer what happens."""
    result = now(chosen("statistics", "marketing"), material_since=4)

    assert result.reason("statistics") is Reason.INVALIDATED
    assert result.asks


def test_a_change_can_concern_one_purpose_alone():
    result = now(chosen("statistics", "marketing"), material_since={"marketing": 4})

    assert result.granted == ("statistics",)
    assert result.asks


@pytest.mark.parametrize("since", [0, 3])
def test_a_change_before_the_choice_is_no_change(since):
    assert not now(chosen("statistics"), material_since=since).asks


def test_a_refusal_outlives_a_material_change():
    """A no covers the new as well; asking again would be nagging."""
    assert not now(chosen(), material_since=9).asks


def test_a_purpose_added_later_is_asked():
    layout = Layout(4, (*LAYOUT.purposes, "chat"), LAYOUT.services)

    result = effective(chosen("statistics"), layout, NOW)

    assert result.reason("chat") is Reason.UNSET
    assert result.granted == ("statistics",)
    assert result.asks


def test_the_signal_beats_a_stored_grant_and_asks_nothing():
    """GPC-1, US-04: while it is on, every optional purpose counts as refused."""
    result = now(chosen("statistics", "marketing"), gpc=True)

    assert result.granted == ()
    assert result.reason("marketing", "map") is Reason.SIGNAL
    assert result.as_json() == {"statistics": "refused", "marketing": "refused"}
    assert not result.asks


def test_the_signal_is_never_a_grant_and_never_shows_the_banner():
    assert not now(None, gpc=True).asks
    assert now(None, gpc=True, objection=LAYOUT.purposes).granted == ()


def test_a_grant_is_back_when_the_signal_is_off():
    choice = chosen("statistics")

    assert now(choice, gpc=True).granted == ()
    assert now(choice).granted == ("statistics",)


def test_nothing_is_asked_where_nothing_is_askable():
    """BAN-15: a site with exempt items only has no banner."""
    assert not effective(None, Layout(1), NOW).asks
    assert not now(None, asked=()).asks


def test_what_needs_only_an_objection_is_allowed_until_refused():
    """UK-02: statistics with information and a simple objection."""
    before = now(None, asked=["marketing"], objection=["statistics"])
    after = now(chosen("marketing"), objection=["statistics"])

    assert before.reason("statistics", "counter") is Reason.NOT_OBJECTED
    assert before.asks
    assert after.reason("statistics") is Reason.REFUSED


def test_a_purpose_that_needs_consent_for_anything_is_asked():
    """One purpose may have items of both kinds; the stricter one decides."""
    result = now(None, asked=["statistics", "marketing"], objection=["statistics"])

    assert result.reason("statistics") is Reason.UNSET
    assert result.granted == ()


def test_what_the_law_does_not_ask_here_is_allowed_until_refused():
    """A national exemption for statistics: no question, and yet a no counts."""
    assert now(None, asked=["marketing"]).granted == ("statistics",)
    assert now(chosen(), asked=["marketing"]).granted == ()


def test_a_page_reads_states_and_what_is_refused_alone():
    """What may run reads as granted, whether it was granted or only not objected to."""
    assert now(chosen("marketing", refused_services=["video"])).as_json() == {
        "statistics": "refused",
        "marketing": "granted",
        "marketing:video": "refused",
    }
    assert now(None, objection=["statistics"]).as_json() == {"statistics": "granted", "marketing": "unset"}


def test_an_unknown_purpose_or_service_is_never_granted():
    result = now(chosen(*LAYOUT.purposes))

    assert result.reason("typo") is Reason.UNKNOWN
    assert not result.grants("marketing", "typo")
    assert not result.grants("typo", "map")


def test_refusing_what_was_granted_is_a_withdrawal():
    first = chosen("statistics")
    second = choose(LAYOUT, acts_for(LAYOUT, ()), NOW, previous=first)

    assert second.choice.state("statistics") is State.WITHDRAWN
    assert second.choice.state("marketing") is State.REFUSED
    assert second.events[0] == Event("statistics", Act.REFUSE, State.WITHDRAWN)


def test_one_receipt_follows_a_choice_while_it_lives():
    first = chosen("statistics")
    same = chosen("marketing", previous=first)
    later = chosen("marketing", previous=first, at=NOW + timedelta(days=184))

    assert same.receipt == first.receipt
    assert later.receipt != first.receipt
    assert chosen().receipt != chosen().receipt


def test_after_its_life_a_choice_starts_anew():
    """A refusal long after an expired grant is a refusal, not a withdrawal."""
    old = chosen("statistics", at=NOW - timedelta(days=200))

    assert chosen(previous=old).state("statistics") is State.REFUSED


def test_the_events_tell_what_happened_in_silence_first():
    first = chosen("statistics")
    events = choose(LAYOUT, {"statistics": Act.GRANT}, NOW, previous=first, material_since={"statistics": 4}).events

    assert events == (
        Event("statistics", Act.MATERIAL_CHANGE, State.INVALIDATED),
        Event("statistics", Act.GRANT, State.GRANTED),
    )


def test_purposes_without_an_act_keep_their_state():
    first = chosen("statistics")
    second = choose(LAYOUT, {"marketing": Act.GRANT}, NOW, previous=first).choice

    assert dict(second.states) == {"statistics": State.GRANTED, "marketing": State.GRANTED}


def test_granting_one_purpose_does_not_lengthen_the_life_of_another_grant():
    first = chosen("statistics")
    partly = choose(LAYOUT, {"marketing": Act.GRANT}, NOW + timedelta(days=90), previous=first).choice
    wholly = chosen("statistics", at=NOW + timedelta(days=90), previous=first)

    assert partly.time == NOW
    assert wholly.time == NOW + timedelta(days=90)


def test_refusing_a_purpose_takes_its_services_along():
    first = chosen("marketing", refused_services=["video"])
    second = choose(LAYOUT, acts_for(LAYOUT, ()), NOW, previous=first, refused_services=["video"])

    assert second.choice.refused_services == frozenset()
    assert all(event.service is None for event in second.events)


def test_allowing_a_service_again_is_an_event_of_its_own():
    first = chosen("marketing", refused_services=["video"])
    events = choose(LAYOUT, acts_for(LAYOUT, ["marketing"]), NOW, previous=first).events

    assert Event("marketing", Act.GRANT, State.GRANTED, "video") in events


@pytest.mark.parametrize(("acts", "services"), [({"typo": Act.GRANT}, ()), ({}, ["typo"])])
def test_an_act_on_something_unknown_is_the_callers_fault(acts, services):
    with pytest.raises(UsageError, match="typo"):
        choose(LAYOUT, acts, NOW, refused_services=services)


@pytest.mark.parametrize(
    ("values", "on"),
    [
        ("1", True),
        (["1"], True),
        (["1", "1"], True),
        (["0", "1"], True),
        ("1,1", True),
        ("1, 1", True),
        (" 1 ", True),
        (None, False),
        ([], False),
        ("", False),
        ([""], False),
        ("0", False),
        ("true", False),
        ("True", False),
        ("?1", False),
        ("11", False),
        ("1.0", False),
        ("+1", False),
        ("01", False),
        ("1;a=b", False),
        ("yes", False),
        ("１", False),
        ("\x0b1", False),
        ("1\n", False),
        ("1\x00", False),
    ],
)
def test_the_signal_is_exactly_one(values, on):
    """GPC-1: nothing but `1` counts; repeated headers, joined or not, count as one."""
    assert gpc_on(values) is on


def service(id, purpose, exemption=None):
    return Service(id, "P", id, purpose, exemption=exemption)


def test_a_layout_holds_what_is_optional_in_the_order_of_the_declaration():
    """Necessary services have no place in it; a national exemption has, since the law there may still ask."""
    registry = Registry(
        Site("S", "https://s.example"),
        purposes=(Purpose("b"), Purpose("necessary"), Purpose("a")),
        services=(
            service("login", "necessary", Exemption.STRICTLY_NECESSARY),
            service("late", "undeclared"),
            service("one", "a"),
            service("two", "b", Exemption.STATISTICS),
            service("guard", "b", Exemption.COMMUNICATION),
        ),
        version=7,
    )

    layout = Layout.of(registry)

    assert layout == Layout(7, ("b", "a", "undeclared"), (("late", "undeclared"), ("one", "a"), ("two", "b")))
    assert [*layout.services_of("b")] == ["two"]


def test_the_time_of_a_choice_is_whole_seconds_in_utc():
    """The cookie has no more, and a choice must equal itself after the journey."""
    odd = datetime.fromisoformat("2026-11-24T13:00:00.123456+01:00")

    choice = chosen(at=odd)

    assert choice.time == NOW
    assert choice.time.tzinfo is UTC


def test_a_choice_of_another_site_time_or_receipt_is_another_choice():
    assert Choice(1, NOW, (), "a") != Choice(1, NOW, (), "b")

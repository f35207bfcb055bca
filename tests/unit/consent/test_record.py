"""The record of one act: its shape, what it may not hold, and what a row of records amounts to."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from jsonschema import Draft202012Validator

from speculoos.consent.choice import acts_for, choose
from speculoos.consent.layout import Layout
from speculoos.consent.record import Method, Record, Shown, receipt, replay, schema, texts_hash
from speculoos.consent.state import Act, State
from speculoos.core.errors import InputError

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LAYOUT = Layout(3, ("statistics", "marketing"), (("counter", "statistics"), ("video", "marketing")))
SHOWN = Shown(
    site="main",
    controller="Example GmbH",
    registry_version=3,
    registry_hash="a" * 64,
    language="de",
    texts_hash=texts_hash(["Ihre Wahl"]),
    method=Method.BANNER,
    notice_url="https://s.example/cookies/",
    withdrawal_url="https://s.example/cookies/preferences/",
)


def act(*granted, previous=None, at=NOW, **rest):
    return choose(LAYOUT, acts_for(LAYOUT, granted), at, previous=previous, **rest)


def record(*granted, **rest):
    return Record.of(act(*granted, **rest), SHOWN, NOW)


def changed(path, value):
    data = json.loads(record("statistics").as_text())
    *parents, last = path
    place = data
    for step in parents:
        place = place[step]
    place[last] = value
    return data


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("granted", [(), ("statistics",), ("statistics", "marketing")])
def test_a_record_is_valid_by_the_published_schema(granted):
    Draft202012Validator(schema()).validate(record(*granted, refused_services=["video"]).as_json())


def test_a_record_reads_back_from_its_text():
    one = record("marketing", refused_services=["video"])

    assert Record.from_json(json.loads(one.as_text())) == one


def test_the_record_of_a_site_without_optional_purposes_reads_back_too():
    """A standing refusal has a time and no events."""
    one = Record.of(choose(Layout(1), {}, NOW), SHOWN, NOW)

    assert Record.from_json(one.as_json()) == one
    assert one.as_json()["record_time"] == "2026-11-24T12:00:00Z"


def test_a_record_says_what_became_of_each_purpose_and_how():
    data = record("statistics", previous=act("marketing").choice).as_json()

    assert data["pii_processing"]["purposes"] == [
        {"purpose": "statistics", "state": "granted"},
        {"purpose": "marketing", "state": "withdrawn"},
    ]
    assert [(e["purpose"], e["event_type"], e["event_state"]) for e in data["events"]] == [
        ("statistics", "grant", "granted"),
        ("marketing", "refuse", "withdrawn"),
    ]
    assert data["events"][0]["validity_duration"] == "P184D"
    assert data["pii_processing"]["privacy_notice"]["registry_hash"] == "a" * 64


@pytest.mark.parametrize("key", ["ip", "ip_address", "user_agent", "referer", "account"])
@pytest.mark.parametrize("inside", [[], ["pii_processing"], ["pii_processing", "privacy_notice"], ["events", 0]])
def test_there_is_no_place_for_an_address_or_a_browser(key, inside):
    """REC-02: the shape is closed everywhere."""
    with pytest.raises(InputError, match="unexpected"):
        Record.from_json(changed([*inside, key], "203.0.113.9"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["record_time"], "2026-02-30T00:00:00Z"),
        (["record_time"], "2027-01-01T00:00:00Z"),
        (["record_time"], {}),
        (["record_id"], "short"),
        (["record_id"], ["a" * 32]),
        (["pii_principal_id"], "B" * 16),
        (["schema_version"], "2"),
        (["events", 0, "event_type"], "accept"),
        (["events", 0, "event_state"], "yes"),
        (["events"], None),
        (["parties"], []),
        (["pii_processing"], 3),
        (["pii_processing", "validity_duration"], "P1Y"),
        (["pii_processing", "validity_duration"], "P99999D"),
        (["pii_processing", "privacy_notice", "registry_version"], True),
    ],
)
def test_what_is_not_a_record_is_refused_with_a_reason(path, value):
    with pytest.raises(InputError, match="consent record"):
        Record.from_json(changed(path, value))


@pytest.mark.parametrize("junk", [None, [], "x", 1, {}, {"events": []}])
def test_junk_is_refused(junk):
    with pytest.raises(InputError):
        Record.from_json(junk)


def test_the_canonical_text_does_not_depend_on_the_order_of_keys():
    one = record("statistics")
    shuffled = dict(reversed(list(one.as_json().items())))

    assert Record.from_json(shuffled).as_text() == one.as_text()
    assert " " not in one.as_text().replace("ISO/IEC TS 27560:2023; speculoos 1", "").replace("Example GmbH", "")


def test_two_acts_have_two_record_ids_and_one_receipt():
    first = act("statistics")
    second = act(previous=first.choice)
    one, two = Record.of(first, SHOWN, NOW), Record.of(second, SHOWN, NOW)

    assert one.record_id != two.record_id
    assert one.receipt == two.receipt


def test_replaying_records_gives_the_present_state():
    first = act("statistics", "marketing", refused_services=["video"])
    second = act("marketing", previous=first.choice)

    standing = replay([Record.of(first, SHOWN, NOW), Record.of(second, SHOWN, NOW)])

    assert standing.states == {"statistics": State.WITHDRAWN, "marketing": State.GRANTED}
    assert standing.refused_services == second.choice.refused_services == frozenset()


def test_a_forged_state_shows_in_the_replay():
    """The acts are followed, so a state that was edited afterwards no longer agrees with them."""
    forged = Record.from_json(changed(["pii_processing", "purposes", 1, "state"], "granted"))

    assert replay([forged]).states != dict(forged.states)


def test_a_grant_not_renewed_ends_when_it_would_have_ended():
    """A record of an act on one purpose says how long the whole choice still counts."""
    first = act("statistics")
    later = NOW + timedelta(days=90, seconds=1)
    partly = choose(LAYOUT, {"marketing": Act.GRANT}, later, previous=first.choice)

    one = Record.of(partly, SHOWN, later)

    assert one.as_json()["pii_processing"]["validity_duration"] == "P93DT86399S"
    assert receipt(one)["valid_until"] == receipt(Record.of(first, SHOWN, NOW))["valid_until"]
    assert Record.from_json(one.as_json()) == one


def test_the_receipt_is_the_visitors_copy():
    one = record("marketing", refused_services=["video"])

    copy = receipt(one)

    assert copy["receipt"] == one.receipt
    assert copy["valid_until"] == "2027-05-27T12:00:00Z"
    assert copy["purposes"] == {"statistics": "refused", "marketing": "granted"}
    assert copy["refused_services"] == ["video"]
    assert copy["controller"] == "Example GmbH"
    assert copy["withdraw_at"] == "https://s.example/cookies/preferences/"


def test_the_hash_of_the_texts_depends_on_each_text_and_their_order():
    assert len({texts_hash(t) for t in (["a", "b"], ["b", "a"], ["ab"], ["a"], {"a": "b"}, [])}) == 6

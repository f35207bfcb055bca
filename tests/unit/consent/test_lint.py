"""The lints of the records: ours pass, and a record that lacks, tells or outlives something fails by its own lint."""

import copy
from datetime import UTC, datetime, timedelta

import pytest

from speculoos.consent.account import counting
from speculoos.consent.choice import Choice, Event
from speculoos.consent.lint import GRACE, Propagation, lint_records, rec_04
from speculoos.consent.record import Method, Record, Shown
from speculoos.consent.state import Act, State

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEEP = timedelta(days=365)
SHOWN = Shown("shop", "Shop Ltd", 3, "a" * 64, "en", "b" * 64, Method.BANNER, "http://192.0.2.1/cookies/")
RECORD = Record(
    "c" * 32,
    "d" * 16,
    NOW - timedelta(days=1),
    SHOWN,
    (Event("media", Act.GRANT, State.GRANTED), Event("ads", Act.REFUSE, State.REFUSED)),
    (("media", State.GRANTED), ("ads", State.REFUSED)),
)


def document(**changes):
    """The record's document; `a__b` sets a key within, None takes it out."""
    made = copy.deepcopy(RECORD.as_json())
    for path, value in changes.items():
        *outer, last = path.split("__")
        at = made
        for key in outer:
            at = at[key]
        if value is None:
            del at[last]
        else:
            at[last] = value
    return made


def ids(*documents, keep=KEEP, archived=("b" * 64,)):
    return [f.id for f in lint_records(documents, now=NOW, keep=keep, archived=archived)]


def test_a_record_of_ours_passes() -> None:
    """The site's own address is no visitor's."""
    assert ids(document()) == []


@pytest.mark.parametrize(
    "path",
    [
        "record_time",
        "pii_principal_id",
        "events",
        "pii_processing__privacy_notice__registry_version",
        "pii_processing__privacy_notice__registry_hash",
        "pii_processing__privacy_notice__texts_hash",
        "pii_processing__collection_method",
        "pii_processing__language",
        "pii_processing__jurisdiction",
        "pii_processing__purposes",
    ],
)
def test_a_record_that_lacks_something_is_rec_01s(path: str) -> None:
    assert ids(document(**{path: None})) == ["REC-01"]


def test_a_result_that_its_acts_do_not_lead_to_is_rec_01s() -> None:
    purposes = [{"purpose": "media", "state": "refused"}, {"purpose": "ads", "state": "refused"}]

    (found,) = lint_records([document(pii_processing__purposes=purposes)], now=NOW, keep=KEEP)

    assert found.id == "REC-01"
    assert "media" in found.message


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "203.0.113.7"},
        {"address": "2001:db8:1:2::7"},
        {"pii_processing__agent": "Mozilla/5.0 (X11; Linux x86_64)"},
        {"pii_processing__more": "anything that is not in the shape"},
    ],
)
def test_a_record_that_tells_more_is_rec_02s(changes) -> None:
    assert ids(document(**changes)) == ["REC-02"]


def test_a_record_that_is_kept_too_long_is_rec_02s_after_a_days_grace() -> None:
    late = NOW - timedelta(days=1) + KEEP + GRACE

    assert list(lint_records([document()], now=late, keep=KEEP)) == []
    (found,) = lint_records([document()], now=late + timedelta(days=1), keep=KEEP)
    assert found.id == "REC-02"
    assert "longer than stated (365 days)" in found.message


def test_no_stated_retention_is_rec_02s() -> None:
    assert ids(document(), keep=None) == ["REC-02"]


def test_words_that_are_not_archived_are_rec_03s() -> None:
    assert ids(document(), archived=()) == ["REC-03"]
    assert ids(document(), archived=None) == []


def test_each_record_is_named() -> None:
    found = [*lint_records([document(), document(record_id="e" * 32)], now=NOW, keep=None)]

    assert [each.entry for each in found] == [f'record "{"c" * 32}"', f'record "{"e" * 32}"']


def propagations(count):
    """A grant, a refusal and a withdrawal made for the account, as `count` lets them count on a second device."""
    for act, state in (("grant", State.GRANTED), ("refusal", State.REFUSED), ("withdrawal", State.WITHDRAWN)):
        account = Choice(1, NOW, (("media", state),), "d" * 16)
        other = Choice(1, NOW - timedelta(days=3), (("media", State.GRANTED),), "e" * 16)
        yield Propagation(act, dict(account.states), dict(count(account, NOW, other).states))


def test_an_account_that_counts_as_ours_does_passes() -> None:
    assert list(rec_04(propagations(counting))) == []


def test_an_account_whose_refusals_stay_behind_is_rec_04s() -> None:
    def grants_alone(account, acted, device):
        return account if State.GRANTED in dict(account.states).values() else device

    found = list(rec_04(propagations(grants_alone)))

    assert [each.id for each in found] == ["REC-04", "REC-04"]
    assert ["refusal" in found[0].message, "withdrawal" in found[1].message] == [True, True]


def test_a_new_device_that_is_not_told_is_rec_04s() -> None:
    same = {"media": State.REFUSED}
    (found,) = rec_04([Propagation("refusal", same, same, told=False)])

    assert found.id == "REC-04"
    assert "not told" in found.message

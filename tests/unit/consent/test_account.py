"""The choice of an account beside that of a device."""

from datetime import UTC, datetime, timedelta

import pytest

from speculoos.consent.account import counting, differ
from speculoos.consent.choice import Choice, effective
from speculoos.consent.layout import Layout
from speculoos.consent.state import State

LAYOUT = Layout(3, ("statistics", "media"), (("count", "statistics"), ("film", "media"), ("sound", "media")))
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
YES, NO, WITHDRAWN = State.GRANTED, State.REFUSED, State.WITHDRAWN


def said(time, statistics=None, media=None, refused=()):
    states = tuple((p, s) for p, s in (("statistics", statistics), ("media", media)) if s)
    return Choice(3, time, states, "r" * 16, frozenset(refused))


@pytest.mark.parametrize("state", [YES, NO, WITHDRAWN])
def test_every_state_of_the_account_counts_on_a_new_device(state):
    account = said(MONDAY, state, state)

    assert counting(account, MONDAY, None) == account


@pytest.mark.parametrize("state", [YES, NO, WITHDRAWN])
def test_the_later_act_of_the_account_settles_what_the_device_was_told(state):
    """In both directions alike: a later grant of the account is as good as its later refusal."""
    account, device = said(TUESDAY, state, state), said(MONDAY, NO, YES)

    assert counting(account, TUESDAY, device) == account


def test_a_later_refusal_on_the_device_counts_and_a_later_grant_there_does_not():
    account, device = said(MONDAY, YES, NO), said(TUESDAY, NO, YES)

    now = effective(counting(account, MONDAY, device), LAYOUT, TUESDAY)

    assert now.granted == ()


def test_of_two_acts_in_one_second_the_refusal_counts():
    account, device = said(MONDAY, YES, YES), said(MONDAY, NO, YES)

    assert counting(account, MONDAY + timedelta(milliseconds=900), device).state("statistics") is NO


def test_a_service_refused_alone_on_the_device_later_counts_too():
    account, device = said(MONDAY, YES, YES), said(TUESDAY, YES, YES, ["film"])

    now = effective(counting(account, MONDAY, device), LAYOUT, TUESDAY)

    assert (now.grants("media", "film"), now.grants("media", "sound")) == (False, True)


def test_an_act_on_a_part_settles_though_the_time_of_the_choice_is_that_of_its_oldest_grant():
    account, device = said(MONDAY, YES, YES), said(TUESDAY, NO, NO)

    assert counting(account, TUESDAY + timedelta(hours=1), device) == account


def test_a_difference_is_one_of_what_was_said_and_not_of_when():
    assert not differ(said(MONDAY, YES, NO), None)
    assert not differ(said(MONDAY, YES, NO), said(TUESDAY, YES, NO))
    assert differ(said(MONDAY, YES, NO), said(MONDAY, NO, YES))
    assert differ(said(MONDAY, YES, YES), said(MONDAY, YES, YES, ["film"]))

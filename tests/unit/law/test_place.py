"""Whose law holds for a visitor: what edges say, what sites declare, and how long a choice then lives."""

import pytest

from speculoos.law.place import CODES, applied, choice_days, place_of, places_for


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("FR", "FR"),
        ("fr", "FR"),
        (" de ", "DE"),
        ("GB", "UK"),
        ("PL", "EU"),
        ("GR", "EU"),
        ("NO", "EU"),
        ("US", "US"),
        ("US-CA", "CA"),
        ("us-ca", "CA"),
        ("US-DE", "US"),
        ("US-NY", "US"),
        ("FR-75", "FR"),
        ("CA-QC", "QC"),
        ("CA", None),
        ("CA-ON", None),
        ("XX", None),
        ("T1", None),
        ("JP", None),
        ("", None),
        (None, None),
        ("US-CA, FR", None),
        ("STRICTEST", None),
        ("FR" * 5000, None),
    ],
)
def test_what_an_edge_says_becomes_a_profile_or_nothing(said, place):
    """`CA` alone is Canada, never California; US-DE is Delaware, never Germany."""
    assert place_of(said) == place


@pytest.mark.parametrize(
    ("declared", "place", "holds"),
    [
        ((), None, None),
        ((), "CA", "CA"),
        ((), "nowhere", None),
        (("FR",), None, "FR"),
        (("FR",), "CA", "FR"),
        (("FR", "CA"), "CA", "CA"),
        (("FR", "CA"), "DE", None),
        (("FR", "CA"), None, None),
        (("GB",), "UK", "UK"),
        (("eu-omnibus-proposal",), None, None),
    ],
)
def test_a_site_keeps_to_its_own_places_and_to_the_strictest_of_them_elsewhere(declared, place, holds):
    assert applied(declared, place) == holds


@pytest.mark.parametrize(
    ("place", "default", "days"),
    [
        (None, 184, 184),
        ("FR", 184, 184),
        ("CA", 184, 366),
        ("US", 184, 366),
        ("CA", 30, 366),
        ("CA", 400, 400),
        ("FR", 30, 30),
        ("nowhere", 184, 184),
    ],
)
def test_a_choice_lives_twelve_months_in_california_and_as_the_platform_says_elsewhere(place, default, days):
    assert choice_days(place, default) == days


def test_no_choice_outlives_what_browsers_keep():
    assert max(choice_days(code, 400) for code in CODES) == 400


def test_a_site_tells_apart_the_places_it_declares():
    assert places_for(("FR", "GB")) == ("FR", "UK")
    assert places_for(()) == CODES
    assert "eu-omnibus-proposal" not in CODES

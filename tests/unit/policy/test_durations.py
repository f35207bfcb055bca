"""Durations in the languages that CLDR leaves without words for them."""

import pytest
from babel import Locale

from speculoos.policy.durations import OWN, own

UNITS = {"second", "minute", "hour", "day", "week", "month", "year"}


def said(language: str, unit: str, *numbers: int) -> list[str | None]:
    return [own(number, str(number), unit, Locale.parse(language)) for number in numbers]


def test_maltese_counts_in_its_five_ways():
    months = said("mt", "month", 1, 2, 6, 13, 20)

    assert months == ["1 xahar", "xahrejn", "6 xhur", "13-il xahar", "20 xahar"]
    assert set(OWN["mt"]) == UNITS


def test_irish_writes_out_what_is_abbreviated_elsewhere():
    assert said("ga", "year", 1, 3, 8, 20) == ["1 bhliain", "3 bliana", "8 mbliana", "20 bliain"]
    assert said("ga", "week", 2) == ["2 sheachtain"]


def test_the_others_are_left_to_cldr():
    assert said("fr", "month", 1, 13) == [None, None]
    assert said("ga", "month", 1) == [None]


@pytest.mark.parametrize("language", OWN)
def test_no_form_is_of_a_category_that_the_language_lacks(language):
    known = Locale.parse(language).plural_form.tags | {"other"}

    assert all(set(forms) <= known and "other" in forms for forms in OWN[language].values())

"""Consent rates: first answers alone, by purpose, language, version and day."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from speculoos.web.office.rates import first_answers
from speculoos.web.store.records import ConsentRecord

pytestmark = pytest.mark.django_db

AT = "/office/sites/platform/records/rates/"


def keep(site, receipt, state="granted", days=0, language="fr", version=1, method="banner", **result):
    return ConsentRecord.objects.create(
        site=site, record_id=f"{receipt}-{ConsentRecord.objects.count()}", receipt=receipt, version=version, act="save",
        method=method, language=language, result=result or {"statistics": state}, document={},
        time=timezone.now() - timedelta(days=days),
    )  # fmt: skip


def percents(page):
    """The large figures of the purposes, in their order."""
    return re.findall(r'<p class="share"><strong>([^<]*)</strong> ([^<]*)<', page)


def test_a_rate_is_the_granted_of_the_first_answers(office, platform):
    for n in range(3):
        keep(platform, f"yes-{n}")
    keep(platform, "no", "refused")
    page = office.get(AT).content.decode()

    assert percents(page) == [("75.0 %", "3 of 4 allowed it")]


def test_a_change_of_mind_is_no_first_answer(office, platform):
    """Not even where the first answer lies before the span."""
    keep(platform, "old", "granted", days=60)
    keep(platform, "old", "withdrawn")
    keep(platform, "new", "refused")
    keep(platform, "new", "granted")

    assert percents(office.get(AT).content.decode()) == [("0.0 %", "0 of 1 allowed it")]


def test_what_a_signal_answered_was_never_asked(office, platform):
    keep(platform, "signal", "refused", method="signal")
    keep(platform, "visitor")

    assert percents(office.get(AT).content.decode()) == [("100.0 %", "1 of 1 allowed it")]


def test_each_language_and_version_has_its_rate(office, platform):
    keep(platform, "a", language="de", version=2)
    keep(platform, "b", "refused", language="de", version=2)
    keep(platform, "c", language="fr")
    page = office.get(AT).content.decode()
    rows = re.findall(r'<th scope="row">([^<]*)</th><td class="number">([\d.]+ %) <span class="soft">([^<]*)', page)

    assert rows == [
        ("Deutsch", "50.0 %", "1/2"), ("français", "100.0 %", "1/1"), ("2", "50.0 %", "1/2"), ("1", "100.0 %", "1/1"),
    ]  # fmt: skip


def test_each_purpose_has_its_curve_over_the_days(office, platform):
    """A dot for each day with answers, a line between neighbours, and a gap where nobody answered."""
    for days in (0, 1, 5):
        keep(platform, f"d{days}", days=days, statistics="granted", marketing="refused")
    page = office.get(AT).content.decode()

    assert page.count("<polyline") == 2
    assert page.count("<circle") == 6
    assert [rate for rate, _ in percents(page)] == ["0.0 %", "100.0 %"]
    assert page.count('role="img"') == page.count("<title id=") == 2


def test_the_figures_of_a_plot_are_numbers_in_every_language(office, platform):
    """A decimal comma in a coordinate would break the plot."""
    keep(platform, "a")
    keep(platform, "b", days=7)
    page = office.get(AT, headers={"Accept-Language": "fr"}).content.decode()

    assert all(re.fullmatch(r"-?[\d.]+", n) for n in re.findall(r' c[xy]="([^"]*)"', page))


def test_only_the_span_is_counted(office, platform):
    keep(platform, "a", days=10)
    keep(platform, "b", "refused")
    week_ago = timezone.localdate() - timedelta(days=7)

    assert percents(office.get(AT, {"to": str(week_ago - timedelta(days=7))}).content.decode()) == []
    asked = {"from": "2020-01-01", "to": str(week_ago)}
    assert percents(office.get(AT, asked).content.decode()) == [("100.0 %", "1 of 1 allowed it")]
    assert percents(office.get(AT, {"from": week_ago}).content.decode()) == [("0.0 %", "0 of 1 allowed it")]


@pytest.mark.parametrize(
    "asked", [{"from": "x"}, {"to": "\x00"}, {"from": "2030-01-01"}, {"from": "9999-12-31"}, {"to": "0001-01-01"}]
)
def test_a_span_that_is_none_harms_nothing(office, platform, asked):
    keep(platform, "a")

    assert office.get(AT, asked).status_code == 200


def test_a_site_without_answers_says_so(office, platform):
    assert "Nobody answered for the first time" in office.get(AT).content.decode()
    assert first_answers(ConsentRecord.objects.all()).count() == 0

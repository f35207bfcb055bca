"""Consent records in the back office: counts, and one record by its receipt."""

from datetime import timedelta

import pytest
from django.utils import timezone

from speculoos.web.store.records import ConsentRecord

pytestmark = pytest.mark.django_db

AT = "/office/sites/platform/records/"


def keep(site, receipt, act="grant", days=0, **result):
    return ConsentRecord.objects.create(
        site=site, record_id=f"{receipt}-{act}-{days}", receipt=receipt, version=1, act=act, method="banner",
        language="fr", result=result or {"necessary": "granted"}, document={"receipt": receipt, "act": act},
        time=timezone.now() - timedelta(days=days),
    )  # fmt: skip


def test_without_records_the_page_teaches(office):
    assert "No record in these 30 days" in office.get(AT).content.decode()


def test_the_acts_of_thirty_days_are_counted(office, platform):
    """By act, purpose, language and day; what is older is not counted."""
    keep(platform, "a")
    keep(platform, "b", act="refuse", days=3, necessary="refused", other="refused")
    keep(platform, "c", days=40)
    page = office.get(AT).content.decode()

    assert "2 records in 30 days, at most 1 a day" in page
    assert page.count("<rect") == 2
    assert '<th scope="row">Granted</th><td class="number">1</td>' in page
    assert '<th scope="row">français</th><td class="number">2</td>' in page
    assert '<th scope="row">Necessary</th><td class="number">1</td><td class="number">1</td>' in page


def test_a_receipt_finds_its_records_and_no_others(office, platform):
    """The whole document is shown; other receipts are nowhere on the page."""
    keep(platform, "wanted")
    keep(platform, "wanted", act="withdraw")
    keep(platform, "somebody-elses")
    page = office.get(AT, {"receipt": " wanted "}).content.decode()

    assert "2 records with this receipt" in page
    assert "&quot;act&quot;: &quot;withdraw&quot;" in page
    assert "somebody-elses" not in page


@pytest.mark.parametrize("receipt", ["nobody", "x" * 500, "\x00", "' OR 1=1 --", "<script>"])
def test_an_unknown_receipt_is_answered(office, platform, receipt):
    keep(platform, "a")

    assert office.get(AT, {"receipt": receipt}).status_code == 200


def test_a_receipt_of_another_site_is_not_found(office, platform):
    keep(platform, "a")
    page = office.get("/office/sites/biscuiterie/records/", {"receipt": "a"}).content.decode()

    assert "No record of this site has that receipt" in page

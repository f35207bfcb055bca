"""Consent records in the back office: counts, and one record by its receipt."""

import base64
import hashlib
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from speculoos.web.store.archive import ShownNotice
from speculoos.web.store.options import Options, keep_options
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


def test_a_time_finds_the_records_of_that_span_alone(office, platform):
    """With act, version, language, result and receipt; the columns narrow it."""
    keep(platform, "today-1")
    keep(platform, "today-2", act="refuse", necessary="refused")
    keep(platform, "earlier", days=5)
    today = str(timezone.localdate())
    page = office.get(AT, {"from": today, "to": today}).content.decode()

    assert "2 records in this span" in page
    assert "today-1" in page
    assert "earlier" not in page
    assert "One record in this span" in office.get(AT, {"from": today, "act": "refuse"}).content.decode()
    assert (
        "One record in this span"
        in office.get(AT, {"to": str(timezone.localdate() - timedelta(days=3))}).content.decode()
    )


def test_nothing_is_listed_that_was_not_asked_for(office, platform):
    """A column alone is no search: there is no list of visitors to leaf through."""
    keep(platform, "somebody")

    assert "somebody" not in office.get(AT).content.decode()
    assert "somebody" not in office.get(AT, {"act": "grant"}).content.decode()


def test_what_was_found_comes_in_pages(office, platform):
    for n in range(30):
        keep(platform, f"receipt-{n:02}", days=1)
    asked = {"from": str(timezone.localdate() - timedelta(days=2))}
    first, second = (office.get(AT, asked | {"page": n}).content.decode() for n in (1, 2))

    assert "Page 1 of 2" in first
    assert first.count("<code>receipt-") == 25
    assert second.count("<code>receipt-") == 5
    assert f"?from={asked['from']}&amp;page=2" in first


@pytest.mark.parametrize(
    "asked", [{"from": "soon"}, {"to": "2026-99-99"}, {"from": "\x00"}, {"from": "9999-12-31", "to": "9999-12-31"}]
)
def test_a_span_that_is_none_is_said_and_harms_nothing(office, platform, asked):
    keep(platform, "a")

    assert office.get(AT, asked).status_code == 200


@pytest.mark.parametrize("column", ["act", "method", "language", "version"])
@pytest.mark.parametrize("value", ["nonsense", "x" * 500, "' OR 1=1 --", "9" * 30, "²"])
def test_a_value_that_no_record_has_finds_none(office, platform, column, value):
    keep(platform, "a")

    assert "0 records in this span" in office.get(AT, {"from": "2020-01-01", column: value}).content.decode()


@pytest.fixture
def real(platform, tmp_path, monkeypatch):
    """A record that a visitor made."""
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))
    Client().post("/cookies/preferences/", {"act": "refuse"}, headers={"Accept-Language": "fr"})
    return ConsentRecord.objects.get()


def test_a_record_leads_to_what_was_shown(office, real):
    page = office.get(AT, {"receipt": real.receipt}).content.decode()
    link = re.search(r'href="(/office/sites/platform/records/shown/[0-9a-f]{64}/)"', page)[1]
    facts = office.get(link).content.decode()

    assert "their hash is the records" in facts
    assert "<dd>fr</dd>" in facts
    assert f'src="{link}page/"' in facts


def test_what_was_shown_can_do_nothing(office, real):
    """Sandboxed, with its one style by hash and nothing to load; the words are the visitor's."""
    kept = ShownNotice.objects.get()
    response = office.get(f"{AT}shown/{kept.hash}/page/")
    body, policy = response.content.decode(), response["Content-Security-Policy"]
    style = re.search(r"<style>(.*?)</style>", body, re.DOTALL)[1]

    assert policy.startswith("sandbox; default-src 'none'")
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy
    assert "Préférences de cookies" in body or "cookies" in body.lower()
    assert '<html lang="fr" dir="ltr">' in body
    assert kept.content["markup"]["preferences"] in body
    assert "<script" not in body


def test_a_changed_wording_is_said(office, real):
    kept = ShownNotice.objects.get()
    kept.content["texts"]["preferences"][0][1] = "Something else"
    kept.save()

    assert "somebody has changed them" in office.get(f"{AT}shown/{kept.hash}/").content.decode()
    assert "has been changed in the archive" in office.get(AT).content.decode()
    ShownNotice.objects.all().delete()
    assert "One record names words that are not in the archive" in office.get(AT).content.decode()


def test_the_page_says_how_long_records_are_kept(office, real):
    keep_options(real.site_id, Options(retention_months=7))
    ConsentRecord.objects.update(time=timezone.now() - timedelta(days=300))
    page = office.get(AT).content.decode()

    assert "7 months" in page
    assert "<dt>Due to be erased</dt><dd>1</dd>" in page


@pytest.mark.parametrize("path", ["rates/", f"shown/{'a' * 64}/", f"shown/{'a' * 64}/page/"])
def test_the_pages_are_for_staff(platform, client, path):
    assert client.get(AT + path).status_code == 302

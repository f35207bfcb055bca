"""Records are kept as long as their site says, and then erased with the words that only they named."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from speculoos.web.store.archive import ShownNotice
from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.publish import forget
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.retention import retain, retention_of
from speculoos.web.store.sites import Site
from speculoos.web.store.verifying import verify_site

FORM = "/s/biscuiterie/cookies/preferences/"


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))


@pytest.fixture
def bakery(platform):
    """A record of each site, both a year old."""
    Client().post(FORM, {"act": "refuse"})
    Client().post("/cookies/preferences/", {"act": "refuse"})
    ConsentRecord.objects.update(time=timezone.now() - timedelta(days=366))
    return Site.objects.get(slug="biscuiterie")


def test_each_site_keeps_its_records_for_its_own_time(bakery, platform):
    keep_options(bakery.pk, Options(retention_months=12))
    done = {each.site: each.records for each in retain(timezone.now())}

    assert done == {"biscuiterie": 1, "platform": 0}
    assert ConsentRecord.objects.get().site == platform


def test_a_site_without_a_time_of_its_own_has_the_platforms(bakery, platform, settings):
    settings.SPECULOOS = {"retention_months": 12}
    keep_options(platform.pk, Options(retention_months=13))

    assert {each.site: each.records for each in retain(timezone.now())} == {"biscuiterie": 1, "platform": 0}


def test_what_is_due_and_what_was_erased_is_known(bakery):
    keep_options(bakery.pk, Options(retention_months=12))
    before = retention_of(bakery, timezone.now())
    retain(timezone.now())
    after = retention_of(bakery, timezone.now())

    assert (before.months, before.due, before.erased_at) == (12, 1, None)
    assert (after.due, after.erased_at is not None) == (0, True)


def test_wordings_of_earlier_versions_go_with_their_records(bakery):
    """The current version's stay, for it may be shown to the next visitor; the ledger stays whole."""
    keep_options(bakery.pk, Options(retention_months=12))
    old, now = timezone.now() - timedelta(days=366), timezone.now()
    ShownNotice.objects.update(first_shown=old)
    ShownNotice.objects.create(site=bakery, hash="a" * 64, version=0, language="en", content={}, first_shown=old)
    done = {each.site: each.wordings for each in retain(now)}

    assert done["biscuiterie"] == 1
    assert ShownNotice.objects.filter(site=bakery).count() == 1
    assert verify_site(bakery).findings == []


def test_the_command_says_what_it_did(bakery, capsys):
    keep_options(bakery.pk, Options(retention_months=12))
    call_command("retain")

    assert "biscuiterie: erased 1 record older than 12 months." in capsys.readouterr().out


def test_visitors_are_told_how_long_records_are_kept(bakery, client):
    """On the receipt and beside the choice, in the site's own months (GDPR Article 13(2)(a))."""
    keep_options(bakery.pk, Options(retention_months=7))
    forget()
    client.post(FORM, {"act": "refuse"})

    for page in (FORM, f"{FORM}receipt/"):
        assert "kept for 7 months" in client.get(page).content.decode()

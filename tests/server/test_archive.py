"""What was shown is archived word by word before a record names it, once, and can be shown again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from speculoos.consent.record import texts_hash
from speculoos.web.front import showing
from speculoos.web.ledger_terminal import verify
from speculoos.web.store import archive as archiving
from speculoos.web.store.archive import ShownNotice, forget_unnamed, gaps, named
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, send

FORM = "/s/biscuiterie/cookies/preferences/"


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))


@pytest.fixture
def bakery(platform):
    return Site.objects.get(slug="biscuiterie")


def choose(client=None, act="refuse", **headers):
    return (client or Client()).post(FORM, {"act": act}, headers=headers)


def hash_of(record):
    return record.document["pii_processing"]["privacy_notice"]["texts_hash"]


def test_every_record_names_words_that_are_archived(bakery):
    choose()
    send(Client(), "POST", f"{BAKERY}/consents", {"act": "grant", "language": "fr"})

    for record in ConsentRecord.objects.all():
        kept = ShownNotice.objects.get(site=bakery, hash=hash_of(record))
        assert texts_hash(kept.content) == kept.hash
        assert (kept.version, kept.language) == (record.version, record.language)
    assert not gaps(bakery)
    assert sum(named(bakery).values()) == 2


def test_a_platform_that_answers_to_no_other_name_keeps_choices_made_with_the_script(bakery, settings):
    settings.ALLOWED_HOSTS = ["consent.example"]
    showing.wording.cache_clear()
    headers = {"Host": "consent.example", "Origin": "http://127.0.0.1:8000"}

    answered = Client().post(f"{BAKERY}/consents", {"act": "grant"}, "application/json", headers=headers)

    assert answered.status_code == 201
    assert choose(Client(), Host="consent.example").status_code == 302


def test_a_wording_is_kept_once_whoever_chooses(bakery):
    """Nothing of the visitor is in it: not their choice, not their signal, not the page they came from."""
    choose()
    choose(act="grant", **{"Sec-GPC": "1"})
    client = Client()
    choose(client, "grant")
    choose(client, "refuse")

    assert ConsentRecord.objects.count() == 4
    assert ShownNotice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_archived_wording_costs_no_query(bakery):
    choose()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        choose()

    assert [q["sql"] for q in seen if "shownnotice" in q["sql"].lower()] == []


def test_another_language_is_another_wording(bakery):
    choose(**{"Accept-Language": "en"})
    choose(**{"Accept-Language": "fr"})

    assert set(ShownNotice.objects.values_list("language", flat=True)) == {"en", "fr"}


def test_the_words_stand_in_their_places(bakery):
    """Title, question, purposes with services, providers, items and lifetimes, and every button."""
    choose(**{"Accept-Language": "en"})
    shown = ShownNotice.objects.get().content
    page = Client().get(FORM, headers={"Accept-Language": "en"}).content.decode()

    assert shown["markup"]["preferences"] in page
    assert ["h2", "Your choice on cookies"] in shown["texts"]["banner"]
    for button in ("Refuse all", "Accept all"):
        assert ["button", button] in shown["texts"]["banner"]
        assert ["button", button] in shown["texts"]["preferences"]
    for purpose in shown["purposes"]:
        assert ["label", purpose["label"]] in shown["texts"]["preferences"]
        for service in purpose["services"]:
            assert service["by"]
            assert all(item["name"] and item["life"] for item in service["items"])
    assert ".banner" in shown["style"]


def test_the_banner_of_another_host_has_its_own_wording(bakery):
    origin = "http://127.0.0.1:8000"
    sent = send(Client(), "POST", f"{BAKERY}/consents", {"act": "refuse", "method": "banner"}, Origin=origin,
                **{"Sec-Fetch-Site": "cross-site"})  # fmt: skip
    shown = ShownNotice.objects.get().content

    assert sent.status_code == 201
    assert shown["place"] == "embedded"
    assert shown["texts"]["refuse"] == "Refuse all"
    assert shown["script"]["integrity"].startswith("sha384-")


def test_a_changed_or_missing_wording_is_found(bakery):
    choose()
    kept = ShownNotice.objects.get()
    kept.content["texts"]["banner"][0][1] = "Something else"
    kept.save()

    assert gaps(bakery).changed == (kept.hash,)
    kept.delete()
    assert gaps(bakery).records == 1


def test_what_a_rolled_back_transaction_wrote_is_written_again(bakery):
    """The memory of what is archived must not outlive a transaction that was taken back."""
    made = showing.wording(archiving_site(bakery), "biscuiterie", "en", None, embedded=False)
    archiving.archive(bakery.pk, made)
    ShownNotice.objects.all().delete()
    archiving.archive(bakery.pk, made)

    assert ShownNotice.objects.count() == 1


def archiving_site(site):
    from speculoos.web.store.publish import current

    return current(site.slug)


def test_wordings_go_with_the_last_record_that_names_them(bakery):
    """Not those of the current version, not those in use, not those of today."""
    choose()
    now = timezone.now() + timedelta(days=2)
    old = ShownNotice.objects.get()
    for version, hash in ((0, "a" * 64), (1, "b" * 64)):
        ShownNotice.objects.create(
            site=bakery, hash=hash, version=version, language="en", content={}, first_shown=old.first_shown
        )

    assert forget_unnamed(bakery, timezone.now()) == 0
    assert forget_unnamed(bakery, now) == 1
    assert set(ShownNotice.objects.values_list("hash", flat=True)) == {old.hash, "b" * 64}


def test_the_command_line_verifies_the_archive(bakery):
    """Whole: well. A wording changed or gone: said, and not well."""
    choose()
    assert verify("biscuiterie")[1]
    kept = ShownNotice.objects.get()
    kept.content["controller"] = "Somebody else"
    kept.save()
    report, well = verify("biscuiterie")
    assert not well
    assert f"changed in the archive: what was shown as {kept.hash}" in report
    kept.delete()
    assert verify("biscuiterie")[0].endswith("biscuiterie: 1 record names words that are not in the archive\n")

"""Importing with a review: nothing changes before "take over", nothing is lost in between."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError

from speculoos.core.errors import InputError, UsageError
from speculoos.registry.dump import to_toml
from speculoos.registry.fetch import Fetched
from speculoos.web.office import importing
from speculoos.web.store.draft import draft_registry
from speculoos.web.store.sites import Site

pytestmark = pytest.mark.django_db

AT = "/office/sites/shop/"
POLICY = """Cookies of the shop

| Cookie | Provider | Purpose | Duration |
|---|---|---|---|
| basket | Shop Ltd | To keep what you put into the basket | 2 days |
| _pk_id | Matomo | To count visits | 13 months |
"""


@pytest.fixture
def shop(office):
    return Site.objects.create(slug="shop", name="Shop", url="https://shop.example", languages=["en"])


def paste(office, text=POLICY, **more):
    return office.post(AT + "import/", {"text": text, **more}, follow=True)


def names(site):
    return [item.name for _service, item in draft_registry(Site.objects.get(pk=site.pk)).items()]


def test_a_pasted_policy_is_reviewed_before_anything_changes(office, shop):
    """The review shows each value with the words it stood in and their place; the draft is untouched."""
    answer = paste(office)
    page = answer.content.decode()

    assert answer.redirect_chain[-1][0] == AT + "import/review/"
    assert "basket" in page
    assert "13 months" in page
    assert 'href="#line-6"' in page
    assert 'id="line-6"' in page
    assert names(shop) == []


def test_taking_over_adds_the_services(office, shop):
    paste(office)
    answer = office.post(AT + "import/review/", {"mode": "append"}, follow=True)

    assert answer.redirect_chain[-1][0] == AT
    assert sorted(names(shop)) == ["_pk_id", "basket"]
    assert office.get(AT + "import/review/").status_code == 302


def test_adding_again_adds_nothing(office, shop):
    """Services whose items are declared already are marked and left alone."""
    for _ in range(2):
        page = paste(office).content.decode()
        office.post(AT + "import/review/", {"mode": "append"})

    assert "in the draft already" in page
    assert sorted(names(shop)) == ["_pk_id", "basket"]


def test_replacing_keeps_the_sites_own_fields(office, platform):
    """The services, purposes and providers are the import's; name, contacts and languages stay the draft's."""
    before = draft_registry(platform).site
    office.post("/office/sites/platform/import/", {"text": POLICY})
    office.post("/office/sites/platform/import/review/", {"mode": "replace"})

    assert sorted(names(platform)) == ["_pk_id", "basket"]
    assert draft_registry(Site.objects.get(pk=platform.pk)).site == before


def test_the_founding_document_gives_four_services(office, shop):
    """Its durations are marked as missing, not invented."""
    text = (Path(__file__).parents[1] / "corpus" / "founding.txt").read_text("utf-8")
    page = paste(office, text).content.decode()

    assert "4 services were understood" in page
    assert page.count(">missing</span>") >= 4
    office.post(AT + "import/review/", {"mode": "append"})
    assert names(shop) == ["sessionid", "django_language", "csrftoken", "cookies_preferences"]
    assert all(item.lifetime is None for _s, item in draft_registry(shop).items())


def test_dropping_forgets_the_source(office, shop):
    paste(office)
    office.post(AT + "import/review/", {"drop": "1"})

    assert names(shop) == []
    assert office.get(AT + "import/review/").status_code == 302


def test_what_waits_for_review_is_not_lost(office, shop):
    """Another page in between changes nothing; the import page leads back."""
    paste(office)
    office.get("/office/")

    assert "is waiting for your review" in office.get(AT + "import/").content.decode()
    assert "basket" in office.get(AT + "import/review/").content.decode()


def test_a_declaration_is_imported_as_it_is(office, shop, platform):
    """A TOML file needs no guessing, and can bring the site's own fields along."""
    file = SimpleUploadedFile("cookies.toml", to_toml(draft_registry(platform)).encode())
    office.post(AT + "import/", {"file": file})
    office.post(AT + "import/review/", {"mode": "replace", "site": "1"})

    assert draft_registry(Site.objects.get(pk=shop.pk)).hash == draft_registry(platform).hash


def test_a_declaration_with_faults_shows_them_all(office, shop):
    page = paste(
        office, '[site]\nname = "x"\nurl = "nowhere"\n[[services]]\nid = "a"\n', format="toml"
    ).content.decode()

    assert "This cannot be taken over" in page
    assert page.count("<li><code>") >= 2
    assert office.post(AT + "import/review/", {"mode": "append"}).status_code == 200
    assert names(shop) == []


@pytest.mark.parametrize("text", ["Nothing of the kind.", "<html><table><tr><td>", "\ufffe\x01", "|" * 5000])
def test_what_is_no_policy_is_said_to_be_none(office, shop, text):
    assert "No service was recognised" in paste(office, text).content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": "x", "url": "https://shop.example"},
        {"url": "ftp://shop.example"},
        {"file": SimpleUploadedFile("policy.exe", b"MZ")},
        {"text": "x", "format": "word"},
    ],
)
def test_one_readable_source_is_needed(office, shop, given):
    assert office.post(AT + "import/", given).status_code == 422


def test_a_file_is_limited_in_size(office, shop):
    file = SimpleUploadedFile("policy.txt", b"x" * 2_000_001)

    assert "larger than 2 MB" in office.post(AT + "import/", {"file": file}).content.decode()


def test_a_file_in_an_old_encoding_is_read(office, shop):
    file = SimpleUploadedFile("politique.txt", POLICY.replace("To count visits", "Mesure d’audience").encode("cp1252"))

    assert "Mesure d’audience" in office.post(AT + "import/", {"file": file}, follow=True).content.decode()


def test_a_page_is_fetched_by_its_address(office, shop, monkeypatch):
    """The page's own address and type go with it."""
    monkeypatch.setattr(importing, "fetch", lambda url, **_: Fetched(url, POLICY, "text/plain"))
    page = office.post(AT + "import/", {"url": "https://shop.example/cookies"}, follow=True).content.decode()

    assert "https://shop.example/cookies" in page
    assert "basket" in page


@pytest.mark.parametrize("error", [InputError("It did not answer.", 504), UsageError("A private address.")])
def test_an_address_that_gives_nothing_is_a_message(office, shop, monkeypatch, error):
    def refuse(url, **_):
        raise error

    monkeypatch.setattr(importing, "fetch", refuse)
    answer = office.post(AT + "import/", {"url": "https://shop.example/cookies"})

    assert answer.status_code == 422
    assert str(error) in answer.content.decode()


def test_private_addresses_are_refused(office, shop):
    """Nothing on the platform's own network is reached through an import."""
    answer = office.post(AT + "import/", {"url": "http://127.0.0.1:9/"})

    assert answer.status_code == 422
    assert names(shop) == []


def test_a_draft_that_cannot_be_stored_is_said(office, shop, monkeypatch):
    """A database that refuses a value leaves the draft as it was, and the source waiting."""

    def refuse(*_):
        raise DataError("value too long")

    monkeypatch.setattr(importing, "replace_draft", refuse)
    paste(office)
    answer = office.post(AT + "import/review/", {"mode": "append"}, follow=True)

    assert "too long" in answer.content.decode()
    assert "basket" in answer.content.decode()

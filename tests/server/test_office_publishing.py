"""Comparing, publishing, versions, going back, and taking the declaration away."""

import json

import pytest

from speculoos.registry.load import loads
from speculoos.web.store.draft import draft_registry
from speculoos.web.store.publish import current
from speculoos.web.store.sites import ServiceRow, Site

pytestmark = pytest.mark.django_db

AT = "/office/sites/platform/"


@pytest.fixture
def changed(platform):
    """The site with a draft whose authentication cookie lives a year."""
    platform.services.first().items.update(lifetime="P1Y")
    return platform


def test_nothing_to_publish_is_said(office):
    page = office.get(AT + "compare/").content.decode()

    assert "There is nothing to publish" in page
    assert "There is nothing to publish" not in office.get("/office/sites/biscuiterie/").content.decode()


def test_a_material_change_is_marked_with_its_reason(office, changed):
    """The comparison says what changed, from what to what, and why visitors are asked again."""
    page = office.get(AT + "compare/").content.decode()

    assert "One change since version 1" in page
    assert "sessionid" in page
    assert "1 year" in page


def test_publishing_freezes_the_draft(office, changed, owner):
    answer = office.post(AT + "publish/", {"note": "A longer session"}, follow=True)
    version = changed.versions.first()

    assert answer.redirect_chain[-1][0] == AT + "versions/2/"
    assert (version.number, version.note, version.published_by) == (2, "A longer session", owner)
    assert version.hash == draft_registry(changed).hash
    assert current("platform").registry.version == 2


def test_publishing_twice_says_that_nothing_changed(office, changed):
    office.post(AT + "publish/")
    answer = office.post(AT + "publish/", follow=True)

    assert "Nothing has changed" in answer.content.decode()
    assert changed.versions.count() == 2


def test_a_draft_with_faults_is_not_published(office, platform):
    """Faults keep the draft back, are counted, and are linked to their fields."""
    ServiceRow.objects.filter(site=platform, ident="api").update(provider="Nobody")
    answer = office.post(AT + "publish/", follow=True)

    assert "the draft has 1 fault." in answer.content.decode()
    assert platform.versions.count() == 1
    assert "#field-provider" in answer.content.decode()


def test_findings_do_not_keep_a_draft_from_being_published(office, platform):
    platform.services.update(ground={})
    assert "The lint has found" in office.get(AT + "compare/").content.decode()

    office.post(AT + "publish/")
    assert platform.versions.count() == 2


def test_a_versions_page_shows_what_it_changed(office, changed, owner):
    office.post(AT + "publish/")
    page = office.get(AT + "versions/2/").content.decode()

    assert "Changed since version 1" in page
    assert changed.versions.first().hash in page
    assert owner.username in page
    assert "current" in office.get(AT + "versions/").content.decode()


def test_going_back_asks_then_publishes_the_old_content_anew(office, changed):
    """Version 3 has the content of version 1; the draft follows."""
    office.post(AT + "publish/")
    assert "Go back to version 1?" in office.get(AT + "versions/1/roll-back/").content.decode()
    assert changed.versions.count() == 2

    office.post(AT + "versions/1/roll-back/")
    third = changed.versions.first()
    assert third.number == 3
    assert third.hash == changed.versions.get(number=1).hash
    assert draft_registry(Site.objects.get(pk=changed.pk)).hash == third.hash


def test_going_back_to_what_is_current_changes_nothing(office, platform):
    answer = office.post(AT + "versions/1/roll-back/", follow=True)

    assert answer.status_code == 200
    assert platform.versions.count() == 1


def test_an_unpublished_site_has_pages_too(office):
    """Comparing and listing work before the first version; going back to nothing is 404."""
    Site.objects.create(slug="shop", name="Shop", url="https://shop.example")
    at = "/office/sites/shop/"

    assert "Nothing is published yet" in office.get(at + "compare/").content.decode()
    assert "Nothing is published yet" in office.get(at + "versions/").content.decode()
    assert office.get(at + "versions/1/roll-back/").status_code == 404


@pytest.mark.parametrize("format", ["toml", "json", "csv"])
def test_the_draft_is_taken_away_and_reads_back(office, changed, format):
    """Each format downloads as a file that loads as the same registry."""
    answer = office.get(f"{AT}declaration.{format}")
    read = loads(answer.content.decode(), format)

    assert answer["Content-Disposition"] == f'attachment; filename="cookies-platform-draft.{format}"'
    assert [item.name for _service, item in read.items()] == [i.name for _s, i in draft_registry(changed).items()]


def test_a_version_is_taken_away_as_published(office, changed):
    content = json.loads(office.get(AT + "declaration.json?version=1").content)

    assert content["version"] == 1
    assert content["hash"] == changed.versions.get(number=1).hash


def test_what_is_published_is_what_was_compared(office, changed):
    """A draft that somebody has changed since is not published by the old page."""
    compared = draft_registry(changed).hash
    changed.services.update(legal_basis="contract")
    answer = office.post(AT + "publish/", {"hash": compared}, follow=True)

    assert "Look again" in answer.content.decode()
    assert changed.versions.count() == 1
    office.post(AT + "publish/", {"hash": draft_registry(Site.objects.get(pk=changed.pk)).hash})
    assert changed.versions.count() == 2


def test_the_tag_for_other_sites_is_shown_and_not_run(office, platform):
    """The script tag is text to copy; the office's own page does not load the banner."""
    page = office.get("/office/sites/biscuiterie/versions/").content.decode()

    assert "&lt;script src=" in page
    assert "<script src=" not in page

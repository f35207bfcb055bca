"""Who gets into the back office, and that nothing an outsider sends breaks a page."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from speculoos.web.store.sites import ItemRow, ServiceRow, Site

pytestmark = pytest.mark.django_db

PAGES = (
    "", "sites/new/", "sites/platform/", "sites/platform/edit/", "sites/platform/translations/",
    "sites/platform/compare/", "sites/platform/versions/", "sites/platform/versions/1/", "sites/platform/import/",
    "sites/platform/records/", "sites/platform/declaration.toml", "sites/platform/services/new/",
    "sites/platform/purposes/new/", "sites/platform/providers/new/", "users/", "users/new/", "account/",
    "account/password/", "account/tokens/",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in_and_back(platform, page):
    """An anonymous visitor is redirected to the sign-in page with the address to return to."""
    answer = Client().get(f"/office/{page}")

    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next=/office/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_staff_is_refused(platform, page):
    """A signed-in person without is_staff gets the 403 page."""
    client = Client()
    client.force_login(get_user_model().objects.create_user("reader"))

    assert client.get(f"/office/{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_staff_see_every_page(office, page):
    """Each page opens, is kept by no cache, and holds no inline script or style."""
    answer = office.get(f"/office/{page}")

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    if answer["Content-Type"].startswith("text/html"):
        assert b"style=" not in answer.content
        assert b"<script>" not in answer.content


def test_users_are_the_business_of_superusers(platform):
    """Staff without is_superuser cannot list people or make links: a link is a way to become somebody."""
    client = Client()
    editor = get_user_model().objects.create_user("editor", is_staff=True)
    client.force_login(editor)

    assert client.get("/office/users/").status_code == 403
    assert client.post(f"/office/users/{editor.pk}/link/").status_code == 403
    assert client.get("/office/").status_code == 200
    assert b"/office/users/" not in client.get("/office/").content


def test_a_form_without_its_token_is_not_taken(platform, owner):
    """Posts need the CSRF token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)

    assert client.post("/office/sites/platform/publish/").status_code == 403


def test_the_office_sets_the_declared_cookies_only(office):
    """Pages and messages leave no cookie but sessionid and csrftoken."""
    purpose = Site.objects.get(slug="platform").purposes.first()
    office.post(f"/office/sites/platform/purposes/{purpose.pk}/move/", {"to": "up"})
    office.get("/office/sites/platform/")

    assert set(office.cookies) <= {"sessionid", "csrftoken"}


@pytest.mark.parametrize(
    "page",
    [
        "sites/nowhere/", "sites/platform/services/999999/", "sites/platform/things/1/", "sites/platform/items/new/",
        "sites/platform/versions/99/", "sites/platform/declaration.exe", "sites/platform/declaration.json?version=x",
        "sites/platform/declaration.json?version=99", "users/999999/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(office, page):
    assert office.get(f"/office/{page}").status_code == 404


def test_rows_of_another_site_are_not_reached(office):
    """A row's number works under its own site only."""
    service = ServiceRow.objects.filter(site__slug="biscuiterie").first()
    item = ItemRow.objects.filter(service__site__slug="biscuiterie").first()

    assert office.get(f"/office/sites/platform/services/{service.pk}/").status_code == 404
    assert office.get(f"/office/sites/platform/items/{item.pk}/").status_code == 404
    assert office.post(f"/office/sites/platform/services/{service.pk}/delete/").status_code == 404


def test_the_first_page_shows_each_site(office):
    """Version, state, findings and records stand on the first page."""
    ServiceRow.objects.filter(site__slug="biscuiterie").update(provider="Nobody")
    page = office.get(reverse("speculoos:office")).content.decode()

    assert "Opendatasoft platform" in page
    assert "Published as it stands" in page
    assert "Draft differs from what is published" in page
    assert "faults" in page


def test_without_a_site_the_first_page_teaches(db, owner):
    client = Client()
    client.force_login(owner)

    assert "There is no site yet" in client.get("/office/").content.decode()

"""What an attacker tried on the running platform, and what a privacy officer found untrue of it."""

import io
import logging
import stat

import pytest
from django.test import Client, RequestFactory

from speculoos.web.door import LONGEST, PageCache, shareable
from speculoos.web.management.commands.setup import make_private
from speculoos.web.store.access import SigninLink
from speculoos.web.store.publish import publish
from speculoos.web.store.sites import ItemRow, PurposeRow, ServiceRow, Site

pytestmark = pytest.mark.django_db

CHOICE = "/s/biscuiterie/cookies/preferences/"


@pytest.fixture
def log():
    """What the platform's own handler writes."""
    handler = next(each for each in logging.getLogger().handlers if each.name == "console")
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.parametrize("method", ["head", "post", "put"])
def test_a_link_that_still_works_is_not_in_the_log(client: Client, owner, platform, log, method):
    """A preview by HEAD is refused and leaves the link usable, so its token must not be written down."""
    token = SigninLink.issue(owner)

    getattr(Client(enforce_csrf_checks=True), method)(f"/accounts/link/{token}/")

    assert "/accounts/link/" in log.getvalue()
    assert token not in log.getvalue()
    assert client.get(f"/accounts/link/{token}/").status_code == 302


def test_a_receipt_is_not_in_the_log(client: Client, platform, log):
    client.get("/api/v1/sites/platform/consents/vT2hWm3cZx9kQeRy")

    assert "/consents/" in log.getvalue()
    assert "vT2hWm3cZx9kQeRy" not in log.getvalue()


def test_a_new_database_is_its_owners_alone(tmp_path):
    """It holds live sessions, so another account of the machine must not read it."""
    path = tmp_path / "new" / "speculoos.sqlite3"

    make_private(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_database_that_is_there_is_left_as_it_is(tmp_path):
    path = tmp_path / "old.sqlite3"
    path.write_bytes(b"rows")
    path.chmod(0o640)

    make_private(path)

    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"rows", 0o640)


def test_long_headers_cannot_fill_the_page_cache():
    """Five hundred languages of 400 KB each would be 200 MB that stay."""
    environ = RequestFactory().get("/cookies/", HTTP_ACCEPT_LANGUAGE="fr").environ
    environ.pop("HTTP_COOKIE", None)

    assert shareable(environ)
    assert not shareable(environ | {"HTTP_ACCEPT_LANGUAGE": "f" * LONGEST})


def test_the_page_cache_keeps_what_a_proxy_says_of_tls_apart():
    """Strict-Transport-Security is in the secure answer only, so the two must not stand for each other."""
    asked = []

    def app(environ, start_response):
        asked.append(environ.get("HTTP_X_FORWARDED_PROTO"))
        start_response("200 OK", [])
        return [b"page"]

    cache = PageCache(app)
    for proto in ("http", "https", "http", "https"):
        environ = RequestFactory().get("/cookies/", HTTP_X_FORWARDED_PROTO=proto).environ
        environ.pop("HTTP_COOKIE", None)
        cache(environ, lambda *_: None)

    assert asked == ["http", "https"]


@pytest.fixture
def bakery(platform):
    return Site.objects.get(slug="biscuiterie")


def test_withdrawal_ends_what_was_granted_in_the_same_answer(client: Client, bakery):
    """The request after a withdrawal carries nothing of what was withdrawn (EU-11, SITE-06)."""
    client.post(CHOICE, {"act": "grant"})
    client.get("/s/biscuiterie/")
    assert client.cookies["biscuiterie_visits"].value == "1"

    answer = client.post(CHOICE, {"act": "refuse"})

    ended = answer.cookies["biscuiterie_visits"]
    assert (ended.value, ended["max-age"], ended["path"]) == ("", 0, "/s/biscuiterie/")


def test_a_choice_ends_nothing_that_it_allows(client: Client, bakery):
    client.post(CHOICE, {"act": "grant"})
    client.get("/s/biscuiterie/")

    answer = client.post(CHOICE, {"act": "save", "purpose": "statistics"})

    assert "biscuiterie_visits" not in answer.cookies


def test_a_standing_refusal_holds_for_what_is_added_later(client: Client, platform):
    """The preferences page promises exactly that to whoever refuses where nothing is there to choose."""
    client.post("/cookies/preferences/", {"act": "refuse"})
    PurposeRow.objects.create(site=platform, ident="ads", label={"en": "Advertisements"}, position=9)
    service = ServiceRow.objects.create(
        site=platform, ident="ads", provider="Opendatasoft", function="Advertisements", location=["front_office"],
        purpose="ads", position=9, use="ads_contextual",
    )  # fmt: skip
    ItemRow.objects.create(service=service, name="ad", lifetime="P1D")
    publish(platform)

    assert "speculoos-banner" in Client().get("/").content.decode()
    assert "speculoos-banner" not in client.get("/").content.decode()
    told = client.get("/api/v1/sites/platform/preferences").json()
    assert (told["asks"], [p["state"] for p in told["purposes"]]) == (False, ["refused"])


@pytest.mark.parametrize(("places", "said"), [([], True), (["FR"], True), (["CH"], False), (["CA"], False)])
def test_nothing_is_said_to_be_off_that_is_on(client: Client, bakery, places, said):
    """Where the law wants an objection only, purposes are on before anybody switches them on."""
    bakery.jurisdictions = places
    bakery.save()
    if places:
        publish(bakery)

    page = client.get(CHOICE).content.decode()

    assert ("Nothing below is on unless you switch it on" in page) is said
    assert (" checked" not in page) is said


def test_a_shared_cache_is_told_what_the_language_of_a_file_depends_on(client: Client, platform):
    """One visitor's language cookie must not decide what a proxy shows to the others."""
    client.cookies["django_language"] = "fr"

    chosen, asked = client.get("/cookies.txt"), client.get("/cookies.txt?lang=fr")
    same = client.get("/cookies.txt", headers={"If-None-Match": chosen["ETag"]})

    assert chosen["Content-Language"] == "fr"
    assert {"Cookie", "Accept-Language"} <= {*chosen["Vary"].split(", ")}
    assert (same.status_code, same["Vary"]) == (304, chosen["Vary"])
    assert "Cookie" not in asked.get("Vary", "")


@pytest.mark.parametrize("format", ["txt", "md", "json", "html"])
@pytest.mark.parametrize(("site", "path"), [("biscuiterie", CHOICE), ("platform", "/cookies/preferences/")])
def test_the_policy_of_the_api_says_where_to_withdraw(client: Client, platform, site, path, format):
    """It said "not stated by the site", which was not true."""
    policy = client.get(f"/api/v1/sites/{site}/policy?format={format}").content.decode()

    assert f"http://testserver{path}" in policy

"""What an attacker tried on the running platform, and what a privacy officer found untrue of it."""

import io
import logging
import stat

import pytest
from django.test import Client, RequestFactory

from speculoos.web.door import LONGEST, PageCache, shareable
from speculoos.web.management.commands.setup import make_private
from speculoos.web.store.access import SigninLink

pytestmark = pytest.mark.django_db


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

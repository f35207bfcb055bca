"""The check of a visitor's choice: remembered by all that it depends on, bounded, and without SQL."""

import pytest
from django.test import RequestFactory

from speculoos.consent.cookie import COOKIE_NAME
from speculoos.web.front import context
from speculoos.web.front.context import Visit
from speculoos.web.store.publish import current, publish
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def value(platform, client):
    """The cookie of a visitor of the bakery who granted everything."""
    return send(client, "POST", f"{BAKERY}/consents", {"act": "grant"}).cookies[COOKIE_NAME].value


def grants(header, site="biscuiterie", purpose="statistics"):
    request = RequestFactory().get("/", HTTP_COOKIE=header)
    return Visit(request, current(site), site).effective.grants(purpose)


def test_the_second_check_reads_nothing_again(value, monkeypatch, django_assert_num_queries):
    header = f"theme=dark; {COOKIE_NAME}={value}"
    assert grants(header)
    monkeypatch.setattr(context, "decode", None)
    with django_assert_num_queries(0):
        assert grants(header)


def test_what_is_remembered_is_of_one_site_and_of_the_keys_that_signed_it(value, settings):
    header = f"{COOKIE_NAME}={value}"
    assert grants(header)
    assert Visit(RequestFactory().get("/", HTTP_COOKIE=header), current("platform"), None).choice is None
    settings.SECRET_KEY = "another secret of fifty characters and some more…"
    assert not grants(header), "a key that was taken back signs for nobody"


def test_a_material_change_counts_for_what_is_remembered(value):
    header = f"{COOKIE_NAME}={value}"
    assert grants(header)
    site = Site.objects.get(slug="biscuiterie")
    item = site.services.get(ident="visits").items.get()
    item.lifetime = "P60D"
    item.save()
    assert publish(site).material
    assert not grants(header)


def test_the_first_value_that_holds_counts_among_several(value):
    assert grants(f"{COOKIE_NAME}=1.1.1...x.y; {COOKIE_NAME}=; {COOKIE_NAME}={value}")
    assert not grants(f"{COOKIE_NAME}={value[:-1]}{'A' if value[-1] != 'A' else 'B'}")
    assert not grants(f"x{COOKIE_NAME}={value}")


def test_a_long_header_is_read_and_not_remembered(value):
    before = context._read.cache_info()
    assert grants(f"{'x' * context.LONGEST}=1; {COOKIE_NAME}={value}")
    assert context._read.cache_info() == before

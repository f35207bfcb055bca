"""Fixtures of the server tests."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.test import AsyncRequestFactory, RequestFactory

from speculoos.web.gate.middleware import GateMiddleware
from speculoos.web.store.accounts import AccountChoice
from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.publish import forget
from speculoos.web.store.sites import Site
from tests.server.gate_tools import BAKERY, SHOP, with_cookies


@pytest.fixture(params=["sync", "async"])
def through(request):
    """Lets a request with these cookies through the door to a view, and gives what the view saw and answered."""

    def run(cookie: str = "", view=None, path: str = "/page", **meta):
        seen = {}

        def plain(req):
            seen.update(meta=req.META.get("HTTP_COOKIE"), cookies=dict(req.COOKIES), header=req.headers.get("Cookie"))
            return view(req) if view else HttpResponse("fine")

        async def later(req):
            await asyncio.sleep(0)
            return plain(req)

        if request.param == "sync":
            headers = {"cookie": cookie} if cookie else {}
            return seen, GateMiddleware(plain)(RequestFactory().get(path, headers=headers, **meta))
        given = with_cookies(AsyncRequestFactory().get(path, **meta), cookie)
        return seen, async_to_sync(GateMiddleware(later))(given)

    return run


@pytest.fixture
def enforcing(platform, settings) -> Site:
    """The bakery is the project's own site, and enforces."""
    settings.SPECULOOS = {"home_site": BAKERY, "gate": "enforce", "gate_csp": "off", "version_seconds": 60}
    return Site.objects.get(slug=BAKERY)


@pytest.fixture
def account(office):
    """Whoever granted statistics while signed in on another device, for all of them; their session on this one."""
    shop = Site.objects.get(slug=BAKERY)
    keep_options(shop.pk, Options(account_choice=True, gate="enforce"))
    forget()
    office.post(f"{SHOP}cookies/preferences/", {"act": "grant", "account_shown": "1", "account": "1"})
    assert AccountChoice.objects.count() == 1
    return f"sessionid={office.cookies['sessionid'].value}"

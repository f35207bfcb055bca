"""After a withdrawal, the next page ends every cookie of the purpose, wherever the browser keeps it (EU-11)."""

import pytest

from speculoos.core.sites import host_of
from tests.doors.declared import LAYOUT, chosen, signed, withdrawn
from tests.doors.harness import free_port, serving, uvicorn

SET = (
    ("/shop/cart", "visits=1; Max-Age=999; Path=/shop"),
    ("/", "shared=1; Max-Age=999; Domain=shop.localhost; Path=/"),
    ("/deep/er/page", "_pk_id.1=1; Max-Age=999; Path=/deep/er"),
    ("/", "quality=1; Max-Age=999; Path=/; Secure; SameSite=None; Partitioned"),
    ("/far/away", "_ad1=1; Max-Age=999; Domain=shop.localhost; Path=/far"),
    ("/", "unknown_life=1; Max-Age=999; Path=/; Domain=www.shop.localhost"),
)
KEPT = "sessionid=1; Path=/; Secure; HttpOnly; SameSite=Lax"


@pytest.fixture(scope="module")
def site():
    port = free_port()
    with serving(uvicorn("tests.browser.gated_site:app", port), port):
        yield f"http://www.shop.localhost:{port}"


def test_nothing_is_left_that_the_site_can_delete(context, site):
    page = context.new_page()
    remember(context, site, signed(chosen(*LAYOUT.purposes)))
    for path, cookie in (*SET, ("/", KEPT)):
        page.goto(f"{site}{path}", wait_until="commit")
        page.evaluate("([path, cookie]) => fetch(`${path}?set=${encodeURIComponent(cookie)}`)", [path, cookie])
    held = {cookie["name"] for cookie in context.cookies()}
    assert held == {
        "visits",
        "shared",
        "_pk_id.1",
        "quality",
        "_ad1",
        "unknown_life",
        "sessionid",
        "cookies_preferences",
    }

    remember(context, site, signed(withdrawn(*LAYOUT.purposes)))
    page.goto(f"{site}/")

    assert {cookie["name"] for cookie in context.cookies()} == {"sessionid", "cookies_preferences"}


def test_one_purpose_is_withdrawn_and_the_others_stay(context, site):
    page = context.new_page()
    remember(context, site, signed(chosen(*LAYOUT.purposes)))
    page.goto(f"{site}/", wait_until="commit")
    for cookie in (
        "unknown_life=1; Max-Age=99; Path=/",
        "quality=1; Max-Age=99; Path=/; Secure; SameSite=None; Partitioned",
    ):
        page.evaluate("cookie => fetch(`/?set=${encodeURIComponent(cookie)}`)", cookie)

    remember(context, site, signed(withdrawn("statistics")))
    page.goto(f"{site}/")

    assert {cookie["name"] for cookie in context.cookies()} == {"quality", "cookies_preferences"}


def remember(context, site, value):
    """The choice, as the banner's answer would set it."""
    context.add_cookies(
        [{"name": "cookies_preferences", "value": value, "domain": host_of(site), "path": "/", "sameSite": "Lax"}]
    )

"""What the platform is told of choices made on another site, and what becomes of them while it is away."""

import json
import time

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.shop import Shop, names, press, settled, signed, until

pytestmark = pytest.mark.browser


def test_no_choice_is_lost_while_the_platform_is_away(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)
    shop.down = True
    press(page, "Refuse all")
    settled(page)
    assert page.evaluate("speculoos.state.media") == "refused"

    shop.down = False
    page.goto(shop.url + "/")

    signed(context, shop)
    expect(page.get_by_role("button", name="Accept all")).to_have_count(0)


def test_the_preferences_come_at_the_first_need(context: BrowserContext, shop: Shop) -> None:
    """Two requests before, and a platform that is away for a moment can be asked again."""
    page = shop.open(context, "/spa/")
    assert sorted(each.partition("?")[0] for each in shop.asked) == [
        "GET /embed/1/speculoos.js",
        "GET /s/shop/embed.json",
    ]
    shop.down = True
    press(page, "Choose by purpose")
    page.wait_for_timeout(300)
    assert page.get_by_role("dialog").count() == 0

    shop.down = False
    press(page, "Choose by purpose")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert names(context, page) == set()


def test_changed_preferences_are_not_run(context: BrowserContext, shop: Shop) -> None:
    """The first file holds the hash of the second."""
    page = shop.open(context)
    changed = {"content_type": "text/javascript", "headers": {"Access-Control-Allow-Origin": "*"}}
    page.route(
        "**/preferences.js*", lambda route: route.fulfill(body="window.changed = 1; export default 1", **changed)
    )
    press(page, "Choose by purpose")
    page.wait_for_timeout(300)

    assert page.evaluate("window.changed") is None
    assert page.get_by_role("dialog").count() == 0


def test_two_quick_choices_are_recorded_in_their_order(context: BrowserContext, shop: Shop) -> None:
    """The second waits for the answer to the first, and names it as the one before."""
    page = shop.open(context)
    sent = []
    page.on("request", lambda each: sent.append(json.loads(each.post_data or "{}")) if each.method == "POST" else None)
    page.evaluate("speculoos.grant().then(() => speculoos.refuse())")
    last = signed(context, shop)

    assert [each["purposes"] for each in sent] == [["statistics", "media"], []]
    assert "previous" not in sent[0]
    assert "-" * 15 not in sent[1]["previous"]
    assert page.evaluate("speculoos.state.media") == "withdrawn"
    assert last != sent[1]["previous"]


def test_a_choice_whose_answer_is_lost_is_recorded_once(context: BrowserContext, shop: Shop) -> None:
    """The page goes before the answer comes; the next page sends the same body under the same key."""
    page = shop.open(context)
    sent = []
    context.on("request", lambda each: sent.append((each.headers.get("idempotency-key"), each.post_data))
               if each.method == "POST" else None)  # fmt: skip
    page.route("**/consents", lambda route: (route.fetch(), route.abort()))
    press(page, "Refuse all")
    settled(page)
    until(page, "document.cookie.includes('-'.repeat(15))")
    page.close()
    page = shop.open(context)
    signed(context, shop)

    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert page.evaluate("speculoos.state.media") == "refused"


def test_the_place_in_the_tag_decides_how_long_and_is_recorded(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context, "/california/")
    sent = []
    page.on("request", lambda each: sent.append(json.loads(each.post_data or "{}")) if each.method == "POST" else None)
    page.evaluate("speculoos.refuse()")
    signed(context, shop)

    cookie = next(c for c in context.cookies() if c["name"] == "cookies_preferences")
    assert cookie["expires"] - time.time() == pytest.approx(366 * 86_400, abs=120)
    assert [each["jurisdiction"] for each in sent] == ["CA"]
    page.get_by_role("button", name="Your Privacy Choices").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_global_privacy_control_is_honoured_and_shown(context: BrowserContext, shop: Shop) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page = shop.open(context)

    assert page.get_by_role("button", name="Accept all").count() == 0
    page.evaluate("speculoos.grant()")
    press(page, "Cookie preferences")

    expect(page.get_by_role("dialog")).to_contain_text("Global Privacy Control")
    assert page.evaluate("speculoos.state") == {"statistics": "refused", "media": "refused"}
    assert page.evaluate("ran") == []


def test_a_signal_that_meets_a_grant_is_recorded_as_an_act(context: BrowserContext, shop: Shop) -> None:
    """Once: the grant is refused by the signal, its cookies go, and the next page has nothing left to send."""
    page = shop.open(context)
    press(page, "Accept all")
    granted = signed(context, shop)
    context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")

    page = shop.open(context)
    until(page, "!document.cookie.includes('-'.repeat(15))")
    refused = signed(context, shop)
    posts = sum(each.startswith("POST") and "consents" in each for each in shop.asked)
    shop.open(context).wait_for_timeout(300)

    assert refused != granted
    assert page.evaluate("speculoos.state") == {"statistics": "refused", "media": "refused"}
    assert page.evaluate("ran") == []
    assert sum(each.startswith("POST") and "consents" in each for each in shop.asked) == posts == 2

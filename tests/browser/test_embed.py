"""The banner on pages that are not Django: other hosts, strict policies, single pages, right to left, many frames."""

import json
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Served
from tests.browser.shop import Shop, manage, names, press, settled, signed, until
from tests.browser.test_access import violations

pytestmark = pytest.mark.browser


def test_untouched_nothing_is_stored_or_loaded(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)

    expect(page.get_by_role("region", name="Your choice on cookies")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.wheel(0, 500)
    page.reload()

    expect(page.get_by_role("button", name="Refuse all")).to_be_visible()
    assert names(context, page) == set()
    assert page.evaluate("ran") == []
    assert not [path for path in shop.own if path.startswith(("/slow", "/frame", "/style"))]


def test_a_refusal_is_kept_signed_and_lets_nothing_through(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)

    press(page, "Refuse all")
    signed(context, shop)

    cookie = next(c for c in context.cookies() if c["name"] == "cookies_preferences")
    assert cookie["domain"] == "shop.localhost"
    assert cookie["expires"] - time.time() == pytest.approx(184 * 86_400, abs=120)
    assert (cookie["sameSite"], cookie["secure"], cookie["path"]) == ("Lax", True, "/")
    assert names(context, page) == {"cookies_preferences"}
    assert page.evaluate("speculoos.state") == {"statistics": "refused", "media": "refused"}
    expect(page.get_by_role("button", name="Cookie preferences")).to_be_visible()


def test_a_grant_switches_on_in_the_order_of_the_document(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)

    press(page, "Accept all")
    page.wait_for_selector("iframe[src]")

    assert page.evaluate("ran") == ["slow", "inline"]
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    assert names(context, page) == {"cookies_preferences", "count_1", "count_key"}


def test_withdrawal_removes_what_the_site_stored_and_tells_the_page(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)
    press(page, "Accept all")
    page.wait_for_selector("iframe[src]")
    signed(context, shop)

    press(page, "Cookie preferences")
    page.get_by_role("dialog").get_by_role("button", name="Refuse all").click()
    settled(page, "withdraw")

    assert names(context, page) == {"cookies_preferences"}
    assert page.locator("iframe[src]").count() == 0
    detail = page.evaluate("told.find(([name]) => name === 'withdraw')[1]")
    assert set(detail["units"]) == {"statistics:count", "media:tube", "media:tubecast"}
    assert {"count_*", "count_key"} <= set(detail["items"])
    signed(context, shop)
    assert page.evaluate("speculoos.state.statistics") == "withdrawn"


@pytest.mark.parametrize("path", ["/", "/pinned/"])
def test_who_has_chosen_asks_the_platform_for_nothing(context: BrowserContext, shop: Shop, path: str) -> None:
    page = shop.open(context, path)
    press(page, "Refuse all")
    signed(context, shop)
    shop.asked.clear()

    for _ in range(3):
        page.goto(shop.url + path)
        until(page, "told.length > 0")

    assert shop.asked == []
    assert page.get_by_role("button", name="Refuse all").count() == 0


def test_a_tag_that_pins_another_version_asks_the_current_question(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context, "/old/")

    press(page, "Refuse all")

    assert signed(context, shop).startswith("1.1.")


def test_it_works_under_a_strict_policy_with_trusted_types(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context, "/csp/")
    press(page, "Choose by purpose")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "Accept all")
    settled(page)
    until(page, "ran.length === 2")

    # The style sheet of the page's own media purpose is refused by the page's own policy; nothing of ours is.
    assert [fault for fault in page.evaluate("faults") if "/style.css" not in fault] == []
    expect(page.get_by_role("button", name="Cookie preferences")).to_have_css("position", "fixed")
    signed(context, shop)


def test_a_single_page_application_is_followed(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context, "/spa/")
    press(page, "Accept all")
    settled(page)

    page.locator("#next").click()
    until(page, "ran.includes('later')")

    expect(page.get_by_role("button", name="Cookie preferences")).to_be_visible()


def test_a_page_from_right_to_left_is_mirrored(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context, "/rtl/")
    assert violations(page) == []
    page.locator("speculoos-banner .act").first.click()

    box = page.locator("speculoos-banner .back").bounding_box()

    assert box is not None
    assert box["x"] > 640
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_many_frames_wait_behind_placeholders(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context, "/frames/")
    waiting = page.locator("speculoos-blocked")
    expect(waiting).to_have_count(12)
    expect(waiting.first).to_contain_text("“Video player” is not loaded. It comes from Tube")
    assert violations(page) == []

    waiting.first.get_by_role("button", name="Allow once").click()
    expect(waiting).to_have_count(11)
    assert page.locator("iframe[src]").count() == 1
    assert names(context, page) == set()

    waiting.first.get_by_role("button", name="Always allow").click()
    expect(waiting).to_have_count(0)
    assert page.locator("iframe[src]").count() == 12
    signed(context, shop)
    assert page.evaluate("speculoos.state") == {"statistics": "unset", "media": "granted", "media:tubecast": "refused"}
    expect(page.get_by_role("button", name="Accept all")).to_be_visible()


def test_a_service_is_refused_alone(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)
    press(page, "Choose by purpose")
    dialog = page.get_by_role("dialog")
    assert dialog.locator("input:checked").count() == 0
    expect(dialog).to_contain_text("tube_id · 30 days")

    dialog.get_by_role("checkbox", name="Videos").check()
    dialog.get_by_role("checkbox", name="Sound player").uncheck()
    dialog.get_by_role("button", name="Save my choice").click()
    before = signed(context, shop)
    page.reload()
    until(page, "told.length > 0")

    expected = {"statistics": "refused", "media": "granted", "media:tubecast": "refused"}
    assert page.evaluate("speculoos.state") == expected
    assert signed(context, shop) == before


def test_axe_finds_nothing_on_either_layer(browser: Browser, shop: Shop) -> None:
    for width, scheme, path in ((1280, "light", "/"), (390, "dark", "/corner/"), (320, "light", "/centre/")):
        context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = shop.open(context, path)
        assert violations(page) == []
        press(page, "Choose by purpose")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


LOOKS = """() => [
  ...document.querySelector("speculoos-banner").shadowRoot.querySelectorAll(".banner .act")].map((it) => {
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  return [it.localName, it.part.value, Math.round(box.width), Math.round(box.height), Math.round(box.top),
          style.color, style.backgroundColor, style.fontSize, style.fontWeight].join(); })"""


@pytest.mark.parametrize("size", [(320, 640), (390, 844), (1280, 800), (3840, 2160)])
def test_accept_and_refuse_are_twins_and_cover_little(context: BrowserContext, shop: Shop, size) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(shop.url + "/fr/")
    until(page, "told.length > 0")

    looks = page.evaluate(LOOKS)
    box = page.locator("speculoos-banner section").bounding_box()

    assert len(looks) == 2
    assert looks[0] == looks[1]
    assert box is not None
    assert box["height"] <= size[1] / 3 + 1
    expect(page.get_by_role("button", name="Tout refuser")).to_be_in_viewport(ratio=1)


def test_the_keyboard_alone_chooses_and_keeps_its_place(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)
    page.get_by_role("link", name="Menu").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert names(context, page) == set()
    assert page.evaluate("document.querySelector('speculoos-banner').shadowRoot.activeElement.part.value") == "choose"

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    settled(page)

    assert page.evaluate("speculoos.state.media") == "refused"
    assert page.evaluate("document.activeElement.textContent") == "Menu"
    expect(page.locator("speculoos-banner [role=status]")).to_contain_text("saved")


def test_tabs_agree(context: BrowserContext, shop: Shop) -> None:
    one, two = shop.open(context), shop.open(context)

    press(one, "Accept all")
    settled(two)

    assert two.evaluate("speculoos.state.media") == "granted"
    assert two.get_by_role("button", name="Accept all").count() == 0


def test_the_api_acts_as_the_buttons_do(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)

    page.evaluate("speculoos.grant('media')")
    assert page.evaluate("speculoos.state") == {"statistics": "unset", "media": "granted"}
    page.evaluate("speculoos.refuse('media:tube')")
    assert page.evaluate("speculoos.state") == {"statistics": "refused", "media": "granted", "media:tube": "refused"}
    page.evaluate("speculoos.withdraw()")
    assert page.evaluate("speculoos.state.media") == "withdrawn"
    page.evaluate("speculoos.show()")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_page_s_own_styles_do_not_reach_in(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)
    page.add_style_tag(content="section, div, button, p { display: none !important; font-size: 70px !important }")

    expect(page.get_by_role("button", name="Refuse all")).to_have_css("font-size", "16px")


def test_print_shows_no_banner(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)
    page.emulate_media(media="print")

    expect(page.locator("speculoos-banner section")).to_be_hidden()


def test_the_printed_tag_is_the_one_that_works(context: BrowserContext, shop: Shop, served: Served) -> None:
    """Its integrity hash is that of the file that is served, so the browser runs it."""
    tag = manage(served, "embed_snippet", "shop").strip().replace(served.url, shop.platform)
    page = context.new_page()
    shop.tag = tag
    page.goto(shop.url + "/tag/")

    expect(page.get_by_role("button", name="Refuse all")).to_be_visible()
    assert json.dumps(tag).count("sha384-") == 1

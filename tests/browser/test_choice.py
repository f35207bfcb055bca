"""The choice on a site that has something to ask: untouched, refused, granted, withdrawn, with scripts and without."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from speculoos.policy.texts import languages
from tests.browser.conftest import Served
from tests.browser.storage import compare, observe
from tests.browser.test_proof import choose_language, names, published

pytestmark = pytest.mark.browser

SITE = "/s/biscuiterie/"
DAYS_184 = 184 * 86_400


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def page(request, browser: Browser):
    context = browser.new_context(locale="en-GB", java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def choose(page: Page, act: str) -> None:
    page.locator(f".banner button[value={act}]").click()
    expect(page.locator(".banner")).to_be_hidden()


def test_the_banner_is_there_at_first_paint_and_stores_nothing(page: Page, served: Served) -> None:
    page.goto(served.url + SITE)

    expect(page.locator(".banner")).to_be_visible()
    assert names(page.context) == set()


@pytest.mark.parametrize("act", ["refuse", "grant"])
def test_a_choice_is_remembered_for_184_days(page: Page, served: Served, act: str) -> None:
    page.goto(served.url + SITE)

    choose(page, act)
    page.reload()

    expect(page.locator(".banner")).to_have_count(0)
    stored = next(item for item in observe(page.context) if item.name == "cookies_preferences")
    assert stored.seconds == pytest.approx(DAYS_184, abs=120)
    assert stored.path == SITE
    assert stored.http_only
    assert stored.secure


def test_a_refusal_lets_nothing_through(page: Page, served: Served) -> None:
    page.goto(served.url + SITE)
    choose(page, "refuse")

    page.goto(served.url + SITE)

    assert names(page.context) == {"cookies_preferences"}


def test_what_was_granted_is_gone_after_withdrawal_in_as_many_clicks(page: Page, served: Served) -> None:
    page.goto(served.url + SITE)
    choose(page, "grant")
    page.goto(served.url + SITE)
    assert names(page.context) == {"cookies_preferences", "biscuiterie_visits"}

    page.goto(served.url + SITE + "cookies/preferences/")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main button[value=refuse]").click()
    page.goto(served.url + SITE)

    assert names(page.context) == {"cookies_preferences"}
    expect(page.locator(".banner")).to_have_count(0)


def test_withdrawing_takes_one_click_as_granting_did(page: Page, served: Served) -> None:
    page.goto(served.url + SITE)
    expect(page.locator("[data-speculoos-withdraw]")).to_be_hidden()
    choose(page, "grant")

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Withdraw my consent").click()
    page.goto(served.url + SITE)

    assert names(page.context) == {"cookies_preferences"}
    expect(page.locator("[data-speculoos-withdraw]")).to_be_hidden()


def test_one_purpose_alone_is_granted_alone(page: Page, served: Served) -> None:
    page.goto(served.url + SITE + "cookies/preferences/")

    page.locator("input[name=purpose][value=statistics]").check()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main button[value=save]").click()
    page.goto(served.url + SITE + "cookies/preferences/")

    expect(page.locator("input[name=purpose][value=statistics]")).to_be_checked()
    expect(page.locator("input[name=purpose][value=media]")).not_to_be_checked()


def test_nothing_is_ticked_before_the_choice(page: Page, served: Served) -> None:
    page.goto(served.url + SITE + "cookies/preferences/")

    assert page.locator("input[name=purpose]:checked").count() == 0


def test_local_storage_is_written_where_comfort_is_granted(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.url + SITE)
    page.get_by_role("button", name="Larger text").click()
    assert names(context, page) == set()

    choose(page, "grant")
    page.get_by_role("button", name="Larger text").click()

    assert "biscuiterie_size" in names(context, page)
    page.goto(served.url + SITE)
    found = compare(published(served, SITE), observe(context, [page]))
    assert found.undeclared == ()
    assert found.untrue == ()
    unseen = {"filmpje_player", "django_language"}
    assert found.declared - found.observed == unseen, "the made-up video company sets nothing, no language was chosen"

    page.goto(served.url + SITE + "cookies/preferences/")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main button[value=refuse]").click()
    page.goto(served.url + SITE)
    assert names(context, page) == {"cookies_preferences"}


SPY = """const read = Storage.prototype.getItem; window.reads = 0;
Storage.prototype.getItem = function (...key) { window.reads += 1; return read.apply(this, key); };"""


def test_local_storage_is_not_even_read_without_a_grant(context: BrowserContext, served: Served) -> None:
    """Reading is what consent is for, as much as storing (EU-11)."""
    context.add_init_script(SPY)
    page = context.new_page()

    page.goto(served.url + SITE)
    page.get_by_role("button", name="Larger text").click()
    assert page.evaluate("window.reads") == 0

    choose(page, "grant")
    page.reload()
    assert page.evaluate("window.reads") == 1


def test_a_reading_size_older_than_declared_is_forgotten(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.url + SITE)
    choose(page, "grant")
    for age, kept in ((364, True), (366, False)):
        page.evaluate(f"localStorage.setItem('biscuiterie_size', `large ${{Math.floor(Date.now() / 864e5) - {age}}}`)")
        page.reload()

        assert ("biscuiterie_size" in names(context, page)) is kept
        expect(page.locator("#recipe.size-large")).to_have_count(int(kept))


def test_a_language_chosen_at_the_bakery_is_in_the_bakerys_policy(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.url + SITE)

    choose_language(page)
    page.wait_for_load_state()

    assert names(context, page) == {"django_language"}
    found = compare(published(served, SITE), observe(context, [page]))
    assert (found.undeclared, found.untrue) == ((), ())


LOOKS = """() => [...document.querySelectorAll(".banner button[name=act]")].map((button) => {
  const style = getComputedStyle(button), box = button.getBoundingClientRect();
  return [button.localName, Math.round(box.width), Math.round(box.height), Math.round(box.top), style.color,
          style.backgroundColor, style.fontSize, style.fontWeight, style.borderColor].join();
})"""


@pytest.mark.parametrize("language", [tag.lower() for tag in languages()])
def test_accept_and_refuse_look_the_same_and_cover_little(browser: Browser, served: Served, language: str) -> None:
    context = browser.new_context(locale=language)
    page = context.new_page()
    for width, height in ((320, 640), (390, 844), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(served.url + SITE)
        looks = page.evaluate(LOOKS)
        box = page.locator(".banner").bounding_box()

        assert page.locator("html").get_attribute("lang") == language
        assert len(looks) == 2
        assert looks[0] == looks[1], f"at {width} px"
        assert box is not None
        assert width == 320 or box["height"] <= height / 3, f"{box['height']} px of {height}"
    context.close()


def test_global_privacy_control_is_honoured_and_shown(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="en-GB", extra_http_headers={"Sec-GPC": "1"})
    page = context.new_page()

    page.goto(served.url + SITE)

    expect(page.locator(".banner")).to_have_count(0)
    expect(page.locator("footer .signal")).to_be_visible()
    assert names(context, page) == set()
    context.close()


def test_the_signal_beats_a_stored_grant(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(served.url + SITE)
    choose(page, "grant")
    page.goto(served.url + SITE)
    assert "biscuiterie_visits" in names(context)

    context.set_extra_http_headers({"Sec-GPC": "1"})
    page.goto(served.url + SITE)

    assert names(context, page) == {"cookies_preferences"}
    context.close()


def test_the_platform_itself_asks_nothing(context: BrowserContext, served: Served) -> None:
    page = context.new_page()

    page.goto(served.url + "/")
    expect(page.locator(".banner")).to_have_count(0)
    page.goto(served.url + "/cookies/preferences/")

    expect(page.locator("main input[type=checkbox]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("nothing to choose")

"""The records in a real browser: found by time, drawn for all, and shown as they were in a frame that is inert."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_access import LOOKS, violations
from tests.browser.test_choice import SITE
from tests.browser.test_proof import sign_in

pytestmark = pytest.mark.browser

OFFICE = "/office/sites/biscuiterie/records/"


def refuse(context: BrowserContext, served: Served) -> str:
    """The receipt of somebody who refused all."""
    page = context.new_page()
    page.goto(served.url + SITE)
    page.get_by_role("button", name="Refuse all").first.click()
    expect(page.locator(".banner")).to_be_hidden()
    page.goto(served.url + SITE + "cookies/preferences/")
    receipt = page.locator(".receipt code").inner_text()
    page.close()
    return receipt


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_a_visitors_receipt_leads_to_what_they_saw(context: BrowserContext, served: Served) -> None:
    refuse(context, served)
    page = context.new_page()
    page.goto(served.url + SITE + "cookies/preferences/receipt/")

    page.get_by_role("link", name="What was shown").first.click()

    expect(page.get_by_role("heading", name="Your choice on cookies")).to_be_visible()
    assert page.locator(".banner").evaluate("(banner) => getComputedStyle(banner).position") == "sticky"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_office_shows_it_again_in_a_frame_that_can_do_nothing(
    browser: Browser, served: Served, width: int, scheme: str
) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 900}, color_scheme=scheme)
    receipt = refuse(context, served)
    page = context.new_page()
    sign_in(page, served)
    page.goto(f"{served.url}{OFFICE}?from=2020-01-01")
    page.get_by_role("link", name=receipt).click()
    page.get_by_role("link", name="What was shown").click()
    frame = page.frame_locator("iframe")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.method))

    expect(frame.get_by_role("heading", name="Your choice on cookies")).to_be_visible()
    frame.get_by_role("button", name="Accept all").first.click()
    page.wait_for_timeout(200)

    assert "POST" not in posts
    assert sideways(page) <= 0
    assert [fault for fault in violations(page) if "iframe" not in fault] == []
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [*LOOKS, (320, "light")])
def test_the_rates_are_drawn_for_all(browser: Browser, served: Served, width: int, scheme: str) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 900}, color_scheme=scheme)
    refuse(context, served)
    page = context.new_page()
    sign_in(page, served)
    page.goto(served.url + OFFICE + "rates/")

    expect(page.get_by_role("img", name="Statistics: share of first answers")).to_be_visible()
    assert page.locator("circle").count() >= 3
    assert sideways(page) <= 0
    assert violations(page) == []
    context.close()


def test_the_records_are_downloaded_at_a_press_of_a_button(context: BrowserContext, served: Served) -> None:
    receipt = refuse(context, served)
    page = context.new_page()
    sign_in(page, served)
    page.goto(served.url + OFFICE)

    with page.expect_download() as download:
        page.get_by_role("button", name="JSON", exact=True).click()

    assert download.value.suggested_filename == "consents-biscuiterie.jsonl"
    assert receipt in download.value.path().read_text()

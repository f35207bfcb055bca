"""For everybody: axe finds nothing on any page or layer, and the keyboard alone does everything."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_choice import SITE
from tests.browser.test_proof import names, sign_in

pytestmark = pytest.mark.browser

PAGES = ("/", "/cookies/", "/cookies/preferences/", "/accounts/login/", "/api/docs", "/no-such-page", SITE,
         SITE + "cookies/", SITE + "cookies/preferences/")  # fmt: skip
LOOKS = [(1280, "light"), (390, "dark")]


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_front_office(browser: Browser, served: Served, width: int, scheme: str) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 800}, color_scheme=scheme)
    # axe is injected as a script, which the pages' own policy forbids: nothing else is relaxed here.
    page = context.new_page()
    found = [fault for path in PAGES if page.goto(served.url + path) for fault in violations(page)]
    context.close()

    assert found == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_in_the_back_office(browser: Browser, served: Served, width: int, scheme: str) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, served)
    paths = office_paths(page)
    found = [fault for path in paths if page.goto(served.url + path) for fault in violations(page)]
    context.close()

    assert len(paths) > 5
    assert found == []


def office_paths(page: Page) -> list[str]:
    """Every page of the back office that two steps by link lead to."""
    seen = {"/office/"}
    for _ in range(2):
        for path in sorted(seen):
            page.goto(page.url.split("/office/")[0] + path)
            links = page.locator("a[href^='/office/']").evaluate_all(
                "(links) => links.map((a) => a.pathname).filter((path) => path.endsWith('/'))"
            )
            seen |= set(links)
    return sorted(seen)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_at_320_pixels(context: BrowserContext, served: Served, path: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(served.url + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_way_back_to_the_choice(context: BrowserContext, served: Served, path: str) -> None:
    page = context.new_page()

    page.goto(served.url + path)

    expect(page.locator("footer").get_by_role("link", name="Cookie preferences")).to_be_visible()


def test_the_keyboard_alone_refuses(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.url + SITE)

    tab_to(page, "Refuse all")
    page.keyboard.press("Enter")

    expect(page.locator(".banner")).to_be_hidden()
    assert "cookies_preferences" in names(context, page)
    assert page.evaluate("document.activeElement !== document.body"), "the focus is kept"
    expect(page.locator("[data-speculoos-status]")).not_to_be_empty()


def test_the_keyboard_alone_chooses_by_purpose(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.url + SITE)

    tab_to(page, "Choose by purpose")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cookies/preferences/")
    page.locator("main input[name=purpose][value=comfort]").focus()
    page.keyboard.press("Space")
    tab_to(page, "Save my choice")
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    page.goto(served.url + SITE + "cookies/preferences/")

    expect(page.locator("input[name=purpose][value=comfort]")).to_be_checked()


def test_the_banner_traps_nobody(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.url + SITE)

    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("document.activeElement.closest('.banner') ? 'banner' : document.activeElement.localName")
        )

    assert {"banner", "a", "button"} <= seen


@pytest.mark.parametrize("act", ["Escape", "scroll", "reload", "click"])
def test_nothing_but_a_choice_is_a_choice(context: BrowserContext, served: Served, act: str) -> None:
    page = context.new_page()
    page.goto(served.url + SITE)

    {
        "Escape": lambda: page.keyboard.press("Escape"),
        "scroll": lambda: page.mouse.wheel(0, 4000),
        "reload": page.reload,
        "click": lambda: page.locator("h1").click(),
    }[act]()

    expect(page.locator(".banner")).to_be_visible()
    assert names(context, page) == set()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"Tab does not reach {name!r}")

"""The proof: a real browser walks the platform, and finds what its published policy says, no more and not before."""

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page

from speculoos.registry.load import from_json
from speculoos.registry.model import Registry
from tests.browser.conftest import Served, start, stop
from tests.browser.storage import compare, observe

pytestmark = pytest.mark.browser

QUIET_PAGES = ("/", "/cookies/", "/cookies/preferences/", "/api/docs", "/no-such-page", "/s/biscuiterie/",
               "/s/biscuiterie/cookies/", "/s/biscuiterie/cookies/preferences/")  # fmt: skip


def published(served: Served, prefix: str = "/") -> Registry:
    """The declaration that the running site publishes with its policy: the test believes nothing else."""
    with urlopen(f"{served.url}{prefix}cookies.json") as answer:
        return from_json(json.load(answer), file="published")


def names(context: BrowserContext, *pages: Page) -> set[str]:
    return {item.name for item in observe(context, pages)}


def choose_language(page: Page, language: str = "fr") -> None:
    page.locator("footer select[name=language]").select_option(language)
    page.locator("footer .languages button").click()
    page.wait_for_load_state()


def sign_in(page: Page, served: Served) -> None:
    page.goto(served.signin_link())
    assert page.url == f"{served.url}/office/"


@pytest.mark.parametrize("path", QUIET_PAGES)
def test_an_anonymous_visitor_is_given_nothing(context: BrowserContext, served: Served, path: str) -> None:
    page = context.new_page()

    page.goto(served.url + path)
    page.mouse.wheel(0, 3000)
    page.keyboard.press("Escape")
    page.reload()

    assert names(context, page) == set()


def test_no_page_asks_another_host_for_anything(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for path in (*QUIET_PAGES, "/accounts/login/"):
        page.goto(served.url + path)

    assert [url for url in asked if not url.startswith(served.url)] == []


def test_the_language_is_stored_when_it_is_chosen(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.url + "/cookies/")

    choose_language(page)

    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.url == served.url + "/cookies/"
    assert names(context, page) == {"django_language"}


def test_the_sign_in_page_needs_its_token_and_nothing_else(context: BrowserContext, served: Served) -> None:
    page = context.new_page()

    page.goto(served.url + "/accounts/login/")

    assert names(context, page) == {"csrftoken"}


def test_signing_out_takes_both_cookies_away(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    sign_in(page, served)
    assert "sessionid" in names(context, page)

    page.locator("form[action$='/accounts/logout/'] button").click()
    page.wait_for_load_state()

    assert names(context, page) == set()


def test_a_sign_in_link_works_once(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    link = served.signin_link()
    page.goto(link)
    context.clear_cookies()

    answer = page.goto(link)

    assert answer is not None
    assert answer.status == 410
    assert "sessionid" not in names(context, page)


def walk(context: BrowserContext, served: Served) -> list[Page]:
    """Every state of the platform in one profile: anonymous, language, refusal, signed in, in the office."""
    page = context.new_page()
    page.goto(served.url + "/")
    choose_language(page, "nl")
    page.goto(served.url + "/cookies/preferences/")
    page.locator("button[name=act][value=refuse]").first.click()
    page.locator("text=cookies_preferences").or_(page.locator("[role=status]")).first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    sign_in(page, served)
    office = [
        page.locator("main a[href^='/office/']").nth(n).get_attribute("href")
        for n in range(page.locator("main a[href^='/office/']").count())
    ]
    for path in dict.fromkeys(filter(None, office)):
        page.goto(served.url + path)
    return [page]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_the_policy_is_true_of_the_platform(browser, served: Served, scripts, capsys) -> None:
    context = browser.new_context(locale="en-GB", java_script_enabled=scripts)
    pages = walk(context, served)

    found = compare(published(served), observe(context, pages if scripts else ()))

    with capsys.disabled():
        print(f"\n{found}")
    context.close()
    assert found.undeclared == ()
    assert found.untrue == ()
    assert found.observed == found.declared == {"sessionid", "django_language", "csrftoken", "cookies_preferences"}


def test_a_stray_cookie_is_found(browser, tmp_path) -> None:
    """Break the platform on purpose, and the same comparison says what is wrong and where."""
    broken = start(tmp_path, DJANGO_SETTINGS_MODULE="tests.browser.stray_settings")
    context = browser.new_context()
    try:
        found = compare(published(broken), observe(context, walk(context, broken)))
    finally:
        context.close()
        stop(broken)

    assert "undeclared: cookie stray on 127.0.0.1/" in found.undeclared
    assert "undeclared: local_storage stray_key on 127.0.0.1/" in found.undeclared
    assert any("sessionid: declared to end with the session" in fault for fault in found.untrue)

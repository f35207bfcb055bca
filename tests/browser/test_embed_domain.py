"""One choice for the sub-domains of a shop: shop.test with a. and b., which are other origins to the browser."""

import shutil
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import ARGUMENTS, Served
from tests.browser.shop import DECLARATION, Shop, host_handler, manage, press, proxy_handler, serve, until

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><title>t</title><script>window.told = [];
for (const name of ["ready", "choice"]) document.addEventListener("speculoos:" + name, () => told.push(name));</script>
<script src="{platform}/embed/1/speculoos.js" data-site="sub" {attributes} async></script><main>x</main>"""


@pytest.fixture(scope="module")
def shop(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    shop = Shop()
    host, proxy = serve(host_handler(shop)), serve(proxy_handler(shop, served.url.removeprefix("http://")))
    shop.url = f"http://a.shop.test:{host.server_port}/tag/"
    shop.platform = f"http://127.0.0.1:{proxy.server_port}"
    file = tmp_path_factory.mktemp("sub") / "cookies.toml"
    file.write_text(DECLARATION.format(url=shop.url.removesuffix("/tag/")), "utf-8")
    manage(served, "publish_declaration", str(file), "--site", "sub")
    time.sleep(1.1)
    yield shop
    for server in (host, proxy):
        server.shutdown()
        server.server_close()


@pytest.fixture
def context(browser: Browser, shop: Shop) -> Iterator[BrowserContext]:
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    rules = "--host-resolver-rules=MAP *.shop.test 127.0.0.1"
    secure = ",".join(shop.url.removesuffix("/tag/").replace("a.shop", f"{name}.shop") for name in "ab")
    more = [rules, f"--unsafely-treat-insecure-origin-as-secure={secure}"]
    running = browser.browser_type.launch(executable_path=system, args=[*ARGUMENTS, *more])
    yield running.new_context(locale="en-GB")
    running.close()


def opened(context: BrowserContext, shop: Shop, name: str, attributes: str = 'data-domain="shop.test"'):
    shop.tag = PAGE.format(platform=shop.platform, attributes=attributes)
    page = context.new_page()
    page.goto(shop.url.replace("a.shop", f"{name}.shop"))
    until(page, "told.length > 0")
    return page


def values(context: BrowserContext) -> dict[str, str]:
    return {c["domain"]: c["value"] for c in context.cookies() if c["name"] == "cookies_preferences"}


def test_a_choice_holds_on_the_other_sub_domain_and_in_its_open_tab(context, shop):
    there = opened(context, shop, "b")
    here = opened(context, shop, "a")
    press(here, "Accept all")
    until(there, "told.includes('choice')")

    assert there.evaluate("speculoos.state.media") == "granted"
    assert set(values(context)) == {".shop.test"}
    assert opened(context, shop, "b").get_by_role("button", name="Accept all").count() == 0


def test_an_older_choice_of_one_host_does_not_win_for_ever(context, shop):
    """Before the domain was shared, b had a cookie of its own; the newer choice counts, and the next one ends it."""
    old = opened(context, shop, "b", "")
    press(old, "Accept all")
    until(old, "told.includes('choice')")
    time.sleep(1.1)
    here = opened(context, shop, "a")
    press(here, "Refuse all")
    until(here, "!document.cookie.includes('-'.repeat(15))")
    there = opened(context, shop, "b")

    assert there.evaluate("speculoos.state.media") == "refused"
    there.evaluate("speculoos.grant()")
    until(there, "told.includes('choice')")
    assert set(values(context)) == {".shop.test"}


def test_a_domain_that_is_not_the_page_s_is_not_used(context, shop):
    page = opened(context, shop, "a", 'data-domain="other.test"')
    press(page, "Refuse all")

    assert set(values(context)) == {"a.shop.test"}

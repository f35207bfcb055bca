"""A withdrawal removes in the browser whatever the site's scripts have stored, wherever they have put it."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Served
from tests.browser.shop import manage, proxy_handler, serve, until
from tests.browser.storage import STORES

pytestmark = pytest.mark.browser

NAMES = [("plain", "cookie"), ("many_*", "cookie"), ("__Host-one", "cookie"), ("split", "cookie"), ("deep", "cookie"),
         ("key_*", "local_storage"), ("step", "session_storage"), ("base", "indexed_db"), ("store_*", "cache_storage"),
         ("/worker/", "service_worker")]  # fmt: skip
DECLARATION = """
[site]
name = "Shop"
url = "{url}/"
[[purposes]]
id = "statistics"
[[services]]
id = "count"
provider = "Shop Ltd"
function = "Counting"
purpose = "statistics"
use = "audience_vendor"
"""
ITEM = '[[services.items]]\nname = "{}"\nkind = "{}"\nlifetime = "P30D"\n'
PAGE = """<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
<script>window.told = []; for (const name of ["ready", "withdraw"])
document.addEventListener("speculoos:" + name, (e) => told.push([name]));</script>
<script src="{platform}/embed/1/speculoos.js" data-site="leaver" async></script><main>Shop</main>"""
STORED = """async () => {
  for (const text of ["plain=1; Path=/", "plain=2; Path=/a", "plain=3; Path=/a/b/",
    "plain=4; Domain=shop.localhost; Path=/", "many_1=1; Path=/", "many_x=1; Path=/a/b",
    "__Host-one=1; Path=/; Secure", "split=1; Path=/; Secure; Partitioned",
    "split=2; Path=/; Secure", "deep=1; Path=/", "kept=1; Path=/"]) document.cookie = text + "; Max-Age=9000";
  localStorage.key_1 = 1; localStorage.kept = 1; sessionStorage.step = 1;
  await new Promise((done) => (indexedDB.open("base").onsuccess = ({ target }) => (target.result.close(), done())));
  await caches.open("store_1"); await caches.open("kept");
  await navigator.serviceWorker.register("/worker/sw.js"); }"""


@pytest.fixture(scope="module")
def shop(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    shop = SimpleNamespace(asked=[], down=False)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            script = self.path.endswith(".js")
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if script else "text/html")
            self.end_headers()
            self.wfile.write(b"" if script else PAGE.format(platform=shop.platform).encode())

        def log_message(self, *_: object) -> None:
            pass

    host, proxy = serve(Handler), serve(proxy_handler(shop, served.url.removeprefix("http://")))
    shop.url = f"http://shop.localhost:{host.server_port}"
    shop.platform = f"http://127.0.0.1:{proxy.server_port}"
    file = tmp_path_factory.mktemp("withdrawal") / "cookies.toml"
    items = "".join(ITEM.format(*each) for each in NAMES)
    file.write_text(DECLARATION.format(url=shop.url) + items, "utf-8")
    manage(served, "publish_declaration", str(file), "--site", "leaver")
    time.sleep(1.1)
    yield shop
    for server in (host, proxy):
        server.shutdown()
        server.server_close()


def left(context: BrowserContext, page: Page) -> set[str]:
    """All that the profile holds: cookies of every path and partition, and every script-side store."""
    stores = page.evaluate(STORES)
    return {c["name"] + c["path"] for c in context.cookies()} | {name for names in stores.values() for name in names}


@pytest.fixture
def page(context: BrowserContext, shop: SimpleNamespace) -> Page:
    page = context.new_page()
    page.goto(f"{shop.url}/a/b/c")
    until(page, "told.length > 0")
    page.evaluate("speculoos.grant()")
    page.evaluate(STORED)
    return page


KEPT = {"kept", "kept/", "cookies_preferences/"}


def test_nothing_that_the_site_could_delete_is_left(context: BrowserContext, page: Page) -> None:
    before = left(context, page)
    worker = page.url.replace("/a/b/c", "/worker/")
    assert {"plain/", "plain/a", "plain/a/b/", "many_x/a/b", "__Host-one/", "split/", "key_1", "step", "base",
            "store_1", worker} <= before  # fmt: skip
    assert sum(c["name"] == "split" for c in context.cookies()) == 2

    page.evaluate("speculoos.withdraw()")
    until(page, "told.some(([name]) => name === 'withdraw')")
    page.wait_for_function(
        f"async () => {{ const all = await ({STORES})(); return Object.values(all).flat().length <= 2 }}"
    )

    assert left(context, page) == KEPT


def test_it_is_removed_even_if_the_platform_is_away_for_a_moment(context: BrowserContext, page: Page) -> None:
    away = [True, True]
    page.route("**/expire.js*", lambda route: route.abort() if away and away.pop() else route.continue_())

    page.evaluate("speculoos.withdraw()")
    until(page, "told.some(([name]) => name === 'withdraw')")

    assert away == []
    assert not {each for each in left(context, page) if each.startswith(("plain", "many", "key"))}

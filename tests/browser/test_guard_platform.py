"""The guard beside the banner on another host: it follows the choice, and what it refuses reaches the platform."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Served
from tests.browser.shop import manage, proxy_handler, serve

pytestmark = pytest.mark.browser

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
[[services.items]]
name = "count_*"
lifetime = "P30D"
"""
ENFORCE = """
from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.sites import Site
keep_options(Site.objects.get(slug="guarded").pk, Options(gate="enforce"))
"""


@pytest.fixture
def guarded(served: Served, tmp_path: Path) -> Iterator[str]:
    """A page of a site on another host with both tags in it; its address."""
    proxy = serve(proxy_handler(SimpleNamespace(asked=[], down=False), served.url.removeprefix("http://")))
    platform = f"http://127.0.0.1:{proxy.server_port}"
    page = (
        f'<!doctype html><title>Shop</title><script src="{platform}/s/guarded/guard.js"></script>'
        f'<script src="{platform}/embed/1/speculoos.js" data-site="guarded" async></script><main>Shop</main>'
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    host = serve(Handler)
    url = f"http://guarded.localhost:{host.server_port}"
    file = tmp_path / "cookies.toml"
    file.write_text(DECLARATION.format(url=url), "utf-8")
    manage(served, "publish_declaration", str(file), "--site", "guarded")
    manage(served, "shell", "-c", ENFORCE)
    time.sleep(1.1)
    yield url
    for server in (host, proxy):
        server.shutdown()
        server.server_close()


def test_with_the_banner_and_the_platform(context: BrowserContext, guarded: str) -> None:
    """The tag of the how-to on another host: it follows the banner's choices, and reports reach the platform."""
    page = context.new_page()
    page.goto(f"{guarded}/basket/12345")
    write = "document.cookie = 'count_1=1; Max-Age=900; Path=/', document.cookie = 'spy=1', document.cookie"
    assert page.evaluate(write) == ""

    page.get_by_role("button", name="Accept all").click()
    assert "count_1=1" in page.evaluate(write)
    page.evaluate("speculoos.withdraw()")
    page.wait_for_function("!document.cookie.includes('count_1')")
    assert "count_1" not in page.evaluate(write)

    with page.expect_response("**/sites/guarded/reports") as told:
        page.evaluate("""Object.defineProperty(document, 'hidden', { value: true }),
            document.dispatchEvent(new Event('visibilitychange'))""")
    assert told.value.status == 204
    assert "spy" not in {cookie["name"] for cookie in context.cookies()}

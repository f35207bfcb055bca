"""The page about the gate, as staff see it: what nginx wrote down and what a real browser reported."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_access import LOOKS, violations
from tests.browser.test_proof import sign_in

pytestmark = pytest.mark.browser
AT = "/office/sites/biscuiterie/gate/"
DID = ("request expire not_granted enforce biscuiterie_visits", "request strip undeclared report_only _ga",
       "fault TypeError")  # fmt: skip


@pytest.fixture(scope="module")
def counted(served: Served, browser: Browser) -> Served:
    """A log of nginx is imported, and Chromium has met an image that a policy names nowhere."""
    now = datetime.now(UTC).isoformat()
    log = "\n".join(json.dumps({"time": now, "path": "/shop/12345", "did": did}) for did in DID)
    command = [sys.executable, "-m", "speculoos.cli", "manage", "gate_import", "biscuiterie", "-"]
    subprocess.run(command, env=served.environment(), input=log, check=True, text=True, capture_output=True)
    report(browser, f"{served.url}/api/v1/sites/biscuiterie/reports")
    return served


def report(browser: Browser, address: str) -> None:
    """Open a page whose policy only reports, and wait until the report was answered."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Security-Policy-Report-Only", f"img-src 'self'; report-uri {address}")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Shop</title><img src='http://pixel.invalid/p.gif?secret' alt=''>")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    with page.expect_request_finished(lambda request: request.url == address):
        page.goto(f"http://127.0.0.1:{server.server_port}/shop/77777?secret")
    context.close()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def state(browser: Browser, counted: Served) -> Any:
    """What a browser remembers of somebody who has signed in: the link is made once for all tests."""
    context = browser.new_context()
    sign_in(context.new_page(), counted)
    remembered = context.storage_state()
    context.close()
    return remembered


def opened(browser: Browser, state: Any, url: str, width: int = 1280, scheme: str = "light") -> Page:
    look: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = browser.new_context(locale="en-GB", storage_state=state, **look).new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_a_page_full_of_news(
    browser: Browser, counted: Served, state: Any, width: int, scheme: str
) -> None:
    page = opened(browser, state, f"{counted.url}{AT}?span=day&name=_ga#why", width, scheme)
    found = violations(page)
    fits = page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()

    assert found == []
    assert fits


def test_what_nginx_wrote_and_chromium_reported_is_there(browser: Browser, counted: Served, state: Any) -> None:
    page = opened(browser, state, counted.url + AT)
    for _ in range(100):  # reports are written together, two seconds after the first
        if page.get_by_text("pixel.invalid").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    text = page.locator("main").inner_text()
    page.context.close()

    for told in ("biscuiterie_visits", "_ga", "/shop/*", "TypeError", "pixel.invalid", "img-src"):
        assert told in text
    assert "secret" not in text


def test_why_is_asked_with_the_keyboard_alone(browser: Browser, counted: Served, state: Any) -> None:
    page = opened(browser, state, counted.url + AT)
    page.get_by_label("Name of the cookie").focus()
    page.keyboard.type("biscuiterie_visits")
    for key in ("Tab", "Tab", "ArrowDown", "Tab", "Space", "Enter"):
        page.keyboard.press(key)

    expect(page.locator(".answer")).to_contain_text("the visitor has granted the purpose")
    assert page.url.endswith("#why")
    page.context.close()

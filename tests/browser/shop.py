"""A site that is not ours and carries the banner, and the platform behind a proxy that counts.

The host pages come from a small server of their own at shop.localhost, the platform from 127.0.0.1: two sites to the
browser, as in life.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Page

if TYPE_CHECKING:
    from tests.browser.conftest import Served

CSP = (
    "default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'; connect-src {platform}; img-src 'self' data:; "
    "frame-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
DECLARATION = """
[site]
name = "Shop"
url = "{url}/"
default_language = "en"
[site.controller]
name = "Shop Ltd"
email = "hello@shop.example"
country = "BE"
[[providers]]
name = "Shop Ltd"
[[providers]]
name = "Tube"
[[purposes]]
id = "statistics"
label = {{ en = "Statistics", fr = "Statistiques" }}
text = {{ en = "We count visits." }}
[[purposes]]
id = "media"
label = {{ en = "Videos" }}
text = {{ en = "Videos come from another company." }}
[[services]]
id = "count"
provider = "Shop Ltd"
function = "Counting"
purpose = "statistics"
use = "audience_vendor"
text = {{ en = "To count" }}
[[services.items]]
name = "count_*"
lifetime = "P30D"
[[services.items]]
name = "count_key"
kind = "local_storage"
lifetime = "P30D"
[[services]]
id = "tube"
provider = "Tube"
function = "Video player"
purpose = "media"
use = "embed"
text = {{ en = "To play" }}
[[services.items]]
name = "tube_id"
host = "tube.example"
lifetime = "P30D"
[[services]]
id = "tubecast"
provider = "Tube"
function = "Sound player"
purpose = "media"
use = "embed"
text = {{ en = "To listen" }}
[[services.items]]
name = "tubecast_id"
host = "tube.example"
lifetime = "P30D"
"""

HEAD = """<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<script nonce="n">window.ran = []; window.faults = []; window.told = [];
document.addEventListener("securitypolicyviolation", (e) => faults.push(e.violatedDirective + " " + e.blockedURI));
for (const name of ["ready", "choice", "withdraw"])
  document.addEventListener("speculoos:" + name, (e) => told.push([name, e.detail]));</script>
<script nonce="n" src="{platform}/embed/1/speculoos.js" data-site="shop" {attributes} async></script></head>
<body><header><a href="#top">Menu</a></header><main id="top"><h1>Shop</h1><p>Welcome.</p>"""
PARKED = """<script type="text/plain" data-speculoos="statistics" nonce="n" src="/slow.js"></script>
<script type="text/plain" data-speculoos="statistics:count" nonce="n">ran.push("inline");
document.cookie = "count_1=1; Path=/; Max-Age=9000"; localStorage.setItem("count_key", "1"); </script>
<script type="text/plain" data-speculoos="typo" nonce="n">ran.push("typo");</script>
<link rel="stylesheet" data-speculoos="media" data-href="/style.css">"""
FRAME = (
    '<iframe title="Film {n}" width="320" height="180" data-speculoos="media:tube" data-src="/frame.html?{n}"></iframe>'
)
SPA = """<button id="next">Next</button><script nonce="n">
document.querySelector("#next").addEventListener("click", () => {
  history.pushState({}, "", "/spa/two");
  const main = document.querySelector("main"), script = document.createElement("script");
  main.replaceChildren(); script.type = "text/plain"; script.dataset.speculoos = "statistics";
  script.textContent = 'ran.push("later")'; main.append(script); });</script>"""
PAGES = {
    "/": PARKED + FRAME.format(n=1),
    "/csp/": PARKED,
    "/spa/": SPA,
    "/pinned/": PARKED,
    "/frames/": "".join(FRAME.format(n=n) for n in range(12)),
}
ATTRIBUTES = {
    "/pinned/": 'data-version="1"',
    "/old/": 'data-version="9"',
    "/corner/": 'data-position="corner"',
    "/centre/": 'data-position="centre"',
    "/california/": 'data-place="CA"',
}


@dataclass
class Shop:
    """A site that is not ours, with the platform behind a proxy that notes every request."""

    url: str = ""
    platform: str = ""
    asked: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    down: bool = False
    tag: str = ""

    def open(self, context: BrowserContext, path: str = "/") -> Page:
        page = context.new_page()
        page.goto(self.url + path)
        until(page, "told.length > 0")
        return page


def host_handler(shop: Shop) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            shop.own.append(self.path)
            if path == "/slow.js":
                self.send("text/javascript", "ran.push('slow')")
            elif path == "/style.css":
                self.send("text/css", "h1 { color: rgb(1, 2, 3) }")
            elif path == "/frame.html":
                self.send("text/html", "<!doctype html><title>f</title>")
            elif path == "/tag/":
                self.send("text/html", f"<!doctype html><title>t</title><main>x</main>{shop.tag}")
            else:
                lang, dir = ("ar", "rtl") if path == "/rtl/" else ("fr" if path == "/fr/" else "en", "ltr")
                head = HEAD.format(lang=lang, dir=dir, platform=shop.platform, attributes=ATTRIBUTES.get(path, ""))
                self.send("text/html", head + PAGES.get(path, "") + "</main></body></html>", csp=path == "/csp/")

        def send(self, kind: str, text: str, *, csp: bool = False) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            if csp:
                policy = CSP.format(platform=shop.platform)
                self.send_header("Content-Security-Policy", policy)
            with suppress(ConnectionError):  # the page may have gone on
                self.end_headers()
                self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def proxy_handler(shop: Shop, upstream: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def forward(self) -> None:
            shop.asked.append(f"{self.command} {self.path}")
            if shop.down:
                self.close_connection = True
                return
            with closing(HTTPConnection(upstream)) as connection, suppress(ConnectionError):
                self.pass_on(connection)

        def pass_on(self, connection: HTTPConnection) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "connection", "content-length", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_OPTIONS = forward  # noqa: N815  (http.server's names)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def serve(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="session")
def shop_site(served: "Served", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One for all tests of a run: the platform that they share would know a second one as another version."""
    shop = Shop()
    host, proxy = serve(host_handler(shop)), serve(proxy_handler(shop, served.url.removeprefix("http://")))
    shop.url = f"http://shop.localhost:{host.server_port}"
    shop.platform = f"http://127.0.0.1:{proxy.server_port}"
    file = tmp_path_factory.mktemp("shop") / "cookies.toml"
    file.write_text(DECLARATION.format(url=shop.url), "utf-8")
    manage(served, "publish_declaration", str(file), "--site", "shop")
    time.sleep(1.1)
    yield shop
    for server in (host, proxy):
        server.shutdown()
        server.server_close()


def manage(served: "Served", *arguments: str) -> str:
    command = [sys.executable, "-m", "speculoos.cli", "manage", *arguments]
    done = subprocess.run(command, env=served.environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def shop(shop_site: Shop) -> Shop:
    shop_site.asked.clear()
    shop_site.own.clear()
    shop_site.down = False
    return shop_site


def names(context: BrowserContext, page: Page) -> set[str]:
    """What is stored for the page: frames that wait have no document to ask."""
    keys = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    return {cookie["name"] for cookie in context.cookies()} | {*keys}


def until(page: Page, fact: str) -> None:
    """Waits without the browser's eval, which a strict policy forbids."""
    for _ in range(100):
        if page.evaluate(fact):
            return
        time.sleep(0.05)
    raise AssertionError(f"never true: {fact}")


def settled(page: Page, name: str = "choice") -> None:
    until(page, f"told.some(([each]) => each === '{name}')")


def signed(context: BrowserContext, shop: Shop) -> str:
    """The cookie's value once the platform has acknowledged the choice."""
    for _ in range(60):
        value = next((c["value"] for c in context.cookies() if c["name"] == "cookies_preferences"), "")
        if value and "-" * 15 not in value:
            return value
        time.sleep(0.1)
    raise AssertionError(f"not signed: {value!r}; asked {shop.asked}")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()

"""The banner on pages that are not Django: other hosts, strict policies, single pages, right to left, many frames.

The host pages come from a small server of their own at shop.localhost, the platform from 127.0.0.1 behind a proxy
that counts: two sites to the browser, as in life.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_access import violations

pytestmark = pytest.mark.browser

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


@pytest.fixture(scope="module")
def running(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
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


def manage(served: Served, *arguments: str) -> str:
    command = [sys.executable, "-m", "speculoos.cli", "manage", *arguments]
    done = subprocess.run(command, env=served.environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def shop(running: Shop) -> Shop:
    running.asked.clear()
    running.own.clear()
    running.down = False
    return running


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


def test_no_choice_is_lost_while_the_platform_is_away(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context)
    shop.down = True
    press(page, "Refuse all")
    settled(page)
    assert page.evaluate("speculoos.state.media") == "refused"

    shop.down = False
    page.goto(shop.url + "/")

    signed(context, shop)
    expect(page.get_by_role("button", name="Accept all")).to_have_count(0)


def test_the_preferences_come_at_the_first_need(context: BrowserContext, shop: Shop) -> None:
    """Two requests before, and a platform that is away for a moment can be asked again."""
    page = shop.open(context, "/spa/")
    assert sorted(each.partition("?")[0] for each in shop.asked) == [
        "GET /embed/1/speculoos.js",
        "GET /s/shop/embed.json",
    ]
    shop.down = True
    press(page, "Choose by purpose")
    page.wait_for_timeout(300)
    assert page.get_by_role("dialog").count() == 0

    shop.down = False
    press(page, "Choose by purpose")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert names(context, page) == set()


def test_changed_preferences_are_not_run(context: BrowserContext, shop: Shop) -> None:
    """The first file holds the hash of the second."""
    page = shop.open(context)
    changed = {"content_type": "text/javascript", "headers": {"Access-Control-Allow-Origin": "*"}}
    page.route(
        "**/preferences.js*", lambda route: route.fulfill(body="window.changed = 1; export default 1", **changed)
    )
    press(page, "Choose by purpose")
    page.wait_for_timeout(300)

    assert page.evaluate("window.changed") is None
    assert page.get_by_role("dialog").count() == 0


def test_two_quick_choices_are_recorded_in_their_order(context: BrowserContext, shop: Shop) -> None:
    """The second waits for the answer to the first, and names it as the one before."""
    page = shop.open(context)
    sent = []
    page.on("request", lambda each: sent.append(json.loads(each.post_data or "{}")) if each.method == "POST" else None)
    page.evaluate("speculoos.grant().then(() => speculoos.refuse())")
    last = signed(context, shop)

    assert [each["purposes"] for each in sent] == [["statistics", "media"], []]
    assert "previous" not in sent[0]
    assert "-" * 15 not in sent[1]["previous"]
    assert page.evaluate("speculoos.state.media") == "withdrawn"
    assert last != sent[1]["previous"]


def test_a_choice_whose_answer_is_lost_is_recorded_once(context: BrowserContext, shop: Shop) -> None:
    """The page goes before the answer comes; the next page sends the same body under the same key."""
    page = shop.open(context)
    sent = []
    context.on("request", lambda each: sent.append((each.headers.get("idempotency-key"), each.post_data))
               if each.method == "POST" else None)  # fmt: skip
    page.route("**/consents", lambda route: (route.fetch(), route.abort()))
    press(page, "Refuse all")
    settled(page)
    until(page, "document.cookie.includes('-'.repeat(15))")
    page.close()
    page = shop.open(context)
    signed(context, shop)

    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert page.evaluate("speculoos.state.media") == "refused"


def test_the_place_in_the_tag_decides_how_long_and_is_recorded(context: BrowserContext, shop: Shop) -> None:
    page = shop.open(context, "/california/")
    sent = []
    page.on("request", lambda each: sent.append(json.loads(each.post_data or "{}")) if each.method == "POST" else None)
    page.evaluate("speculoos.refuse()")
    signed(context, shop)

    cookie = next(c for c in context.cookies() if c["name"] == "cookies_preferences")
    assert cookie["expires"] - time.time() == pytest.approx(366 * 86_400, abs=120)
    assert [each["jurisdiction"] for each in sent] == ["CA"]
    page.get_by_role("button", name="Your Privacy Choices").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_global_privacy_control_is_honoured_and_shown(context: BrowserContext, shop: Shop) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page = shop.open(context)

    assert page.get_by_role("button", name="Accept all").count() == 0
    page.evaluate("speculoos.grant()")
    press(page, "Cookie preferences")

    expect(page.get_by_role("dialog")).to_contain_text("Global Privacy Control")
    assert page.evaluate("speculoos.state") == {"statistics": "refused", "media": "refused"}
    assert page.evaluate("ran") == []


def test_a_signal_that_meets_a_grant_is_recorded_as_an_act(context: BrowserContext, shop: Shop) -> None:
    """Once: the grant is refused by the signal, its cookies go, and the next page has nothing left to send."""
    page = shop.open(context)
    press(page, "Accept all")
    granted = signed(context, shop)
    context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")

    page = shop.open(context)
    until(page, "!document.cookie.includes('-'.repeat(15))")
    refused = signed(context, shop)
    posts = sum(each.startswith("POST") and "consents" in each for each in shop.asked)
    shop.open(context).wait_for_timeout(300)

    assert refused != granted
    assert page.evaluate("speculoos.state") == {"statistics": "refused", "media": "refused"}
    assert page.evaluate("ran") == []
    assert sum(each.startswith("POST") and "consents" in each for each in shop.asked) == posts == 2


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

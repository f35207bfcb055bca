"""The derived policy in a real browser: a shop with a film that waits for the visitor and a till that does not.

Each is a site of its own to the browser: shop.localhost, film.localhost, pay.localhost.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import BrowserContext

from speculoos.consent.choice import acts_for, choose, effective
from speculoos.consent.layout import Layout
from speculoos.gate.csp import Scenes
from speculoos.registry.model import Exemption, Purpose, Registry, Service, Site
from tests.unit.gate.declared import NOW

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,">
<style>main { color: rgb(1, 2, 3) }</style><main style="margin: 7px">x</main>
<script>
const ran = [], held = [], port = location.port;
document.addEventListener("securitypolicyviolation", e => held.push(e.effectiveDirective + " " + e.blockedURI));
ran.push(eval("'inline'"));
</script>
<script src="/own.js"></script><script src="http://static.shop.localhost:@port@/own.js"></script>
<script>
const settled = (el, name) => new Promise(done => {
  el.onload = () => done(ran.push(name)); el.onerror = done; document.body.append(el);
});
const element = (tag, src, name) => settled(Object.assign(document.createElement(tag), {src}), name);
async function load(site) {
  const at = path => `http://${site}.localhost:${port}/${path}`, before = held.length;
  await element("script", at("x.js"), site + " script");
  await element("img", at("x.svg"), site + " image");
  await fetch(at("x.txt")).then(() => ran.push(site + " fetch"), () => 0);
  await element("iframe", at("frame"), site + " frame");
}
async function own() {
  const code = "postMessage(1)", blob = new Blob([code], {type: "text/javascript"});
  await new Promise(done => new Worker(URL.createObjectURL(blob)).onmessage = () => done(ran.push("worker")));
  await element("img", "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>", "data");
  const frame = document.createElement("iframe"); frame.srcdoc = "x"; await settled(frame, "srcdoc");
  for (const url of [`ws://${location.host}/live`, `ws://live.shop.localhost:${port}/`])
    await new Promise(done => new WebSocket(url).onerror = done);
}
</script>"""
TYPES = {"js": "text/javascript", "svg": "image/svg+xml", "txt": "text/plain"}
BODIES = {"js": "ran.push(location.port && 'script')", "svg": '<svg xmlns="http://www.w3.org/2000/svg"/>', "txt": "x"}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    policy = ""
    reports: list[str]
    told: threading.Event
    asked: set[str]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.add(self.headers["Host"].partition(".")[0])
        kind = self.path.rpartition(".")[2]
        page = PAGE.replace("@port@", str(self.server.server_port)) if self.path == "/" else "framed"
        body = BODIES.get(kind, page).encode()
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(kind, "text/html; charset=utf-8"))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/":
            self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.server.reports.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.told.set()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server(("127.0.0.1", 0), Handler)
    running.reports, running.asked, running.told = [], set(), threading.Event()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def policy(server: Server, *granted: str) -> str:
    necessary = Exemption.STRICTLY_NECESSARY
    services = (
        Service("film", "Film", "Films", "media", hosts=("film.localhost",)),
        Service("pay", "Pay", "Till", "shop", exemption=necessary, hosts=("pay.localhost",)),
    )
    url = f"http://shop.localhost:{server.server_port}/"
    registry = Registry(Site("Shop", url), purposes=(Purpose("media"), Purpose("shop")), services=services, version=1)
    layout = Layout.of(registry)
    choice = choose(layout, acts_for(layout, granted), NOW).choice
    return Scenes(registry).policy(effective(choice, layout, NOW), "/reports")


def looked(context: BrowserContext, server: Server, *granted: str) -> tuple[list[str], list[str]]:
    """What has run on the page, and what the browser held back."""
    server.policy = policy(server, *granted)
    server.asked.clear()
    page = context.new_page()
    page.goto(f"http://shop.localhost:{server.server_port}/")
    page.evaluate("(async () => { await own(); for (const site of ['film', 'pay', 'stranger']) await load(site) })()")
    assert page.evaluate("getComputedStyle(document.querySelector('main')).color") == "rgb(1, 2, 3)"
    assert page.evaluate("getComputedStyle(document.querySelector('main')).marginTop") == "7px"
    return page.evaluate("ran"), page.evaluate("held")


OWN = ["inline", "script", "script", "worker", "data", "srcdoc"]
KINDS = ("script", "image", "fetch", "frame")


def loaded(site: str) -> list[str]:
    """What the page notes when all of a site comes through; a script notes itself first."""
    return ["script", *(f"{site} {kind}" for kind in KINDS)]


def blocked(site: str, server: Server) -> list[str]:
    at = f"http://{site}.localhost:{server.server_port}"
    return [f"script-src-elem {at}/x.js", f"img-src {at}/x.svg", f"connect-src {at}/x.txt", f"frame-src {at}"]


def test_nothing_granted(context: BrowserContext, server: Server) -> None:
    """The film is held back in every way, the till and all that is the site's own work, and the browser reports."""
    ran, held = looked(context, server)

    # Chromium fires load on a frame that it held back, as if it had loaded
    assert [what for what in ran if what not in {"film frame", "stranger frame"}] == [*OWN, *loaded("pay")]
    assert sorted(held) == sorted(blocked("film", server) + blocked("stranger", server))
    assert server.asked == {"shop", "static", "live", "pay"}
    assert server.told.wait(10)
    assert any("film.localhost" in report for report in server.reports)


def test_granted(context: BrowserContext, server: Server) -> None:
    """The film plays; what nobody declared is held back as before."""
    ran, held = looked(context, server, "media")

    assert [what for what in ran if what != "stranger frame"] == [*OWN, *loaded("film"), *loaded("pay")]
    assert server.asked == {"shop", "static", "live", "pay", "film"}
    assert sorted(held) == sorted(blocked("stranger", server))

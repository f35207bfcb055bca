"""A site that shows what other companies have, under the policy of the gate: each of them a host on loopback."""

from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from playwright.sync_api import BrowserContext, Page

from speculoos.gate.csp import Scenes
from tests.browser.shop import until

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
name = "Tube Ltd"
[[providers]]
name = "Pictures Ltd"
[[purposes]]
id = "media"
label = {{ en = "Videos", fr = "Vidéos" }}
[[purposes]]
id = "help"
label = {{ en = "Help" }}
[[services]]
id = "tube"
provider = "Tube Ltd"
function = "Video player"
purpose = "media"
use = "embed"
hosts = ["tube.localhost"]
text = {{ en = "To play" }}
[[services]]
id = "pictures"
provider = "Pictures Ltd"
function = "Picture service"
purpose = "media"
use = "embed"
hosts = ["pictures.localhost"]
text = {{ en = "To show" }}
[[services]]
id = "chat"
provider = "Tube Ltd"
function = "Chat"
purpose = "help"
use = "embed"
hosts = ["chat.localhost"]
text = {{ en = "To help" }}
"""
HEAD = """<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style nonce="n">:root {{ color-scheme: light dark }} body {{ margin: 0; font: 1rem/1.5 sans-serif }}
main {{ padding: 1rem; display: grid; gap: 1rem; justify-items: start }}
.wide {{ width: 100%; aspect-ratio: 16 / 9; max-height: 20rem; position: relative }}
.wide iframe {{ position: absolute; inset: 0; width: 100%; height: 100%; border: 0 }}</style>
<script nonce="n">window.told = []; window.faults = [];
document.addEventListener("securitypolicyviolation", (e) => faults.push(e.effectiveDirective));
for (const name of ["ready", "choice"])
  document.addEventListener("speculoos:" + name, (e) => told.push([name]));</script>
{tag}</head><body><main><h1>Shop</h1><form><label>Your name <input name="name"></label></form>"""
TAG = '<script nonce="n" src="{platform}/embed/1/speculoos.js" data-site="cinema" async></script>'
BODY = """<iframe id="film" title="Our film" width="320" height="180" allow="fullscreen https://tube.localhost"
  src="http://tube.localhost:{port}/film?id=1"></iframe>
<div class="wide"><iframe id="wide" title="Wide film" src="http://tube.localhost:{port}/film?id=2"></iframe></div>
<img id="picture" alt="A cake" width="300" height="200" src="http://pictures.localhost:{port}/cake.svg">
<iframe id="stranger" title="Stranger" width="320" height="120" src="http://stranger.localhost:{port}/x"></iframe>
<img id="pixel" alt="" width="1" height="1" src="http://tube.localhost:{port}/pixel.svg">
<p id="end">The end.</p>"""
FREE = '<img id="free" alt="A free cake" src="http://pictures.localhost:{port}/cake.svg"><p>After it.</p>'
SCRIPT = '<script nonce="n" src="http://chat.localhost:{port}/chat.js"></script>'
PARKED = (
    '<iframe id="parked" title="Parked" data-speculoos="media:tube" data-src="http://tube.localhost:{port}/p"></iframe>'
)
PAGES = {"/free/": FREE, "/script/": SCRIPT, "/parked/": PARKED, "/plain/": "<p>Nothing.</p>"}
STRICT = "script-src 'nonce-n'; style-src 'nonce-n'; require-trusted-types-for 'script'; trusted-types 'none'"
CAKE = """<svg xmlns="http://www.w3.org/2000/svg" width="240" height="160">
<rect width="240" height="160" fill="peru"/></svg>"""


@dataclass
class Cinema:
    """The host, what the platform and the third parties were asked, and the policies of its pages."""

    url: str = ""
    platform: str = ""
    asked: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    scenes: Scenes | None = None
    down: bool = False

    @property
    def port(self) -> str:
        return self.url.rpartition(":")[2]

    def open(self, context: BrowserContext, path: str = "/", *, waits: bool = True) -> Page:
        page = context.new_page()
        page.goto(self.url + path)
        if waits:
            until(page, "told.length > 0")
            page.evaluate("window.mark = 'the same page'")
        return page

    def policy(self, path: str) -> str:
        """With what nobody has granted yet, and the platform's own host beside it."""
        assert self.scenes is not None
        if path == "/open/":
            return ""
        ours = Scenes(self.scenes.registry, ours=[] if path == "/unnamed/" else ["127.0.0.1"])
        named = ours.scenes()[0].policy
        if path != "/unnamed/":
            return named
        # the banner's own files are let in, the frame is not
        files = (
            f"{self.platform}/{each}" for each in ("embed/", "api/", "s/cinema/embed.json", "s/cinema/blocked.json")
        )
        return named.replace(" ", f" {' '.join(files)} ", 1)


def handler(shop: Cinema) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            path = self.path.partition("?")[0]
            if host != "shop.localhost":
                shop.others.append(f"{host}{self.path} from {self.headers.get('Referer', '')}")
                kind = {"svg": "image/svg+xml", "js": "text/javascript"}.get(path.rpartition(".")[2], "text/html")
                text = {"image/svg+xml": CAKE, "text/javascript": "window.chat = 1"}.get(kind)
                self.send(kind, text or f"<!doctype html><title>{path}</title><p>The film.</p>")
                return
            lang, dir = ("ar", "rtl") if path == "/rtl/" else ("en", "ltr")
            tag = "" if path == "/open/" else TAG.format(platform=shop.platform)
            body = PAGES.get(path, BODY).format(port=shop.port)
            strict = [STRICT] if path == "/strict/" else []
            self.send(
                "text/html", HEAD.format(lang=lang, dir=dir, tag=tag) + body + "</main>", shop.policy(path), *strict
            )

        def send(self, kind: str, text: str, *policies: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            for policy in filter(None, policies):
                self.send_header("Content-Security-Policy", policy)
            with suppress(ConnectionError):
                self.end_headers()
                self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    return Handler

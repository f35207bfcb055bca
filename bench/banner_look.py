"""What a browser sees of one banner: when it is there, what it costs the page, and what the page says of it.

The one place of the benchmarks that drives a browser.
"""

import gzip
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright
from playwright.sync_api import Error as BrowserError

from bench.banner_peers import Banner
from bench.workshop import UnavailableError

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip
CPU = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
"""Slow 4G: 150 ms there and back, 1.6 Mbit/s down."""
SETTLED_MS = 1200
PHONE = {"width": 412, "height": 823}

WATCH = """
window.seen = {visible: 0, long: [], shift: 0, events: []};
new PerformanceObserver((l) => l.getEntries().forEach((e) => seen.long.push([e.startTime, e.duration])))
  .observe({type: "longtask", buffered: true});
new PerformanceObserver((l) => l.getEntries().forEach((e) => { if (!e.hadRecentInput) seen.shift += e.value; }))
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver((l) => l.getEntries().forEach((e) => seen.events.push([e.name, e.duration])))
  .observe({type: "event", durationThreshold: 16, buffered: true});
window.deep = (selector, root = document) => {
  const found = root.querySelector(selector);
  if (found) return found;
  for (const host of root.querySelectorAll("*")) {
    const inside = host.shadowRoot && deep(selector, host.shadowRoot);
    if (inside) return inside;
  }
  return null;
};
window.nodes = (root = document) => [...root.querySelectorAll("*")].reduce(
  (sum, each) => sum + 1 + (each.shadowRoot ? nodes(each.shadowRoot) : 0), 0);
window.inSight = (element) => {
  const box = element.getBoundingClientRect();
  const high = Math.max(0, Math.min(innerHeight, box.bottom) - Math.max(0, box.top));
  const wide = Math.max(0, Math.min(innerWidth, box.right) - Math.max(0, box.left));
  let opacity = getComputedStyle(element).visibility === "visible" ? 1 : 0;
  for (let at = element; at; at = at.parentElement ?? at.getRootNode().host)
    opacity *= Number(getComputedStyle(at).opacity);
  return box.width * box.height > 0 && high * wide >= box.width * box.height / 2 && opacity >= 0.5;
};
const look = (selector) => {
  const found = deep(selector);
  if (found && inSight(found)) seen.visible = performance.now();
  else requestAnimationFrame(() => look(selector));
};
"""


@dataclass(frozen=True, slots=True)
class Timed:
    """One throttled view, in milliseconds. `blocking` is what long tasks take beyond 50 ms each."""

    visible: float
    first_paint: float
    blocking: float
    response: float
    shift: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """One view that is not throttled: bytes under gzip -9, requests, elements, faults, and what stays."""

    first_bytes: int
    all_bytes: int
    requests: int
    requests_later: int
    nodes: int
    axe: int
    cookie: int


@contextmanager
def browser() -> Iterator[Browser]:
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=system, args=ARGUMENTS)
        except BrowserError as fault:
            raise UnavailableError(f"no Chromium: {fault.message.splitlines()[0]}") from fault
        try:
            yield running
        finally:
            running.close()


def timed(running: Browser, url: str, banner: Banner, *, network: bool) -> Timed:
    """A first view on a phone four times slower than this machine, and the click that accepts."""
    with fresh(running) as context:
        page = watched(context, banner.banner)
        cdp = context.new_cdp_session(page)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
        if network:
            cdp.send("Network.enable")
            cdp.send("Network.emulateNetworkConditions", NETWORK)
        page.goto(url)
        page.wait_for_function("seen.visible > 0", timeout=20_000)
        page.wait_for_timeout(SETTLED_MS)
        before: dict[str, Any] = page.evaluate(
            "({...seen, fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0})"
        )
        page.evaluate("seen.events = []")
        page.click(banner.accept)
        page.wait_for_timeout(SETTLED_MS / 2)
        response = max((took for _, took in page.evaluate("seen.events")), default=16.0)
        end = before["visible"] + SETTLED_MS
        blocking = sum(max(0.0, took - 50) for start, took in before["long"] if start < end)
        seen = max(before["visible"], before["fcp"])  # laid out a frame earlier, but nothing is seen before the paint
        return Timed(seen, before["fcp"], blocking, response, before["shift"])


def weighed(running: Browser, url: str, banner: Banner, bare_nodes: int) -> Weighed:
    with fresh(running) as context:
        page = watched(context, banner.banner)
        came = listened(page)
        page.goto(url)
        page.wait_for_function("seen.visible > 0")
        page.wait_for_timeout(SETTLED_MS)
        first, requests, nodes = size(came), len(came), page.evaluate("nodes()") - bare_nodes
        faults = axe(page)
        if banner.settings:
            page.click(banner.settings)
            page.wait_for_function(f"deep({banner.dialog!r}) && inSight(deep({banner.dialog!r}))")
            page.wait_for_timeout(SETTLED_MS / 2)
            faults += axe(page)
        everything = size(came)
        again = context.new_page()
        again.add_init_script(WATCH + f"look({banner.banner!r});")
        again.goto(url)
        again.wait_for_function("seen.visible > 0")
        again.click(banner.accept)
        again.wait_for_timeout(SETTLED_MS)
        cookie = sum(len(c["value"]) for c in context.cookies() if "__gpp" not in c["name"])
        again.close()
        later = context.new_page()
        told = counted(later)
        later.goto(url)
        later.wait_for_timeout(SETTLED_MS)
        return Weighed(first, everything, requests, told["wire"], nodes, faults, cookie)


@contextmanager
def fresh(running: Browser) -> Iterator[BrowserContext]:
    context = running.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]}, locale="en-GB")
    try:
        yield context
    finally:
        context.close()


def watched(context: BrowserContext, selector: str) -> Page:
    page = context.new_page()
    page.add_init_script(WATCH + f"look({selector!r});")
    return page


def listened(page: Page) -> list[Response]:
    """The answers to what the page asks for from now on, without the page itself."""
    came: list[Response] = []

    def hear(response: Response) -> None:
        if response.request.resource_type != "document" and response.url.startswith("http"):
            came.append(response)

    page.on("response", hear)
    return came


def counted(page: Page) -> Counter[str]:
    """How the page's requests are answered from now on, by "wire" and "cache", its own document left out."""
    told: Counter[str] = Counter()
    kept: set[str] = set()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))

    def answered(event: dict[str, Any]) -> None:
        web = event["response"]["url"].startswith("http") and event["type"] != "Document"
        cached = event["response"].get("fromDiskCache") or event["requestId"] in kept
        told["cache" if cached else "wire"] += web

    cdp.on("Network.responseReceived", answered)
    return told


def size(came: list[Response]) -> int:
    """Bytes of scripts and styles. A site's own words are in the page with one banner and in a file with another."""
    code = [each for each in came if each.ok and each.request.resource_type in {"script", "stylesheet"}]
    return sum(len(gzip.compress(each.body(), 9, mtime=0)) for each in code)


def axe(page: Page) -> int:
    """Nodes that fail a rule of WCAG; what axe calls best practice is left out."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    return sum(len(rule["nodes"]) for rule in Axe().run(page, options=rules).response["violations"])


def bare_nodes(running: Browser, url: str) -> int:
    with fresh(running) as context:
        page = watched(context, "none")
        page.goto(url)
        return int(page.evaluate("nodes()"))

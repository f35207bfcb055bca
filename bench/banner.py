"""The banner in a browser beside four peers from npm: bytes, requests, time to be seen, blocking, response, faults."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench import banner_look
from bench.banner_host import Host
from bench.banner_look import Timed, Weighed
from bench.banner_peers import PEERS, PURPOSES, Banner, fetched
from bench.process import Server
from bench.result import Result
from bench.servers import platform
from bench.workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent
OURS = "speculoos"
RENDERED = "/s/biscuiterie/"
"""A page of the platform itself, whose banner is in the HTML."""
SITE = "bench-shop"
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
"""
PURPOSE = """
[[purposes]]
id = "{id}"
label = {{ en = "{label}" }}
text = {{ en = "What {label} are for." }}
[[services]]
id = "{id}-service"
provider = "Shop Ltd"
function = "{label}"
purpose = "{id}"
use = "audience_vendor"
text = {{ en = "To show {label}" }}
[[services.items]]
name = "{id}_key"
lifetime = "P30D"
"""
PLAIN = (
    ("first_view_bytes", "bytes", "first_bytes", "scripts and styles of the first view, each under gzip -9"),
    ("with_preferences_bytes", "bytes", "all_bytes", "the same once the second layer is open"),
    ("first_view_requests", "requests", "requests", "beside the page itself"),
    ("later_view_requests", "requests", "requests_later", "over the wire, of a visitor who has chosen"),
    ("elements", "elements", "nodes", "that the first layer adds to the page, shadow roots included"),
    ("axe", "faults", "axe", "nodes that fail a WCAG rule on both layers"),
    ("choice_bytes", "bytes", "cookie", "of the values of the cookies after everything was accepted"),
)
Reading = Callable[[Timed], float]


def run(shop: Workshop) -> Iterator[Result]:
    with ExitStack() as stack:
        running = stack.enter_context(banner_look.browser())
        host = stack.enter_context(Host(shop.home / "npm"))
        server = stack.enter_context(platform(shop.home / "banner"))
        host.banners[OURS] = ours(server, host, shop)
        host.banners.update(peers(shop))
        if shop.scale.rounds < 5:
            shop.say("banner: at this scale a median is of few views")
        yield from results(running, host, shop)
        yield rendered(running, server.url + RENDERED, shop)


def results(running: Browser, host: Host, shop: Workshop) -> Iterator[Result]:
    bare = banner_look.bare_nodes(running, host.url)
    weights: dict[str, Weighed] = {}
    for name, banner in host.banners.items():
        shop.say(f"banner: weighing {name}")
        weights[name] = banner_look.weighed(running, f"{host.url}/{name}", banner, bare)
    for name, unit, field, how in PLAIN:
        yield beside(f"banner_{name}", unit, {who: getattr(each, field) for who, each in weights.items()}, how)
    slow = views(running, host, shop, network=True)
    yield timing("banner_visible", slow, lambda each: each.visible, "half of it in sight, 4x CPU and slow 4G")
    after = {name: [each.visible - each.first_paint for each in timed] for name, timed in slow.items()}
    how = "of the same page, 4x CPU and slow 4G"
    yield beside("banner_after_first_paint", "ms", {name: median(each) for name, each in after.items()}, how)
    shift = {name: max(each.shift for each in timed) for name, timed in slow.items()}
    yield beside("banner_layout_shift", "CLS", shift, "the worst view")
    local = views(running, host, shop, network=False)
    yield timing("banner_blocking", local, lambda each: each.blocking, "of long tasks beyond 50 ms, 4x CPU")
    yield timing("banner_response", local, lambda each: each.response, "the longest event of the click, 4x CPU")


def rendered(running: Browser, url: str, shop: Workshop) -> Result:
    """How long after the first paint of its own page a banner is seen that came with the page."""
    banner = Banner("rendered", "", "", "#speculoos-banner", "#speculoos-banner [value=grant]")
    shop.say("banner: the one that is rendered by the server")
    timed = [banner_look.timed(running, url, banner, network=True) for _ in range(shop.scale.rounds)]
    after, seen = (
        median(figures) for figures in ([t.visible - t.first_paint for t in timed], [t.visible for t in timed])
    )
    how = f"of the same page, 4x CPU and slow 4G; seen {seen:.0f} ms after the start"
    return Result("banner_rendered_after_first_paint", after, "ms", "lower", how=how)


def views(running: Browser, host: Host, shop: Workshop, *, network: bool) -> dict[str, list[Timed]]:
    """In turns, each turn beginning with another one, so that none always meets the same machine."""
    names, found = list(host.banners), {name: list[Timed]() for name in host.banners}
    for turn in range(shop.scale.rounds):
        shop.say(f"banner: {'slow 4G' if network else '4x CPU'}, turn {turn + 1} of {shop.scale.rounds}")
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            url = f"{host.url}/{name}"
            found[name].append(banner_look.timed(running, url, host.banners[name], network=network))
    return found


def timing(name: str, found: dict[str, list[Timed]], read: Reading, how: str) -> Result:
    return beside(name, "ms", {who: median(map(read, timed)) for who, timed in found.items()}, how)


def beside(name: str, unit: str, figures: dict[str, float], how: str) -> Result:
    """Ours beside the best peer, all of them named in `how`."""
    others = {who: figure for who, figure in figures.items() if who != OURS}
    best = min(others, key=lambda who: others[who], default=None)
    told = ", ".join(f"{who} {figure:.4g}" for who, figure in others.items())
    baseline = others[best] if best else None
    return Result(name, figures[OURS], unit, "lower", best, baseline, f"{how}; {told}" if told else how)


def ours(server: Server, host: Host, shop: Workshop) -> Banner:
    """The embedded banner of a site declared for this run."""
    declaration = shop.home / "banner.toml"
    purposes = (PURPOSE.format(id=id, label=label) for id, label in PURPOSES.items())
    declaration.write_text(DECLARATION.format(url=host.url) + "".join(purposes), "utf-8")
    environment = server.environment | {"SPECULOOS_URL": server.url}
    manage = [sys.executable, "-m", "speculoos.cli", "manage"]
    publish = [*manage, "publish_declaration", str(declaration), "--site", SITE]
    subprocess.run(publish, cwd=ROOT, env=environment, check=True, capture_output=True)
    return Banner(OURS, tag(server.url), "", ".banner", ".banner .act:nth-child(2)", ".banner .plain", "dialog")


def tag(platform_url: str) -> str:
    return f'<script src="{platform_url}/embed/1/speculoos.js" data-site="{SITE}" data-version="1" async></script>'


def peers(shop: Workshop) -> dict[str, Banner]:
    """Those that could be had; the others are said to be missing."""
    if shop.offline:
        shop.skip("the peers of the banner: this run is offline")
        return {}
    found: dict[str, Banner] = {}
    for peer in PEERS:
        shop.say(f"fetching {peer.package} {peer.version}")
        if fault := fetched(peer, shop.home / "npm"):
            shop.skip(f"{peer.package}: {fault}")
        else:
            found[peer.banner.name] = peer.banner
    return found

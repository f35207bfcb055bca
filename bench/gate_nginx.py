"""What the exported gate costs an nginx: its throughput with it and without it, visitor by visitor.

The application is an nginx that sends files, so nearly nothing hides what the gate costs; an application that works
for its answers takes a hundred times as long for each.
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.load import Load, Request, drive
from bench.measure import Sample, interleaved
from bench.process import Server, cpu_seconds, fetch, free_port
from bench.result import Result, result
from bench.workshop import UnavailableError, Workshop
from speculoos.consent.choice import acts_for, choose
from speculoos.consent.cookie import encode
from speculoos.consent.layout import Layout
from speculoos.gate.bundle import Bundle
from speculoos.gate.keys import new_key
from speculoos.gate.nginx.conf import MODULE
from speculoos.gate.nginx.export import export
from speculoos.gate.nginx.target import Target
from speculoos.gate.rules import Mode, Rules
from speculoos.registry.model import Exemption, Purpose, Registry, Service, Site, StorageItem

AGAINST = "the same nginx and configuration without the gate, in the same run"
SITE = "bench"
KEY = new_key()
ITEMS, SIZES = 24, (100, 2000)
PAGE_BYTES, FILE_BYTES = 30_000, 10_000
FILE = ("/file.css",)
VISIT = ("/page.html", *FILE * 9)
"""A page and nine files."""
SESSION = "sessionid=0123456789abcdef0123456789abcdef; csrftoken=0123456789abcdef0123456789abcdef"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: what their browser sends."""

    name: str
    cookies: str


def run(shop: Workshop) -> Iterator[Result]:
    if not Path(NGINX).exists() or not Path(MODULE).exists() or not shutil.which("wrk"):
        raise UnavailableError("nginx with libnginx-mod-http-js and wrk are needed; tools/system.sh test installs them")
    home = shop.home / "nginx"
    with application(home / "application") as upstream:
        registry = declared(ITEMS)
        gate, bare = exported(registry, upstream, home)
        with gate, bare:
            found = [measured(shop, v.name, gate, bare, VISIT, v.cookies) for v in visitors(registry)]
        yield from found
        yield visit(found)
        for size in SIZES if shop.scale.rows >= max(SIZES) else ():
            yield from sizes(shop, upstream, size, home / str(size))


def visit(found: Sequence[Result]) -> Result:
    """The share of nginx's throughput that is left when each of the visitors comes as often."""
    ours = sum(1 / each.value for each in found)
    theirs = sum(1 / each.baseline for each in found if each.baseline)
    how = "the three visitors above, as often each, from their rates"
    return Result("gate_nginx_visit", theirs / ours, "of the throughput without", "higher", how=how)


def sizes(shop: Workshop, upstream: Server, size: int, home: Path) -> Iterator[Result]:
    """What many cookies and many declarations take, where all is granted: a file, which is nothing but its cookies."""
    registry = declared(size)
    gate, bare = exported(registry, upstream, home)
    with gate, bare:
        for count in (10, 50):
            name = f"{count}_cookies_{size}_declarations"
            yield measured(shop, name, gate, bare, FILE, granted_cookies(registry, count))


def measured(shop: Workshop, name: str, gate: Server, bare: Server, paths: Sequence[str], cookies: str) -> Result:
    """Requests a second with the gate and without it, whose bodies are the same."""
    shop.say(f"nginx with the gate: {name}")
    scale, headers = shop.scale, {"Cookie": cookies} if cookies else {}
    for path in {*paths}:
        assert fetch(gate.port, path, headers) == fetch(bare.port, path, headers)
    asked = [Request(server.url, headers=headers, paths=(*paths,)) for server in (gate, bare)]
    spent = {gate: 0.0, bare: 0.0}

    def load(server: Server, request: Request) -> Load:
        before = cpu_seconds(server.processes())
        done = drive(request, scale.connections, 1)
        spent[server] += (cpu_seconds(server.processes()) - before) / done.answered / rounds * 1e6
        return done

    # short rounds and many, for what else runs on the machine moves a rate more than this gate
    rounds = scale.load_rounds * scale.load_seconds
    loads = interleaved(lambda: load(gate, asked[0]), lambda: load(bare, asked[1]), rounds)
    rates = Sample.of(each.rate for each in loads[0]), Sample.of(each.rate for each in loads[1])
    count = len(cookies.split("; ")) if cookies else 0
    how = f"wrk, {scale.connections} connections, {rounds} rounds of 1 s, {count} cookies; "
    how += f"CPU of nginx a request {spent[gate]:.0f} us, without {spent[bare]:.0f} us"
    return result(f"gate_nginx_{name}", rates, "requests/s", "higher", AGAINST, how)


def visitors(registry: Registry) -> tuple[Visitor, ...]:
    """Somebody who comes for the first time, somebody who refused, and somebody who granted everything."""
    refused = f"{SESSION}; cookies_preferences={choice(registry, granted=False)}"
    return Visitor("first", ""), Visitor("refused", refused), Visitor("granted", granted_cookies(registry, 6))


def granted_cookies(registry: Registry, count: int) -> str:
    """So many cookies of somebody who granted everything, three of them the site's own."""
    optional = [item for service in registry.services if not service.exemption for item in service.items]
    named = [item.name.replace("*", "x") for item in optional]
    more = "; ".join(f"{name}=0123456789abcdef" for name in named[: count - 3])
    return f"{SESSION}; {more}; cookies_preferences={choice(registry, granted=True)}"


def choice(registry: Registry, *, granted: bool) -> str:
    layout = Layout.of(registry)
    acts = acts_for(layout, layout.purposes if granted else ())
    return encode(choose(layout, acts, datetime.now(UTC)).choice, layout, KEY, SITE)


def declared(size: int) -> Registry:
    """A site of so many items, a quarter of them patterns."""
    names = [f"item{n:04}_{'*' if n % 4 == 0 else ''}" for n in range(size)]
    items = tuple(StorageItem(name, lifetime="P30D") for name in names)
    own = tuple(StorageItem(name, lifetime="session") for name in ("sessionid", "csrftoken"))
    half = size // 2
    return Registry(
        Site("Bench", "https://www.bench.example/"),
        purposes=(Purpose("signin"), Purpose("statistics"), Purpose("media")),
        services=(
            Service("login", "Bench", "Login", "signin", exemption=Exemption.STRICTLY_NECESSARY, items=own),
            Service("count", "Bench", "Count", "statistics", hosts=("count.example",), items=items[:half]),
            Service("film", "Bench", "Film", "media", hosts=("film.example", "cdn.film.example"), items=items[half:]),
        ),
        version=1,
    )


def exported(registry: Registry, upstream: Server, home: Path) -> tuple[Server, Server]:
    """The gate as it is exported, and the same without the lines of the gate."""
    home.mkdir(parents=True, exist_ok=True)
    ports = free_port(), free_port()
    target = Target.of(upstream.url, (f"127.0.0.1:{ports[0]}",))
    export(Bundle(registry, Rules(Mode.ENFORCE), SITE), target, home / "gate", (KEY,))
    conf = (home / "gate" / "nginx.conf").read_text()
    without = re.sub(r"\n *include [^\n]*", "", conf).replace(f":{ports[0]};", f":{ports[1]};")
    shutil.copytree(home / "gate", home / "bare")
    (home / "bare" / "nginx.conf").write_text(without)
    return started(home / "gate", ports[0]), started(home / "bare", ports[1])


def application(home: Path) -> Server:
    port = free_port()
    for name in ("logs", "tmp"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "page.html").write_text("<!doctype html>".ljust(PAGE_BYTES, "x"))
    (home / "file.css").write_text("/**/".ljust(FILE_BYTES, " "))
    (home / "nginx.conf").write_text(APPLICATION % ("user root;" if os.geteuid() == 0 else "", port, home))
    return started(home, port)


def started(directory: Path, port: int) -> Server:
    command = [NGINX, "-c", str(directory / "nginx.conf"), "-p", str(directory), "-g", "daemon off;"]
    return Server(command, port, {}, directory / "server.log", "/page.html")


APPLICATION = """
pid nginx.pid;
%s
error_log logs/error.log;
events {}
http {
    access_log off;
    keepalive_requests 1000000;
    types { text/html html; text/css css; }
    client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
    uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
    server { listen 127.0.0.1:%d; root "%s"; }
}
"""

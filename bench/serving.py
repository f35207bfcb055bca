"""The policy as it is served: requests a second, from the page cache and past it."""

from collections.abc import Iterator

from bench.load import Request, drive, warm
from bench.measure import Sample, interleaved
from bench.process import Server, fetch
from bench.result import Result, result
from bench.servers import bare, platform
from bench.workshop import Workshop

AGAINST = "a bare Django view that returns the same bytes under the same Granian settings"
PATHS = {"html": "/cookies/", "json": "/cookies.json"}
UNCACHED = {"Cookie": "a=b"}
"""Whoever sends a cookie is answered by Django and not from the page cache."""


def run(shop: Workshop) -> Iterator[Result]:
    with platform(shop.home / "served") as subject:
        pages = shop.home / "served-bare" / "pages"
        pages.mkdir(parents=True)
        for name, path in PATHS.items():
            (pages / name).write_bytes(fetch(subject.port, path))
        with bare(shop.home / "served-bare") as baseline:
            for name, path in PATHS.items():
                assert fetch(baseline.port, f"/{name}") == fetch(subject.port, path), f"{path} is not what bare sends"
                for kind, headers in (("cached", {}), ("uncached", UNCACHED)):
                    shop.say(f"serving {path}, {kind}")
                    yield served(shop, f"policy_{name}_{kind}", (subject, path), (baseline, f"/{name}"), headers)


def served(
    shop: Workshop, name: str, subject: tuple[Server, str], baseline: tuple[Server, str], headers: dict[str, str]
) -> Result:
    scale = shop.scale
    asked = [Request(server.url + path, headers=headers) for server, path in (subject, baseline)]
    for request in asked:  # both are warm before either is measured
        warm(request, scale)
    a, b = interleaved(
        lambda: drive(asked[0], scale.connections, scale.load_seconds),
        lambda: drive(asked[1], scale.connections, scale.load_seconds),
        scale.load_rounds,
    )
    size = len(fetch(subject[0].port, subject[1], headers))
    how = f"{a[0].tool}, {scale.connections} connections, {scale.load_seconds} s a round, {size} bytes; "
    how += f"p99 {max(load.p99_ms for load in a):.1f} ms at worst"
    rates = Sample.of(load.rate for load in a), Sample.of(load.rate for load in b)
    return result(name, rates, "requests/s", "higher", AGAINST, how)

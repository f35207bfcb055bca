"""Starting the platform: time to the first page, and memory once it idles."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.measure import Sample, interleaved
from bench.process import Server, proportional_bytes
from bench.result import Result, result, took
from bench.servers import bare, platform
from bench.workshop import Workshop

AGAINST = "a bare Django view under the same Granian settings"
MEGABYTE = 1e6


def run(shop: Workshop) -> Iterator[Result]:
    shop.say("starting the platform for the first time")
    first, first_bare = interleaved(_first(shop, platform), _first(shop, bare), shop.scale.starts)
    yield took("first_start", (Sample.of(first), Sample.of(first_bare)), "s", AGAINST, "empty directory: database made")
    shop.say("starting the platform with an existing database")
    homes = (shop.home / "first-platform-0", shop.home / "first-bare-0")
    again, again_bare = interleaved(
        lambda: _start(shop, platform, homes[0]), lambda: _start(shop, bare, homes[1]), shop.scale.starts
    )
    seconds = Sample.of(s for s, _ in again), Sample.of(s for s, _ in again_bare)
    yield took("cold_start", seconds, "s", AGAINST, "existing database, to the last byte of /cookies/")
    weights = Sample.of(w for _, w in again), Sample.of(w for _, w in again_bare)
    how = "PSS of the process tree, one worker, one page served"
    yield result("memory_idle", weights, "MB", "lower", AGAINST, how)


def _first(shop: Workshop, serve: Callable[[Path], Server]) -> Callable[[], float]:
    """Starts in a new directory each time."""
    homes = iter(shop.home / f"first-{serve.__name__}-{n}" for n in range(shop.scale.starts))

    def start() -> float:
        with serve(next(homes)) as server:
            return server.first_page

    return start


def _start(shop: Workshop, serve: Callable[[Path], Server], home: Path) -> tuple[float, float]:
    """Seconds to the first page, and megabytes after a moment of rest."""
    with serve(home) as server:
        time.sleep(shop.scale.settle_seconds)
        return server.first_page, proportional_bytes(server.processes()) / MEGABYTE

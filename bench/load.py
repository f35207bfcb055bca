"""Load on a server, bounded in time: by wrk where it is installed, else by a small client of our own.

Both keep so many connections open and send the next request when the answer is there. Latencies of such a closed
loop are those of a server that is always busy. Load and server share the machine, so these are lower bounds.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import hammer
from bench.workshop import Scale

SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent again and again. `paths` are asked for in turns, by wrk alone."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it. Only answers below 400 are counted in `answered`."""

    tool: str
    answered: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


def drive(request: Request, connections: int, seconds: int) -> Load:
    """Send `request` over `connections` for about `seconds`; any failed answer is an error of the benchmark."""
    load = (by_wrk if shutil.which("wrk") else by_client)(request, connections, seconds)
    if load.failed or not load.answered:
        raise RuntimeError(f"{request.method} {request.url}: {load.failed} failed, {load.answered} answered")
    return load


def warm(request: Request, scale: Scale) -> None:
    """Load that nobody measures, so that caches are filled and threads are there."""
    if scale.warm_seconds:
        drive(request, scale.connections, scale.warm_seconds)


def by_wrk(request: Request, connections: int, seconds: int) -> Load:
    wrk = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--timeout", "30s"]
    headers = [part for name, value in request.headers.items() for part in ("--header", f"{name}: {value}")]
    done = subprocess.run(
        [*wrk, *headers, "--script", str(SCRIPT), request.url],
        env=os.environ
        | {"BENCH_METHOD": request.method, "BENCH_BODY": request.body, "BENCH_PATHS": " ".join(request.paths)},
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=True,
    )
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Load("wrk", told["requests"] - told["failed"], told["failed"], told["seconds"], told["p50"], told["p99"])


def by_client(request: Request, connections: int, seconds: int) -> Load:
    latencies, failed, took = hammer(
        request.url, request.method, dict(request.headers), request.body, connections, seconds
    )
    ranked = sorted(latencies) or [0.0]
    return Load("stdlib client", len(latencies), failed, took, percentile(ranked, 50), percentile(ranked, 99))


def percentile(ranked: list[float], percent: int) -> float:
    """The smallest figure that so many percent do not exceed (nearest rank); `ranked` is sorted and not empty."""
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]

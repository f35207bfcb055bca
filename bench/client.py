"""The load client where wrk is not installed: standard library, two processes, a thread for each connection.

It costs more than most servers that it measures, so its figures say less about a fast one; results name it.
"""

import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from urllib.parse import urlsplit

PROCESSES = 2
Told = tuple[list[float], int]


def hammer(
    url: str, method: str, headers: dict[str, str], body: str, connections: int, seconds: float
) -> tuple[list[float], int, float]:
    """Milliseconds of each answer below 400, how many failed, and how long it all took."""
    processes = min(PROCESSES, connections)
    shares = [connections // processes + (n < connections % processes) for n in range(processes)]
    work = (url, method, headers, body)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(abs, range(processes)))  # started before the clock
        began = time.monotonic()
        told = list(pool.map(_process, [(*work, share, seconds) for share in shares]))
        took = time.monotonic() - began
    return [latency for latencies, _ in told for latency in latencies], sum(failed for _, failed in told), took


def _process(work: tuple[str, str, dict[str, str], str, int, float]) -> Told:
    url, method, headers, body, threads, seconds = work
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(threads) as pool:
        told = list(pool.map(lambda _: _connection(url, method, headers, body, until), range(threads)))
    return [latency for latencies, _ in told for latency in latencies], sum(failed for _, failed in told)


def _connection(url: str, method: str, headers: dict[str, str], body: str, until: float) -> Told:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    latencies: list[float] = []
    failed = 0
    while (began := time.monotonic()) < until:
        try:
            connection.request(method, parts.path, body or None, headers)
            answer = connection.getresponse()
            answer.read()
            fine = answer.status < 400
        except (OSError, HTTPException):
            connection.close()
            fine = False
        if fine:
            latencies.append((time.monotonic() - began) * 1e3)
        else:
            failed += 1
    connection.close()
    return latencies, failed

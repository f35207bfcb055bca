"""What a gate counted, sent to the platform where its people look at it: now and then, never in a request.

Sums alone are sent, over HTTPS with a bearer token. What could not be sent waits, bounded as a tally is.
"""

import logging
import os
from multiprocessing.util import Finalize
from threading import Event, Lock, Thread

import httpx

from speculoos.gate.tally import Count, Tally, Waiting

SECONDS = 60.0
TIMEOUT = 10.0
AT_ONCE = 2_000
"""Counts in one request: what the platform takes."""

log = logging.getLogger("speculoos.gate")


class Sender:
    """Sends a tally to `POST /api/v1/sites/<site>/gate/counts`, from a thread that ends with the process.

    `url` is that address, `token` a bearer token with the right to write what gates counted.
    """

    def __init__(self, tally: Tally, url: str, token: str, seconds: float = SECONDS) -> None:
        self.tally, self.url, self.seconds = tally, url, seconds
        self._token = token
        self._waiting = Waiting()
        self._lock = Lock()
        self._end = Event()
        self._pid: int | None = None

    def start(self) -> None:
        """Begin, in this process: servers fork, and threads stay behind, so call it where requests are answered."""
        if self._pid == os.getpid():
            return
        self._pid = os.getpid()
        Thread(target=self._run, name="speculoos gate counts", daemon=True).start()
        Finalize(None, self.stop, exitpriority=1)  # the workers of servers end without atexit

    def stop(self) -> None:
        """Send once more, and end."""
        self._end.set()
        self.send()

    def send(self) -> bool:
        """Send what has been counted; whether nothing waits any longer. Never raises."""
        with self._lock:
            self._waiting.add(self.tally.drain())
            while counts := self._waiting.first(AT_ONCE):
                if not self._post(counts):
                    return False
                self._waiting.done(counts)
            return True

    def _post(self, counts: list[Count]) -> bool:
        try:
            answer = httpx.post(
                self.url,
                json={"counts": [as_json(count) for count in counts]},
                headers={"Authorization": f"Bearer {self._token}"},
                timeout=TIMEOUT,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            log.warning("What the gate counted could not be sent, and waits: %s", type(fault).__name__)
            return False
        except httpx.HTTPError as fault:  # it may have been heard, and what is sent twice is counted twice
            log.warning("What the gate counted was sent, and not answered: %s", type(fault).__name__)
            return True
        if answer.is_success:
            return True
        log.warning("What the gate counted could not be sent, and waits: the platform answered %d", answer.status_code)
        return False

    def _run(self) -> None:
        while not self._end.wait(self.seconds):
            self.send()


def as_json(count: Count) -> dict[str, object]:
    """A count as the platform reads it."""
    return {
        "hour": count.hour.isoformat(),
        "side": count.side,
        "name": count.name,
        "path": count.path,
        "action": str(count.action),
        "reason": str(count.reason),
        "mode": str(count.mode) if count.mode in {"off", "report_only", "enforce"} else "report_only",
        "count": count.count,
    }

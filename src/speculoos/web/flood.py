"""How much one site's visitors may post at once and in a second, so that a flood at one starves no other.

Counted by the site in the address and by nothing that a sender could make up: no header, no address of theirs. What
is over the bound is told to come back (429); the banner keeps the choice and sends it again by itself. What browsers
report is counted apart and gets little of both: choices come first.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.core.handlers.wsgi import get_script_name
from django.urls import set_script_prefix

from speculoos.web.api.errors import Problem
from speculoos.web.body_queue import AT_ONCE, WAITING
from speculoos.web.conf import config

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

POSTS = re.compile(r"(?:/api/v1/sites/([^/]{1,60})/consents|(?:/s/([^/]{1,60}))?/cookies/preferences/)")
"""Where choices are posted, with the site's name; without one it is the home site."""
REPORTS = re.compile(r"/api/v1/sites/([^/]{1,60})/reports")
"""Where browsers report to."""
REPORTS_PER_SECOND = 100
REPORTS_IN_FLIGHT = AT_ONCE // 4
IN_FLIGHT = AT_ONCE // 2 + WAITING
"""At most so many posts of one site are taken at a time: the rest of the line is for others."""
MOST = 1000
"""So many sites are counted; names that nobody uses now are dropped before another one is."""


@dataclass(slots=True)
class Count:
    """What one site may still do: `left` posts now, and more as the seconds pass."""

    left: float
    at: float
    in_flight: int = 0


class FloodGate:
    """A WSGI application around another one."""

    def __init__(self, app: App, in_flight: int = IN_FLIGHT) -> None:
        self.app = app
        self.in_flight = in_flight
        self.counts: dict[str, Count] = {}
        self.lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        bound = self._bound(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
        if bound is None:
            return self.app(environ, start_response)
        count = self._taken(*bound)
        if count is None:
            return _too_many(environ, start_response)
        try:
            return self.app(environ, start_response)
        finally:
            with self.lock:
                count.in_flight -= 1

    def _bound(self, path: str) -> tuple[str, int, int] | None:
        """What a post is counted as, how many there may be in a second, and how many at once; None: it is not."""
        if found := POSTS.fullmatch(path):
            site = found[1] or found[2] or config().home_site
            return site, config().consents_per_second, self.in_flight
        if found := REPORTS.fullmatch(path):
            return f"{found[1]}/reports", REPORTS_PER_SECOND, REPORTS_IN_FLIGHT
        return None

    def _taken(self, name: str, rate: int, at_once: int) -> Count | None:
        """The count of a site, or of its reports, with this post in it; None if there is no room for it."""
        now = time.monotonic()
        with self.lock:
            count = self.counts.get(name) or self._counted(name, Count(rate, now))
            count.left, count.at = min(rate, count.left + (now - count.at) * rate), now
            if count.left < 1 or count.in_flight >= at_once:
                return None
            count.left -= 1
            count.in_flight += 1
            return count

    def _counted(self, name: str, fresh: Count) -> Count:
        if len(self.counts) >= MOST:
            busy = {name: c for name, c in self.counts.items() if c.in_flight or fresh.at - c.at < 1}
            self.counts = busy if len(busy) < MOST else {}  # a thousand made-up names in a second: count anew
        return self.counts.setdefault(name, fresh)


def _too_many(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    set_script_prefix(get_script_name(environ))
    told = Problem("too-many", "Too many at once for this site. Send it again.", headers={"Retry-After": "1"})
    response = told.response()
    start_response("429 Too Many Requests", [*response.items()])
    return [response.content]

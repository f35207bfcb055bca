"""How many choices one site's visitors may post at once and in a second, so that a flood at one starves no other.

Counted by the site in the address and by nothing that a sender could make up: no header, no address of theirs. What
is over the bound is told to come back (429); the banner keeps the choice and sends it again by itself.
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
        found = POSTS.fullmatch(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
        if found is None:
            return self.app(environ, start_response)
        count = self._taken(found[1] or found[2] or config().home_site)
        if count is None:
            return _too_many(environ, start_response)
        try:
            return self.app(environ, start_response)
        finally:
            with self.lock:
                count.in_flight -= 1

    def _taken(self, site: str) -> Count | None:
        """The site's count with this post in it, None if there is no room for it."""
        rate, now = config().consents_per_second, time.monotonic()
        with self.lock:
            count = self.counts.get(site) or self._counted(site, Count(rate, now))
            count.left, count.at = min(rate, count.left + (now - count.at) * rate), now
            if count.left < 1 or count.in_flight >= self.in_flight:
                return None
            count.left -= 1
            count.in_flight += 1
            return count

    def _counted(self, site: str, fresh: Count) -> Count:
        if len(self.counts) >= MOST:
            busy = {name: c for name, c in self.counts.items() if c.in_flight or fresh.at - c.at < 1}
            self.counts = busy if len(busy) < MOST else {}  # a thousand made-up names in a second: count anew
        return self.counts.setdefault(site, fresh)


def _too_many(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    set_script_prefix(get_script_name(environ))
    told = Problem("too-many", "Too many choices at once for this site. Send it again.", headers={"Retry-After": "1"})
    response = told.response()
    start_response("429 Too Many Requests", [*response.items()])
    return [response.content]

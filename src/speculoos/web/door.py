"""The page cache in front of Django: what every visitor without a cookie is shown is made once a second.

A policy page is the same for everybody who sent no cookie and no signal, so those answers are kept whole, for as
long as a process may serve an older version anyway (`version_seconds`), and dropped at once when this process
publishes. Whoever sends a cookie or `Sec-GPC` goes through, and so does everything that sets a cookie.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from speculoos.law.place import place_of
from speculoos.web.compressed import takes_gzip
from speculoos.web.conf import config
from speculoos.web.store import publish

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

CACHEABLE = re.compile(r"/(?:s/[-a-zA-Z0-9_]{1,60}/)?(?:cookies(?:/|\.json|\.pdf|\.md|\.txt|/preferences/))?")
QUERY = re.compile(r"(?:lang=[a-zA-Z-]{2,20})?")
"""Other queries go through: they are rare, and visitors could fill the memory with them."""
PERSONAL = ("HTTP_COOKIE", "HTTP_SEC_GPC", "HTTP_AUTHORIZATION")
VARYING = (
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_HOST",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT_LANGUAGE",
)
MOST = 512
"""How many answers are kept; the oldest one goes first."""
LONGEST = 500
"""Characters of what an answer varies by. Longer requests go through: they too could fill the memory."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, and until when (monotonic seconds) and for which generation of versions it holds."""

    until: float
    generation: int
    headers: Headers
    etag: str | None
    body: bytes


class PageCache:
    """A WSGI application around another one. Threads may share it: a lost race makes a page twice, never wrong."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not shareable(environ):
            return self.app(environ, start_response)
        key = key_of(environ)
        found = self.kept.get(key)
        if found is None or found.until < time.monotonic() or found.generation != publish.generation():
            return self._make(environ, start_response)
        return _answer(found, environ, start_response)

    def _make(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Django's answer, kept if it is a plain success that gives the visitor nothing."""
        generation, until = publish.generation(), time.monotonic() + config().version_seconds
        started: list[Any] = []

        def listen(status: str, headers: Headers, *rest: Any) -> Any:
            started[:] = [status, headers]
            return start_response(status, headers, *rest)

        conditional = "HTTP_IF_NONE_MATCH" in environ or environ["REQUEST_METHOD"] != "GET"
        chunks = self.app(environ, listen)
        if conditional or not started or not started[0].startswith("200") or _header(started[1], "set-cookie"):
            return chunks
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        self.kept[key_of(environ)] = Kept(until, generation, started[1], _header(started[1], "etag"), body)
        while len(self.kept) > MOST:
            self.kept.popitem(last=False)
        return [body]


def key_of(environ: Environ) -> tuple[str, ...]:
    """What an answer varies by. A place is few values whatever the header says, so it cannot fill the memory.

    Worked out anew once an answer is made: that a site places its visitors is known when it was first served.
    """
    places = [place_of(environ.get(name)) or "" for name in sorted(publish.place_headers)]
    return (*(environ.get(name, "") for name in VARYING), "gzip" if takes_gzip(environ) else "", *places)


def shareable(environ: Environ) -> bool:
    """Whether the answer may be the same for everybody: a reading of a public page by nobody in particular."""
    return (
        environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        and not any(name in environ for name in PERSONAL)
        and CACHEABLE.fullmatch(environ["PATH_INFO"]) is not None
        and QUERY.fullmatch(environ.get("QUERY_STRING", "")) is not None
        and sum(len(environ.get(name, "")) for name in VARYING) <= LONGEST
    )


def _answer(kept: Kept, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    if kept.etag and kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response(
            "304 Not Modified", [h for h in kept.headers if h[0].lower() not in {"content-length", "content-type"}]
        )
        return []
    start_response("200 OK", kept.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]


def _header(headers: Headers, name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)

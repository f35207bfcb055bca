"""How many requests with a body are read at once, so that slow senders cannot take every thread of a process.

The server has no deadline for a body: whoever announces more than they send holds a thread. Bodies therefore share a
part of the threads, a few more wait their turn for a moment, and the rest are told to come back; reading pages and
`/healthz` always find a thread. In production a proxy that reads requests whole stands in front (docs/how-to).
"""

from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import Any

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

THREADS = 64
AT_ONCE = 16
WAITING = 24
SECONDS = 5.0
"""Of THREADS, at most AT_ONCE + WAITING are ever taken by requests with a body; one waits SECONDS at most."""

BUSY = b'{"type": "about:blank", "title": "Busy", "status": 503, "detail": "Too many forms at once. Send it again."}'


class BodyQueue:
    """A WSGI application around another one, which sees at most AT_ONCE requests with a body at a time."""

    def __init__(self, app: App, at_once: int = AT_ONCE, waiting: int = WAITING, seconds: float = SECONDS) -> None:
        self.app = app
        self.seconds = seconds
        self.places = BoundedSemaphore(at_once)
        self.line = BoundedSemaphore(at_once + waiting)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not has_body(environ):
            return self.app(environ, start_response)
        if not self.line.acquire(blocking=False):
            return _busy(start_response)
        try:
            if not self.places.acquire(timeout=self.seconds):
                return _busy(start_response)
            try:
                return self.app(environ, start_response)
            finally:
                self.places.release()
        finally:
            self.line.release()


def has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ


def _busy(start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [("Content-Type", "application/problem+json"), ("Retry-After", "5"), ("Cache-Control", "no-store")]
    start_response("503 Service Unavailable", headers)
    return [BUSY]

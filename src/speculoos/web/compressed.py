"""Public answers travel compressed where the browser takes gzip.

Only what is the same for everybody is compressed: an answer to a request without cookies and credentials, which sets
none. A page that holds something of one visitor's is left alone, for its length would tell of the secret in it.
"""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

KINDS = ("text/", "application/json", "application/problem+json", "image/svg+xml", "application/schema+json")
SMALLEST = 500
"""Bytes. What is smaller fits one packet anyway."""
LARGEST = 2_000_000
TAG = '-gzip"'
"""How the entity tag of a compressed answer ends."""


class Compressed:
    """A WSGI application around another one."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not takes_gzip(environ) or not public(environ):
            return self.app(environ, start_response)
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        if TAG in known:
            environ = environ | {"HTTP_IF_NONE_MATCH": known.replace(TAG, '"')}
        started: list[Any] = []

        def listen(status: str, headers: Headers, *rest: Any) -> None:
            started[:] = [status, headers, *rest]

        chunks = self.app(environ, listen)
        status, headers, *rest = started
        if not fit(status, headers):
            same = status.startswith("304") and TAG in known
            start_response(status, retagged(headers) if same else headers, *rest)
            return chunks
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        packed = pack(body)
        start_response(status, repacked(headers, len(packed)), *rest)
        return [packed]


def takes_gzip(environ: Environ) -> bool:
    """Whether the request names gzip and does not rule it out (RFC 9110 section 12.5.3)."""
    for named in environ.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        coding, _, weight = named.partition(";")
        if coding.strip() == "gzip":
            return weight.strip().replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def public(environ: Environ) -> bool:
    return environ["REQUEST_METHOD"] == "GET" and "HTTP_COOKIE" not in environ and "HTTP_AUTHORIZATION" not in environ


def fit(status: str, headers: Headers) -> bool:
    """Whether an answer gains by it: a whole text of some length that nobody has encoded, and that sets nothing."""
    said = {name.lower(): value for name, value in headers}
    length = said.get("content-length", "")
    return (
        status.startswith("200")
        and said.get("content-type", "").startswith(KINDS)
        and length.isdigit()
        and SMALLEST <= int(length) <= LARGEST
        and not said.keys() & {"content-encoding", "content-range", "set-cookie"}
    )


@lru_cache(maxsize=128)
def pack(body: bytes) -> bytes:
    """Compressed as small as gzip can; the same answer is given often, so it is worth the while."""
    return gzip.compress(body, 9, mtime=0)


def repacked(headers: Headers, length: int) -> Headers:
    """The headers of the compressed answer. It is another representation, so its entity tag is another one."""
    varied = ", ".join([value for name, value in headers if name.lower() == "vary"] + ["Accept-Encoding"])
    kept = [(name, value) for name, value in retagged(headers) if name.lower() not in {"vary", "content-length"}]
    return [*kept, ("Vary", varied), ("Content-Encoding", "gzip"), ("Content-Length", str(length))]


def retagged(headers: Headers) -> Headers:
    return [(n, v.removesuffix('"') + TAG if n.lower() == "etag" else v) for n, v in headers]

"""What is planted in an application behind the gate, and the witness of what the application reads.

Loaded inside the environments of the applications, so the standard library is all there is. Everything planted is at
fault on purpose: nobody declared `promo_header` and `promo_script`, and the tracker asks nobody.
"""

import json
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BY_HEADER = "promo_header"
BY_SCRIPT = "promo_script"
TRACKER = "https://stats.tracker.test"
Start = Callable[..., Any]

SCRIPT = f"""<script>document.cookie = "{BY_SCRIPT}=1; path=/; max-age=31536000";</script>"""
BEACON = f"""<script>navigator.sendBeacon("{TRACKER}/beacon", "hello");</script>"""
TAG = f'<script async src="{TRACKER}/matomo.js"></script>'
HEAD = SCRIPT + BEACON + TAG
"""For the head of every page: a cookie by script, a beacon, and the tracker's script."""
BODY = f'<img src="{TRACKER}/matomo.php?idsite=1" width="1" height="1" alt="">'
"""For the end of every page: the tracker's pixel."""

_lock = threading.Lock()


def planted_cookie() -> str:
    """The undeclared `Set-Cookie` of every response."""
    return f"{BY_HEADER}=1; Path=/; Max-Age=31536000"


def note(path: str, cookie: str) -> None:
    """One line about one request: its path, and the names of the cookies that the application was given."""
    names = [pair.partition("=")[0].strip() for pair in cookie.split(";") if pair.strip()]
    line = json.dumps({"path": path, "cookies": names}) + "\n"
    with _lock, Path(os.environ["PROOF_SEEN"]).open("a", encoding="utf-8") as file:
        file.write(line)


class Witness:
    """WSGI, between the gate and the application."""

    def __init__(self, app: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        note(environ.get("PATH_INFO", ""), environ.get("HTTP_COOKIE", ""))

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, ("Set-Cookie", planted_cookie())], *more)

        return self.app(environ, start)


class AsgiWitness:
    """ASGI, between the gate and the application."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            cookies = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
            note(scope["path"], "; ".join(cookies))

        async def sending(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"set-cookie", planted_cookie().encode())]
            await send(message)

        await self.app(scope, receive, sending)


def django_witness(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Django middleware, right after the gate."""

    def middleware(request: Any) -> Any:
        note(request.path, request.headers.get("Cookie", ""))
        response = get_response(request)
        response.set_cookie(BY_HEADER, "1", max_age=31536000)
        return response

    return middleware

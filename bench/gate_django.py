"""Worker: one page through Django's WSGI handler, in turns with the gate as its only middleware and with none.

Both in one process, so that a difference of microseconds is not one between two processes.
"""

import io
import os
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.measure import repeats, timed

DOOR = "speculoos.web.gate.middleware.GateMiddleware"


def main(file: Path, cookies: str, at_least: float) -> None:
    for known in ("DATABASE_URL", "SPECULOOS_SECRET_KEY", "SPECULOOS_DEBUG", "DJANGO_SETTINGS_MODULE"):
        os.environ.pop(known, None)
    import django
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import path

    from bench.gate import PAGE, SITE
    from bench.signed import KEY

    settings.configure(
        SECRET_KEY=KEY,
        ALLOWED_HOSTS=["www.example.com"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        SPECULOOS={"gate_registry": str(file), "home_site": SITE, "gate": "enforce"},
    )
    django.setup()
    globals()["urlpatterns"] = [path("shop/bread/", lambda _: HttpResponse(PAGE))]
    seen: list[str] = []
    gated, bare = asking([DOOR], cookies, seen), asking([], cookies, seen)
    for work, adds in ((gated, True), (bare, False)):
        seen.clear()
        assert work() == PAGE
        assert ("content-security-policy" in seen[0]) is adds, seen
        assert "set-cookie" not in seen[0], "everything is declared and granted"
    works = cycle([(work, repeats(work, at_least)) for work in (gated, bare)])
    print("ready", flush=True)
    for _ in sys.stdin:
        print(timed(*next(works)), flush=True)


def asking(middleware: list[str], cookies: str, seen: list[str]) -> Callable[[], bytes]:
    """One request through a handler with this middleware. The headers of the first answer are put into `seen`."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    from bench.gate import asked

    with override_settings(MIDDLEWARE=middleware):
        handler = WSGIHandler()
    environ = asked(cookies) | {"wsgi.input": io.BytesIO()}

    def start(_: str, headers: object, *_more: object) -> Any:
        if not seen:
            seen.append(str(headers).lower())

    def ask() -> bytes:
        response: Any = handler(dict(environ), start)
        body = b"".join(response)
        response.close()
        return body

    return ask


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))

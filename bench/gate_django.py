"""Worker: one page through Django's WSGI handler, with the gate as its only middleware or with none."""

import io
import os
import sys
from pathlib import Path
from typing import Any

from bench.worker import serve_rounds

DOOR = "speculoos.web.gate_door.GateMiddleware"


def main(which: str, file: Path, cookies: str, at_least: float) -> None:
    for known in ("DATABASE_URL", "SPECULOOS_SECRET_KEY", "SPECULOOS_DEBUG", "DJANGO_SETTINGS_MODULE"):
        os.environ.pop(known, None)
    import django
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import path

    from bench.gate import PAGE, SITE, asked
    from bench.signed import KEY

    settings.configure(
        SECRET_KEY=KEY,
        ALLOWED_HOSTS=["www.example.com"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[DOOR] if which == "gated" else [],
        SPECULOOS={"gate_registry": str(file), "home_site": SITE, "gate": "enforce"},
    )
    django.setup()
    globals()["urlpatterns"] = [path("shop/bread/", lambda _: HttpResponse(PAGE))]
    from django.core.handlers.wsgi import WSGIHandler

    handler, environ = WSGIHandler(), asked(cookies) | {"wsgi.input": io.BytesIO()}
    seen: list[object] = [None]

    def start(_: str, headers: object, *_more: object) -> Any:
        seen[0] = headers

    def ask() -> bytes:
        response: Any = handler(dict(environ), start)
        body = b"".join(response)
        response.close()
        return body

    assert ask() == PAGE
    told = str(seen[0]).lower()
    assert ("content-security-policy" in told) is (which == "gated"), told
    assert "set-cookie" not in told, "everything is declared and granted"
    serve_rounds(ask, at_least)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], float(sys.argv[4]))

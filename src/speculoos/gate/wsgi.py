"""The WSGI door (PEP 3333): around any application, whatever it is written with."""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from urllib.parse import quote

from speculoos.consent.choice import gpc_on
from speculoos.gate.gate import Gate
from speculoos.gate.shared import Header

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
App: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

UNQUOTED = "/!$&'()*+,:=@~"
"""What browsers leave as it is in a path, the separator of attributes excepted."""
PLAIN = re.compile(r"[a-zA-Z0-9/._~-]+")
"""Nearly every path, in which there is nothing to quote."""


class GateMiddleware:
    """`app` behind `gate`. Bodies pass untouched, so streaming stays streaming."""

    def __init__(self, app: App, gate: Gate) -> None:
        self.app, self.gate = app, gate

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        header = environ.get("HTTP_COOKIE")
        passage = self.gate.open(
            [header.encode("latin-1", "replace")] if header else (),
            host=environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""),
            path=path_of(environ),
            gpc=gpc_on(environ.get("HTTP_SEC_GPC")),
        )
        if passage.changed:
            if passage.cookies:
                environ["HTTP_COOKIE"] = "; ".join(value.decode("latin-1") for value in passage.cookies)
            else:
                del environ["HTTP_COOKIE"]

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            given = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            passed = passage.close(given)
            size = len(given)
            if passed[:size] == given:  # nearly always nothing but a header more
                return start_response(status, [*headers, *map(_text, passed[size:])], *rest)
            return start_response(status, list(map(_text, passed)), *rest)

        return self.app(environ, start)


def _text(header: Header) -> tuple[str, str]:
    return header[0].decode("latin-1"), header[1].decode("latin-1")


def path_of(environ: Environ) -> str:
    """The path as the browser asked for it; servers hand it on decoded, in the characters of Latin-1."""
    path = f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"
    if PLAIN.fullmatch(path):
        return path
    return quote(path.encode("latin-1", "replace"), safe=UNQUOTED) or "/"

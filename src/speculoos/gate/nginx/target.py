"""Where the gate listens and what stands behind it, as somebody wrote it. UsageError for what cannot be meant."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from speculoos.core.errors import UsageError
from speculoos.core.sites import canonical_host
from speculoos.gate.rules import Mode

LISTEN = re.compile(r"(?:(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]|\*):)?[0-9]{1,5}(?: http2)?")
DEFAULT = ("127.0.0.1:8080",)
HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]+")
NAME = re.compile(r"(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class Target:
    """`server` is the application's address as nginx takes it; `names` are those of the site, none for any.

    `fallback` is what the gate does where it fails itself.
    """

    scheme: str
    host: str
    server: str
    listen: tuple[str, ...]
    names: tuple[str, ...] = ()
    fallback: Mode = Mode.REPORT_ONLY

    @classmethod
    def of(
        cls,
        upstream: str,
        listen: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
        fallback: Mode = Mode.REPORT_ONLY,
    ) -> "Target":
        try:
            url = urlsplit(upstream)
            host, port = url.hostname, url.port
        except ValueError:
            host = port = None
        known = canonical_host(f"[{host}]" if ":" in host else host) if host else None
        if (
            not known
            or not HOST.fullmatch(known)
            or url.scheme not in {"http", "https"}
            or url.username
            or url.path not in {"", "/"}
        ):
            raise UsageError(
                f"--upstream {upstream!r} is no address of an application. Write for example http://127.0.0.1:8000, "
                "without a path."
            )
        if url.query or url.fragment:
            raise UsageError(f"--upstream {upstream!r}: an address ends before the query.")
        _check("--listen", listen, LISTEN, "8080, 127.0.0.1:8080 or [::1]:8080")
        _check("--server-name", names, NAME, "www.example.com or *.example.com")
        shown = f"[{known}]" if ":" in known else known
        server = f"{shown}:{port or (443 if url.scheme == 'https' else 80)}"
        return cls(url.scheme, known, server, listen or DEFAULT, names, fallback)


def _check(option: str, texts: tuple[str, ...], shape: re.Pattern[str], example: str) -> None:
    for text in texts:
        if not shape.fullmatch(text):
            raise UsageError(f"{option} {text!r} is none. Write for example {example}.")

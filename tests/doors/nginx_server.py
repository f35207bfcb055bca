"""An exported gate in a real nginx, as `speculoos gate nginx` leaves it: nothing is added to its configuration."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from speculoos.gate.bundle import Bundle
from speculoos.gate.nginx.export import export
from speculoos.gate.nginx.target import Target
from speculoos.gate.rules import Mode
from tests.doors.declared import KEYS
from tests.doors.harness import free_port, serving

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
"""Where Debian has it, which is not on everybody's path."""


@dataclass(frozen=True)
class Gated:
    """A running gate: where it speaks HTTP/1.1, where HTTP/2, and where its files are."""

    port: int
    http_2: int
    directory: Path

    def errors(self) -> str:
        """What went wrong so far, in nginx's words."""
        return (self.directory / "logs" / "error.log").read_text("utf-8", "replace")


@contextmanager
def gated(
    bundle: Bundle, upstream: int, directory: Path, keys=KEYS, *, planted: str = "", fallback: Mode = Mode.REPORT_ONLY
) -> Iterator[Gated]:
    """The gate before an application on a port of this machine; `planted` is a function that throws."""
    port, http_2 = free_port(), free_port()
    listen = (f"127.0.0.1:{port}", f"127.0.0.1:{http_2} http2")
    export(bundle, Target.of(f"http://127.0.0.1:{upstream}", listen, (), fallback), directory, keys)
    if planted:
        program = (directory / "gate.js").read_text("utf-8")
        assert planted in program
        (directory / "gate.js").write_text(program.replace(planted, f'{planted} throw new TypeError("planted");'))
    with nginx(directory / "nginx.conf", directory, port):
        yield Gated(port, http_2, directory)


@contextmanager
def nginx(conf: Path, prefix: Path, port: int) -> Iterator[int]:
    with serving([NGINX, "-c", str(conf), "-p", str(prefix), "-g", "daemon off;"], port):
        yield port

"""The two that are served: the platform as an operator starts it, and the bare Django beside it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.process import Server, free_port

FIRST_PAGE = "/cookies/"
OURS = ("SPECULOOS_", "DJANGO_", "DATABASE_URL", "PORT")
"""What the caller's own environment must not decide begins like this."""


def platform(home: Path, environment: Mapping[str, str] | None = None) -> Server:
    """`speculoos serve` with its data in `home`."""
    port = free_port()
    command = [sys.executable, "-m", "speculoos.cli", "serve", "--port", str(port)]
    return Server(command, port, _environment(home, environment), _log(home), FIRST_PAGE)


def bare(home: Path, environment: Mapping[str, str] | None = None) -> Server:
    """bench/bare.py under the same Granian settings, with its data and the files it serves in `home`."""
    port = free_port()
    command = [sys.executable, "-m", "bench.bare_server", str(port)]
    return Server(command, port, _environment(home, environment), _log(home), "/")


def _environment(home: Path, more: Mapping[str, str] | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"SPECULOOS_HOME": str(home)} | dict(more or {})


def _log(home: Path) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    return home / "server.log"

"""Starting the platform from the command line: one server process, everything it needs made ready first."""

import os
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import django
from django.core.management import call_command, execute_from_command_line

from speculoos.core.errors import UsageError
from speculoos.web.body_queue import THREADS

if TYPE_CHECKING:
    from granian.server.common import AbstractServer

SETTINGS = "speculoos.web.settings"


def serve(host: str, port: int, workers: int) -> None:
    """Make ready, print the address and a one-time sign-in link, then serve until stopped."""
    _check_free(host, port)
    url = f"http://{host}:{port}"
    os.environ.setdefault("SPECULOOS_URL", url)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    call_command("setup")
    call_command("collectstatic", interactive=False, verbosity=0)
    _welcome(url)
    server("speculoos.web.wsgi:application", host, port, workers).serve()


def server(application: str, host: str, port: int, workers: int) -> "AbstractServer[Any]":
    """Granian as the platform runs it; the benchmarks serve their bare baseline in the same way."""
    from granian import Granian
    from granian.constants import Interfaces

    return Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_enabled=os.environ.get("SPECULOOS_LOG_LEVEL") in {"INFO", "DEBUG"},
    )


def verify_ledger(slug: str | None) -> tuple[str, bool]:
    """The report on the ledgers of the platform's database, and whether all is well."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    from django.db import DatabaseError

    from speculoos.web.ledger_terminal import verify

    try:
        return verify(slug)
    except DatabaseError as fault:
        raise UsageError(f"The database does not answer as it should: {fault}") from fault


def manage(arguments: Sequence[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    execute_from_command_line(["speculoos manage", *arguments])


def _check_free(host: str, port: int) -> None:
    """UsageError if the address cannot be listened on: the server itself would wait for it in silence."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        hint = "Stop what listens there, or choose another port (make run PORT=8001, or speculoos serve --port 8001)."
        raise UsageError(f"{host}:{port} cannot be served: {fault.strerror or fault}. {hint}") from fault


def _welcome(url: str) -> None:
    from speculoos.web.management.commands.signin_link import link_for

    print(f"Speculoos serves {url}/", flush=True)  # noqa: T201  (the terminal is this command's page)
    print(f"Sign in once, within half an hour: {link_for(None)}", flush=True)  # noqa: T201

"""Servers as processes, a client that sends any octets, and the one comparison that each door's answers go through."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from speculoos.core.cookies import decode_header, parse_set_cookie
from tests.doors.cases import Case, filled
from tests.doors.declared import HOST, values
from tests.doors.recorder import give

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30
VALUES = values()


@dataclass(frozen=True)
class Answer:
    """What came back: the application's view of the request, and the `Set-Cookie` values for the browser."""

    seen: bytes
    set_cookies: list[bytes]
    headers: list[tuple[str, str]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until something listens; AssertionError with what the process said if it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    process.kill()
    raise AssertionError((process.communicate()[0] or b"").decode(errors="replace") or "nothing listens")


@contextmanager
def serving(command: list[str], port: int, **environment: str) -> Iterator[int]:
    """A server process that listens on `port`, ended afterwards."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def granian(application: str, interface: str, port: int, *more: str) -> list[str]:
    return [sys.executable, "-m", "granian", "--interface", interface, "--host", "127.0.0.1", "--port", str(port),
            "--no-log", *more, application]  # fmt: skip


def gunicorn(application: str, port: int) -> list[str]:
    return [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "2", "--log-level", "error",
            application]  # fmt: skip


def uvicorn(application: str, port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "--port", str(port), "--log-level", "error", application]


def choice_of(case: Case) -> str:
    value = VALUES[case.visitor]
    return f"cookies_preferences={value}" if value else ""


def request_headers(case: Case) -> list[tuple[str, bytes]]:
    """The headers of a case's request, its cookies in one value."""
    sent = "; ".join(filter(None, (choice_of(case), case.sends)))
    headers = [("Host", HOST.encode()), ("X-Give", give([filled(value) for value in case.gives]).encode())]
    headers += [("Cookie", filled(sent))] if sent else []
    headers += [("Sec-GPC", case.gpc.encode())] if case.gpc is not None else []
    return headers


def ask(port: int, case: Case, *more: tuple[str, bytes]) -> Answer:
    """A case's request over HTTP/1.1, octet for octet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest("GET", case.path, skip_host=True, skip_accept_encoding=True)
        for name, value in (*request_headers(case), *more):
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    assert response.status == 200, (response.status, body[:300])
    set_cookies = [value.encode("latin-1") for value in response.headers.get_all("Set-Cookie") or ()]
    seen = b"; ".join(b64decode(value) for value in json.loads(body)["seen"])
    return Answer(seen, set_cookies, response.getheaders())


def check(case: Case, answer: Answer) -> None:
    """What every door has to answer."""
    assert answer.seen == filled("; ".join(filter(None, (choice_of(case), case.seen))))
    first = len(answer.set_cookies) - len(case.kept)
    assert first >= 0, answer.set_cookies
    assert answer.set_cookies[first:] == [filled(value) for value in case.kept]
    ended = [parse_set_cookie(decode_header(value)) for value in answer.set_cookies[:first]]
    assert all(cookie.max_age == 0 for cookie in ended)
    assert {cookie.name for cookie in ended} <= case.ended
    assert bool(ended) is bool(case.ended)


Sender = Callable[[Case], Answer]

"""Requests that no browser sends, octet for octet: the gate answers them as the server does without it."""

import random
import socket

import pytest

from speculoos.core.cookies import parse_set_cookie
from tests.doors.harness import free_port, gunicorn, serving, uvicorn

COOKIES = (
    b"Cookie: " + b"a" * 7000,
    b"Cookie: " + b"; ".join(b"c%d=%d" % (n, n) for n in range(400)),
    b"Cookie: ;;;;;=;=;==;",
    b"Cookie:",
    b"Cookie: \x01\x02=\x7f",
    b"Cookie: sessionid=1\x00_ga=2",
    b"Cookie: a=1\r\n b=2",
    b"Cookie: a=1\r\n\tb=2; sessionid=3",
    b"Cookie: a=1\r\nCookie: b=2\r\nCOOKIE: sessionid=3",
    b"Cookie: \xff\xfe\xfd=\xf0\x28\x8c\x28; cookies_preferences=\xff",
    b"Cookie: cookies_preferences=" + b"A" * 7000,
    b"Cookie: cookies_preferences=1.3.tp09c0.VVV..abcdefghijklmnop.abcdefghijklmnop; " * 40,
    b'Cookie: $Version="1"; sessionid="a;b"; $Path="/"',
    b"Cookie : a=1",
    b"Sec-GPC: \xff\r\nSec-GPC: 1\r\nCookie: visits=1",
    b"Host: evil.example:99999999\r\nCookie: _ga=1",
    b"Host: \xff;x\r\nCookie: _ga=1",
    b"Cookie: %00=%0d%0aSet-Cookie:%20x=1",
)
PATHS = (
    b"/",
    b"/a;Domain=evil.example/b",
    b"/%0d%0aX:%20y/z",
    b"/" + b"x/" * 900,
    b"//evil.example/",
    b"/\xff/\xfe",
    b"*",
)
RANDOM = random.Random(7)
NOISE = tuple(b"Cookie: " + bytes(RANDOM.choice(range(32, 256)) for _ in range(200)) for _ in range(40))


@pytest.fixture(scope="module", params=["wsgi", "asgi"])
def port(request):
    port = free_port()
    command = gunicorn if request.param == "wsgi" else uvicorn
    with serving(command(f"tests.doors.recorder:{request.param}_app", port), port):
        yield port


def status(port: int, rules: bytes, path: bytes, headers: bytes) -> tuple[bytes, list[bytes]]:
    """The status line, and the headers for the browser."""
    lines = [b"GET %s HTTP/1.1" % path, b"X-Rules: %s" % rules, b"Connection: close", headers]
    if not headers.lower().startswith(b"host"):
        lines.insert(1, b"Host: www.shop.example")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n")
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return b" ".join(head[0].split()[1:2]), head[1:]


def domains(headers: list[bytes]) -> set[str | None]:
    """Where the cookies of an answer would be kept; None is the host that was asked."""
    given = [line.partition(b": ")[2] for line in headers if line.lower().startswith(b"set-cookie:")]
    return {getattr(parse_set_cookie(value), "domain", None) for value in given}


@pytest.mark.parametrize("headers", [*COOKIES, *NOISE], ids=lambda value: ascii(value[:40]))
def test_the_gate_turns_no_request_into_an_error(port: int, headers: bytes):
    gated, given = status(port, b"strict", b"/x", headers)

    assert gated == status(port, b"none", b"/x", headers)[0]
    assert gated in {b"200", b"400", b"431"}
    assert all(line.partition(b":")[1] for line in given)
    assert domains(given) <= {None, "www.shop.example", "shop.example", "evil.example"}


@pytest.mark.parametrize("path", PATHS, ids=lambda value: ascii(value[:40]))
def test_no_path_gets_into_an_answer(port: int, path: bytes):
    gated, given = status(port, b"strict", path, b"Cookie: _ga=1")

    assert gated == status(port, b"none", path, b"Cookie: _ga=1")[0]
    assert not any(line.lower().startswith(b"x:") for line in given)
    assert domains(given) <= {None, "www.shop.example", "shop.example"}


def test_the_server_still_stands(port: int):
    assert status(port, b"strict", b"/", b"Cookie: sessionid=1")[0] == b"200"

"""The ASGI door before a real server: every case of the table, HTTP/2, streams and WebSockets."""

import http.client
import json
import subprocess
import time
from base64 import b64decode

import pytest

from tests.doors.cases import CASES, Case
from tests.doors.declared import HOST
from tests.doors.harness import Answer, ask, check, free_port, granian, request_headers, serving, uvicorn
from tests.doors.recorder import CHUNKS
from tests.doors.websocket import converse


@pytest.fixture(scope="module")
def port():
    port = free_port()
    with serving(uvicorn("tests.doors.recorder:asgi_app", port), port):
        yield port


@pytest.fixture(scope="module")
def http_2():
    """A server that speaks HTTP/2 as well."""
    port = free_port()
    with serving(granian("tests.doors.recorder:asgi_app", "asgi", port), port):
        yield port


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(port: int, case: Case):
    check(case, ask(port, case, ("X-Rules", case.rules.encode())))


def test_cookies_that_come_in_many_headers_are_each_judged(port: int):
    """As HTTP/2 splits them (RFC 9113, 8.2.3)."""
    case = Case("split", "statistics", "visits=1", "visits=1")
    answer = ask(port, case, ("Cookie", b"_ga=1"), ("Cookie", b"sessionid=2"), ("Cookie", b"_px=1; csrftoken=3"))

    assert answer.seen.endswith(b"visits=1; sessionid=2; csrftoken=3")
    assert b"_ga" not in answer.seen


def test_a_stream_is_not_held_back(port: int):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/stream", headers={"Host": HOST, "Cookie": "_ga=1"})
    response = connection.getresponse()
    times = []
    while response.read(2):
        times.append(time.monotonic())
    connection.close()

    assert len(times) == CHUNKS
    assert times[-1] > times[0]


def test_a_websocket_is_opened_with_what_may_pass_and_left_alone_after(port: int):
    headers, heard = converse(port, "/talk", HOST, b"_ga=1; sessionid=2", ["hello", "é" * 1000])

    assert [b64decode(value) for value in json.loads(heard[0])["seen"]] == [b"sessionid=2"]
    assert heard[1:] == ["hello", "é" * 1000]
    given = [value for name, value in headers if name == "set-cookie"]
    assert not any(value.startswith("_ga=1") for value in given)
    assert any(value.startswith("_ga=; Max-Age=0") for value in given)
    assert ("x-kept", "1") in headers


@pytest.mark.parametrize("case", [case for case in CASES if "  " not in case.sends][::15], ids=lambda case: case.name)
def test_the_same_over_http_2(http_2: int, case: Case):
    command = ["curl", "-s", "-i", "--http2-prior-knowledge", f"http://127.0.0.1:{http_2}{case.path}"]
    headers = [(name, value) for name, value in request_headers(case) if name != "Cookie"]
    cookies = [("Cookie", pair) for pair in dict(request_headers(case)).get("Cookie", b"").split(b"; ") if pair]
    for name, value in (*headers, *cookies, ("X-Rules", case.rules.encode())):
        command += ["-H", f"{name}: {value.decode('utf-8', 'surrogateescape')}"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=20)
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    lines = [line.partition(b": ") for line in head.split(b"\r\n")[1:]]
    given = [value for name, _, value in lines if name == b"set-cookie"]
    seen = b"; ".join(b64decode(value) for value in json.loads(body)["seen"])

    assert head.startswith(b"HTTP/2")
    check(case, Answer(seen, given, []))

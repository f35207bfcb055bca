"""The nginx door: every case of the table through a real nginx, HTTP/1.1 and HTTP/2, streams and WebSockets."""

import http.client
import json
import subprocess
import time
from base64 import b64decode
from contextlib import ExitStack

import pytest

from tests.doors.cases import CASES, LAX, LONG, Case
from tests.doors.declared import ALL_RULES, HOST, bundle
from tests.doors.harness import Answer, ask, check, request_headers
from tests.doors.nginx_server import gated
from tests.doors.recorder import CHUNKS
from tests.doors.upstream import running
from tests.doors.websocket import converse


@pytest.fixture(scope="module")
def gates(tmp_path_factory):
    """A running gate for each of the table's rules, before one application."""
    with ExitStack() as stack:
        upstream = stack.enter_context(running())
        yield {
            name: stack.enter_context(gated(bundle(rules), upstream, tmp_path_factory.mktemp(name)))
            for name, rules in ALL_RULES.items()
        }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(gates, case: Case):
    check(case, ask(gates[case.rules].port, case))


def test_cookies_that_come_in_many_headers_are_each_judged(gates):
    case = Case("split", "statistics", "visits=1", "visits=1")
    more = [("Cookie", b"_ga=1"), ("Cookie", b"sessionid=2"), ("Cookie", b"_px=1; csrftoken=3")]
    answer = ask(gates["strict"].port, case, *more)

    assert answer.seen.endswith(b"visits=1; sessionid=2; csrftoken=3")
    assert b"_ga" not in answer.seen


@pytest.mark.parametrize("case", [case for case in CASES if "  " not in case.sends][::12], ids=lambda case: case.name)
def test_the_same_over_http_2(gates, case: Case):
    check(case, over_http_2(gates[case.rules].http_2, case))


def test_fifty_cookies_over_http_2_are_each_judged(gates):
    fifty = "; ".join(f"n{n}=1; _pk_id.{n}.x=2" for n in range(25))
    kept = "; ".join(f"_pk_id.{n}.x=2" for n in range(25))

    check(Case("fifty", "statistics", fifty, kept), over_http_2(gates["strict"].http_2, Case("", "statistics", fifty)))


def test_an_empty_set_cookie_does_not_hide_those_behind_it(gates):
    answer = ask(gates["strict"].port, Case("empty", gives=("", "_ga=1; Path=/", f"sessionid=1{LAX}")))

    assert [value for value in answer.set_cookies if value] == [f"sessionid=1{LAX}".encode()]


def test_there_is_room_for_many_large_cookies_either_way(gates):
    case = Case(
        "large",
        sends="; ".join(["_ga=1", *(f"sessionid={LONG}" for _ in range(3))]),
        seen="; ".join(f"sessionid={LONG}" for _ in range(3)),
        gives=tuple(f"sessionid={LONG}{n}{LAX}" for n in range(3)),
        kept=tuple(f"sessionid={LONG}{n}{LAX}" for n in range(3)),
    )

    check(case, ask(gates["strict"].port, case))


@pytest.mark.parametrize("name", ["sessionid", "visits", "_pk_id.1"])
def test_one_name_behind_a_thousand_is_found(gates, name: str):
    """The patterns that nginx itself asks have no limit that a long header could reach."""
    many = "; ".join(f"{name}=1" for _ in range(1000))

    check(
        Case("behind", "statistics", f"{many}; _ga=2", many),
        ask(gates["strict"].port, Case("", "statistics", f"{many}; _ga=2")),
    )


def test_a_stream_is_not_held_back(gates):
    connection = http.client.HTTPConnection("127.0.0.1", gates["strict"].port, timeout=10)
    connection.request("GET", "/stream", headers={"Host": HOST, "Cookie": "_ga=1"})
    response = connection.getresponse()
    times = []
    while response.read(2):
        times.append(time.monotonic())
    connection.close()

    assert len(times) == CHUNKS
    assert times[-1] > times[0]


def test_a_websocket_is_opened_with_what_may_pass_and_left_alone_after(gates):
    headers, heard = converse(gates["strict"].port, "/talk", HOST, b"_ga=1; sessionid=2", ["hello", "é" * 1000])

    assert [b64decode(value) for value in json.loads(heard[0])["seen"]] == [b"sessionid=2"]
    assert heard[1:] == ["hello", "é" * 1000]
    assert any(name == "set-cookie" and value.startswith("_ga=; Max-Age=0") for name, value in headers)


def test_nothing_failed(gates):
    """The program's faults let everything through, so a case could pass by one of them."""
    said = "".join(gate.errors() for gate in gates.values())

    assert not any(word in said for word in ("speculoos", "js", "alert", "emerg")), said


def over_http_2(port: int, case: Case) -> Answer:
    """A case's request with each cookie in a header of its own, as browsers send them."""
    command = ["curl", "-s", "-i", "--http2-prior-knowledge", f"http://127.0.0.1:{port}{case.path}"]
    headers = [(name, value) for name, value in request_headers(case) if name != "Cookie"]
    cookies = [("Cookie", pair) for pair in dict(request_headers(case)).get("Cookie", b"").split(b"; ") if pair]
    for name, value in (*headers, *cookies):
        command += ["-H", f"{name}: {value.decode('utf-8', 'surrogateescape')}"]
    head, _, body = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.partition(b"\r\n\r\n")
    lines = [line.partition(b": ") for line in head.split(b"\r\n")[1:]]

    assert head.startswith(b"HTTP/2 200")
    seen = b"; ".join(b64decode(value) for value in json.loads(body)["seen"])
    return Answer(seen, [value for name, _, value in lines if name == b"set-cookie"], [])

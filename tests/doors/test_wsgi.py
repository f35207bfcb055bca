"""The WSGI door before a real server: every case of the table, and bodies that pass as they come."""

import http.client

import pytest

from tests.doors.cases import CASES, Case
from tests.doors.declared import HOST
from tests.doors.harness import ask, check, free_port, gunicorn, serving
from tests.doors.recorder import CHUNKS


@pytest.fixture(scope="module")
def port():
    port = free_port()
    with serving(gunicorn("tests.doors.recorder:wsgi_app", port), port):
        yield port


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(port: int, case: Case):
    check(case, ask(port, case, ("X-Rules", case.rules.encode())))


def test_a_body_that_comes_in_parts_comes_whole(port: int):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/stream", headers={"Host": HOST, "Cookie": "_ga=1"})
    assert connection.getresponse().read() == b"".join(b"%d\n" % n for n in range(CHUNKS))
    connection.close()

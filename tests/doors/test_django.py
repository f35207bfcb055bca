"""The Django door before real servers, sync and async: every case of the table, streams and pages of errors."""

import http.client
import json
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import pytest

from tests.doors.cases import CASES, Case
from tests.doors.declared import ALL_RULES, HOST, bundle
from tests.doors.harness import ask, check, free_port, granian, gunicorn, serving
from tests.doors.recorder import CHUNKS

SETTINGS = "tests.doors.django_project.settings"
PREFIXES = {"sync": "", "async": "/later"}
"""Before the paths of the views of each kind."""


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundles")
    for name, rules in ALL_RULES.items():
        (folder / f"{name}.json").write_text(json.dumps(bundle(rules).as_json()), "utf-8")
    return folder


@contextmanager
def running(kind, bundles):
    port = free_port()
    if kind == "sync":
        command = gunicorn("django.core.wsgi:get_wsgi_application()", port)
    else:
        command = granian("django.core.asgi:get_asgi_application", "asgi", port, "--factory")
    environment = {"DJANGO_SETTINGS_MODULE": SETTINGS, "BUNDLES": str(bundles),
                   "DOOR": "tests.doors.django_project.by_rules.ByRules"}  # fmt: skip
    with serving(command, port, **environment):
        yield port


@pytest.fixture(scope="module", params=PREFIXES)
def server(request, bundles):
    """A port, and what stands before the paths of views of its kind."""
    with running(request.param, bundles) as port:
        yield port, PREFIXES[request.param]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(server, case: Case):
    port, prefix = server
    check(case, ask(port, replace(case, path=prefix + case.path), ("X-Rules", case.rules.encode())))


@pytest.mark.parametrize("server", ["async"], indirect=True)  # others join them before they come here
def test_cookies_that_come_in_many_headers_are_each_judged(server):
    """As HTTP/2 splits them (RFC 9113, 8.2.3)."""
    case = Case("split", "statistics", "visits=1", "visits=1", path=f"{server[1]}/")
    answer = ask(server[0], case, ("Cookie", b"_ga=1"), ("Cookie", b"sessionid=2"), ("Cookie", b"_px=1; csrftoken=3"))

    assert answer.seen.endswith(b"visits=1; sessionid=2; csrftoken=3")
    assert b"_ga" not in answer.seen


@pytest.fixture
def get(server):
    """Asks for a path with an undeclared cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", server[0], timeout=10)

    def ask_for(path: str) -> http.client.HTTPResponse:
        connection.request("GET", path, headers={"Host": HOST, "Cookie": "_ga=1"})
        return connection.getresponse()

    yield ask_for
    connection.close()


def test_a_stream_comes_in_its_parts(server, get):
    response = get(f"{server[1]}/stream")
    parts = [*iter(partial(response.read, 2), b"")]

    assert parts == [b"%d\n" % n for n in range(CHUNKS)]
    assert any(value.startswith("_ga=; Max-Age=0") for value in response.headers.get_all("Set-Cookie"))


def test_a_page_of_an_error_is_judged_as_any_other(get):
    response = get("/fail")
    response.read()

    assert response.status == 500
    assert any(value.startswith("_ga=; Max-Age=0") for value in response.headers.get_all("Set-Cookie"))

"""A flood of choices at one site is told to come back, and the visitors of the others are not kept waiting."""

import json
import threading

import pytest

from speculoos.web import flood
from speculoos.web.body_queue import AT_ONCE, WAITING
from speculoos.web.flood import IN_FLIGHT, MOST, REPORTS_PER_SECOND, FloodGate

pytestmark = pytest.mark.django_db
API, PAGE, HOME = "/api/v1/sites/busy/consents", "/s/busy/cookies/preferences/", "/cookies/preferences/"
QUIET = "/api/v1/sites/quiet/consents"


@pytest.fixture
def clock(monkeypatch):
    """The time in seconds, standing still until it is moved."""
    now = [100.0]
    monkeypatch.setattr(flood.time, "monotonic", lambda: now[0])
    return now


def answering(environ, start_response):
    start_response("201 Created", [])
    return []


def ask(gate, path=API, method="POST", **headers):
    started = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "SCRIPT_NAME": ""} | headers
    body = b"".join(gate(environ, lambda status, headers: started.extend([status, dict(headers)])))
    return int(started[0][:3]), started[1], body


@pytest.fixture
def ten(settings, clock):
    """A gate for ten choices a second."""
    settings.SPECULOOS = settings.SPECULOOS | {"consents_per_second": 10}
    return FloodGate(answering)


def test_a_site_has_its_second_s_worth_and_the_others_theirs(ten, clock):
    assert [ask(ten, path)[0] for path in (API, PAGE) * 5] == [201] * 10
    assert [ask(ten, path)[0] for path in (API, PAGE, QUIET, HOME)] == [429, 429, 201, 201]
    clock[0] += 0.125
    assert [ask(ten)[0] for _ in range(2)] == [201, 429], "an eighth of a second brings one more"
    clock[0] += 3600
    assert [ask(ten)[0] for _ in range(11)] == [201] * 10 + [429], "and an idle hour no more than a second's worth"


def test_the_answer_says_when_to_come_back_in_the_one_shape_of_errors(ten):
    for _ in range(10):
        ask(ten)
    _, headers, body = ask(ten)
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Retry-After"] == "1"
    assert json.loads(body)["type"] == "/api/docs#problem-too-many"


@pytest.mark.parametrize("name", ["HTTP_X_FORWARDED_FOR", "HTTP_AUTHORIZATION", "HTTP_ORIGIN", "HTTP_USER_AGENT"])
def test_no_header_of_the_sender_s_buys_more(ten, name):
    assert [ask(ten, **{name: f"made up {n}"})[0] for n in range(11)][-1] == 429


def test_reading_is_not_counted(ten):
    assert {ask(ten, path, "GET")[0] for path in (PAGE, f"{API}/x") * 20} == {201}


def test_posts_that_take_long_leave_room_in_the_line_for_other_sites():
    assert AT_ONCE <= IN_FLIGHT < AT_ONCE + WAITING
    inside, done = threading.Barrier(3), threading.Event()

    def slow(environ, start_response):
        if environ["PATH_INFO"] == API:
            inside.wait(10)
            done.wait(10)
        return answering(environ, start_response)

    gate = FloodGate(slow, in_flight=2)
    holders = [threading.Thread(target=ask, args=(gate,)) for _ in range(2)]
    for each in holders:
        each.start()
    inside.wait(10)
    try:
        assert [ask(gate, PAGE)[0], ask(gate, QUIET)[0]] == [429, 201]
    finally:
        done.set()
        for each in holders:
            each.join()
    assert ask(gate, PAGE)[0] == 201


def test_a_post_that_fails_gives_its_place_back():
    def failing(environ, start_response):
        raise ConnectionError

    gate = FloodGate(failing, in_flight=1)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            ask(gate)
    assert gate.counts["busy"].in_flight == 0


def test_made_up_names_fill_no_memory(clock):
    gate = FloodGate(answering)
    for n in range(3 * MOST):
        ask(gate, f"/api/v1/sites/s{n}/consents")
        clock[0] += 0.01
    assert len(gate.counts) <= MOST


def test_reports_are_counted_apart_and_take_nothing_from_choices(ten, clock):
    """A flood of reports is told to come back, and the same site's choices are not."""
    reports = "/api/v1/sites/busy/reports"
    answers = [ask(ten, reports)[0] for _ in range(REPORTS_PER_SECOND + 1)]

    assert answers == [201] * REPORTS_PER_SECOND + [429]
    assert [ask(ten)[0] for _ in range(10)] == [201] * 10
    assert ask(ten, "/api/v1/sites/quiet/reports")[0] == 201

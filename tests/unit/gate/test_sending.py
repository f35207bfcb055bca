"""What a gate counted, on its way to the platform, over a real connection."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from speculoos.gate.rules import Action, Mode, Reason, Verdict
from speculoos.gate.sending import Sender
from speculoos.gate.tally import Tally
from tests.unit.gate.declared import NOW


class Platform(BaseHTTPRequestHandler):
    """Takes counts, or answers what it is told to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, self.headers["Authorization"], json.loads(body)["counts"]))
        if self.server.status is None:
            return  # hangs up without an answer
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def platform():
    with ThreadingHTTPServer(("127.0.0.1", 0), Platform) as server:
        server.heard, server.status = [], 204
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def counting(*names):
    tally = Tally()
    for name in names:
        tally.count("request", "/a/12345?x=1", Verdict(name, Action.EXPIRE, Reason.UNDECLARED, Mode.ENFORCE), NOW)
    return tally


def sender(tally, server):
    return Sender(tally, f"http://127.0.0.1:{server.server_port}/api/v1/sites/shop/gate/counts", "t0ken")


def test_sums_are_sent_with_the_token_and_once(platform):
    sending = sender(counting("_ga", "_ga", "_fbp"), platform)

    assert sending.send()
    assert sending.send()
    ((path, token, counts),) = platform.heard
    assert (path, token) == ("/api/v1/sites/shop/gate/counts", "Bearer t0ken")
    assert [(c["name"], c["path"], c["reason"], c["count"]) for c in counts] == [
        ("_ga", "/a/*", "undeclared", 2),
        ("_fbp", "/a/*", "undeclared", 1),
    ]


def test_what_is_not_taken_is_sent_again_and_the_token_stays_out_of_the_log(platform, caplog):
    platform.status = 503
    tally = counting("_ga")
    sending = sender(tally, platform)

    assert not sending.send()
    tally.count("request", "/", Verdict("_ga", Action.EXPIRE, Reason.UNDECLARED, Mode.ENFORCE), NOW)
    platform.status = 204
    assert sending.send()
    assert sum(count["count"] for count in platform.heard[-1][2]) == 2
    assert "503" in caplog.text
    assert "t0ken" not in caplog.text


def test_a_platform_that_is_away_takes_nothing_down():
    sending = Sender(counting("_ga"), "http://127.0.0.1:1/", "t0ken")

    assert not sending.send()


def test_what_may_have_been_heard_is_not_sent_twice(platform):
    sending = sender(counting("_ga"), platform)
    platform.status = None

    assert sending.send()
    platform.status = 204
    assert sending.send()
    assert len(platform.heard) == 1


def test_much_is_sent_in_parts(platform, monkeypatch):
    monkeypatch.setattr("speculoos.gate.sending.AT_ONCE", 2)

    assert sender(counting("a", "b", "c"), platform).send()
    assert [len(counts) for _, _, counts in platform.heard] == [2, 1]

"""A server killed in the middle of its work: what it acknowledged is there, and the ledger verifies.

Run as a process of its own under real load, killed with SIGKILL several times, on SQLite and on PostgreSQL.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager

import pytest

from tools.test import ROOT, cluster

KILLS = 3
WRITERS = 6
SECONDS = 1.5
URL = "/api/v1/sites/biscuiterie/consents"
READ = """
import django; django.setup()
from speculoos.web.store.records import ConsentRecord
print("\\n".join(ConsentRecord.objects.values_list("record_id", flat=True)))
"""


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def environment(request, tmp_path):
    """The environment of a platform with a database of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SPECULOOS_", "DJANGO_", "DATABASE_URL"))}
    kept |= {"SPECULOOS_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "speculoos.web.settings"}
    if request.param == "SQLite":
        yield kept
        return
    with cluster() as url:
        if url is None:
            assert not os.environ.get("CI"), "PostgreSQL is not installed"
            pytest.skip("PostgreSQL is not installed")
        yield kept | {"DATABASE_URL": url}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(environment):
    """A server in a process group of its own, so that the kill reaches its workers."""
    port = free_port()
    command = [sys.executable, "-m", "speculoos.cli", "serve", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **quiet)
    try:
        wait_for(port)
        yield port, lambda: os.killpg(server.pid, signal.SIGKILL)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait(20)


def wait_for(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def write(port, acknowledged, over):
    """Post choices until told to stop; only what was answered with 201 counts."""
    while not over.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            while not over.is_set():
                body = json.dumps({"act": "refuse"})
                connection.request("POST", URL, body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                told = answer.read()
                if answer.status == 201:
                    acknowledged.append(json.loads(told)["record"])
        except (OSError, http.client.HTTPException, ValueError):
            time.sleep(0.01)
        finally:
            connection.close()


def load_and_kill(port, kill, acknowledged):
    over = threading.Event()
    writers = [threading.Thread(target=write, args=(port, acknowledged, over)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(SECONDS)
    kill()
    over.set()
    for writer in writers:
        writer.join()


def run(environment, *command):
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def test_every_acknowledged_consent_survives_a_kill_and_the_ledger_verifies(environment):
    acknowledged = []
    for _ in range(KILLS):
        before = len(acknowledged)
        with served(environment) as (port, kill):
            load_and_kill(port, kill, acknowledged)
        assert len(acknowledged) > before + 20, "too little load to prove anything"

    present = {*run(environment, "-c", READ).stdout.split()}
    verified = run(environment, "-m", "speculoos.cli", "ledger", "verify", "--site", "biscuiterie")

    assert {*acknowledged} <= present
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert f"verified. {len(present)} records" in verified.stdout

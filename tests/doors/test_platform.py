"""The platform's own gate as it runs: versions change under traffic, and the database fails."""

import http.client
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from speculoos.web import samples
from tests.browser.conftest import Served, start, stop

DECLARATION = Path(samples.__file__).parent / "platform.toml"
ITEM = '\n[[services.items]]\nname = "brand_new"\nkind = "cookie"\nlifetime = "session"\n'
PATIENCE = 30


@pytest.fixture
def served(tmp_path):
    running = start(tmp_path)
    yield running
    stop(running)


def get(served: Served, path: str, cookie: str) -> tuple[int, list[str]]:
    """The status and the names that the browser is told to forget."""
    connection = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=20)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
        ended = [value.strip().partition("=")[0] for value in response.headers.get_all("Set-Cookie") or ()]
        return response.status, ended
    finally:
        connection.close()


def publish(served: Served, file: Path) -> None:
    command = [sys.executable, "-m", "speculoos.cli", "manage", "publish_declaration", str(file), "--site", "platform"]
    subprocess.run(command, env=served.environment(), check=True, capture_output=True)


def test_versions_change_and_the_database_fails_under_traffic(served, tmp_path):
    """Each answer is one version's; the new one counts soon; and without a database the last one still does."""
    answers: list[tuple[int, bool]] = []
    over = threading.Event()

    def visit():
        while not over.is_set():
            status, ended = get(served, "/healthz", "brand_new=1; _ga=2")
            assert "_ga" in ended
            answers.append((status, "brand_new" in ended))
            time.sleep(0.01)

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    for visitor in visitors:
        visitor.start()
    file = tmp_path / "cookies.toml"
    file.write_text(DECLARATION.read_text("utf-8") + ITEM, "utf-8")
    publish(served, file)
    deadline = time.monotonic() + PATIENCE
    while answers[-1][1] and time.monotonic() < deadline:
        time.sleep(0.05)
    over.set()
    for visitor in visitors:
        visitor.join()

    assert {status for status, _ in answers} == {200}
    assert answers[0][1]
    assert not answers[-1][1]

    for path in served.home.glob("speculoos.sqlite3*"):
        path.write_bytes(b"no database at all" * 1000)
    script = next(path for path in (served.home / "static").rglob("banner.*.js"))
    wait = time.monotonic() + 1.5  # until the version is looked up again
    while time.monotonic() < wait:
        time.sleep(0.1)
    for _ in range(3):
        status, ended = get(served, f"/static/{script.relative_to(served.home / 'static')}", "brand_new=1; _ga=2")
        assert (status, set(ended)) == (200, {"_ga"})
    told = [line for line in served.printed if "The gate failed" in line]
    assert len(told) == 1

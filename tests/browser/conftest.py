"""The platform as its users meet it: a real server in a process of its own, and a real Chromium.

Where there is no Chromium these tests are skipped on a laptop and fail in CI.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.shop import shop, shop_site

__all__ = ["shop", "shop_site"]  # fixtures for every test of this folder

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip
START_SECONDS = 90


@dataclass
class Served:
    """A running platform: its address, where it keeps its things, and what it has printed."""

    url: str
    home: Path
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        return environment(self.home) | {"SPECULOOS_URL": self.url}

    def signin_link(self) -> str:
        """A new one-time link, as an operator gets one."""
        command = [sys.executable, "-m", "speculoos.cli", "manage", "signin_link"]
        done = subprocess.run(command, env=self.environment(), check=True, capture_output=True, text=True)
        return done.stdout.strip().splitlines()[-1]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SPECULOOS_", "DJANGO_", "DATABASE_URL"))}
    return kept | {"SPECULOOS_HOME": str(home), "PYTHONUNBUFFERED": "1"} | more


def start(home: Path, **more: str) -> Served:
    """`speculoos serve` on a free port; returns once it has printed its sign-in link and answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "speculoos.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment(home, **more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    served = Served(f"http://127.0.0.1:{port}", home, process)
    ready = threading.Event()
    threading.Thread(target=_read, args=(served, ready), daemon=True).start()
    assert ready.wait(START_SECONDS), "\n".join(served.printed)
    _wait_for_port(port)
    return served


def _read(served: Served, ready: threading.Event) -> None:
    for line in served.process.stdout or ():
        served.printed.append(line.rstrip())
        if re.search(r"/accounts/link/\S+", line):
            ready.set()


def _wait_for_port(port: int) -> None:
    for _ in range(START_SECONDS * 10):
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)
    raise AssertionError(f"nothing listens on port {port}")


def stop(served: Served) -> None:
    served.process.terminate()
    try:
        served.process.wait(10)
    except subprocess.TimeoutExpired:
        served.process.kill()
        served.process.wait(10)
    if served.process.stdout:
        served.process.stdout.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    running = start(tmp_path_factory.mktemp("platform"))
    yield running
    stop(running)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=system, args=ARGUMENTS)
        except PlaywrightError as fault:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no Chromium: {fault.message.splitlines()[0]}")
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: nothing stored, English."""
    fresh = browser.new_context(locale="en-GB")
    yield fresh
    fresh.close()

"""The browser of the proof: a fresh profile for each scene, and no internet but what runs here."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip
PREFERENCES = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}
"""Chromium lets other companies' cookies in, which many browsers refuse by themselves: the tracker at its best."""


@dataclass(frozen=True)
class Chromium:
    """`hosts` are served by ports on loopback, as if on their ordinary port; no other host exists."""

    playwright: Playwright
    hosts: Mapping[str, int]
    fingerprint: str

    @contextmanager
    def profile(self) -> Iterator[BrowserContext]:
        """A profile in which nothing is stored yet."""
        rules = ",".join(f"MAP {host} 127.0.0.1:{port}" for host, port in self.hosts.items())
        with tempfile.TemporaryDirectory(prefix="speculoos-proof-", ignore_cleanup_errors=True) as directory:
            preferences = Path(directory) / "Default" / "Preferences"
            preferences.parent.mkdir()
            preferences.write_text(json.dumps(PREFERENCES), "ascii")
            context = self.playwright.chromium.launch_persistent_context(
                directory,
                executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
                args=[
                    *ARGUMENTS,
                    f"--host-resolver-rules={rules},MAP * ~NOTFOUND",
                    f"--ignore-certificate-errors-spki-list={self.fingerprint}",
                ],
                locale="en-GB",
            )
            context.set_default_timeout(15_000)
            try:
                yield context
            finally:
                context.close()

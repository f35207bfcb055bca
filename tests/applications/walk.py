"""One application, one scene, one fresh profile: what a visitor does, and what is then seen on every side."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Cookie, Page, Request
from playwright.sync_api import Error as PlaywrightError

from speculoos.consent.choice import Choice, new_receipt
from speculoos.consent.cookie import COOKIE_NAME, SiteKey, encode
from speculoos.consent.layout import Layout
from speculoos.consent.state import State
from speculoos.registry.model import Registry
from tests.applications.application import Application
from tests.applications.chromium import Chromium
from tests.applications.plant import TRACKER
from tests.applications.tracker import Tracker


class Scene(StrEnum):
    BARE = "no gate"
    UNTOUCHED = "untouched"
    REFUSED = "refused"
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


CHOICES = {Scene.REFUSED: State.REFUSED, Scene.GRANTED: State.GRANTED, Scene.WITHDRAWN: State.WITHDRAWN}


@dataclass
class Seen:
    """What one scene showed.

    `during` and `cookies` are what the browser holds once signed in, and in the end; `saw` are the names that the
    application read. `elsewhere` are the other hosts that its pages wanted, and what became of that: "csp" where the policy forbade it.
    """

    application: str
    scene: Scene
    cookies: list[Cookie] = field(default_factory=list)
    during: set[str] = field(default_factory=set)
    saw: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    tracker: Counter[str] = field(default_factory=Counter)
    elsewhere: dict[str, set[str]] = field(default_factory=dict)
    signed_in: bool = False
    form: bool = False
    said: list[str] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {cookie["name"] for cookie in self.cookies}


@dataclass
class Walk:
    """A visitor of one application, started twice, with a tracker beside it."""

    application: Application
    chromium: Chromium
    tracker: Tracker
    seen_file: Path
    key: SiteKey
    evidence: Path

    def __call__(self, scene: Scene) -> Seen:
        url = self.application.bare_url if scene is Scene.BARE else self.application.url
        seen = Seen(self.application.name, scene)
        with self._profile(seen) as (context, page):
            try:
                self._walk(context, page, url, seen)
            except (PlaywrightError, AssertionError) as fault:
                seen.said.append(f"stopped at {page.url}: {str(fault).splitlines()[0]}")
                self._picture(page, seen, "stopped")
            self._note(context, seen)
        return seen

    def _walk(self, context: BrowserContext, page: Page, url: str, seen: Seen) -> None:
        if seen.scene is Scene.WITHDRAWN:
            self._choose(context, url, State.GRANTED)
            self._visit(page, url)
        if seen.scene in CHOICES:
            self._choose(context, url, CHOICES[seen.scene])
        self._forget()
        self._use(page, url, seen)

    def _use(self, page: Page, url: str, seen: Seen) -> None:
        self._visit(page, url)
        seen.signed_in = self.application.sign_in(page, url)
        seen.during = {cookie["name"] for cookie in page.context.cookies()}
        self._picture(page, seen, "signed-in")
        seen.form = self.application.use(page, url, f"Almond shortcrust {seen.scene}")
        self._picture(page, seen, "form")
        page.goto(url + self.application.plain)

    def _visit(self, page: Page, url: str) -> None:
        """Each page twice: what the first one stored, the second one sends."""
        for path in (*self.application.pages, *self.application.pages):
            page.goto(url + path)
            settle(page)

    @contextmanager
    def _profile(self, seen: Seen) -> Iterator[tuple[BrowserContext, Page]]:
        known = {urlsplit(url).hostname for url in (self.application.url, self.application.bare_url, TRACKER)}

        def note(request: Request) -> None:
            host = urlsplit(request.url).hostname
            if host and host not in known:
                seen.elsewhere.setdefault(host, set()).add(request.failure or "")

        with self.chromium.profile() as context:
            context.on("requestfailed", note)
            yield context, context.pages[0]

    def _choose(self, context: BrowserContext, url: str, state: State) -> None:
        value = choice(self.application.registry, self.key, self.application.name, state)
        context.add_cookies([{"name": COOKIE_NAME, "value": value, "url": url, "secure": True, "sameSite": "Lax"}])

    def _forget(self) -> None:
        self.tracker.asked.clear()
        self.seen_file.write_text("", "utf-8")

    def _note(self, context: BrowserContext, seen: Seen) -> None:
        seen.cookies = context.cookies()
        seen.tracker = Counter(self.tracker.asked)
        for line in self.seen_file.read_text("utf-8").splitlines():
            seen.requests += 1
            seen.saw.update(set(json.loads(line)["cookies"]))

    def _picture(self, page: Page, seen: Seen, moment: str) -> None:
        name = f"{self.application.name}-{seen.scene.replace(' ', '-')}-{moment}.png"
        page.screenshot(path=self.evidence / name)


def settle(page: Page) -> None:
    """Wait until the page is quiet, and its beacons have had the time to go out."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(150)


def choice(registry: Registry, key: SiteKey, site: str, state: State) -> str:
    """A signed choice that says the same of every optional purpose, made a minute ago."""
    layout = Layout.of(registry)
    made = datetime.fromtimestamp(int(time.time()), UTC) - timedelta(minutes=1)
    return encode(
        Choice(layout.version, made, tuple((p, state) for p in layout.purposes), new_receipt()), layout, key, site
    )

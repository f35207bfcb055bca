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
from tests.applications.tracker import Tracker


class Scene(StrEnum):
    """What the visitor has said, in the fifth under Global Privacy Control, which beats it.

    In the last four they say it with the real banner, in one visit after another.
    """

    BARE = "no gate"
    UNTOUCHED = "untouched"
    REFUSED = "refused"
    GRANTED = "granted"
    SIGNAL = "granted but signal"
    WITHDRAWN = "withdrawn"
    BANNER_UNTOUCHED = "banner untouched"
    BANNER_REFUSED = "banner refused"
    BANNER_GRANTED = "banner granted"
    BANNER_WITHDRAWN = "banner withdrawn"

    @property
    def granted(self) -> bool:
        return self in {Scene.GRANTED, Scene.BANNER_GRANTED}

    @property
    def withdrawn(self) -> bool:
        return self in {Scene.WITHDRAWN, Scene.BANNER_WITHDRAWN}

    @property
    def banner(self) -> bool:
        return self.startswith("banner")


CHOICES = {
    Scene.REFUSED: State.REFUSED,
    Scene.GRANTED: State.GRANTED,
    Scene.SIGNAL: State.GRANTED,
    Scene.WITHDRAWN: State.WITHDRAWN,
}


@dataclass
class Seen:
    """What one scene showed.

    `written`, `during` and `cookies` are what the browser holds on the site's pages, once signed in, and in the end;
    `saw` are the names that the application read; `elsewhere` are the other hosts that its pages wanted in vain, and
    why: "csp" is the policy.
    """

    application: str
    scene: Scene
    cookies: list[Cookie] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
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
    failed: dict[str, set[str]] = field(default_factory=dict)

    def __call__(self, scene: Scene) -> Seen:
        """One scene in a profile of its own, the choice signed as the platform signs it."""
        url = self.application.bare_url if scene is Scene.BARE else self.application.url
        seen = Seen(self.application.name, scene)
        with self.profile() as (context, page), self.told(page, seen):
            if scene is Scene.WITHDRAWN:
                self._choose(context, url, State.GRANTED)
                self.visit(page, url)
            if scene is Scene.SIGNAL:
                context.set_extra_http_headers({"Sec-GPC": "1"})
            if scene in CHOICES:
                self._choose(context, url, CHOICES[scene])
            self.forget(page, url)
            self.use(page, url, seen)
        return seen

    def use(self, page: Page, url: str, seen: Seen) -> None:
        """What a visitor comes for: to read, to sign in, to send a form."""
        self.visit(page, url)
        seen.written = names_of(page)
        seen.signed_in = self.application.sign_in(page, url)
        seen.during = names_of(page)
        self.picture(page, seen, "signed-in")
        seen.form = self.application.use(page, url, f"Almond shortcrust {seen.scene}")
        self.picture(page, seen, "form")
        page.goto(url + self.application.plain)

    def visit(self, page: Page, url: str) -> None:
        """Each page twice: what the first one stored, the second one sends."""
        for path in (*self.application.pages, *self.application.pages):
            page.goto(url + path)
            settle(page)

    @contextmanager
    def profile(self) -> Iterator[tuple[BrowserContext, Page]]:
        """A visitor whom nobody has seen yet."""
        known = self.chromium.hosts.keys()

        def note(request: Request) -> None:
            host = urlsplit(request.url).hostname
            if host and host not in known:
                self.failed.setdefault(host, set()).add(request.failure or "")

        with self.chromium.profile() as context:
            context.on("requestfailed", note)
            yield context, context.pages[0]

    @contextmanager
    def told(self, page: Page, seen: Seen) -> Iterator[None]:
        """Note what the block shows on every side; where it stops is one more thing that it shows."""
        try:
            yield
        except (PlaywrightError, AssertionError) as fault:
            seen.said.append(f"stopped at {page.url}: {str(fault).splitlines()[0]}")
            self.picture(page, seen, "stopped")
        seen.cookies = page.context.cookies()
        seen.tracker = Counter(self.tracker.asked)
        seen.elsewhere = dict(self.failed)
        for line in self.seen_file.read_text("utf-8").splitlines():
            seen.requests += 1
            seen.saw.update(set(json.loads(line)["cookies"]))

    def forget(self, page: Page, url: str) -> None:
        """Begin to note anew, once what earlier pages still had to send is out."""
        page.goto(url + self.application.plain)
        page.wait_for_timeout(300)
        self.tracker.asked.clear()
        self.failed.clear()
        self.seen_file.write_text("", "utf-8")

    def _choose(self, context: BrowserContext, url: str, state: State) -> None:
        value = choice(self.application.registry, self.key, self.application.name, state)
        context.add_cookies([{"name": COOKIE_NAME, "value": value, "url": url, "secure": True, "sameSite": "Lax"}])

    def picture(self, page: Page, seen: Seen, moment: str) -> None:
        """Evidence, in a file that says of which application, scene and moment."""
        name = f"{self.application.name}-{seen.scene.replace(' ', '-')}-{moment}.png"
        page.screenshot(path=self.evidence / name)


def names_of(page: Page) -> set[str]:
    return {cookie["name"] for cookie in page.context.cookies()}


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

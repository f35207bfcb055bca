"""Looks at the banner of a page with a real browser, scene by scene, and brings back facts.

The only module that knows Playwright, which comes with `speculoos[audit]`. Every scene starts with nothing stored.
It judges nothing; what a control is for is told by our own markup where there is some, else by its role and name.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, ElementHandle, Page, ViewportSize, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from speculoos.audit import read
from speculoos.audit.facts import (
    BannerFacts,
    Chosen,
    Focus,
    NonChoice,
    NoScripts,
    Reopen,
    Scene,
    Switch,
    Usable,
)
from speculoos.audit.words import ACCEPT
from speculoos.core.errors import UsageError

WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=320, height=640)
APPEARS, CHANGES, SETTLES, LOADS = 1.5, 2.0, 0.3, 15
"""Seconds: until a banner is there, until a click has shown its effect, until storage is written, until a page is."""
TABS, STEPS = 40, 3
MISSING = "no-such-page-for-the-banner-check"
SIGNAL = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })"
SYSTEM = Path("/usr/bin/chromium")

Test = Callable[[Any], bool]
Prepare = Callable[[BrowserContext], None]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium: SPECULOOS_CHROMIUM, else the system's, else Playwright's own. UsageError where there is none."""
    named = os.environ.get("SPECULOOS_CHROMIUM") or (str(SYSTEM) if SYSTEM.exists() else None)
    arguments = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to run as root with one
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=named, args=arguments)
        except PlaywrightError as fault:
            raise UsageError(
                f"No browser could be started ({fault.message.splitlines()[0]}). Name a Chromium in "
                "SPECULOOS_CHROMIUM, or get one with `playwright install chromium`."
            ) from fault
        yield running
        running.close()


def look(
    url: str, browser: Browser, scenes: Iterable[Scene] = Scene, *, prepare: Prepare = lambda _: None
) -> BannerFacts:
    """What is seen at the address. `prepare` is called with each fresh profile. UsageError if nothing answers."""
    stage, played = Stage(url, browser, prepare), frozenset(scenes)
    facts = BannerFacts(url, scenes=played)
    try:
        if Scene.FIRST in played:
            facts = stage.first(facts)
        if Scene.ACCEPT in played:
            facts = replace(facts, accept=stage.choose(read.is_accept))
        if Scene.REFUSE in played:
            facts = replace(facts, refuse=stage.choose(read.is_refuse))
        if Scene.NON_CHOICES in played:
            facts = replace(facts, non_choices=tuple(stage.non_choices(facts)))
        if Scene.NO_SCRIPTS in played:
            facts = replace(facts, no_scripts=stage.without_scripts())
        if Scene.SIGNAL in played:
            facts = replace(facts, signal_text=stage.with_signal())
    except PlaywrightError as fault:
        raise UsageError(f"{url} could not be looked at: {fault.message.splitlines()[0]}") from fault
    return facts


@dataclass(frozen=True)
class Stage:
    """One address in one browser: opens profiles and plays scenes."""

    url: str
    browser: Browser
    prepare: Prepare

    @cached_property
    def script(self) -> str:
        return files("speculoos.audit").joinpath("look.js").read_text("utf-8")

    @contextmanager
    def opened(self, **options: Any) -> Iterator[Page]:
        context = self.browser.new_context(viewport=WIDE, reduced_motion="reduce", **options)
        try:
            self.prepare(context)
            page = context.new_page()
            self.go(page)
            yield page
        finally:
            context.close()

    def go(self, page: Page, url: str = "") -> None:
        page.goto(url or self.url, wait_until="load", timeout=LOADS * 1000)

    # --- what a page shows -----------------------------------------------------------------------------------

    def see(self, page: Page, where: str = "banner") -> dict[str, Any]:
        """What look.js reports now; a page that is just changing is looked at again."""
        for attempt in range(5):
            try:
                seen: dict[str, Any] = page.evaluate(self.script, {"accepts": [*ACCEPT.values()], "from": where})
                return seen
            except PlaywrightError:
                if attempt == 4:
                    raise
                page.wait_for_load_state("load")
        raise AssertionError

    def seen_when(self, page: Page, fits: Callable[[Any], bool], seconds: float, where: str = "banner") -> Any:
        """What is seen once it fits, or when the time is up."""
        end = time.monotonic() + seconds
        while True:
            seen = self.see(page, where)
            if fits(seen) or time.monotonic() > end:
                return seen
            page.wait_for_timeout(50)

    def appeared(self, page: Page) -> Any:
        return self.seen_when(page, lambda seen: seen["layer"], APPEARS)

    def press(self, page: Page, test: Test, where: str = "banner") -> bool:
        """Whether there was such a control, and it could be clicked."""
        found = read.controls(self.see(page, where))
        index = next((n for n, each in enumerate(found) if test(each) and not each.disabled), None)
        if index is None:
            return False
        argument = {"accepts": [*ACCEPT.values()], "from": where, "pick": index}
        element = page.evaluate_handle(self.script, argument).as_element()
        if not isinstance(element, ElementHandle):
            return False
        try:
            element.click(timeout=2000)
        except PlaywrightError:
            return False
        return True

    def stored(self, page: Page) -> dict[str, str]:
        cookies = {f"cookie:{c.get('name')}": c.get("value", "") for c in page.context.cookies()}
        kept: dict[str, str] = self.see(page)["storage"]
        return cookies | kept

    def lives(self, page: Page) -> dict[str, float]:
        now = time.time()
        return {c.get("name", ""): max(0.0, (c.get("expires") or -1) - now) for c in page.context.cookies()}

    # --- scenes ----------------------------------------------------------------------------------------------

    def first(self, facts: BannerFacts) -> BannerFacts:
        with self.opened() as page:
            raw = self.appeared(page)
            layer, usable = read.layer(raw), _usable(raw)
            facts = replace(facts, lang=raw["lang"], usable=usable)
            if layer is None:
                return facts
            reached, trapped = self.tabbed(page)
            page.set_viewport_size(NARROW)
            page.wait_for_timeout(100)
            narrow = self.see(page)
            page.set_viewport_size(WIDE)
            focus = Focus(reached, trapped, max(0, narrow["wide"] - NARROW["width"]))
            layer = _in_both_views(layer, read.layer(narrow))
            return replace(facts, layer=layer, switches=(*read.switches(raw), *self.behind(page)), focus=focus)

    def tabbed(self, page: Page) -> tuple[tuple[str, ...], bool]:
        """The banner's controls that Tab comes to, and whether it never leaves them."""
        names: list[str] = []
        left = False
        for _ in range(TABS):
            page.keyboard.press("Tab")
            seen = self.see(page)
            if seen["focus_inside"]:
                if seen["focused"] in names and left:
                    break
                names.append(seen["focused"])
            elif names:
                left = True
                break
        return tuple(dict.fromkeys(names)), bool(names) and not left

    def behind(self, page: Page) -> tuple[Switch, ...]:
        """The switches of the preferences."""
        if not self.press(page, read.is_choose):
            return ()
        seen = self.seen_when(page, lambda seen: seen["switches"], CHANGES, "page")
        return read.switches(seen)

    def choose(self, test: Test) -> Chosen:
        """Makes one choice and looks at what follows from it."""
        with self.opened() as page:
            if not self.appeared(page)["layer"]:
                return Chosen(None)
            before = self.stored(page)
            page.evaluate("window.speculoosStays = true")
            clicks = self.clicks(page, test)
            if clicks is None:
                return Chosen(None)
            page.wait_for_timeout(SETTLES * 1000)
            seen, stayed = self.see(page), bool(page.evaluate("!!window.speculoosStays"))
            after, lives = self.stored(page), self.lives(page)
            self.go(page)
            page.wait_for_timeout(SETTLES * 1000)
            again = self.see(page)
            granting = test is read.is_accept
            back, forth = self.undone(page) if granting else (None, None)
            if granting:
                self.restore(page, test)
            return Chosen(
                clicks=clicks,
                lives=lives,
                stored={name: value for name, value in after.items() if before.get(name) != value},
                asked_again=again["layer"] is not None,
                announced=bool(seen["announced"]) if stayed else None,
                focus_lost=stayed and not seen["focused"],
                usable=_usable(again),
                reopen=tuple(self.reopened(page, wanted=granting)),
                back_clicks=back,
                forth_clicks=forth,
            )

    def clicks(self, page: Page, test: Test) -> int | None:
        """How many it takes until the banner is gone; None if it stays, or nothing leads there."""
        for done in range(STEPS):
            where = "banner" if self.see(page)["layer"] and not done else "page"
            pressed = self.press(page, test, where) or (bool(done) and self.press(page, test))
            if not pressed and not (not done and self.press(page, read.is_choose)):
                return None
            seen = self.seen_when(page, lambda seen: not seen["layer"], CHANGES if pressed else SETTLES)
            if pressed and not seen["layer"]:
                return done + 1
            if not pressed:
                self.seen_when(page, lambda seen: seen["switches"], CHANGES, "page")
        return None

    def undone(self, page: Page) -> tuple[int | None, int | None]:
        """Clicks to withdraw what was granted, and to grant again, each from the page without a banner."""
        if self.press(page, read.is_withdraw, "page"):
            page.wait_for_timeout(SETTLES * 1000)
            return 1, 2
        if not self.press(page, read.is_way_back, "page"):
            return None, None
        self.seen_when(page, lambda seen: seen["switches"], CHANGES, "page")
        forth = 2 if read.first(read.controls(self.see(page, "page")), read.is_accept) else None
        back = 2 if self.press(page, read.is_refuse, "page") else None
        page.wait_for_timeout(SETTLES * 1000)
        return back, forth

    def restore(self, page: Page, test: Test) -> None:
        """Grants again from nothing, so that the way back can be looked at."""
        page.context.clear_cookies()
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.go(page)
        self.appeared(page)
        self.clicks(page, test)
        page.wait_for_timeout(SETTLES * 1000)

    def reopened(self, page: Page, *, wanted: bool) -> Iterator[Reopen]:
        """The way back on the page and on one that does not exist."""
        for url in (self.url, urljoin(self.url, MISSING)):
            self.go(page, url)
            found = self.seen_when(page, read.has_way_back, APPEARS, "page")
            name = "the page" if url == self.url else "an error page"
            if not read.has_way_back(found):
                yield Reopen(name, found=False)
                continue
            self.press(page, read.is_way_back, "page")
            seen = self.seen_when(page, lambda seen: seen["switches"], CHANGES, "page")
            on = [switch.on for switch in read.switches(seen) if not switch.disabled]
            yield Reopen(name, found=True, shows=any(on) is wanted if on else None)

    def non_choices(self, facts: BannerFacts) -> Iterator[NonChoice]:
        """What each act that is no choice has granted."""
        accept, refuse = (chosen.stored if chosen else {} for chosen in (facts.accept, facts.refuse))
        for act, done in NON_CHOICES.items():
            with self.opened() as page:
                if not self.appeared(page)["layer"]:
                    return
                before = self.stored(page)
                if not done(self, page):
                    continue
                page.wait_for_timeout(SETTLES * 1000)
                new = _news(before, self.stored(page))
                if not new:
                    yield NonChoice(act)
                    continue
                self.go(page)
                page.wait_for_timeout(SETTLES * 1000)
                yield NonChoice(act, tuple(read.granted(self.see(page), new, accept, refuse)))

    def without_scripts(self) -> NoScripts:
        with self.opened(java_script_enabled=False) as page:
            if not self.see(page)["layer"]:
                return NoScripts(shown=False)
            clicks = self.clicks(page, read.is_refuse)
            self.go(page)
            return NoScripts(shown=True, works=clicks is not None and not self.see(page)["layer"])

    def with_signal(self) -> str:
        def prepare(context: BrowserContext) -> None:
            context.add_init_script(SIGNAL)
            self.prepare(context)

        with replace(self, prepare=prepare).opened(extra_http_headers={"Sec-GPC": "1"}) as page:
            page.wait_for_timeout(SETTLES * 1000)
            text = str(self.see(page)["text"])
            if self.press(page, read.is_way_back, "page"):
                text += " " + str(self.seen_when(page, lambda seen: seen["switches"], CHANGES, "page")["text"])
            return text


def _escape(_: Stage, page: Page) -> bool:
    page.keyboard.press("Escape")
    return True


def _scroll(_: Stage, page: Page) -> bool:
    page.mouse.move(WIDE["width"] / 2, 200)
    page.mouse.wheel(0, 1500)
    return True


def _backdrop(_: Stage, page: Page) -> bool:
    page.mouse.click(3, WIDE["height"] / 2)
    return True


def _close(stage: Stage, page: Page) -> bool:
    return stage.press(page, read.is_close)


def _link(stage: Stage, page: Page) -> bool:
    def plain(control: Any) -> bool:
        return control.role == "link" and control.href[:1] in "/#" and not read.is_way_back(control) and control.in_view

    return stage.press(page, plain, "page")


def _reload(_: Stage, page: Page) -> bool:
    page.reload(wait_until="load")
    return True


NON_CHOICES: Mapping[str, Callable[[Stage, Page], bool]] = {
    "Escape": _escape,
    "scrolling": _scroll,
    "a click beside it": _backdrop,
    "closing it": _close,
    "a link": _link,
    "a reload": _reload,
}


def _usable(raw: Mapping[str, Any]) -> Usable:
    return Usable(not raw["hindrance"], raw["hindrance"])


def _news(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in after.items() if before.get(name) != value}


def _in_both_views(wide: Any, narrow: Any) -> Any:
    """The wide layer, in which accept and refuse are in view only if they are on a narrow screen too."""
    if narrow is None:
        return wide
    both = {}
    for name in ("accept", "refuse"):
        one, other = getattr(wide, name), getattr(narrow, name)
        both[name] = replace(one, in_view=one.in_view and other.in_view) if one and other else one
    return replace(wide, **both)

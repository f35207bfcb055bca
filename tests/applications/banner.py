"""One visitor and the real banner: leaves it alone, refuses, grants later, and takes that back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.applications.walk import Scene, Seen, Walk

SIGNED = "/cookies_preferences=/.test(document.cookie) && !document.cookie.includes('-'.repeat(15))"
"""The platform has acknowledged the choice: until then dashes stand where its signature will."""


def story(walk: Walk) -> list[Seen]:
    """The four scenes of one profile, one after another."""
    url = walk.application.url
    acts: dict[Scene, Callable[[Page], None]] = {
        Scene.BANNER_UNTOUCHED: leave_alone,
        Scene.BANNER_REFUSED: refuse,
        Scene.BANNER_GRANTED: grant,
        Scene.BANNER_WITHDRAWN: withdraw,
    }
    told = []
    with walk.profile() as (_, page):
        for scene, act in acts.items():
            seen = Seen(walk.application.name, scene)
            told.append(seen)
            with walk.told(page, seen):
                page.goto(url + walk.application.pages[0])
                act(page)
                walk.picture(page, seen, "chosen")
                walk.forget(page, url)
                walk.use(page, url, seen)
    return told


def leave_alone(page: Page) -> None:
    expect(page.get_by_role("button", name="Refuse all", exact=True)).to_be_visible()


def refuse(page: Page) -> None:
    page.get_by_role("button", name="Refuse all", exact=True).click()
    page.wait_for_function(SIGNED)


def grant(page: Page) -> None:
    """Through the preferences, which the way back on every page opens."""
    before = page.evaluate("document.cookie")
    page.wait_for_function("window.speculoos?.show")
    page.evaluate("speculoos.show()")
    page.get_by_role("dialog").get_by_role("button", name="Accept all", exact=True).click()
    page.wait_for_function(f"document.cookie !== {before!r} && {SIGNED}")


def withdraw(page: Page) -> None:
    before = page.evaluate("document.cookie")
    page.wait_for_function("window.speculoos?.show")
    page.evaluate("speculoos.show()")
    page.get_by_role("dialog").get_by_role("button", name="Refuse all", exact=True).click()
    page.wait_for_function(f"document.cookie !== {before!r} && {SIGNED}")

"""A small site that keeps its word, as declared and as observed in all scenes, for the tests of the judge to spoil."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from speculoos.audit.finding import SiteFinding
from speculoos.audit.judging import judge
from speculoos.audit.observed import Canary, Item, Observation, Outcome, Page, Request, Scene, SceneKind, Via
from speculoos.audit.verdict import Verdict
from speculoos.registry.model import (
    Exemption,
    Identifiability,
    Kind,
    Location,
    Party,
    Provider,
    Purpose,
    Registry,
    Service,
    Site,
    StorageItem,
    Texts,
    Use,
)

URL = "https://www.shop.example/"
SCRIPT = "https://www.shop.example/count.js"
EMBED = "https://player.tube.example/embed/1"
COUNT = StorageItem("count_id", lifetime="P30D", identifiability=Identifiability.PSEUDONYMOUS)
COUNTED = StorageItem("count_*", Kind.LOCAL_STORAGE, identifiability=Identifiability.PSEUDONYMOUS)
CHOICE = StorageItem("cookies_preferences", lifetime="P184D", identifiability=Identifiability.NONE)
TUBE = StorageItem("tube_visitor", host="tube.example", party=Party.THIRD, lifetime="P60D")
OFFICE = StorageItem("office_session", lifetime="session", identifiability=Identifiability.IDENTIFIED)
SERVICES = (
    Service("choice", "Shop", "Keeps the choice", "necessary", use=Use.CONSENT_CHOICE,
            exemption=Exemption.STRICTLY_NECESSARY, ground=Texts({"en": "Asked for."}), items=(CHOICE,)),
    Service("counting", "Shop", "Counts visits", "statistics", use=Use.AUDIENCE_JOINED, items=(COUNT, COUNTED)),
    Service("videos", "Tube", "Shows videos", "marketing", use=Use.ADS_BEHAVIOURAL, hosts=("player.tube.example",),
            items=(TUBE,)),
    Service("office", "Shop", "Signs staff in", "necessary", location=(Location.BACK_OFFICE,), use=Use.AUTHENTICATION,
            exemption=Exemption.STRICTLY_NECESSARY, ground=Texts({"en": "Asked for."}), items=(OFFICE,)),
)  # fmt: skip
DECLARED = Registry(
    Site("Shop", URL, jurisdictions=("FR", "CA")),
    (Provider("Shop", country="FR"), Provider("Tube", country="US")),
    (Purpose("necessary"), Purpose("statistics"), Purpose("marketing", sale=True)),
    SERVICES,
)
PLAYED = (
    Scene(SceneKind.UNTOUCHED, Outcome.PLAYED),
    Scene(SceneKind.REFUSED, Outcome.PLAYED, chosen_at=2.0),
    Scene(SceneKind.GRANTED, Outcome.PLAYED, chosen_at=2.0),
    Scene(SceneKind.ALONE, Outcome.PLAYED, "statistics", chosen_at=2.0),
    Scene(SceneKind.ALONE, Outcome.PLAYED, "marketing", chosen_at=2.0),
    Scene(SceneKind.WITHDRAWN, Outcome.PLAYED, chosen_at=5.0),
    Scene(SceneKind.SIGNAL, Outcome.PLAYED),
)
CLOSED = "default-src 'self'; script-src 'self' 'nonce-{}'"
OPEN = CLOSED + "; frame-src https://player.tube.example"


def cookie(scene: str, name: str, **more: Any) -> Item:
    """A cookie of the shop, well set."""
    base = Item(scene, Kind.COOKIE, name, "www.shop.example", URL, Via.SCRIPT, SCRIPT, at=3.0, secure=True,
                same_site="Lax", host_only=True)  # fmt: skip
    return replace(base, **more)


def tube(scene: str, **more: Any) -> Item:
    base = cookie(scene, "tube_visitor", host=".tube.example", setter=EMBED, via=Via.HEADER, lifetime=60 * 86400,
                  same_site="None", host_only=False)  # fmt: skip
    return replace(base, **more)


def call(scene: str, url: str = EMBED, **more: Any) -> Request:
    return replace(Request(scene, URL, url, url.split("/")[2], "iframe", (SCRIPT, URL), at=3.5), **more)


def page(scene: Scene, policy: str = CLOSED) -> Page:
    headers = (("content-security-policy", policy.format(scene.id)), ("vary", "Accept, Cookie"))
    return Page(scene.id, URL, 200, "Shop", headers)


def counted(scene: str, **more: Any) -> tuple[Item, Item]:
    stored = replace(cookie(scene, "count_x1"), kind=Kind.LOCAL_STORAGE, secure=False, same_site="")
    return cookie(scene, "count_id", lifetime=30 * 86400, **more), replace(stored, **more)


def chosen(scene: str) -> Item:
    return cookie(scene, "cookies_preferences", lifetime=184 * 86400, via=Via.HEADER, setter=URL)


CHOSE = ("refused", "granted", "alone:statistics", "alone:marketing", "withdrawn")
CLEAN = Observation(
    URL,
    datetime(2026, 11, 24, 12, tzinfo=UTC),
    "Chromium",
    PLAYED,
    tuple(page(s, OPEN if s.id in ("granted", "alone:marketing") else CLOSED) for s in PLAYED),
    (
        *map(chosen, CHOSE),
        *counted("granted"),
        *counted("alone:statistics"),
        *counted("withdrawn", gone=True),
        tube("granted"),
        tube("alone:marketing"),
    ),
    (call("granted"), call("alone:marketing"), call("withdrawn", before_choice=True)),
    canary=Canary(third_party_cookies=True, channels=(("cookies", True), ("requests", True))),
)


def spoiled(**more: Any) -> Observation:
    """The clean site with more items, requests or readings."""
    added = {name: (*getattr(CLEAN, name), *values) for name, values in more.items()}
    return replace(CLEAN, **added)


def judged(observation: Observation, registry: Registry | None = DECLARED, places: Iterable[str] = ()) -> Verdict:
    return judge(observation, registry, places)


def lints(verdict: Verdict) -> list[str]:
    return [found.finding.id for found in verdict.findings]


def only(verdict: Verdict, lint: str) -> SiteFinding:
    """The one finding of a spoiled site, which is of this lint."""
    assert lints(verdict) == [lint]
    return verdict.findings[0]


def with_service(id: str, **changes: Any) -> Registry:
    """The declaration with one service changed."""
    services = tuple(replace(service, **changes) if service.id == id else service for service in SERVICES)
    return replace(DECLARED, services=services)

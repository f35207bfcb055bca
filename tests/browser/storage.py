"""What a browser profile holds, compared with what a site declares."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from speculoos.core.durations import seconds
from speculoos.registry.match import Matcher
from speculoos.registry.model import Registry

STORES = """async () => ({
  local_storage: Object.keys(localStorage), session_storage: Object.keys(sessionStorage),
  indexed_db: (await indexedDB.databases()).map((base) => base.name),
  cache_storage: "caches" in self ? await caches.keys() : [],
  service_worker: navigator.serviceWorker
    ? (await navigator.serviceWorker.getRegistrations()).map((each) => each.scope) : [],
})"""


@dataclass(frozen=True)
class Observed:
    """One thing found on the device. `seconds` is its remaining life, None if it ends with the session."""

    name: str
    kind: str
    host: str
    path: str = "/"
    seconds: float | None = None
    secure: bool | None = None
    http_only: bool | None = None
    same_site: str | None = None


def observe(context: BrowserContext, pages: Iterable[Page] = ()) -> list[Observed]:
    """Every cookie of the profile and every script-side store of the pages' frames."""
    found = [
        Observed(
            cookie["name"],
            "cookie",
            cookie["domain"].lstrip("."),
            cookie["path"],
            None if cookie["expires"] == -1 else cookie["expires"] - time.time(),
            cookie["secure"],
            cookie["httpOnly"],
            cookie["sameSite"],
        )
        for cookie in context.cookies()
    ]
    for frame in (frame for page in pages for frame in page.frames):
        stores = frame.evaluate(STORES)
        found += [Observed(name, kind, "127.0.0.1") for kind, names in stores.items() for name in names]
    return found


@dataclass(frozen=True)
class Comparison:
    """What is declared, what was seen, and every way in which the two differ."""

    declared: frozenset[str]
    observed: frozenset[str]
    undeclared: tuple[str, ...]
    untrue: tuple[str, ...]

    def __str__(self) -> str:
        counts = f"declared {len(self.declared)}, observed {len(self.observed)}, undeclared {len(self.undeclared)}"
        return "\n".join([counts, *self.undeclared, *self.untrue])


def compare(registry: Registry, seen: Iterable[Observed]) -> Comparison:
    """Every observation held against the declaration that covers it: name, kind, host, lifetime and attributes."""
    matcher = Matcher(registry)
    covered, undeclared, untrue = set(), set(), set()
    for item in seen:
        match = matcher.match(item.name, item.kind, item.host)
        if match is None:
            undeclared.add(f"undeclared: {item.kind} {item.name} on {item.host}{item.path}")
            continue
        covered.add(match.item.name)
        untrue |= {f"untrue: {item.name}: {fault}" for fault in _differences(match.item, item)}
    declared = frozenset(item.name for _, item in registry.items())
    return Comparison(declared, frozenset(covered), tuple(sorted(undeclared)), tuple(sorted(untrue)))


def _differences(declared, seen: Observed):
    """How an observed item differs from its declaration (POL-02: a day of tolerance on the lifetime)."""
    if declared.lifetime == "session" and seen.seconds is not None:
        yield f"declared to end with the session, lives {seen.seconds:.0f} s"
    if declared.lifetime not in (None, "session") and seen.kind == "cookie":
        wanted = seconds(declared.lifetime)
        if seen.seconds is None or abs(seen.seconds - wanted) > 86_400:
            yield f"declared {declared.lifetime}, lives {seen.seconds} s"
    for name in ("path", "secure", "http_only", "same_site"):
        stated = getattr(declared, name)
        if stated is not None and stated != getattr(seen, name):
            yield f"declared {name} {stated!r}, observed {getattr(seen, name)!r}"

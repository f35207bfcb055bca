"""What each scene has to show. A fault is a sentence; no fault, and the scene holds."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Cookie

from speculoos.consent.layout import NEVER_OPTIONAL
from speculoos.core.durations import seconds
from speculoos.registry.model import SESSION, Kind
from tests.applications.application import Application
from tests.applications.plant import BY_HEADER, BY_SCRIPT, TRACKER
from tests.applications.tracker import FIRST_PARTY, OWN
from tests.applications.walk import Scene, Seen

UNDECLARED = {BY_HEADER, BY_SCRIPT}
A_DAY = 86_400
PATHS = {"/beacon", "/matomo.js", "/matomo.php"}
TRACKER_HOST = urlsplit(TRACKER).hostname or ""


def faults(application: Application, seen: Seen) -> list[str]:
    """What does not hold, in the order in which it happened."""
    found = list(seen.said)
    if not seen.signed_in:
        found.append("sign-in failed")
    if not seen.form:
        found.append("the form was not stored")
    if missing := application.keeps - seen.during:
        found.append(f"the application's own {_list(missing)} did not reach the browser")
    if missing := application.keeps - seen.saw.keys():
        found.append(f"the application's own {_list(missing)} did not come back to it")
    found.extend(_planted(seen) if seen.scene is Scene.BARE else _guarded(application, seen))
    return found


def _planted(seen: Seen) -> Iterator[str]:
    """Without the gate everything planted works: otherwise its absence behind the gate would say nothing."""
    if missing := UNDECLARED - seen.names:
        yield f"planted, yet not in the browser: {_list(missing)}"
    if missing := UNDECLARED - seen.saw.keys():
        yield f"planted, yet not seen by the application: {_list(missing)}"
    yield from _tracked(seen)


def _tracked(seen: Seen) -> Iterator[str]:
    if missing := PATHS - seen.tracker.keys():
        yield f"the tracker was not asked for {_list(missing)}"
    if missing := {FIRST_PARTY, OWN} - seen.names:
        yield f"the tracker's {_list(missing)} is not in the browser"
    if FIRST_PARTY not in seen.saw:
        yield f"{FIRST_PARTY} did not reach the application"


def _guarded(application: Application, seen: Seen) -> Iterator[str]:
    granted = seen.scene.granted
    for cookie in seen.cookies:
        name, host = cookie["name"], cookie["domain"].lstrip(".")
        # after a withdrawal a host keeps what it set on itself: no answer of another site can remove that
        theirs = seen.scene.withdrawn and host != application.host
        if fault := _unlawful(application, name, host, granted or theirs):
            yield f"{name} ({host}) is in the browser and {fault}"
        elif lack := _otherwise(application, cookie):
            yield f"{name} is in the browser, but {lack}"
    for name in sorted(seen.saw):
        if fault := _unlawful(application, name, application.host, granted):
            yield f"{name} reached the application and {fault}"
    for host, ends in sorted(seen.elsewhere.items()):
        if ends != {"csp"}:
            yield f"{host}, which nobody declared, was asked: {_list(ends)}"
    if seen.scene.banner and BY_SCRIPT in seen.written:
        yield f"{BY_SCRIPT} was written, though the guard stood in the page"
    if granted:
        yield from _tracked(seen)
    elif seen.tracker:
        yield f"the tracker was asked {seen.tracker.total()} times: {_list(seen.tracker)}"


def _unlawful(application: Application, name: str, host: str, granted: bool) -> str | None:
    """Why the declaration does not let it pass; worked out here without the gate's own code."""
    if name == "cookies_preferences":
        return None
    match = application.matcher.match(name, Kind.COOKIE, None if host == application.host else host)
    if match is None:
        return "is undeclared"
    return None if granted or match.service.exemption in NEVER_OPTIONAL else "was not granted"


def _otherwise(application: Application, cookie: Cookie) -> str | None:
    """How a cookie that a response set differs from what is declared, which the gate mends."""
    match = application.matcher.match(cookie["name"], Kind.COOKIE)
    if match is None or match.item.set_by != "server":
        return None
    item = match.item
    if (item.secure and not cookie["secure"]) or (item.http_only and not cookie["httpOnly"]):
        return "without an attribute that is declared"
    if item.same_site and cookie["sameSite"] != item.same_site:
        return f"SameSite is {cookie['sameSite']}"
    declared = 0 if item.lifetime == SESSION else seconds(item.lifetime or "P400D")
    left = 0 if cookie["expires"] < 0 else cookie["expires"] - time.time()
    return f"it lives {left:.0f} s" if left > declared + (A_DAY if declared else 0) else None


def _list(names: object) -> str:
    return ", ".join(sorted(names))  # type: ignore[call-overload]

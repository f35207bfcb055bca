"""What the guard in the browser must know of a site, and the script made of it (js/guard).

The guard judges names as `table` does and choices as `visitor` does, so this module only spells the same facts for it:
rows of names with the optional services that they serve, layouts to read choices with, and modes. What belongs to
other hosts no script of the site's pages can write, so it is left out. Values in, text out; the built script is the one
file that it reads.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from importlib.resources import files

from speculoos.consent.choice import MAX_AGE_DAYS
from speculoos.consent.cookie import COOKIE_NAME
from speculoos.consent.layout import Layout
from speculoos.core.sites import canonical_host, covers, host_of, registrable_domain, same_site
from speculoos.gate.bundle import Bundle
from speculoos.gate.rules import Mode, Rules
from speculoos.law.decide import purposes_to_ask
from speculoos.law.place import applied, choice_days, places_for
from speculoos.registry.model import Json, Kind, Registry, StorageItem

KINDS = (Kind.COOKIE, Kind.LOCAL_STORAGE, Kind.SESSION_STORAGE)
BUILT = "web/static/speculoos/guard.1.js"
"""Where the built script lies in the package; nothing of `web` is imported for it."""
DATA = '"speculoos-data"'
"""The text in the built script whose place the data takes."""


def settings(
    registry: Registry,
    rules: Rules,
    layouts: Sequence[Layout] = (),
    *,
    material_since: int = 0,
    place: str | None = None,
    days: int = MAX_AGE_DAYS,
) -> Json:
    """The data of the script. `place` is where visitors are of whom nothing is said, `days` the platform's default."""
    host = host_of(registry.site.url) or ""
    layout = Layout.of(registry)
    home = applied(registry.site.jurisdictions, place)
    said = _said(registry, layout, home, days)
    there = {code: _said(registry, layout, code, days) for code in places_for(registry.site.jurisdictions)}
    return {
        "mode": rules.mode,
        "modes": [[name, mode] for name, mode in rules.items],
        "reports": rules.reports,
        "since": material_since,
        **said,
        "places": {code: told for code, told in there.items() if told != said},
        "site": host,
        "top": registrable_domain(host) or "",
        "layouts": {
            str(each.version): {"purposes": each.purposes, "services": each.service_ids}
            for each in dict.fromkeys((*layouts, layout))
        },
        "services": layout.services,
        "items": {kind: list(_rows(registry, layout, kind, host)) for kind in KINDS},
    }


def script(code: str, data: Json) -> str:
    """The built script with a site's data in it; `code` is the file that tools/js_guard makes."""
    said = json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    before, found, after = code.partition(DATA)
    if not found:
        raise ValueError("this is not the guard's script: it has no place for the data")
    return before + said + after


def whole(bundle: Bundle) -> str:
    """The script of a site that a file describes."""
    data = settings(
        bundle.registry,
        bundle.rules,
        bundle.layouts,
        material_since=bundle.material_since,
        days=bundle.max_age_days,
    )
    return script((files("speculoos") / BUILT).read_text("utf-8"), data)


def digest(text: str, algorithm: str = "sha384") -> str:
    """The script's hash, as `integrity` (SRI) and `script-src` (CSP) write it."""
    return f"{algorithm}-{b64encode(hashlib.new(algorithm, text.encode()).digest()).decode()}"


def idle(rules: Rules) -> bool:
    """Whether these rules leave the guard nothing to do."""
    return {rules.mode, *(mode for _, mode in rules.items)} == {Mode.OFF}


def _said(registry: Registry, layout: Layout, place: str | None, days: int) -> Json:
    """What is asked in one place, and for how many days a choice is remembered there."""
    asked = {purpose.id for purpose in purposes_to_ask(registry, None if place is None else (place,))}
    return {"ask": [purpose for purpose in layout.purposes if purpose in asked], "days": choice_days(place, days)}


def _rows(registry: Registry, layout: Layout, kind: Kind, host: str) -> Iterable[list[object]]:
    """Name, the positions of the optional services that need the visitor's word, and the host where one is said."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for service, item in registry.items():
        if item.kind is not kind or item.name == COOKIE_NAME or not _writable(item, host):
            continue
        at = found.setdefault((item.name, item.host and (canonical_host(item.host) or item.host)), [])
        if service.id in layout.purpose_of:
            at.append(layout.service_ids.index(service.id))
    for (name, declared), services in found.items():
        yield [name, services, declared] if declared else [name, services]


def _writable(item: StorageItem, host: str) -> bool:
    """Whether pages of the site can write it: storage belongs to one host, a cookie to the hosts of one site."""
    declared = item.host and canonical_host(item.host)
    if not item.host:
        return True
    if not declared:
        return False
    return same_site(declared, host) if item.kind is Kind.COOKIE else covers(declared, host)

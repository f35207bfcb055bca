"""The lines that declare what was found undeclared: a draft for a person to complete, as TOML that can be read.

Nothing is claimed that nobody knows: no exemption, no ground, no safeguard.
"""

from collections.abc import Iterator

from speculoos.audit.judging.case import Case
from speculoos.audit.judging.guess import Hunch, general
from speculoos.audit.observed import Item
from speculoos.core.durations import DAY, MINUTE, from_seconds
from speculoos.core.sites import canonical_host, registrable_domain
from speculoos.registry.importing.clean import slug
from speculoos.registry.model import SESSION, Json, Kind, Use
from speculoos.registry.toml_text import pair_lines, section_lines, value_text

PURPOSES = {
    Use.AUTHENTICATION: "necessary",
    Use.REMEMBER_ME: "necessary",
    Use.SECURITY: "necessary",
    Use.INPUT: "necessary",
    Use.CONSENT_CHOICE: "necessary",
    Use.INTERFACE: "preferences",
    Use.PERSONALISATION: "preferences",
    Use.AUDIENCE_SERVER: "statistics",
    Use.AUDIENCE: "statistics",
    Use.AUDIENCE_JOINED: "statistics",
    Use.AUDIENCE_VENDOR: "statistics",
    Use.TESTING: "statistics",
    Use.REPLAY: "statistics",
    Use.EMBED: "social_media",
    Use.BOT_DEFENCE: "necessary",
    Use.ADS_CONTEXTUAL: "marketing",
    Use.ADS_BEHAVIOURAL: "marketing",
    Use.EMAIL_PIXEL: "marketing",
}
UNKNOWN = "unknown"


def for_item(case: Case, item: Item, hunch: Hunch | None) -> str:
    """Lines for one item: below a declared service that it belongs to, else as a service of its own."""
    entry = _item(case, item)
    if hunch is not None and hunch.home is not None:
        section = section_lines(("services", "items"), entry, case.registry.site.default_language, is_entry=True)
        return _text([f"# below the service {value_text(hunch.home.id)}", *section])
    host = canonical_host(item.host) or case.site
    name = hunch.guess.service if hunch else general(item)
    return _text(_service(case, name, host, hunch, {"items": [entry]}))


def for_host(case: Case, host: str, hunch: Hunch | None) -> str:
    """Lines for one host: the `hosts` of a declared service with this one more, else a service of its own."""
    language = case.registry.site.default_language
    if hunch is not None and hunch.home is not None:
        wanted = list(dict.fromkeys((*hunch.home.hosts, host)))
        return _text([f"# in the service {value_text(hunch.home.id)}", *pair_lines("hosts", wanted, language)])
    name = hunch.guess.service if hunch else host
    return _text(_service(case, name, host, hunch, {"hosts": [host]}))


def _item(case: Case, item: Item) -> Json:
    entry: Json = {"name": general(item), "kind": str(item.kind)}
    host = canonical_host(item.host)
    if host and not case.own(host):
        entry["host"] = host
    lifetime = _lifetime(item)
    return entry | ({"lifetime": lifetime} if lifetime else {})


def rounded(seconds: int) -> int:
    """Up to whole days, or minutes below one: a browser looks a moment after the item was set."""
    unit = next((unit for unit in (DAY, MINUTE) if seconds > unit), 1)
    return -(-seconds // unit) * unit


def _lifetime(item: Item) -> str:
    """As observed."""
    if item.kind is Kind.SESSION_STORAGE or (item.kind is Kind.COOKIE and item.lifetime is None):
        return SESSION
    if item.lifetime is None or item.lifetime <= 0:
        return ""
    return from_seconds(min(rounded(item.lifetime), 10**17)).iso()


def _service(case: Case, name: str, host: str, hunch: Hunch | None, more: Json) -> Iterator[str]:
    """A provider and a purpose where they lack, and the service."""
    language = case.registry.site.default_language
    known = hunch.known if hunch else None
    use = known.use if known else None
    provider = (known.provider if known else None) or _provider(case, host)
    purpose = _purpose(case, use)
    if provider not in {declared.name for declared in case.registry.providers}:
        country = known.country if known and known.provider else None
        entry = {"name": provider} | ({"country": country} if country else {})
        yield from section_lines(("providers",), entry, language, is_entry=True)
    if purpose not in {declared.id for declared in case.registry.purposes}:
        yield from section_lines(("purposes",), {"id": purpose}, language, is_entry=True)
    entry = {"id": _free_id(case, name), "provider": provider, "function": known.function if known else name}
    entry |= {"purpose": purpose} | ({"use": str(use)} if use else {}) | more
    yield from section_lines(("services",), entry, language, is_entry=True)


def _provider(case: Case, host: str) -> str:
    if not case.own(host):
        return registrable_domain(host) or host
    controller = case.registry.site.controller
    return (controller.name if controller else "") or case.registry.site.name or "site"


def _purpose(case: Case, use: Use | None) -> str:
    """What the declaration already has for this use, else the usual id."""
    if use is None:
        return UNKNOWN
    same = next((service.purpose for service in case.registry.services if service.use is use), "")
    return same or PURPOSES.get(use, UNKNOWN)


def _free_id(case: Case, name: str) -> str:
    taken = {service.id for service in case.registry.services}
    base = slug(name) or "found"
    numbered = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(id for id in numbered if id not in taken)


def _text(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(lines).strip() + "\n"

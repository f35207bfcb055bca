"""IAB vendor device storage (deviceStorage.json), in and out (law.md TCF-5).

A disclosure with several purposes becomes an item under one service for each of them, because a service has one
purpose; written out again they are one disclosure. Whatever one side has no word for is listed in `left`, with the
place and the reason, and never dropped in silence. Purposes are `tcf_1` to `tcf_11` and `tcf_special_1` to `_3`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from speculoos.core.durations import Duration, from_seconds, parse_iso
from speculoos.core.errors import InputError
from speculoos.registry.check_items import check_item
from speculoos.registry.check_values import bad_source, host_in
from speculoos.registry.model import SESSION, Json, Kind, Purpose, Registry, Service, Site, StorageItem, Texts, Use
from speculoos.registry.places import quoted

PURPOSES = {
    "tcf_1": "Storing information on the device and reading it",
    "tcf_2": "Choosing advertising by limited data",
    "tcf_3": "Building a profile for advertising",
    "tcf_4": "Choosing advertising by a profile",
    "tcf_5": "Building a profile for content",
    "tcf_6": "Choosing content by a profile",
    "tcf_7": "Measuring advertising",
    "tcf_8": "Measuring content",
    "tcf_9": "Understanding audiences from combined data",
    "tcf_10": "Developing and improving services",
    "tcf_11": "Choosing content by limited data",
    "tcf_special_1": "Security, fraud prevention and fixing errors",
    "tcf_special_2": "Delivering and showing advertising and content",
    "tcf_special_3": "Keeping and passing on privacy choices",
}
"""The framework's purposes by our ids, in our own words."""

KINDS = {"cookie": Kind.COOKIE, "web": Kind.LOCAL_STORAGE}
TYPES = {
    Kind.COOKIE: "cookie",
    Kind.LOCAL_STORAGE: "web",
    Kind.SESSION_STORAGE: "web",
    Kind.INDEXED_DB: "web",
    Kind.CACHE_STORAGE: "web",
}
READ_KEYS = {
    "identifier", "type", "maxAgeSeconds", "cookieRefresh", "domain", "domains", "purposes", "specialPurposes",
    "description", "optOut",
}  # fmt: skip
NOT_CARRIED = ("path", "secure", "http_only", "same_site", "partitioned", "set_by", "identifiability", "recipients")


@dataclass(frozen=True, slots=True)
class Left:
    """Something that could not be carried over: where it stands and why."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass(frozen=True, slots=True)
class Read:
    """What a vendor's file says: services with their items, the purposes they name, and what was left."""

    purposes: tuple[Purpose, ...]
    services: tuple[Service, ...]
    left: tuple[Left, ...]

    def registry(self, site: Site) -> Registry:
        """The declaration of a site that embeds this vendor and nothing else."""
        return Registry(site, purposes=self.purposes, services=self.services)


@dataclass(frozen=True, slots=True)
class Written:
    """The data of a deviceStorage.json, and what it has no place for."""

    data: Json
    left: tuple[Left, ...]

    @property
    def text(self) -> str:
        return json.dumps(self.data, ensure_ascii=False, indent=2) + "\n"


@dataclass(slots=True)
class _Reading:
    """The services as they come together, by purpose and by whether they keep an opt-out."""

    provider: str
    language: str
    items: dict[tuple[str, bool], list[StorageItem]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def leave(self, where: str, why: str) -> None:
        self.left.append(Left(where, why))


def from_device_storage(text: str, provider: str, language: str = "en") -> Read:
    """What a vendor's deviceStorage.json declares. `language` is that of its descriptions.

    InputError where the text is not JSON or has no list of disclosures.
    """
    data = _parsed(text)
    reading = _Reading(provider, language)
    for key in data:
        if key not in ("disclosures", "domains"):
            reading.leave(key, "is not about storage on the device, so a declaration has no place for it.")
    for index, disclosure in enumerate(data["disclosures"]):
        _disclosure(reading, f"disclosures[{index}]", disclosure)
    hosts = tuple(dict.fromkeys(_contacted(reading, data.get("domains") or [])))
    services = tuple(replace(_service(reading, *key, items), hosts=hosts) for key, items in reading.items.items())
    used = {service.purpose for service in services}
    purposes = tuple(Purpose(id, Texts({"en": label})) for id, label in PURPOSES.items() if id in used)
    return Read(purposes, services, tuple(reading.left))


def _parsed(text: str) -> Json:
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"This is not JSON ({error}). Give the text of a deviceStorage.json.") from error
    if not isinstance(data, dict) or not isinstance(data.get("disclosures"), list):
        raise InputError('This is no device storage disclosure: the list "disclosures" is missing.')
    return data


def _disclosure(reading: _Reading, where: str, disclosure: Any) -> None:
    if not isinstance(disclosure, dict) or not isinstance(disclosure.get("identifier"), str):
        reading.leave(where, "has no identifier.")
        return
    name = disclosure["identifier"].strip()
    where = f"{where} {quoted(name)}"
    kind = KINDS.get(str(disclosure.get("type")))
    if not name.strip("*"):
        reading.leave(where, "covers everything, which the specification forbids.")
    elif kind is None:
        reading.leave(where, f"has the type {disclosure.get('type')!r}, which is not about a browser.")
    else:
        for key in disclosure:
            if key not in READ_KEYS:
                reading.leave(f"{where} > {key}", "is not known.")
        _items(reading, where, disclosure, StorageItem(name, kind))


def _items(reading: _Reading, where: str, disclosure: Json, item: StorageItem) -> None:
    """The item once for each host and under each purpose."""
    description = disclosure.get("description")
    refresh = disclosure.get("cookieRefresh")
    item = replace(
        item,
        lifetime=_lifetime(reading, where, disclosure.get("maxAgeSeconds")),
        renewed=refresh if isinstance(refresh, bool) else None,
        text=Texts({reading.language: description} if isinstance(description, str) and description else {}),
    )
    purposes = [*_purposes(reading, where, disclosure)] or [""]
    hosts = [*dict.fromkeys(_hosts(reading, where, disclosure))] or [None]
    opt_out = disclosure.get("optOut") is True
    for one in (replace(item, host=host) for host in hosts):
        wrong = next(check_item((), {"name": one.name, "kind": one.kind, "host": one.host}), None)
        if wrong:
            reading.leave(where, wrong.message)
            continue
        for purpose in purposes:
            _add(reading, where, reading.items.setdefault((purpose, opt_out), []), one)


def _add(reading: _Reading, where: str, items: list[StorageItem], item: StorageItem) -> None:
    twin = next((i for i in items if (i.name, i.kind, i.host) == (item.name, item.kind, item.host)), None)
    if twin is None:
        items.append(item)
    elif twin != item:
        reading.leave(where, "contradicts an earlier disclosure of the same identifier, which was kept.")


def _contacted(reading: _Reading, domains: Any) -> Iterator[str]:
    """The hosts that the vendor connects to, which each service of it then does."""
    for index, entry in enumerate(domains if isinstance(domains, list) else [domains]):
        where = f"domains[{index}]"
        domain = entry.get("domain") if isinstance(entry, dict) else None
        wrong = bad_source(domain) if isinstance(domain, str) else (f"{entry!r} names no domain.", "")
        if wrong or not reading.items:
            reading.leave(where, wrong[0] if wrong else "belongs to no service, for nothing is disclosed.")
            continue
        yield str(domain)
        for key in sorted(entry.keys() - {"domain"}):
            reading.leave(f"{where} > {key}", "has no place in a declaration, where a service has one function.")


def _lifetime(reading: _Reading, where: str, seconds: Any) -> str | None:
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 10**9 or seconds % 1:
        reading.leave(f"{where} > maxAgeSeconds", f"{seconds!r} is not a number of seconds.")
        return None
    return SESSION if seconds == 0 else from_seconds(int(seconds)).iso()


def _purposes(reading: _Reading, where: str, disclosure: Json) -> Iterator[str]:
    for key, prefix in (("purposes", "tcf_"), ("specialPurposes", "tcf_special_")):
        numbers = disclosure.get(key) or []
        for number in numbers if isinstance(numbers, list) else [numbers]:
            id = f"{prefix}{number}"
            if id in PURPOSES:
                yield id
            else:
                reading.leave(f"{where} > {key}", f"{number!r} is not a purpose of the framework.")


def _hosts(reading: _Reading, where: str, disclosure: Json) -> Iterator[str | None]:
    domains = disclosure.get("domains", disclosure.get("domain")) or []
    for domain in domains if isinstance(domains, list) else [domains]:
        host = host_in(domain) if isinstance(domain, str) else None
        if domain == "*":
            yield None
        elif host is None:
            reading.leave(f"{where} > domains", f"{domain!r} is not a host name.")
        else:
            if str(domain).startswith("*."):
                reading.leave(f"{where} > domains", f"{quoted(domain)} was read as {quoted(host)}, which covers it.")
            yield host


def _service(reading: _Reading, purpose: str, opt_out: bool, items: Iterable[StorageItem]) -> Service:
    """One service of the vendor; keeping an opt-out is a use of its own."""
    what = PURPOSES.get(purpose, "")
    slug = re.sub(r"[^a-z0-9]+", "_", reading.provider.lower()).strip("_") or "vendor"
    id = "_".join(filter(None, (slug, purpose, "opt_out" if opt_out else "")))
    function = what or reading.provider
    return Service(
        id,
        reading.provider,
        function,
        purpose,
        use=Use.CONSENT_CHOICE if opt_out else None,
        text=Texts({"en": what} if what else {}),
        items=tuple(items),
    )


def to_device_storage(registry: Registry, provider: str | None = None) -> Written:
    """The disclosures of the services of `provider`, or of all; what they cannot say is in `left`."""
    left: list[Left] = []
    disclosures: dict[tuple[Any, ...], Json] = {}
    for service, item in registry.items():
        if provider in (None, service.provider):
            where = f"{service.id} > {item.name}"
            if item.kind in TYPES:
                _write(disclosures, left, where, service, item, registry.site.default_language)
            else:
                left.append(Left(where, f"is of the kind {item.kind}, for which the format has no type."))
    services = [service for service in registry.services if provider in (None, service.provider)]
    uses = {host: service.function for service in reversed(services) for host in reversed(service.hosts)}
    domains = [{"domain": host, "use": use} for host, use in reversed(uses.items())]
    data: Json = {"disclosures": list(disclosures.values())} | ({"domains": domains} if domains else {})
    return Written(data, tuple(dict.fromkeys(left)))


def _write(
    disclosures: dict[tuple[Any, ...], Json],
    left: list[Left],
    where: str,
    service: Service,
    item: StorageItem,
    language: str,
) -> None:
    """Add an item to the disclosure that says the same of it, or begin a new one."""
    left.extend(_not_carried(where, service, item))
    one = _disclosed(service, item, language)
    key = tuple(one[k] for k in ("identifier", "type", "maxAgeSeconds", "cookieRefresh", "description", "optOut"))
    known = disclosures.setdefault(key, one)
    for listed in ("domains", "purposes", "specialPurposes"):
        known[listed] += [entry for entry in one[listed] if entry not in known[listed]]


def _disclosed(service: Service, item: StorageItem, language: str) -> Json:
    found = re.fullmatch(r"tcf_(special_)?(\d+)", service.purpose)
    number = [int(found[2])] if found and service.purpose in PURPOSES else []
    special = bool(found and found[1])
    return {
        "identifier": item.name,
        "type": TYPES[item.kind],
        "maxAgeSeconds": _seconds(item.lifetime),
        "cookieRefresh": bool(item.renewed),
        "domains": [item.host or "*"],
        "purposes": [] if special else number,
        "specialPurposes": number if special else [],
        "description": (item.text or service.text).best(language, "en")[1],
        "optOut": service.use is Use.CONSENT_CHOICE,
    }


def _seconds(lifetime: str | None) -> int | None:
    if lifetime is None:
        return None
    return 0 if lifetime == SESSION else parse_iso(lifetime).total_seconds()


def _not_carried(where: str, service: Service, item: StorageItem) -> Iterator[Left]:
    said = [name for name in NOT_CARRIED if getattr(item, name) not in (None, ())]
    if said:
        yield Left(where, f"the format has no place for {', '.join(said)}.")
    if service.purpose not in PURPOSES:
        yield Left(where, f"the purpose {quoted(service.purpose)} has no number in the framework.")
    if item.lifetime is None:
        yield Left(where, "the lifetime is unknown, so maxAgeSeconds is null.")
    elif item.lifetime != SESSION and _is_calendar(parse_iso(item.lifetime)):
        yield Left(where, f"{item.lifetime} was counted in seconds by the mean month.")
    if item.kind not in KINDS.values():
        yield Left(where, f'the kind {item.kind} became "web".')
    if item.renewed is None:
        yield Left(where, "whether it is renewed is unknown, so cookieRefresh is false.")
    if len(item.text or service.text) > 1:
        yield Left(where, "the description is in one language alone.")


def _is_calendar(duration: Duration) -> bool:
    return bool(duration.years or duration.months)

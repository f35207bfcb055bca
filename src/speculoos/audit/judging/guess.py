"""What an undeclared item or host probably is: from well-known items, well-known hosts and the declaration itself.

A hint with its reason and how far to trust it, never a verdict: a name alone proves nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from speculoos.audit.finding import Guess
from speculoos.audit.judging.case import Case
from speculoos.audit.observed import Item
from speculoos.core.sites import canonical_host, covers, host_of, registrable_domain
from speculoos.registry.model import Service, StorageItem, Use
from speculoos.registry.wellknown import WELL_KNOWN, WellKnown, lookup
from speculoos.registry.wellknown_hosts import table

TRACKING = frozenset(
    (Use.AUDIENCE_VENDOR, Use.AUDIENCE_JOINED, Use.REPLAY, Use.ADS_CONTEXTUAL, Use.ADS_BEHAVIOURAL, Use.EMAIL_PIXEL)
)
"""The uses that no place calls necessary."""

NAME_AND_HOST, EXACT_NAME, PATTERN, SHORT_PATTERN = 0.95, 0.8, 0.7, 0.5
DECLARED_HOST, KNOWN_HOST, SETTER = 0.7, 0.6, 0.5
SHORT = 4

RANDOM = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # a UUID
    r"|(?=[a-fA-F]*[0-9])[0-9a-fA-F]{16,}"
    r"|[0-9]{8,}"
)


@dataclass(frozen=True, slots=True)
class Hunch:
    """A guess with the facts that it comes from; `home` is a declared service that it belongs to."""

    guess: Guess
    known: WellKnown | None = None
    home: Service | None = None


def of_item(case: Case, item: Item) -> Hunch | None:
    """What an item probably is."""
    host = canonical_host(item.host) or case.site
    known = lookup(item.name, host, item.kind)
    if known is not None:
        return Hunch(_named(known), known, _home(case, host, known.origin))
    setter = host_of(item.setter) if item.setter else None
    if not case.own(host):
        return of_host(case, host)
    if setter and not case.own(setter):
        by = of_host(case, setter)
        if by is not None:
            reason = f"{setter} set it, and {by.guess.reason[0].lower()}{by.guess.reason[1:]}"
            return Hunch(Guess(by.guess.service, reason, min(SETTER, by.guess.confidence)), None, by.home)
    return None


def of_host(case: Case, host: str) -> Hunch | None:
    """What a host probably belongs to."""
    home = _home(case, host, "")
    if home is not None:
        reason = f'The service "{home.id}" declares other hosts of {registrable_domain(host) or host}.'
        return Hunch(Guess(home.function or home.id, reason, DECLARED_HOST), None, home)
    origins = origins_of(host)
    if not origins:
        return None
    known = next((entry for entry in WELL_KNOWN if entry.origin == origins[0] and len(origins) == 1), None)
    reason = f"{' and '.join(origins)} {'loads' if len(origins) == 1 else 'load'} from hosts like {host}."
    home = _home(case, host, origins[0]) if len(origins) == 1 else None
    return Hunch(Guess(" or ".join(origins), reason, KNOWN_HOST / len(origins)), known, home)


@cache
def origins_of(host: str) -> tuple[str, ...]:
    """The well-known services that load from a canonical host."""
    return tuple(name for name, hosts in table().items() if any(_fits(declared, host) for declared in hosts))


@cache
def tracks(host: str) -> str:
    """The well-known service that a host belongs to, where all that load from it track; "" else."""
    origins = origins_of(host)
    return origins[0] if origins and all(_uses(origin) & TRACKING for origin in origins) else ""


def general(item: Item) -> str:
    """The name with its random part as `*`, so that tomorrow's name is the same finding."""
    known = lookup(item.name, canonical_host(item.host), item.kind)
    if known is not None:
        return known.name
    shortened = RANDOM.sub("*", item.name)
    return shortened if shortened.strip("*") else item.name  # a bare `*` would stand for everything


def supposed(case: Case, item: Item, known: WellKnown) -> tuple[Service, StorageItem]:
    """A well-known item as if it were declared as what it is known to be: the law then says what it needs."""
    host = canonical_host(item.host) or ""
    stored = StorageItem(
        item.name,
        item.kind,
        None if case.own(host) else host or None,
        known.party,
        known.lifetime,
        identifiability=known.identifiability,
    )
    service = Service(
        f"supposed {known.origin}", known.provider or "", known.origin, "", use=known.use, items=(stored,)
    )
    return service, stored


def _named(known: WellKnown) -> Guess:
    if known.hosts:
        return Guess(known.origin, f"{known.origin} uses this name on this host.", NAME_AND_HOST)
    if not known.is_pattern:
        return Guess(known.origin, f"{known.origin} uses this name.", EXACT_NAME)
    literal = len(known.name.replace("*", ""))
    confidence = PATTERN if literal > SHORT else SHORT_PATTERN
    return Guess(known.origin, f"{known.origin} uses names like {known.name}.", confidence)


def _home(case: Case, host: str, origin: str) -> Service | None:
    """The declared service that loads from the host's domain, or else has items of the same origin."""
    if not case.own(host):
        domain = registrable_domain(host) or host
        for declared in case.hosts.all:
            if covers(domain, declared.host):
                return declared.service
    return next((service for service in case.registry.services if origin in _origins(service)), None)


def _origins(service: Service) -> Iterator[str]:
    for item in service.items:
        known = lookup(item.name, item.host, item.kind)
        if known is not None:
            yield known.origin


@cache
def _uses(origin: str) -> frozenset[Use]:
    return frozenset(entry.use for entry in WELL_KNOWN if entry.origin == origin and entry.use)


def _fits(declared: str, host: str) -> bool:
    return host.endswith(declared[1:]) if declared.startswith("*.") else host == declared

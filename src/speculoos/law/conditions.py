"""The conditions on which a row or a starred cell of the table depends, each a small question to the declaration.

A condition holds, is contradicted, or is unknown because the declaration says nothing. Knows no table and no outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from speculoos.core import sites
from speculoos.law.constants import (
    SHORT,
    SIGN_IN_SESSION,
    THIRTEEN_MONTHS,
    TWELVE_MONTHS,
    TWENTY_FIVE_MONTHS,
    Limit,
    at_least,
    at_most,
)
from speculoos.law.profiles import Profile
from speculoos.registry.model import (
    SESSION,
    Exemption,
    Identifiability,
    Measurement,
    Party,
    Provider,
    Purpose,
    Registry,
    Service,
    StorageItem,
)


@dataclass(frozen=True)
class Facts:
    """What is known of one item of one service in one place. `item` is None for a service that stores nothing."""

    registry: Registry
    service: Service
    item: StorageItem | None
    profile: Profile

    @property
    def measurement(self) -> Measurement | None:
        return self.registry.site.measurement

    @cached_property
    def purpose(self) -> Purpose:
        return self.registry.purpose(self.service.purpose)

    @cached_property
    def party(self) -> Party | None:
        return derived_party(self.registry, self.item) if self.item else None

    @property
    def lifetime(self) -> str | None:
        return self.item.lifetime if self.item else None

    @property
    def identifiability(self) -> Identifiability | None:
        return self.item.identifiability if self.item else None

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.service.recipients + (self.item.recipients if self.item else ())


def derived_party(registry: Registry, item: StorageItem) -> Party:
    """The item's party: third if either its host or the declaration says so (a cloaked host looks like the first)."""
    observed = sites.party(item.host, urlsplit(registry.site.url).hostname or "") if item.host else Party.FIRST
    return Party.THIRD if Party.THIRD in (item.party, observed) else Party.FIRST


def is_own(registry: Registry, provider: Provider) -> bool | None:
    """Whether the provider is the controller itself; None if the site names no controller."""
    controller = registry.site.controller
    if controller is None:
        return None
    names = {provider.name.casefold(), (provider.legal_name or provider.name).casefold()}
    return controller.name.casefold() in names


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as it stands. `holds` is None where the declaration is silent; `field` is what would settle it."""

    id: str
    holds: bool | None
    text: str
    field: str


Test = Callable[[Facts], bool | None]
_CONDITIONS: dict[str, tuple[str, str, Test]] = {}


def _condition(text: str, field: str) -> Callable[[Test], Test]:
    def register(test: Test) -> Test:
        _CONDITIONS[test.__name__] = (text, field, test)
        return test

    return register


def check(id: str, facts: Facts) -> Condition:
    """The named condition, answered. KeyError if there is none of that name."""
    text, field, test = _CONDITIONS[id]
    return Condition(id, test(facts), text, field)


def _lives_at_most(lifetime: str | None, limit: Limit) -> bool | None:
    if lifetime is None:
        return None
    return lifetime == SESSION or at_most(lifetime, limit)


@_condition("the item belongs to the site's own domain", "host")
def own_host(facts: Facts) -> bool | None:
    return facts.party is not Party.THIRD


@_condition("it ends with the session, or after two weeks at most", "lifetime")
def session_like(facts: Facts) -> bool | None:
    return _lives_at_most(facts.lifetime, SIGN_IN_SESSION)


@_condition("it lives for a month at most", "lifetime")
def short(facts: Facts) -> bool | None:
    return _lives_at_most(facts.lifetime, SHORT)


@_condition("it lives for twelve months at most", "lifetime")
def at_most_a_year(facts: Facts) -> bool | None:
    return _lives_at_most(facts.lifetime, TWELVE_MONTHS)


@_condition("the choice is remembered as long as this place asks", "lifetime")
def choice_kept_long_enough(facts: Facts) -> bool | None:
    if facts.lifetime is None:
        return None
    return facts.lifetime != SESSION and at_least(facts.lifetime, facts.profile.choice_lifetime)


@_condition("its value does not tell one visitor from the others", "identifiability")
def no_identifier(facts: Facts) -> bool | None:
    if facts.identifiability is None:
        return None
    return facts.identifiability in (Identifiability.NONE, Identifiability.RANDOM)


@_condition("measuring this site for its publisher alone is the only use", "site.measurement.sole_use")
def sole_use(facts: Facts) -> bool | None:
    return facts.measurement.sole_use if facts.measurement else None


@_condition("no identifier is shared with another site", "site.measurement.one_site")
def one_site(facts: Facts) -> bool | None:
    return facts.measurement.one_site if facts.measurement else None


@_condition("nothing but anonymous statistics is given to others", "site.measurement.shared")
def not_shared(facts: Facts) -> bool | None:
    if facts.recipients:
        return False
    shared = facts.measurement.shared if facts.measurement else None
    return None if shared is None else not shared


@_condition("the tracker lives for thirteen months (393 days) at most", "lifetime")
def tracker_13(facts: Facts) -> bool | None:
    stated = facts.measurement.tracker_lifetime if facts.measurement else None
    lifetimes = [life for life in (facts.lifetime, stated) if life is not None]
    return all(_lives_at_most(life, THIRTEEN_MONTHS) for life in lifetimes) if facts.lifetime else None


@_condition("its life is not extended by a new visit", "renewed")
def not_renewed(facts: Facts) -> bool | None:
    if facts.item is None or facts.lifetime == SESSION:
        return True
    return None if facts.item.renewed is None else not facts.item.renewed


@_condition("raw data are kept for twenty-five months (758 days) at most", "site.measurement.data_retention")
def data_25(facts: Facts) -> bool | None:
    kept = facts.measurement.data_retention if facts.measurement else None
    return _lives_at_most(kept, TWENTY_FIVE_MONTHS)


@_condition("visitors can object", "site.measurement.objection_url")
def objection(facts: Facts) -> bool | None:
    return True if facts.measurement and facts.measurement.objection_url else None


@_condition("another operator sees addresses without their last part only", "site.measurement.ip_masked")
def masked_address(facts: Facts) -> bool | None:
    if facts.measurement is None:
        return None
    operator = facts.measurement.operator or facts.service.provider
    if is_own(facts.registry, facts.registry.provider(operator)):
        return True
    return facts.measurement.ip_masked


@_condition("the reason for the exemption is written down", "ground")
def ground(facts: Facts) -> bool | None:
    return True if any(text.strip() for text in facts.service.ground.values()) else None


@_condition("the declaration claims that it is strictly necessary", "exemption")
def strictly_claimed(facts: Facts) -> bool | None:
    claim = facts.service.exemption
    return None if claim is None else claim is Exemption.STRICTLY_NECESSARY


@_condition("the declaration claims the exception for appearance", "exemption")
def appearance_claimed(facts: Facts) -> bool | None:
    claim = facts.service.exemption
    return None if claim is None else claim is Exemption.APPEARANCE


@_condition("nobody beyond the provider gets access", "recipients")
def no_recipients(facts: Facts) -> bool | None:
    return not facts.recipients


@_condition("the provider acts as a processor and does not reuse the data", "providers.role")
def not_reused(facts: Facts) -> bool | None:
    if facts.recipients:
        return False
    provider = facts.registry.provider(facts.service.provider)
    if is_own(facts.registry, provider):
        return True
    return None if provider.role is None else provider.role == "processor"


@_condition("the purpose is not one that sells or shares data", "purpose")
def not_sold(facts: Facts) -> bool | None:
    return not facts.purpose.sale

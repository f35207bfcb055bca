"""Which changes of a declaration are material: those after which an earlier choice no longer says enough.

A rule sees one field before and after, and the facts of the old declaration; it answers why the change is
material, or nothing. What existed and got worse for visitors is material; what is new but exempt is disclosed
and not asked. Stating for the first time what was unknown is not material: the lint asks for it. Nor is a new host
of a service: visitors chose on who receives data, and a host says where somebody who is named is reached. Whoever
else stands behind it is a recipient to be named, and that is material.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from speculoos.core.durations import DurationError, parse_iso
from speculoos.registry.model import SESSION, Identifiability, Party, Purpose, Registry, Service, Use


class Why(StrEnum):
    """The fixed sentences that a change's `reason` is one of, so that a page can translate them."""

    NEW_PURPOSE = "Visitors were never asked about this purpose."
    NEW_SERVICE = "A service that needs consent was added."
    NEW_ITEM = "An item that needs consent was added."
    NEW_RECIPIENT = "Somebody who was not named under this purpose receives data."
    NEW_CONTROLLER = "Somebody else answers for the site."
    OTHER_PURPOSE = "The service serves another purpose than the one visitors chose on."
    OTHER_USE = "The service does something else than before."
    NOT_EXEMPT = "The exemption is gone: consent is needed now."
    LONGER = "The item lives longer than visitors were told."
    UNLIMITED = "The item's life is no longer stated."
    RENEWED = "The item's life now starts again on each visit."
    MORE_IDENTIFYING = "The item says more about a person than before."
    THIRD_PARTY = "The item is a third party's now."
    WORDING = "The wording on which visitors chose changed."
    SALE = "The purpose now counts as sale or sharing."
    SHARED = "Measurements are now given to others."
    EXEMPT = "Exempt: disclosed, not asked."


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look up in the two declarations."""

    asked: frozenset[str]  # purposes that needed consent before: some service of theirs is not exempt
    recipients: Mapping[str, frozenset[str]]  # by purpose, who was named as receiving data before
    exempt_only: frozenset[str]  # purposes that have services now, all of them exempt


def facts_of(old: Registry, new: Registry) -> Facts:
    asked_now = {service.purpose for service in new.services if service.exemption is None}
    return Facts(
        asked=frozenset(service.purpose for service in old.services if service.exemption is None),
        recipients=_recipients(old),
        exempt_only=frozenset(service.purpose for service in new.services) - asked_now,
    )


def _recipients(registry: Registry) -> dict[str, frozenset[str]]:
    named: defaultdict[str, set[str]] = defaultdict(set)
    for service in registry.services:
        named[service.purpose] |= {service.provider, *service.recipients}
        named[service.purpose].update(*(item.recipients for item in service.items))
    return {purpose: frozenset(names) for purpose, names in named.items()}


# What is added


def added_purpose(purpose: Purpose, facts: Facts) -> Why:
    return Why.EXEMPT if purpose.id in facts.exempt_only else Why.NEW_PURPOSE


def added_service(service: Service, facts: Facts) -> Why:
    """An exempt service is disclosed, unless it brings a recipient to a purpose that visitors chose on."""
    if service.exemption is None:
        return Why.NEW_SERVICE
    if service.purpose in facts.asked and _unnamed((service.provider, *service.recipients), facts, service.purpose):
        return Why.NEW_RECIPIENT
    return Why.EXEMPT


def added_item(service: Service) -> Why:
    return Why.NEW_ITEM if service.exemption is None else Why.EXEMPT


# What is changed: rules by field. Each gets the value before and after, the facts, and the purpose concerned.

Rule: TypeAlias = Callable[[Any, Any, Facts, str], Why | None]


def _provider(_before: str, after: str, facts: Facts, purpose: str) -> Why | None:
    return _unnamed((after,), facts, purpose)


def _recipient(
    _before: tuple[str, ...] | None, after: tuple[str, ...] | None, facts: Facts, purpose: str
) -> Why | None:
    return _unnamed(after or (), facts, purpose)


def _unnamed(names: tuple[str, ...], facts: Facts, purpose: str) -> Why | None:
    known = facts.recipients.get(purpose, frozenset())
    return None if known.issuperset(names) else Why.NEW_RECIPIENT


def _purpose(_before: str, _after: str, _facts: Facts, _purpose: str) -> Why:
    return Why.OTHER_PURPOSE


def _use(before: Use | None, after: Use | None, _facts: Facts, _purpose: str) -> Why | None:
    """Naming what was unnamed or "other" is a correction."""
    return None if before in (None, Use.OTHER) or after is None else Why.OTHER_USE


def _exemption(_before: Any, after: Any, _facts: Facts, _purpose: str) -> Why | None:
    return Why.NOT_EXEMPT if after is None else None


def _lifetime(before: str | None, after: str | None, _facts: Facts, _purpose: str) -> Why | None:
    promised, stated = _seconds(before), _seconds(after)
    if promised is None:
        return None
    if stated is None:
        return Why.UNLIMITED
    return Why.LONGER if stated > promised else None


def _seconds(lifetime: str | None) -> int | None:
    """The longest that a declared lifetime can be, so that P184D is no longer than the P6M it makes exact."""
    if lifetime is None:
        return None
    try:
        return 0 if lifetime == SESSION else parse_iso(lifetime).longest()
    except DurationError:
        return None


def _renewed(before: bool | None, after: bool | None, _facts: Facts, _purpose: str) -> Why | None:
    return Why.RENEWED if before is False and after else None


def _identifiability(
    before: Identifiability | None, after: Identifiability | None, _facts: Facts, _purpose: str
) -> Why | None:
    if before is None or after is None:
        return None
    order = list(Identifiability)
    return Why.MORE_IDENTIFYING if order.index(after) > order.index(before) else None


def _party(before: Party | None, after: Party | None, _facts: Facts, _purpose: str) -> Why | None:
    return Why.THIRD_PARTY if before is Party.FIRST and after is Party.THIRD else None


def _wording(before: str | None, after: str | None, facts: Facts, purpose: str) -> Why | None:
    """A new translation changes nothing that anybody chose on, nor do blanks."""
    if before is None or after is None or before.split() == after.split():
        return None
    return Why.WORDING if purpose in facts.asked else None


def _sale(_before: bool, after: bool, _facts: Facts, _purpose: str) -> Why | None:
    return Why.SALE if after else None


def _controller(before: str | None, _after: str | None, _facts: Facts, _purpose: str) -> Why | None:
    return Why.NEW_CONTROLLER if before is not None else None


def _shared(before: bool | None, after: bool | None, _facts: Facts, _purpose: str) -> Why | None:
    return Why.SHARED if after and before is not None else None


SITE_RULES: Final[Mapping[str, Rule]] = {"controller.name": _controller, "measurement.shared": _shared}
PURPOSE_RULES: Final[Mapping[str, Rule]] = {"text": _wording, "sale": _sale}
SERVICE_RULES: Final[Mapping[str, Rule]] = {
    "provider": _provider,
    "recipients": _recipient,
    "purpose": _purpose,
    "use": _use,
    "exemption": _exemption,
    "text": _wording,
}
ITEM_RULES: Final[Mapping[str, Rule]] = {
    "lifetime": _lifetime,
    "renewed": _renewed,
    "identifiability": _identifiability,
    "party": _party,
    "recipients": _recipient,
}
NO_RULES: Final[Mapping[str, Rule]] = {}

"""A finding: what a check says of one place in a declaration or a page, addressed to its editor.

Knows entries and their paths; knows no check. Findings sort in the order of the declaration.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from speculoos.law.catalogue import Lint, Severity
from speculoos.law.profiles import Profile
from speculoos.law.rules import Verified, rule
from speculoos.registry.model import Registry, Service, StorageItem
from speculoos.registry.places import DataPath, quoted


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands: for people (`entry`), and for a form that shows it beside its field."""

    entry: str = "site"
    service: str = ""  # Service.id
    item: str = ""  # StorageItem.name
    provider: str = ""  # Provider.name
    purpose: str = ""  # Purpose.id
    field: str = ""  # the attribute's name in the model, dotted below the site: "controller.email"
    order: tuple[int, ...] = (0,)

    def at(self, field: str) -> "Place":
        return dataclasses.replace(self, field=field)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check function yields: a place and words. `only` names the places of law; None means all that hold."""

    place: Place
    message: str
    hint: str
    rule: str = ""
    severity: Severity | None = None
    only: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, complete: it needs no registry to be read."""

    id: str
    severity: Severity
    rule: str
    jurisdictions: tuple[str, ...]
    entry: str
    message: str
    hint: str
    verified: Verified
    service: str = ""
    item: str = ""
    provider: str = ""
    purpose: str = ""
    field: str = ""
    order: tuple[int, ...] = dataclasses.field(default=(0,), repr=False)

    @property
    def path(self) -> DataPath | None:
        """The keys that lead to it in a declaration file, for registry.places; None for what only a page shows."""
        section = SECTIONS.get(self.order[0])
        fields = tuple(self.field.split(".")) if self.field else ()
        if section is None or section == "site":
            return ("site", *fields) if section else None
        entry: DataPath = (section, self.order[1])
        return (*entry, "items", self.order[2], *fields) if len(self.order) > 2 else (*entry, *fields)


SECTIONS = {0: "site", 1: "providers", 2: "purposes", 3: "services"}
SEVERITIES = tuple(Severity)
SITE_FIELDS = ("controller", "controller.email", "dpo", "authority")  # as a policy names them


def site_place(field: str = "") -> Place:
    return Place("site", field=field, order=(0,))


def page_place(field: str = "") -> Place:
    return Place("page", field=field, order=(9,))


def service_place(registry: Registry, service: Service, field: str = "") -> Place:
    index = _index(registry.services, service)
    return Place(f"services[{index}] {quoted(service.id)}", service.id, field=field, order=(3, index))


def item_place(registry: Registry, service: Service, item: StorageItem | None, field: str = "") -> Place:
    """The item's place, or its service's where there is none."""
    if item is None:
        return service_place(registry, service, field)
    at = service_place(registry, service)
    index = _index(service.items, item)
    entry = f"{at.entry} > items[{index}] {quoted(item.name)}"
    return Place(entry, service.id, item.name, field=field, order=(*at.order, index))


def provider_place(registry: Registry, name: str, field: str = "") -> Place:
    names = [provider.name for provider in registry.providers]
    index = names.index(name) if name in names else len(names)
    entry = f"providers[{index}] {quoted(name)}" if name in names else f"providers {quoted(name)}"
    return Place(entry, provider=name, field=field, order=(1, index))


def purpose_place(registry: Registry, id: str, field: str = "") -> Place:
    ids = [purpose.id for purpose in registry.purposes]
    index = ids.index(id) if id in ids else len(ids)
    entry = f"purposes[{index}] {quoted(id)}" if id in ids else f"purposes {quoted(id)}"
    return Place(entry, purpose=id, field=field, order=(2, index))


def finding(lint: Lint, problem: Problem, profiles: Iterable[Profile]) -> Finding | None:
    """The problem as a finding for those of the places in which its check holds; None if there is none."""
    holding = [p.code for p in profiles if lint.holds_in(p) and (problem.only is None or p.code in problem.only)]
    if not holding:
        return None
    cited = problem.rule or lint.rule
    place = problem.place
    return Finding(
        lint.id,
        problem.severity or lint.severity,
        cited,
        tuple(holding),
        place.entry,
        problem.message,
        problem.hint,
        rule(cited).verified,
        place.service,
        place.item,
        place.provider,
        place.purpose,
        place.field,
        place.order,
    )


def sort_key(found: Finding) -> tuple[object, ...]:
    """The order of the declaration, the graver first within an entry, then by check and field."""
    rank = SITE_FIELDS.index(found.field) if found.field in SITE_FIELDS else len(SITE_FIELDS)
    return found.order, found.entry, SEVERITIES.index(found.severity), found.id, rank, found.field


def _index(many: tuple[object, ...], one: object) -> int:
    """The position by identity, so that two equal entries keep their own places."""
    return next((i for i, other in enumerate(many) if other is one), 0)

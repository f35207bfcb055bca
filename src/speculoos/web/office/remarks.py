"""What is wrong with a draft, and where: faults of the declaration and findings of the lint in one shape.

A fault keeps a draft from being published; a finding is shown and blocks nothing. Each is tied to the row and the
field of the form it concerns. The checks themselves are registry's and law's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from speculoos.core.errors import DeclarationError, Fault, SpeculoosError
from speculoos.law.findings import Finding
from speculoos.law.lint import lint
from speculoos.law.rules import Verified
from speculoos.registry.load import from_json
from speculoos.registry.model import Registry

SEVERITIES = ("fault", "error", "warning", "info")

ENTRY = re.compile(
    r'(?P<section>site|providers|purposes|services)(?:\[(?P<index>\d+)\](?: "(?:[^"\\]|\\.)*")?)?'
    r'(?: > items\[(?P<item>\d+)\](?: "(?:[^"\\]|\\.)*")?)?(?: > (?P<field>.*))?'
)
ORDER = {1: "providers", 2: "purposes", 3: "services"}

# Fields that the forms show under another name, or together with another field.
FORM_FIELDS = {"id": "ident", "labels": "function"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the draft: its section, the index of the entry and of the item in it, and the form's field."""

    section: str = "site"
    index: int | None = None
    item: int | None = None
    field: str = ""

    @property
    def entry(self) -> "Spot":
        return Spot(self.section, self.index, self.item)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to tell the editor."""

    severity: str  # one of SEVERITIES
    code: str  # the lint's id; empty for a fault
    rule: str
    message: str
    hint: str
    entry: str
    spot: Spot
    jurisdictions: tuple[str, ...] = ()
    unverified: bool = False


@dataclass(frozen=True)
class Remarks:
    """All remarks on one draft, the gravest first within each entry."""

    all: tuple[Remark, ...] = ()

    def __iter__(self) -> Iterator[Remark]:
        return iter(self.all)

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def faults(self) -> tuple[Remark, ...]:
        return tuple(r for r in self.all if r.severity == "fault")

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each severity, those without any left out."""
        found = {name: sum(r.severity == name for r in self.all) for name in SEVERITIES}
        return {name: count for name, count in found.items() if count}

    def at(self, section: str, index: int | None = None, item: int | None = None) -> tuple[Remark, ...]:
        """The remarks on one entry: those on its fields, not those on the entries inside it."""
        return tuple(r for r in self.all if r.spot.entry == Spot(section, index, item))


def faults_of(registry: Registry) -> tuple[Fault, ...]:
    """The faults that keep the registry from being published."""
    try:
        from_json(registry.as_json(hashed=False), file="draft")
    except DeclarationError as error:
        return error.faults
    return ()


@lru_cache(maxsize=128)
def remarks_on(registry: Registry) -> Remarks:
    """Faults and findings of a registry. The lint is asked even if there are faults, as far as it can answer."""
    found = [*map(_from_fault, faults_of(registry)), *map(_from_finding, _findings(registry))]
    return Remarks(tuple(sorted(found, key=_rank)))


def _findings(registry: Registry) -> Iterable[Finding]:
    try:
        return lint(registry, registry.site.jurisdictions)
    except (SpeculoosError, ValueError):
        # A draft may hold a value that the law part cannot read; its fault says so beside the field.
        return ()


def _rank(remark: Remark) -> tuple[Any, ...]:
    spot = remark.spot
    sections = ("site", *ORDER.values())
    place = (sections.index(spot.section), -1 if spot.index is None else spot.index)
    return (SEVERITIES.index(remark.severity), *place, -1 if spot.item is None else spot.item, remark.code)


def _from_fault(fault: Fault) -> Remark:
    return Remark("fault", "", "", fault.message, fault.hint, fault.entry, _spot_in(fault.entry))


def _spot_in(entry: str) -> Spot:
    """The place that a fault's readable path names; the site for whatever is elsewhere."""
    found = ENTRY.fullmatch(entry)
    if found is None:
        return Spot()
    index, item = (None if found[name] is None else int(found[name]) for name in ("index", "item"))
    return Spot(found["section"], index, item, _form_field(found["section"], found["field"] or ""))


def _form_field(section: str, path: str) -> str:
    """The form's field for a path such as `text > fr` or, in the site, `controller > email`."""
    steps = [re.sub(r"\[\d+\].*", "", step) for step in path.split(" > ")]
    if section == "site" and steps[0] in {"controller", "dpo", "authority", "measurement"}:
        return "-".join(steps[:2])
    return FORM_FIELDS.get(steps[0], steps[0])


def _from_finding(finding: Finding) -> Remark:
    return Remark(
        severity=str(finding.severity),
        code=finding.id,
        rule=finding.rule,
        message=finding.message,
        hint=finding.hint,
        entry=finding.entry,
        spot=_spot_of(finding),
        jurisdictions=finding.jurisdictions,
        unverified=finding.verified is Verified.UNVERIFIED,
    )


def _spot_of(finding: Finding) -> Spot:
    """The place of a finding, from its order in the declaration (see law.findings.Place)."""
    section = ORDER.get(finding.order[0], "site")
    index, item = [*finding.order[1:3], None, None][:2]
    return Spot(section, index, item, _form_field(section, finding.field.replace(".", " > ")))

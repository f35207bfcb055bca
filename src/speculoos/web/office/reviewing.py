"""What an import understood, laid out for review: each service and item with its values, their words and places.

Pure reading of a registry and a report of registry.importing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from speculoos.law.decide import Decision
from speculoos.registry.importing import Field, Missing, Report
from speculoos.registry.model import Registry, Service, StorageItem
from speculoos.web.office.draft import strictest

LONGEST_SOURCE = 3_000
"""Lines of a source that are shown beside the review; a longer one is not."""


@dataclass(frozen=True, slots=True)
class Value:
    """One field: what was understood, and the words it stood in. `found` is None for what the source does not say."""

    name: str
    value: str
    found: Field | None = None
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    item: StorageItem
    values: tuple[Value, ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ReviewedService:
    service: Service
    values: tuple[Value, ...]
    items: tuple[ReviewedItem, ...]
    known: bool  # the draft has it already


@dataclass(frozen=True, slots=True)
class _Sources:
    """The report's fields and missing facts, by service id and item name."""

    fields: dict[tuple[str, str], Mapping[str, Field]] = field(default_factory=dict)
    missing: dict[tuple[str, str], list[Missing]] = field(default_factory=dict)

    @classmethod
    def of(cls, report: Report | None) -> "_Sources":
        sources = cls()
        for service in report.services if report else ():
            sources.fields[service.id, ""] = service.fields
            for item in service.items:
                sources.fields[service.id, item.name] = item.fields
        for missing in report.missing if report else ():
            sources.missing.setdefault((missing.service or "", missing.item or ""), []).append(missing)
        return sources

    def values(self, service: str, item: str = "") -> Iterator[Value]:
        for name, found in self.fields.get((service, item), {}).items():
            yield Value(name, _shown(found.value), found)
        for missing in self.missing.get((service, item), []):
            yield Value(missing.field, "", missing=missing)


def reviewed(registry: Registry, report: Report | None, known: frozenset[str]) -> list[ReviewedService]:
    """Every service of the registry with what the report knows of it; a declaration has no report, only values."""
    sources = _Sources.of(report)
    return [_service(registry, service, sources, service.id in known) for service in registry.services]


def _service(registry: Registry, service: Service, sources: _Sources, known: bool) -> ReviewedService:
    items = tuple(
        ReviewedItem(item, tuple(sources.values(service.id, item.name)), strictest(registry, service, item))
        for item in service.items
    )
    return ReviewedService(service, tuple(sources.values(service.id)), items, known)


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)


def missing_of_site(report: Report | None) -> list[Missing]:
    return [missing for missing in report.missing if missing.service is None] if report else []


def lines_of(text: str) -> list[str]:
    """The source's lines for showing beside the review; none if it is too long."""
    lines = text.split("\n")
    return lines if len(lines) <= LONGEST_SOURCE else []

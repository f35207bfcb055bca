"""What an import understood, what it did not, and where each thing stands in the source."""

from dataclasses import dataclass, field
from typing import Any

from speculoos.registry.importing.entries import Hint, Unread
from speculoos.registry.importing.meaning import Field
from speculoos.registry.importing.source import Place
from speculoos.registry.importing.statements import KindNamed, Statement

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a declaration should say and the source does not, or not so that it could be understood.

    `service` and `item` are None where the whole document lacks it. `raw` holds words that were not understood.
    """

    field: str
    service: str | None
    item: str | None
    reason: str
    raw: str | None = None

    @property
    def entry(self) -> str:
        return " > ".join(part for part in (self.service, self.item) if part) or "the site"


@dataclass(frozen=True, slots=True)
class ItemSource:
    """Where the values of an item come from."""

    name: str
    fields: dict[str, Field]


@dataclass(frozen=True, slots=True)
class ServiceSource:
    """Where the values of a service come from. Keys beginning with "other: " have no place in a declaration."""

    id: str
    fields: dict[str, Field]
    items: tuple[ItemSource, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The account of one import. `unread`: rows and sentences that look like declarations and are not in it."""

    source: str
    format: str
    languages: tuple[str, ...]
    site: dict[str, Field]
    services: tuple[ServiceSource, ...] = ()
    kinds: tuple[KindNamed, ...] = ()
    statements: tuple[Statement, ...] = ()
    missing: tuple[Missing, ...] = ()
    unread: tuple[Unread, ...] = ()
    hints: tuple[Hint, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no storage item was found: the source is no policy, or one that names nothing."""
        return not self.services

    def as_json(self) -> Json:
        """The stable shape; places are line, column (from 1) and, in HTML, element.

        `{source, format, languages, empty, counts, site: {field: F}, services: [{id, fields: {field: F}, items:
        [{name, fields: {field: F}}]}], kinds: [{kind, quote, P}], statements: [{about, says, quote, P}], missing:
        [{field, service, item, reason, raw}], unread: [{text, reason, P}], hints: [{text, P}]}` with
        `F = {value, raw, P}` and `P = line, column, element`.
        """
        return {
            "source": self.source,
            "format": self.format,
            "languages": list(self.languages),
            "empty": self.is_empty,
            "counts": dict(self.counts),
            "site": _fields(self.site),
            "services": [_service(service) for service in self.services],
            "kinds": [{"kind": k.kind, "quote": k.quote, **_place(k.place)} for k in self.kinds],
            "statements": [
                {"about": s.about, "says": s.says, "quote": s.quote, **_place(s.place)} for s in self.statements
            ],
            "missing": [
                {"field": m.field, "service": m.service, "item": m.item, "reason": m.reason, "raw": m.raw}
                for m in self.missing
            ],
            "unread": [{"text": u.text, "reason": u.reason, **_place(u.place)} for u in self.unread],
            "hints": [{"text": h.text, **_place(h.place)} for h in self.hints],
        }

    def as_text(self) -> str:
        """The same for a terminal, ending with a newline."""
        from speculoos.registry.importing.report_text import report_text

        return report_text(self)


def _fields(fields: dict[str, Field]) -> Json:
    return {name: found.as_json() for name, found in fields.items()}


def _service(service: ServiceSource) -> Json:
    items = [{"name": item.name, "fields": _fields(item.fields)} for item in service.items]
    return {"id": service.id, "fields": _fields(service.fields), "items": items}


def _place(place: Place | None) -> Json:
    return (
        {"line": place.line, "column": place.column, "element": place.element}
        if place
        else {"line": None, "column": None, "element": None}
    )

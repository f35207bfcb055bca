"""What an entry says: names, lifetimes, kinds, parties, places, each with the words it was read from.

Nothing is guessed: what a cell does not say stays None, and the words stay in the field's `raw`.
"""

from dataclasses import dataclass, field
from typing import Any

from speculoos.core.sites import canonical_host
from speculoos.registry.importing.durations import Lifetime, lifetimes
from speculoos.registry.importing.entries import Entry, Findings
from speculoos.registry.importing.headings import Category, category_in_cell
from speculoos.registry.importing.kinds import (
    function_and_locations,
    kind_of,
    locations_of,
    party_of,
    says_session_cookie,
)
from speculoos.registry.importing.labels import place_of
from speculoos.registry.importing.names import Names, read_names
from speculoos.registry.importing.source import Cell, Place
from speculoos.registry.importing.words.facets import BLANK
from speculoos.registry.model import SESSION, Kind, Location, Party, StorageItem


@dataclass(frozen=True, slots=True)
class Field:
    """A value read from the source: what it became, the words it stood in, and where."""

    value: Any
    raw: str
    place: Place

    def as_json(self) -> dict[str, Any]:
        place = self.place
        return {
            "value": self.value,
            "raw": self.raw,
            "line": place.line,
            "column": place.column,
            "element": place.element,
        }


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item, and the field of the source for each value that it states."""

    item: StorageItem
    sources: dict[str, Field]
    lifetime_reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An entry understood. Empty texts and places: the source does not say."""

    provider: str
    function: str
    category: Category | None
    locations: tuple[Location, ...]
    text: str
    items: tuple[ReadItem, ...]
    sources: dict[str, Field] = field(default_factory=dict)


def understand(entry: Entry, findings: Findings, site_host: str | None) -> ReadRow | None:
    """The row that an entry makes, or None where it has no name; that is then among the unread."""
    cell = entry.fields.get("name")
    stated_kind = _kind(entry)
    names = (
        Names(entry.names)
        if entry.names
        else read_names(cell.text, slashes=stated_kind in {None, "cookie"})
        if cell
        else Names(())
    )
    if not names.names or cell is None:
        _reject(entry, cell, findings)
        return None
    for piece in names.rest:
        findings.reject(
            Cell(piece, piece, place_of(cell, piece)), "stands among names, but is no name that an item can have"
        )
    sources: dict[str, Field] = {}
    function, locations = _function(entry, sources)
    category = _category(entry, sources)
    lives = _lifetimes(entry, len(names.names))
    shared = _shared(entry, site_host, category)
    items = tuple(
        _item(name, written, cell, life, shared, entry)
        for (name, written), life in zip(names.names, lives, strict=True)
    )
    provider, text = _text(entry, "provider", sources), _text(entry, "text", sources)
    for number, (header, extra) in enumerate(entry.extra, 1):
        sources.setdefault(f"other: {header or number}", Field(extra.text, extra.raw, extra.place))
    return ReadRow(provider, function, category, locations, text, items, sources)


def _reject(entry: Entry, cell: Cell | None, findings: Findings) -> None:
    reason = (
        "has no name"
        if cell is None or cell.text.lower() in BLANK
        else f"{cell.text[:60]!r} is no name that an item can have"
    )
    findings.reject(entry.cell, reason)


def _said(entry: Entry, concern: str) -> Cell | None:
    """The cell of a field, unless it says nothing."""
    cell = entry.fields.get(concern)
    return cell if cell and cell.text.lower().rstrip(".") not in BLANK else None


def _text(entry: Entry, concern: str, sources: dict[str, Field]) -> str:
    cell = _said(entry, concern)
    if not cell:
        return ""
    text = cell.text.replace("\n", " ")
    sources[concern] = Field(text, cell.raw, cell.place)
    return text


def _function(entry: Entry, sources: dict[str, Field]) -> tuple[str, tuple[Location, ...]]:
    """The function without a location in brackets, and the locations from there or from a column of their own."""
    cell, column = _said(entry, "function"), _said(entry, "location")
    function, locations = "", tuple[Location, ...]()
    if cell:
        function, locations, words = function_and_locations(cell.text.replace("\n", " "))
        sources["function"] = Field(function, cell.raw, cell.place)
        if locations:
            sources["location"] = Field([str(x) for x in locations], words, place_of(cell, words))
    if column:
        stated = locations_of(column.text)
        locations = stated or locations
        sources["location"] = Field([str(x) for x in stated] or None, column.raw, column.place)
    return function, locations


def _category(entry: Entry, sources: dict[str, Field]) -> Category | None:
    cell = _said(entry, "category")
    category = category_in_cell(cell) if cell else entry.category
    if category:
        sources["purpose"] = Field(category.purpose or None, category.cell.raw, category.cell.place)
    return category


def _lifetimes(entry: Entry, count: int) -> list[Lifetime]:
    cell = _said(entry, "lifetime")
    if cell:
        return lifetimes(cell.text, count, entry.unit)
    kind = _said(entry, "kind")
    if kind and says_session_cookie(kind.text):
        return [Lifetime(SESSION)] * count
    return [Lifetime(None, "not in the source")] * count


def _kind(entry: Entry) -> str | None:
    cell = _said(entry, "kind")
    return kind_of(cell.text) if cell else None


def _shared(entry: Entry, site_host: str | None, category: Category | None) -> dict[str, tuple[Any, Field]]:
    """The values that all names of an entry have in common, each with its source."""
    found: dict[str, tuple[Any, Field]] = {}
    kind_cell, party_cell, host_cell = (_said(entry, c) for c in ("kind", "party", "host"))
    if kind_cell:
        kind = kind_of(kind_cell.text)
        found["kind"] = (Kind(kind) if kind else Kind.COOKIE, Field(kind, kind_cell.raw, kind_cell.place))
    party = party_of(party_cell.text) if party_cell else category.party if category else None
    source = party_cell or (category.cell if category else None)
    if source and (party or party_cell):
        found["party"] = (Party(party) if party else None, Field(party, source.raw, source.place))
    if host_cell:
        host = canonical_host(host_cell.text.replace("*", "").removeprefix("."))
        host = host if host and "." in host else None
        found["host"] = (None if host == site_host else host, Field(host, host_cell.raw, host_cell.place))
    return found


def _item(
    name: str, written: str, cell: Cell, life: Lifetime, shared: dict[str, tuple[Any, Field]], entry: Entry
) -> ReadItem:
    sources = {"name": Field(name, written, place_of(cell, written))}
    values = {key: value for key, (value, _) in shared.items() if value is not None}
    sources |= {key: source for key, (_, source) in shared.items()}
    life_cell = _said(entry, "lifetime") or (_said(entry, "kind") if life.iso else None)
    if life_cell:
        sources["lifetime"] = Field(life.iso, life_cell.raw, life_cell.place)
    return ReadItem(StorageItem(name, lifetime=life.iso, **values), sources, "" if life.iso else life.reason)

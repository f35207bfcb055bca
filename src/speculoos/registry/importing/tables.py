"""Tables to entries: which column holds what, categories between rows, cells that repeat the one above.

A column is known by its header; without headers, only by content that leaves no doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from speculoos.registry.importing.clean import fold
from speculoos.registry.importing.columns import by_content, settled
from speculoos.registry.importing.durations import unit_of_header
from speculoos.registry.importing.entries import Entry, Findings, Hint
from speculoos.registry.importing.headers import concern_of, is_header_row
from speculoos.registry.importing.headings import Category, category_of
from speculoos.registry.importing.names import is_nameish
from speculoos.registry.importing.source import Cell, Place, Table
from speculoos.registry.importing.words.facets import BLANK, DITTO
from speculoos.registry.importing.words.headers import DESCRIBING

Row = tuple[Cell, ...]
TELLING = frozenset(("lifetime", "provider", "kind", "party", "host", "function"))
"""Columns that make a table without names one about storage all the same."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column holds, and its header."""

    concerns: tuple[str | None, ...]
    headers: tuple[str, ...]

    def at(self, concern: str) -> int | None:
        return self.concerns.index(concern) if concern in self.concerns else None


def read_table(table: Table, category: Category | None, findings: Findings) -> None:
    """Adds to the findings an entry, or a reason why there is none, for each row."""
    for rows in _cards([row for row in table.rows if any(row)]):
        _read_rows(_upright(rows), category, findings)


def _cards(rows: list[Row]) -> list[list[Row]]:
    """The table, or its pieces where labels stand in the first of two columns and begin anew for each item."""
    firsts = [concern_of(row[0].text) for row in rows]
    if not rows or max(map(len, rows)) != 2 or firsts.count("name") < 2 or sum(map(bool, firsts)) < 0.8 * len(rows):
        return [rows]
    starts = [at for at, concern in enumerate(firsts) if concern == firsts[0]]
    return [rows[start:end] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)]


def _read_rows(rows: list[Row], category: Category | None, findings: Findings) -> None:
    columns, body = _columns(rows)
    if columns is None:
        _not_about_storage(rows, findings)
        return
    if columns.at("name") is None:
        _nameless(columns, body, findings)
        return
    above: Row | None = None
    for row in body:
        if is_header_row([cell.text for cell in row]) and _same_header(row, columns):
            continue
        between = _category_row(row)
        if between is not None:
            category = between
            continue
        filled = _filled(row, above, columns)
        if _is_banner(row, columns):
            findings.reject(_whole(row), "one cell across the row, which names no category")
        else:
            _add(filled, columns, category, findings)
            above = filled


def _upright(rows: list[Row]) -> list[Row]:
    """The rows, turned where the headers stand in the first column."""
    if not rows or len(rows) < 2 or is_header_row([cell.text for cell in rows[0]]):
        return rows
    width = max(map(len, rows))
    firsts = [row[0].text for row in rows]
    if width < 2 or not is_header_row(firsts) or "name" not in map(concern_of, firsts):
        return rows
    empty = Cell("", "", rows[0][0].place)
    return [tuple(row[i] if i < len(row) else empty for row in rows) for i in range(width)]


def _columns(rows: list[Row]) -> tuple[Columns | None, list[Row]]:
    """The columns and the rows below the header, which may come after a row of something else."""
    for at, row in enumerate(rows[:3]):
        texts = [cell.text for cell in row]
        if is_header_row(texts):
            concerns = settled(_once(texts), rows[at + 1 :])
            return Columns(concerns, tuple(texts)), [*rows[:at], *rows[at + 1 :]]
    inferred = by_content(rows)
    return (Columns(inferred, ("",) * len(inferred)), rows) if inferred else (None, rows)


def _once(texts: Sequence[str]) -> tuple[str | None, ...]:
    """The field of each header; where two claim one field, the first has it."""
    concerns = [concern_of(text) for text in texts]
    known: list[str | None] = []
    for concern in concerns:
        known.append(None if concern in known or concern == "other" else concern)
    if "text" not in known and "function" in known and " ".join(fold(texts[known.index("function")])) in DESCRIBING:
        known[known.index("function")] = "text"
    return tuple(known)


def _same_header(row: Row, columns: Columns) -> bool:
    """A header repeated inside the table."""
    return sum(cell.text == header for cell, header in zip(row, columns.headers, strict=False)) * 2 >= len(
        columns.headers
    )


def _category_row(row: Row) -> Category | None:
    """The category that a row of one cell opens."""
    filled = _different(row)
    if len(filled) != 1 or len(row) < 2 or is_nameish(filled[0].text):
        return None
    return category_of(filled[0])


def _is_banner(row: Row, columns: Columns) -> bool:
    filled = _different(row)
    spans = len(filled) == 1 and sum(cell is filled[0] for cell in row) > 1
    return len(columns.concerns) > 1 and (spans or (len(row) == 1 and not is_nameish(row[0].text)))


def _different(row: Row) -> list[Cell]:
    """The cells of a row that say something, each once however far it spans."""
    return list({id(cell): cell for cell in row if cell}.values())


def _filled(row: Row, above: Row | None, columns: Columns) -> Row:
    """The row with cells that repeat the one above it.

    A mark such as "ditto" repeats anything. An empty cell repeats only at the beginning of a row and left of its
    name, where tables group their rows; anywhere else an empty cell says nothing.
    """
    first = next((at for at, cell in enumerate(row) if cell), 0)
    grouped = min(first, columns.at("name") or 0)
    return tuple(_repeated(cell, above, at, is_group=at < grouped) for at, cell in enumerate(row))


def _repeated(cell: Cell, above: Row | None, at: int, *, is_group: bool) -> Cell:
    if above is None or at >= len(above):
        return cell
    return above[at] if cell.text.lower() in DITTO or is_group else cell


def _add(row: Row, columns: Columns, category: Category | None, findings: Findings) -> None:
    fields: dict[str, Cell] = {}
    extra = []
    for at, cell in enumerate(row):
        concern = columns.concerns[at] if at < len(columns.concerns) else None
        if concern:
            fields[concern] = cell
        elif cell and cell.text.lower() not in BLANK:
            extra.append((columns.headers[at] if at < len(columns.headers) else "", cell))
    lifetime_at = columns.at("lifetime")
    unit = unit_of_header(columns.headers[lifetime_at]) if lifetime_at is not None else None
    findings.entries.append(Entry(fields, category, _whole(row), tuple(extra), unit))


def _whole(row: Row) -> Cell:
    """The row as one piece, at its first cell that does not reach down from a row above."""
    filled = _different(row)
    lowest = max((cell.place.line for cell in filled), default=0)
    place = _row_place(next((cell.place for cell in filled if cell.place.line == lowest), row[0].place))
    return Cell(
        " | ".join(cell.text.replace("\n", " ") for cell in filled), " | ".join(cell.raw for cell in filled), place
    )


def _row_place(place: Place) -> Place:
    return (
        replace(place, element=place.element.rpartition(" > ")[0])
        if place.element and " > " in place.element
        else place
    )


def _nameless(columns: Columns, body: list[Row], findings: Findings) -> None:
    if "lifetime" in columns.concerns or len(TELLING & set(columns.concerns)) > 1:
        for row in body:
            findings.reject(_whole(row), "the table has no column of names")
    else:
        _not_about_storage([tuple(Cell(h, h, body[0][0].place) for h in columns.headers)] if body else [], findings)


def _not_about_storage(rows: list[Row], findings: Findings) -> None:
    """Notes a table that was passed over, unless words in it look like names."""
    if not rows:
        return
    if sum(any(is_nameish(cell.text) for cell in row) for row in rows) * 2 > len(rows):
        for row in rows:
            findings.reject(_whole(row), "the columns of this table are not clear")
    else:
        findings.hints.append(
            Hint(f"passed over a table that is not about storage: {_whole(rows[0]).text[:80]}", rows[0][0].place)
        )

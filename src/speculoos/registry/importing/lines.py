"""Runs of lines between headings and tables: cards of labelled lines, stacked tables, lists.

A stacked table has each cell on a line of its own, headers first.
What is left are paragraphs, for the readers of sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from speculoos.registry.importing.durations import is_lifetime
from speculoos.registry.importing.entries import Entry, Findings
from speculoos.registry.importing.headers import label_of
from speculoos.registry.importing.headings import Category, category_of, is_about_storage
from speculoos.registry.importing.labels import Labelled, labelled
from speculoos.registry.importing.lists import is_loose_entry, read_entry
from speculoos.registry.importing.names import Names, is_nameish, read_names
from speculoos.registry.importing.paragraphs import Paragraph, paragraph
from speculoos.registry.importing.source import Cell, Line

MAX_COLUMNS = 12
LONG = 80
"""A line longer than this is no header, and no name."""
TELLING = frozenset(("lifetime", "text", "kind", "host", "party"))


@dataclass(slots=True)
class _Card:
    """Labelled values that belong together, so far."""

    fields: dict[str, Cell] = field(default_factory=dict)
    extra: list[tuple[str, Cell]] = field(default_factory=list)
    lines: list[Cell] = field(default_factory=list)
    label: str = ""  # what the name was called

    def add(self, found: Labelled) -> None:
        if found.concern == "name":
            self.label = found.label
        if found.concern == "other":
            self.extra.append((found.label, found.value))
        else:
            self.fields[found.concern] = found.value


def read_lines(lines: list[Line], category: Category | None, findings: Findings) -> list[Paragraph]:
    """Adds what the lines declare to the findings; returns the paragraphs that are none of it."""
    return list(_Run(lines, category, findings).paragraphs())


class _Run:
    def __init__(self, lines: list[Line], category: Category | None, findings: Findings) -> None:
        self.lines, self.category, self.findings = lines, category, findings
        self.card = _Card()
        self.outer: list[tuple[int, Category | None]] = []

    def paragraphs(self) -> Iterator[Paragraph]:
        """Reads all lines; yields what is left."""
        at, open_lines = 0, list[Line]()
        while at < len(self.lines):
            taken = self._stacked(at) or self._alternating(at) or self._labelled(at) or self._title(at)
            line = self.lines[at]
            if not taken and (line.is_entry or is_loose_entry(line)):
                self._close()
                self._enter(at)
                taken = 1 if read_entry(line, self.category, self.findings) else 0
            if open_lines and (taken or line.opens):
                yield paragraph(open_lines)
                open_lines = []
            if not taken and not self._belongs_to_card(line):
                self._close()
                open_lines.append(line)
            at += taken or 1
        self._close()
        if open_lines:
            yield paragraph(open_lines)

    def _enter(self, at: int) -> None:
        """Takes the category of an entry that has entries below it; leaves the categories of lists that have ended."""
        line, following = self.lines[at], self.lines[at + 1 : at + 2]
        while self.outer and self.outer[-1][0] >= line.depth:
            self.category = self.outer.pop()[1]
        if following and following[0].depth > line.depth and (category := category_of(line.cell)):
            self.outer.append((line.depth, self.category))
            self.category = category

    def _stacked(self, at: int) -> int:
        """A table with each cell on a line of its own: headers first, then the rows. The number of lines read."""
        headers = _headers_at(self.lines, at)
        if len(headers) < 2 or "name" not in headers or len(set(headers)) < len(headers):
            return 0
        width, end = len(headers), at + len(headers)
        rows = []
        while (row := self.lines[end : end + width]) and len(row) == width and _fits(row, headers):
            rows.append([line.cell for line in row])
            end += width
        if not rows:
            return 0
        self._close()
        for cells in rows:
            fields = {concern: cell for concern, cell in zip(headers, cells, strict=True) if concern != "other"}
            self.findings.entries.append(Entry(fields, self.category, _joined(cells)))
        return end - at

    def _alternating(self, at: int) -> int:
        """A label on one line and its value on the next, at least twice in a row or inside a card."""
        one, two = self.lines[at : at + 1], self.lines[at + 1 : at + 2]
        concern = label_of(one[0].cell.text.rstrip(": ")) if one else None
        if not concern or not two or label_of(two[0].cell.text.rstrip(": ")) or labelled(two[0]):
            return 0
        third = self.lines[at + 2 : at + 3]
        if not self.card.fields and not (third and label_of(third[0].cell.text.rstrip(": "))):
            return 0
        self._take(Labelled(concern, one[0].cell.text, two[0].cell), one[0].cell)
        return 2

    def _labelled(self, at: int) -> int:
        found = labelled(self.lines[at])
        if not found or (len(found) == 1 and not self.card.lines and not self._begins_card(at)):
            return 0
        for each in found:
            self._take(each, self.lines[at].cell)
        return 1

    def _begins_card(self, at: int) -> bool:
        """A lone labelled line is a card only with another one next to it."""
        following = self.lines[at + 1 : at + 2]
        return bool(following) and bool(labelled(following[0]))

    def _take(self, found: Labelled, line: Cell) -> None:
        if found.concern == "name" and "function" not in self.card.fields and _renames(found.label, self.card.label):
            self.card.fields["function"] = self.card.fields.pop("name")
        if found.concern in self.card.fields:
            self._close()
        self.card.add(found)
        self.card.lines.append(line)

    def _title(self, at: int) -> int:
        """A line that is a name, followed by labelled lines about it."""
        line = self.lines[at]
        following = self.lines[at + 1 : at + 2]
        if (
            line.parts
            or len(line.cell.text) > LONG
            or not following
            or " " in line.cell.text
            or not labelled(following[0])
        ):
            return 0
        names = read_names(line.cell.text)
        if not names.names or names.rest or labelled(following[0])[0].concern == "name":
            return 0
        self._close()
        self.card.fields["name"] = line.cell
        self.card.lines.append(line.cell)
        return 1

    def _belongs_to_card(self, line: Line) -> bool:
        """Free text inside an open card, before its next label."""
        if line.opens or not self.card.lines:
            return False
        self.card.lines.append(line.cell)
        return True

    def _close(self) -> None:
        """Ends the card: an entry if it has a name, unread if it has all but that."""
        card, self.card = self.card, _Card()
        if not card.lines:
            return
        whole = _joined(card.lines)
        if "name" in card.fields and len(card.fields) + len(card.extra) > 1 and self._is_named(card):
            self.findings.entries.append(Entry(card.fields, self.category, whole, tuple(card.extra)))
        elif len(TELLING & set(card.fields)) > 1:
            self.findings.reject(whole, "labelled lines without a name")

    def _is_named(self, card: _Card) -> bool:
        """Is this about storage, and not the name and company of a person."""
        names: Names = read_names(card.fields["name"].text)
        looks = bool(names.names) and all(is_nameish(name) for name, _ in names.names)
        return looks or bool(TELLING & set(card.fields))


def _renames(label: str, earlier: str) -> bool:
    """Does "Cookie name" follow a plain "Name", which then was the name of the service."""
    return bool(earlier) and is_about_storage(label) and not is_about_storage(earlier)


def _headers_at(lines: list[Line], at: int) -> list[str]:
    """The fields that consecutive lines name, one each."""
    found = []
    for line in lines[at : at + MAX_COLUMNS]:
        concern = label_of(line.cell.text) if len(line.cell.text) <= LONG and not line.parts else None
        if not concern:
            break
        found.append(concern)
    return found


def _fits(row: list[Line], headers: list[str]) -> bool:
    """Do lines stand where a row must: a name that can be one, and something like a lifetime or a look of a name."""
    cells = dict(zip(headers, row, strict=True))
    name = cells["name"].cell.text
    names = read_names(name) if len(name) <= LONG * 3 else Names(())
    if not names.names or names.rest:
        return False
    life = cells.get("lifetime")
    return all(is_nameish(n) for n, _ in names.names) or life is None or is_lifetime(life.cell.text)


def _joined(cells: list[Cell]) -> Cell:
    return Cell(" | ".join(cell.text for cell in cells), " | ".join(cell.raw for cell in cells), cells[0].place)

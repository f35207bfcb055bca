"""Labelled pieces of a line: "Name: _ga; Provider: Google"."""

from dataclasses import dataclass, replace

from speculoos.registry.importing.headers import label_of
from speculoos.registry.importing.source import Cell, Line, Place

BEFORE_LABEL = frozenset(",;|.\u2013\u2014-\n\u2022")
MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with the field that its label names ("other" where a declaration has no place for it)."""

    concern: str
    label: str
    value: Cell


def labelled(line: Line) -> list[Labelled]:
    """The labelled values of a line that begins with a label; empty where it does not."""
    parts = line.parts
    if len(parts) == 2 and (concern := label_of(parts[0].text.rstrip(": "))):
        return [Labelled(concern, parts[0].text.rstrip(": "), parts[1])]
    found = labelled_in(line.cell)
    return found if found and line.cell.text.lstrip().startswith(found[0].label) else []


def labelled_in(cell: Cell) -> list[Labelled]:
    """Every labelled value in a cell, wherever the first label stands."""
    marks = _marks(cell.text)
    found = []
    for at, (label_start, value_start, concern) in enumerate(marks):
        end = marks[at + 1][0] if at + 1 < len(marks) else len(cell.text)
        value = cell.text[value_start:end].strip(" ,;|\u2013\u2014-\n\u2022")
        label = cell.text[label_start : value_start - 1].strip()
        found.append(Labelled(concern, label, _within(cell, value)))
    return found


def first_label_at(text: str) -> int | None:
    """Where the first label begins."""
    marks = _marks(text)
    return marks[0][0] if marks else None


def _marks(text: str) -> list[tuple[int, int, str]]:
    """Labels as (start, start of the value, field)."""
    marks, at = [], text.find(":")
    while at >= 0:
        start = max((text.rfind(mark, max(0, at - MAX_LABEL), at) for mark in BEFORE_LABEL), default=-1) + 1
        if at - start <= MAX_LABEL:
            label = text[start:at].strip()
            concern = label_of(label) if label else None
            if concern:
                marks.append((start + len(text[start:at]) - len(text[start:at].lstrip()), at + 1, concern))
        at = text.find(":", at + 1)
    return marks


def _within(cell: Cell, value: str) -> Cell:
    """A piece of a cell, at its own column where it stands as written."""
    return replace(cell, text=value, raw=value, place=place_of(cell, value), is_code=False)


def place_of(cell: Cell, piece: str) -> Place:
    """The place of a piece inside a cell; the cell's own where cleaning has changed it or markup hides it."""
    at = cell.raw.find(piece.split("\n", 1)[0]) if piece and cell.place.element is None else -1
    return replace(cell.place, column=cell.place.column + at) if at > 0 else cell.place

"""What the readers of tables, lists and sentences hand on: one declaration as the page has it, not yet understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from speculoos.registry.importing.headings import Category
from speculoos.registry.importing.source import Cell, Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table, entry of a list, card or sentence: cells by what they hold.

    `extra` are cells that have no place in a declaration, each with its header. `unit` is the one that a header
    gives to bare numbers of lifetime.
    """

    fields: Mapping[str, Cell]
    category: Category | None
    cell: Cell  # the whole entry
    extra: tuple[tuple[str, Cell], ...] = ()
    unit: str | None = None
    names: tuple[tuple[str, str], ...] = ()  # where the reader had to read them to know that this is an entry


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that looks like a declaration and was not understood."""

    text: str
    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Hint:
    """Something an editor should look at; nothing in the declaration comes from it."""

    text: str
    place: Place | None = None


@dataclass(slots=True)
class Findings:
    """What was found on a page, in the order of reading."""

    entries: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)

    def reject(self, cell: Cell, reason: str) -> None:
        self.unread.append(Unread(cell.text, cell.place, reason))

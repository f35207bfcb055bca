"""A policy page as blocks in the order of reading, whatever it was written in.

The readers (text, html) make these; everything after them knows no format. Each cell carries its cleaned text,
the text as it stood, and its place.
"""

from dataclasses import dataclass
from typing import TypeAlias

MAX_CHARS = 4_000_000
"""Of a source; what follows is reported as not read. A policy of 20,000 rows has about half."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in the source: line and column count from 1; `element` is a path in HTML."""

    line: int
    column: int
    element: str | None = None

    def __str__(self) -> str:
        return f"{self.line}:{self.column}" + (f" ({self.element})" if self.element else "")


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of the page that is read as one value. Line breaks inside it stay as newlines in `text`."""

    text: str
    raw: str
    place: Place
    is_header: bool = False
    is_code: bool = False  # the whole of it, or what it opens with, is marked as code

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; deeper levels have greater numbers. `plain`: only its look says that it is one."""

    cell: Cell
    level: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell that spans several columns or rows stands in each as the same object."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or an entry of a list. `parts` are the pieces that the markup itself tells apart."""

    cell: Cell
    is_entry: bool = False
    opens: bool = True  # begins a paragraph
    parts: tuple[Cell, ...] = ()
    depth: int = 0  # how far an entry is nested


Block: TypeAlias = Heading | Table | Line


@dataclass(frozen=True, slots=True)
class Page:
    """A source as read, and what its head says of itself."""

    format: str
    blocks: tuple[Block, ...]
    language: str | None = None
    title: Cell | None = None
    address: Cell | None = None  # canonical address
    rest: Place | None = None  # where reading stopped, if the source is longer than the bound

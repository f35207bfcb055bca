"""A TOML text cut into its sections, each with the comments that belong to it.

The comment lines that touch a header belong to its section and leave with it. What stands apart, with an empty
line below, belongs to the file: it stays where it is, whatever becomes of the section after it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from speculoos.registry.places import DataPath
from speculoos.registry.places_toml import TomlScan

LINE = re.compile(r"[^\n]*\n")


@dataclass(slots=True)
class Section:
    """A header with the lines up to the next one. The root has no header, nor has a table that only holds others."""

    path: DataPath
    apart: str = ""  # empty lines, and comments that belong to the file
    own: str = ""  # comment lines that touch the header
    header: str = ""
    body: str = ""
    children: list["Section"] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key under which its parent holds it."""
        return str(self.path[-1] if isinstance(self.path[-1], str) else self.path[-2])

    @property
    def index(self) -> int | None:
        """The position of an entry in its list; None for a table."""
        return self.path[-1] if isinstance(self.path[-1], int) else None


def layout(text: str) -> Section:
    """The root section of a TOML text that parses, lines ending in a single newline; printed again it is the text."""
    scan = TomlScan(text)
    starts = [_cuts(text, header.offset, scan.ends) for header in scan.headers]
    ends = [first for first, _, _ in starts] + [len(text)]
    root = Section((), body=text[: ends[0]])
    known: dict[DataPath, Section] = {(): root}
    for header, (first, own, line), end in zip(scan.headers, starts, ends[1:], strict=True):
        after = _line_end(text, _after(header.offset, scan.ends))
        section = _placed(header.path, known)
        section.apart, section.own = text[first:own], text[own:line]
        section.header, section.body = text[line:after], text[after:end]
    return root


def printed(section: Section) -> Iterator[str]:
    """The pieces of the text."""
    yield from (section.apart, section.own, section.header, section.body)
    for child in section.children:
        yield from printed(child)


def _cuts(text: str, offset: int, ends: list[int]) -> tuple[int, int, int]:
    """Where a section's share of the text begins, where its own comments begin, and where its header line begins."""
    line = text.rfind("\n", 0, offset) + 1
    before = bisect_left(ends, offset)
    first = _line_end(text, ends[before - 1]) if before else 0
    between = LINE.findall(text, first, line)
    blanks = [index for index, one in enumerate(between) if not one.strip()]
    own = line - sum(map(len, between[blanks[-1] + 1 :] if blanks else between))
    touching_above = sum(map(len, between[: blanks[0]])) if blanks else 0
    return first + touching_above, own, line


def _after(offset: int, ends: list[int]) -> int:
    """The end of the header that starts at `offset`."""
    return ends[bisect_left(ends, offset)]


def _line_end(text: str, offset: int) -> int:
    """The offset after the line that holds `offset`."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def _placed(path: DataPath, known: dict[DataPath, Section]) -> Section:
    """The section of a path, hung below its parents, which are made where they have no header."""
    if path in known:
        return known[path]
    parent = _placed(path[:-2] if isinstance(path[-1], int) else path[:-1], known)
    known[path] = Section(path)
    parent.children.append(known[path])
    return known[path]

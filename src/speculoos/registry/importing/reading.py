"""A page to findings: walks the blocks, keeps the category that the headings above give, calls the right reader.

Headings form a stack. The innermost heading that names a category gives it; a deeper one ends with its section.
"""

from dataclasses import dataclass, field

from speculoos.registry.importing.entries import Findings, Hint
from speculoos.registry.importing.headings import Category, category_of, is_about_storage
from speculoos.registry.importing.lines import read_lines
from speculoos.registry.importing.lists import names_in
from speculoos.registry.importing.names import is_nameish
from speculoos.registry.importing.paragraphs import Paragraph
from speculoos.registry.importing.prose import read_prose
from speculoos.registry.importing.source import Block, Cell, Heading, Line, Page, Table
from speculoos.registry.importing.statements import KindNamed, Statement, kind_explained, statements_in
from speculoos.registry.importing.tables import read_table


@dataclass(slots=True)
class Reading:
    """Everything found on a page, before any of it is put together."""

    findings: Findings = field(default_factory=Findings)
    kinds: list[KindNamed] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


def read_page(page: Page) -> Reading:
    """The findings; a page that never speaks of cookies or their like has none."""
    reading = Reading()
    if not any(_speaks_of_storage(block) for block in page.blocks):
        return reading
    sections = _Sections(reading)
    for block in page.blocks:
        sections.add(block)
    sections.flush()
    if page.rest:
        reading.findings.reject(Cell("the rest of the source", "", page.rest), "longer than what is read of one source")
    return reading


def _speaks_of_storage(block: Block) -> bool:
    if isinstance(block, Table):
        return any(is_about_storage(cell.text) for row in block.rows[:3] for cell in row)
    return is_about_storage(block.cell.text)


class _Sections:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.stack: list[tuple[int, Category | None]] = []
        self.lines: list[Line] = []

    @property
    def category(self) -> Category | None:
        return next((category for _, category in reversed(self.stack) if category), None)

    def add(self, block: Block) -> None:
        if isinstance(block, Line):
            self.lines.append(block)
        elif isinstance(block, Heading) and _is_title_of_card(block.cell):
            self.lines.append(Line(block.cell))
        else:
            self.flush()
            if isinstance(block, Heading):
                self._enter(block)
            else:
                read_table(block, self.category, self.reading.findings)

    def flush(self) -> None:
        """Reads the lines gathered since the last heading or table."""
        lines, self.lines = self.lines, []
        for paragraph in read_lines(lines, self.category, self.reading.findings):
            self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> None:
        kind = kind_explained(paragraph)
        if kind:
            self.reading.kinds.append(kind)
        self.reading.statements.extend(statements_in(paragraph, self.category))
        read_prose(paragraph, self.category, self.reading.findings)

    def _enter(self, heading: Heading) -> None:
        while self.stack and self.stack[-1][0] >= heading.level:
            self.stack.pop()
        category = category_of(heading.cell)
        self.stack.append((heading.level, category))
        if category and category.ambiguous:
            self.reading.findings.hints.append(
                Hint(f"heading of several purposes: {heading.cell.text[:80]}", heading.cell.place)
            )


def _is_title_of_card(cell: Cell) -> bool:
    return " " not in cell.text and is_nameish(cell.text) and (bool(names_in(cell.text)) or not category_of(cell))

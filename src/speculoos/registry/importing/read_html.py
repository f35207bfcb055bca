"""HTML to blocks, with the error recovery of a browser and the place of every element.

Knows which elements are tables, lists and headings, and what a page says in its head. Columns of `div`s that
open with a row of headers are tables too. Nothing here knows what a cell means beyond that.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from speculoos.registry.importing.clean import clean
from speculoos.registry.importing.headers import is_header_row
from speculoos.registry.importing.headings import category_of
from speculoos.registry.importing.html_tables import expanded
from speculoos.registry.importing.source import Block, Cell, Heading, Line, Page, Place, Table

SKIPPED = frozenset(
    (
        "script", "style", "template", "svg", "nav", "noscript", "select", "button", "iframe", "object", "canvas",
        "head", "math",
    )
)  # fmt: skip
BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li",
        "main", "menu", "ol", "p", "pre", "search", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 6, "legend": 6, "caption": 7}
FOOTNOTE = re.compile(r"[\s\[\](),*\u2020\u2021]*\d{0,2}[\s\[\](),*\u2020\u2021]*")
OPEN_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NOT_NESTED = frozenset(
    (
        "p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "br", "hr", "img", "input",
        "meta", "link", "col", "area", "base", "embed", "source",
        "wbr", "param",
    )
)  # fmt: skip
MAX_NESTING = 800
"""The parser's time grows with the nesting of its input; no page that people read is nested like this."""
MAX_DEPTH = 120
GRID_COLUMNS = range(2, 13)


def read_html(source: str) -> Page | None:
    """The page, or None where it is nested beyond reason."""
    if nesting(source) > MAX_NESTING:
        return None
    soup = _soup(source)
    return Page(
        "html",
        tuple(_Reader(soup, 0).blocks),
        language=_attribute(soup.find("html"), "lang"),
        title=_title(soup),
        address=_address(soup),
    )


def read_fragment(source: str, lines_above: int) -> Iterator[Block]:
    """The blocks of a piece of HTML that stands below so many lines of another source."""
    if nesting(source) <= MAX_NESTING:
        yield from _Reader(_soup(source), lines_above).blocks


def nesting(source: str) -> int:
    """How deep the tags are nested at most, counted without a parser."""
    depth = deepest = 0
    for closing, name in OPEN_TAG.findall(source):
        if name.lower() not in NOT_NESTED:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _soup(source: str) -> BeautifulSoup:
    # Beautiful Soup warns of text that looks like a file name or like XML; here it is neither, whatever it looks like.
    return BeautifulSoup(source.replace("<?xml", "<?xm_", 1) + "\n<!-- -->", "html5lib")


def _attribute(tag: PageElement | None, name: str) -> str | None:
    value = tag.get(name) if isinstance(tag, Tag) else None
    return value.strip() if isinstance(value, str) and value.strip() else None


def _title(soup: BeautifulSoup) -> Cell | None:
    tag = soup.find("title")
    return Cell(clean(tag.get_text()), tag.get_text(), _place(tag, "title[1]")) if isinstance(tag, Tag) else None


def _address(soup: BeautifulSoup) -> Cell | None:
    """The canonical address of the page."""
    for name, about, value_of, key in (("link", "rel", "canonical", "href"), ("meta", "property", "og:url", "content")):
        tag = soup.find(name, attrs={about: value_of})
        value = _attribute(tag, key)
        if isinstance(tag, Tag) and value:
            return Cell(clean(value), value, _place(tag, f"{name}[{key}]"))
    return None


def _place(tag: Tag, element: str, lines_above: int = 0) -> Place:
    """Where the content of an element begins: one past its start tag."""
    return Place((tag.sourceline or 1) + lines_above, (tag.sourcepos or 0) + 2, element)


class _Reader:
    """One pass over a tree; `blocks` is its result."""

    def __init__(self, soup: BeautifulSoup, lines_above: int) -> None:
        self.lines_above = lines_above
        self.blocks: list[Block] = []
        self._index: dict[int, int] = {}
        self._has_blocks: set[int] = set()
        self._survey(soup)
        self._walk(soup, 0)

    def _survey(self, soup: BeautifulSoup) -> None:
        """Numbers every element among those of its name, and marks those that hold blocks."""
        counts: dict[str, int] = {}
        for tag in soup.descendants:
            if not isinstance(tag, Tag):
                continue
            counts[tag.name] = self._index[id(tag)] = counts.get(tag.name, 0) + 1
            parent = tag.parent if tag.name in BLOCKS else None
            while parent is not None and id(parent) not in self._has_blocks:
                self._has_blocks.add(id(parent))
                parent = parent.parent

    def _walk(self, node: Tag, depth: int) -> None:
        inline: list[PageElement] = []
        for child in node.children:
            if isinstance(child, Tag) and (child.name in BLOCKS or id(child) in self._has_blocks):
                self._flush(inline, node)
                inline = []
                if child.name not in SKIPPED and child.name != "button":
                    self._block(child, depth)
            elif isinstance(child, Tag) and child.name == "button":
                self._opener(child)
            elif not isinstance(child, PreformattedString) and getattr(child, "name", None) not in SKIPPED:
                inline.append(child)
        self._flush(inline, node)

    def _block(self, tag: Tag, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._line(tag)
        elif tag.name == "table" and not tag.find("table"):
            self._table(tag)
        elif tag.name in HEADINGS:
            self._heading(tag, depth)
        elif tag.name == "dl":
            self._definitions(tag)
        elif tag.name == "li":
            self._entry(tag, depth)
        elif id(tag) not in self._has_blocks:
            self._line(tag)
        elif not self._grid(tag):
            self._walk(tag, depth + 1)

    def _flush(self, inline: list[PageElement], node: Tag) -> None:
        """Loose text and inline elements between blocks."""
        text = "".join(map(text_of, inline))
        if not text.strip():
            return
        first = next((part for part in inline if isinstance(part, Tag) and text_of(part).strip()), None)
        tag = first if first is not None and clean(text_of(first)) == clean(text) else node
        cell = self._cell(tag, text)
        if tag is first and tag.name in {"b", "strong"} and category_of(cell):
            self.blocks.append(Heading(cell, 7))
        else:
            self._lines(cell, is_entry=False, parts=())

    def _lines(self, cell: Cell, *, is_entry: bool, parts: tuple[Cell, ...], depth: int = 0) -> None:
        """One line, or one for each piece between line breaks."""
        pieces = cell.text.split("\n")
        if len(pieces) == 1 or is_entry:
            self.blocks.append(Line(cell, is_entry, opens=True, parts=parts, depth=depth))
            return
        for at, piece in enumerate(pieces):
            self.blocks.append(Line(Cell(piece, piece, cell.place), opens=not at))

    def _line(self, tag: Tag, *, is_entry: bool = False, depth: int = 0) -> None:
        cell = self._cell(tag)
        if not cell:
            return
        bold = tag.find(["b", "strong"])
        if (
            not is_entry
            and isinstance(bold, Tag)
            and clean(text_of(bold)).rstrip(":") == cell.text.rstrip(":")
            and category_of(cell)
        ):
            self.blocks.append(Heading(cell, 7))
            return
        parts = tuple(part for part in map(self._cell, _children(tag)) if part)
        told_apart = len(parts) >= 2 and sum(len(p.text) for p in parts) >= len(cell.text.replace(" ", "")) * 0.9
        whole = told_apart and "".join(p.text for p in parts).replace(" ", "") == cell.text.replace(" ", "").replace(
            "\n", ""
        )
        self._lines(cell, is_entry=is_entry or whole, parts=parts if whole else (), depth=depth)

    def _opener(self, tag: Tag) -> None:
        """The button of an accordion is the heading of what it opens; other buttons say nothing of a policy."""
        cell = self._cell(tag, tag.get_text())
        category = category_of(cell)
        if category and category.purpose and (tag.has_attr("aria-expanded") or tag.has_attr("aria-controls")):
            self.blocks.append(Heading(cell, 7))

    def _heading(self, tag: Tag, depth: int) -> None:
        """A heading; one that was never closed holds the rest of the page."""
        if id(tag) in self._has_blocks:
            own = "".join(text_of(child) for child in _until_block(tag))
            self._add_heading(tag, self._cell(tag, own))
            inner = [
                child
                for child in tag.children
                if isinstance(child, Tag) and (child.name in BLOCKS or id(child) in self._has_blocks)
            ]
            for child in inner:
                self._block(child, depth + 1)
        else:
            self._add_heading(tag, self._cell(tag))

    def _add_heading(self, tag: Tag, cell: Cell) -> None:
        if cell and (tag.name not in {"caption", "legend"} or category_of(cell)):
            self.blocks.append(Heading(cell, HEADINGS[tag.name]))

    def _entry(self, tag: Tag, depth: int) -> None:
        inner = tag.find(["ul", "ol", "dl", "table"])
        if isinstance(inner, Tag):
            own = self._cell(tag, "".join(text_of(child) for child in _until_block(tag)))
            if own:
                self.blocks.append(Line(own, is_entry=True, depth=depth))
            for child in _children(tag):
                if child.name in BLOCKS or id(child) in self._has_blocks:
                    self._block(child, depth + 1)
        elif id(tag) in self._has_blocks:
            children = [self._cell(child) for child in _children(tag)]
            parts = tuple(part for part in children if part)
            cell = self._cell(tag)
            self.blocks.append(Line(cell, is_entry=True, parts=parts if len(parts) > 1 else (), depth=depth))
        else:
            self._line(tag, is_entry=True, depth=depth)

    def _definitions(self, tag: Tag) -> None:
        """Each term with its definitions as one entry of parts."""
        group: list[Cell] = []
        for part in tag.find_all(["dt", "dd"]):
            if part.name == "dt" and group:
                self._parts(group)
                group = []
            group.append(self._cell(part))
        self._parts(group)

    def _parts(self, group: list[Cell]) -> None:
        if group and group[0]:
            text = " \u2013 ".join(cell.text for cell in group)
            self.blocks.append(Line(Cell(text, text, group[0].place), is_entry=True, parts=tuple(group)))

    def _table(self, tag: Tag) -> None:
        for caption in tag.find_all("caption"):
            self._block(caption, MAX_DEPTH)
        rows = expanded(tag)
        first = self._index[id(tag)]
        cells: dict[int, Cell] = {}
        for number, row in enumerate(rows, 1):
            for part, k in row:
                if part is not None and id(part) not in cells:
                    cells[id(part)] = self._cell(part, element=f"table[{first}] > tr[{number}] > {part.name}[{k}]")
        empty = Cell("", "", _place(tag, f"table[{first}]", self.lines_above))
        table = tuple(tuple(empty if c is None else cells[id(c)] for c, _ in row) for row in rows)
        if any(any(row) for row in table):
            self.blocks.append(Table(table))

    def _grid(self, tag: Tag) -> bool:
        """A table made of other elements; its first row has to be headers."""
        rows = tag.find_all(role="row") if tag.get("role") in {"table", "grid"} else _children(tag)
        if len(rows) < 2 or len(columns := _children(rows[0])) not in GRID_COLUMNS:
            return False
        if not is_header_row([clean(text_of(column)) for column in columns]):
            return False
        table = [tuple(self._cell(c) for c in _children(row)) or (self._cell(row),) for row in rows]
        self.blocks.append(Table(tuple(table)))
        return True

    def _cell(self, tag: Tag, text: str | None = None, element: str = "") -> Cell:
        raw = text_of(tag) if text is None else text
        place = _place(tag, element or f"{tag.name}[{self._index.get(id(tag), 1)}]", self.lines_above)
        return Cell(clean(raw), " ".join(raw.split()), place, tag.name == "th", is_code=_opens_with_code(tag))


def _opens_with_code(tag: Tag) -> bool:
    first = next((c for c in tag.children if isinstance(c, Tag) or str(c).strip()), None)
    return isinstance(first, Tag) and (first.name in {"code", "kbd", "tt", "samp"} or _opens_with_code_inside(first))


def _opens_with_code_inside(tag: Tag) -> bool:
    inner = next((c for c in tag.children if isinstance(c, Tag) or str(c).strip()), None)
    return isinstance(inner, Tag) and inner.name in {"code", "kbd", "tt", "samp"}


def _children(tag: Tag) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag)]


def _until_block(tag: Tag) -> Iterator[PageElement]:
    for child in tag.children:
        if isinstance(child, Tag) and (child.name in BLOCKS or child.find(BLOCKS)):
            return
        yield child


def text_of(node: PageElement) -> str:
    """The text of a node: white space as a browser shows it, a newline at each break and around each block."""
    if isinstance(node, PreformattedString):
        return ""
    if isinstance(node, NavigableString):
        return str(node).replace("\n", " ")
    if not isinstance(node, Tag):
        return ""
    only = node.string if len(node.contents) == 1 else None
    if (
        only is not None
        and node.name not in SKIPPED
        and node.name != "sup"
        and not isinstance(only, PreformattedString)
    ):
        return str(only).replace("\n", " ")
    return "".join(_pieces(node))


def _pieces(node: Tag) -> Iterator[str]:
    """The text below a node without recursion, so that no nesting can exhaust the stack."""
    waiting: list[PageElement | str] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Tag):
            if part.name == "br":
                yield "\n"
            elif part.name not in SKIPPED and not (part.name == "sup" and FOOTNOTE.fullmatch(part.get_text())):
                edge = ["\n"] if part.name in BLOCKS else []
                yield from edge
                waiting.extend(_Text("\n") for _ in edge)
                waiting.extend(reversed(part.contents))
        elif isinstance(part, _Text):
            yield str(part)
        elif isinstance(part, NavigableString) and not isinstance(part, PreformattedString):
            yield str(part).replace("\n", " ")


class _Text(str):
    """A piece of text that is no node."""

    __slots__ = ()

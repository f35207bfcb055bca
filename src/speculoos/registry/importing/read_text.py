"""Plain text and Markdown to blocks.

Works by lines, so that every cell has its column, and tables that no Markdown reader would take (a blank line in
the middle, no line of dashes, tabs) are still tables. It strips inline Markdown itself, because a Markdown reader
would eat the underscores of `_ga_`.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from speculoos.registry.importing import rows_in_text as rows
from speculoos.registry.importing.clean import clean, fold
from speculoos.registry.importing.headings import is_plain_heading
from speculoos.registry.importing.labels import first_label_at
from speculoos.registry.importing.read_html import read_fragment
from speculoos.registry.importing.source import Block, Cell, Heading, Line, Page, Place, Table

HASHES = re.compile(r"\s{0,3}(#{1,6})\s+")
UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,})\s*")
BULLET = re.compile(r"\s*(?:[-*+\u2022\u2023\u25e6\u00b7\u25aa\u25cf\u2013\u2014]|\(?\d{1,3}[.)]|[a-z]\))\s+(?=\S)")
LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\(([^()]{0,600})\)")
ADDRESS = re.compile(r"<(https?://[^<>\s]{1,600})>")
TAG = re.compile(r"</?(?:b|i|em|strong|code|span|u|small|sup|sub|p|a)\b[^<>]{0,300}>", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
BOLD = re.compile(r"(\*\*|__)([^*\n]{1,200})\1:?")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>()#+.!|~-])")
HTML_BLOCK = re.compile(r"\s{0,3}<(table|div|section|ul|ol|dl|article)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the source and its number, from 1."""

    number: int
    raw: str


def read_text(source: str, format: str) -> Page:
    """The page; `format` is "text" or "markdown"."""
    lines = [Source(n, raw.rstrip("\r\x0c\x0b")) for n, raw in enumerate(source.split("\n"), 1)]
    return Page(format, tuple(_blocks(lines)))


def _blocks(lines: list[Source]) -> Iterator[Block]:
    at, blank = 0, True
    while at < len(lines):
        if not clean(lines[at].raw):
            at, blank = at + 1, True
            continue
        found = _table(lines, at) or _html(lines, at) or _heading(lines, at, blank=blank)
        if found:
            yield from found[0]
            at, blank = found[1], True
            continue
        yield _line(lines[at], opens=blank)
        at, blank = at + 1, False


def _table(lines: list[Source], at: int) -> tuple[list[Block], int] | None:
    layout = rows.layout_at([line.raw for line in lines[at : at + 3]])
    if layout is None:
        return None
    read, end = rows.read_rows([(line.number, line.raw) for line in lines[at : at + rows.MAX_ROWS]], layout)
    if len(read) < (2 if layout == "spaces" else 1):
        return None
    return [Table(tuple(tuple(cell(raw, n, column) for n, column, raw in row) for row in read))], at + end


def _html(lines: list[Source], at: int) -> tuple[list[Block], int] | None:
    """A block of HTML inside Markdown or text, up to the line that closes it."""
    opened = HTML_BLOCK.match(lines[at].raw)
    if not opened:
        return None
    closing = f"</{opened[1].lower()}"
    end = next((i for i in range(at, len(lines)) if closing in lines[i].raw.lower()), None)
    if end is None:
        return None
    text = "\n".join(line.raw for line in lines[at : end + 1])
    return list(read_fragment(text, lines[at].number - 1)), end + 1


def _heading(lines: list[Source], at: int, *, blank: bool) -> tuple[list[Block], int] | None:
    line = lines[at]
    hashes = HASHES.match(line.raw)
    if hashes:
        text = cell(line.raw[hashes.end() :].rstrip("# "), line.number, hashes.end() + 1)
        return [Heading(text, len(hashes[1]))], at + 1
    following = lines[at + 1].raw if at + 1 < len(lines) else ""
    text = cell(line.raw, line.number, 1)
    underline = UNDERLINE.fullmatch(following)
    if underline and not BULLET.match(line.raw) and len(text.text) <= 120 and "|" not in line.raw:
        return [Heading(text, 1 if "=" in underline[1] else 2)], at + 2
    if (
        BOLD.fullmatch(line.raw.strip())
        and ":" not in text.text.rstrip(":")
        and not is_listed(line.raw)
        and _ends(following, lines, at)
    ):
        return [Heading(text, 7)], at + 1
    if blank and is_plain_heading(text.text) and _ends(following, lines, at):
        return [Heading(text, 7)], at + 1
    return None


def is_listed(raw: str) -> bool:
    return bool(BULLET.match(raw))


def _ends(following: str, lines: list[Source], at: int) -> bool:
    """Does a line stand alone: what follows is blank, a list or a table."""
    return (
        first_label_at(following.strip()) == 0
        or not clean(following)
        or is_listed(following)
        or rows.layout_at([x.raw for x in lines[at + 1 : at + 4]]) is not None
    )


def _line(line: Source, *, opens: bool) -> Line:
    bullet = BULLET.match(line.raw)
    indent = len(line.raw) - len(line.raw.lstrip())
    start = bullet.end() if bullet else indent
    return Line(
        cell(line.raw[start:], line.number, start + 1), is_entry=bool(bullet), opens=opens or bool(bullet), depth=indent
    )


def cell(raw: str, line: int, column: int) -> Cell:
    """A cell with its inline markup stripped; `column` is that of the first character of `raw`."""
    inner = raw.lstrip()
    column += len(raw) - len(inner)
    inner = inner.rstrip()
    return Cell(clean(plain(inner)), inner, Place(line, column), is_code=inner.startswith("`"))


def plain(raw: str) -> str:
    """Text without inline Markdown, entities and inline tags."""
    if "`" in raw and raw.count("`") >= 2:
        return "".join(p if i % 2 else _unmarked(p) for i, p in enumerate(raw.replace("``", "`").split("`")))
    return _unmarked(raw)


def _unmarked(raw: str) -> str:
    text = raw
    if "](" in text:
        text = LINK.sub(r"\1", text)
    if "<" in text:
        text = TAG.sub("", BREAK.sub("\n", ADDRESS.sub(r"\1", text)))
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("**", "")
    if len(text) > 2 and text[0] == text[-1] == "*" and "*" not in text[1:-1]:
        text = text[1:-1]
    if len(text) > 4 and text.startswith("__") and text.endswith("__") and len(fold(text)) > 1:
        text = text[2:-2]
    return ESCAPED.sub(r"\1", text) if "\\" in text else text

"""Rows of tables in plain text: parted by tabs, pipes, semicolons or columns of spaces.

Knows lines and columns, not what a cell means, except that a header row tells where a table begins.
"""

import csv
import re
from typing import TypeAlias

from speculoos.registry.importing.headers import header_count, is_header_row

Raw: TypeAlias = tuple[int, int, str]
"""A cell: line, column from 1, text."""

MAX_ROWS = 60_000
BORDER = re.compile(r"[\s|+\-=_:\u2500-\u257f\u2013\u2014]*")
BARS = str.maketrans(dict.fromkeys("\u2502\u2503\u2551\u00a6\uff5c", "|"))
PIPE = re.compile(r"(?<!\\)\|")
GAP = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
BULLET = re.compile(r"\s*(?:[-*+\u2022\u2023\u25e6\u25aa\u25cf]|\d{1,3}[.)])\s")


def layout_at(lines: list[str]) -> str | None:
    """How the cells of the table that begins with these lines are parted, or None where no table begins."""
    first = lines[0] if lines else ""
    if "\t" in first and len([c for c in first.split("\t") if c.strip()]) >= 2:
        return "tabs"
    bars = first.translate(BARS)
    if "|" in bars and _is_piped(bars, lines):
        return "pipes"
    if (
        BORDER.fullmatch(first)
        and first.lstrip().startswith(("+", "\u250c", "\u2554", "|"))
        and len(lines) > 1
        and "|" in lines[1].translate(BARS)
    ):
        return "pipes"
    for mark, name in ((";", "semicolons"), (",", "commas")):
        if (
            first.count(mark) >= 2
            and header_count(first.split(mark)) >= 3
            and len(lines) > 1
            and lines[1].count(mark) >= first.count(mark)
        ):
            return name
    if (
        GAP.search(first.strip())
        and not BULLET.match(first)
        and len(lines) > 1
        and any(GAP.search(s.strip()) for s in lines[1:])
    ):
        return "spaces"
    return None


def _is_piped(bars: str, lines: list[str]) -> bool:
    """A line with bars begins a table if it is closed by them, or if the next has as many."""
    if BULLET.match(bars) and not bars.lstrip().startswith("|"):
        return False
    if bars.strip().startswith("|") and bars.strip().count("|") >= 2:
        return True
    count = len(PIPE.findall(bars))
    return len(lines) > 1 and len(PIPE.findall(lines[1].translate(BARS).strip().strip("|"))) == count


def read_rows(lines: list[tuple[int, str]], layout: str) -> tuple[list[list[Raw]], int]:
    """The rows of the table at the top of `lines`, and how many lines it takes up.

    A blank line does not end a table whose next row has the same number of cells and is no header.
    """
    if layout == "spaces":
        return _aligned(lines)
    found: list[list[Raw]] = []
    at = end = 0
    while at < len(lines):
        number, raw = lines[at]
        row = _cells(number, raw, layout)
        if row is None and BORDER.fullmatch(raw) and raw.strip():
            row, at, end = None, at + 1, at + 1
            continue
        if row is None and raw.strip():
            break
        if row is not None and end < at and not _goes_on(found, row):
            break
        if row is not None:
            found.append(row)
            end = at + 1
        at += 1
    return found, end


def _goes_on(found: list[list[Raw]], row: list[Raw]) -> bool:
    return bool(found) and len(row) == len(found[-1]) and not is_header_row([text for _, _, text in row])


def _cells(number: int, raw: str, layout: str) -> list[Raw] | None:
    """The cells of one line, or None where it is no row of this layout."""
    if layout == "tabs":
        cells = _split(number, raw, re.compile("\t"))
        return cells if len([c for c in cells if c[2].strip()]) >= 2 or (len(cells) > 2 and raw.strip()) else None
    if layout in {"semicolons", "commas"}:
        cells = _quoted(number, raw, ";" if layout == "semicolons" else ",")
        return cells if len(cells) >= 3 else None
    bars = raw.translate(BARS)
    if "|" not in bars or BORDER.fullmatch(bars):
        return None
    cells = [(n, c, t.replace("\\|", "|")) for n, c, t in _split(number, bars, PIPE)]
    start, stop = 1 if not cells[0][2].strip() and bars.lstrip().startswith("|") else 0, len(cells)
    if len(cells) > start + 1 and not cells[-1][2].strip() and bars.rstrip().endswith("|"):
        stop -= 1
    return cells[start:stop]


def _split(number: int, raw: str, mark: re.Pattern[str]) -> list[Raw]:
    cells, start = [], 0
    for found in mark.finditer(raw):
        cells.append((number, start + 1, raw[start : found.start()]))
        start = found.end()
    return [*cells, (number, start + 1, raw[start:])]


def _quoted(number: int, raw: str, mark: str) -> list[Raw]:
    """The cells of a line of separated values, quotes taken off."""
    try:
        texts = next(csv.reader([raw], delimiter=mark), [])
    except csv.Error:  # a field beyond the module's own bound
        texts = raw.split(mark)
    cells, at = [], 0
    for text in texts:
        found = raw.find(text, at)
        at = found if found >= 0 else at
        cells.append((number, at + 1, text))
        at += len(text)
    return cells


def _chunks(number: int, raw: str) -> list[Raw]:
    """The pieces of a line between gaps of two or more spaces."""
    indent, text = len(raw) - len(raw.lstrip()), raw.strip()
    cells, start = [], 0
    for gap in GAP.finditer(text):
        cells.append((number, indent + start + 1, text[start : gap.start()]))
        start = gap.end()
    return [*cells, (number, indent + start + 1, text[start:])] if text else []


def _aligned(lines: list[tuple[int, str]]) -> tuple[list[list[Raw]], int]:
    """Rows whose columns stand where those of the first line do; a line that begins later goes on with the last."""
    header = _chunks(*lines[0])
    starts = [column for _, column, _ in header]
    found, end = [header], 1
    for at in range(1, len(lines)):
        number, raw = lines[at]
        if not raw.strip() or (BORDER.fullmatch(raw) and raw.strip()):
            end = at + 1 if raw.strip() else end
            continue
        chunks = _chunks(number, raw)
        row = _placed(chunks, starts)
        blank_before = end < at
        if blank_before and (len(chunks) != len(starts) or is_header_row([t for _, _, t in chunks])):
            break
        if row is None:
            break
        if not row[0][2] and len(found) > 1 and not blank_before:
            found[-1] = [_both(a, b) for a, b in zip(found[-1], row, strict=True)]
        else:
            found.append(row)
        end = at + 1
    return found, end


def _placed(chunks: list[Raw], starts: list[int]) -> list[Raw] | None:
    """The pieces of a line under the columns they belong to, or None where they fit none."""
    if len(chunks) == len(starts) and chunks[0][1] < starts[1]:
        return list(chunks)
    if len(chunks) > len(starts) or (len(chunks) == 1 and chunks[0][1] < starts[1]):
        return None
    row = [(chunks[0][0], start, "") for start in starts]
    for number, column, text in chunks:
        index = max((i for i, start in enumerate(starts) if start <= column + 1), default=0)
        if row[index][2]:
            return None
        row[index] = (number, column, text)
    return row if any(abs(c - s) <= 1 for (_, c, t), s in zip(row, starts, strict=True) if t) else None


def _both(cell: Raw, more: Raw) -> Raw:
    return (cell[0], cell[1], f"{cell[2].rstrip()} {more[2].strip()}".strip()) if more[2] else cell

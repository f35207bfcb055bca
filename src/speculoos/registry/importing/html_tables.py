"""The rows of an HTML table with its spans spread out, as browsers lay it out."""

from bs4.element import Tag

MAX_COLUMNS = 60
MAX_ROWS = 60_000


def expanded(table: Tag) -> list[list[tuple[Tag | None, int]]]:
    """Each row as (cell, its number among the cells of its name in its own row); a cell stands wherever it spans.

    Places that nothing covers are None. Rows are in the order of the source, a foot included.
    """
    rows = table.find_all("tr", limit=MAX_ROWS)
    covered: dict[int, tuple[Tag, int, int]] = {}  # column -> the cell from above, its number, rows left
    grid = []
    for row in rows:
        line: list[tuple[Tag | None, int]] = []
        for cell, number in _numbered(row):
            _fill_from_above(line, covered)
            down, across = _span(cell, "rowspan", MAX_ROWS), _span(cell, "colspan", MAX_COLUMNS)
            for _ in range(min(across, MAX_COLUMNS - len(line))):
                if down > 1:
                    covered[len(line)] = (cell, number, down - 1)
                line.append((cell, number))
        _fill_from_above(line, covered)
        grid.append(line)
    return grid


def _numbered(row: Tag) -> list[tuple[Tag, int]]:
    counts: dict[str, int] = {}
    numbered = []
    for cell in row.find_all(["td", "th"], recursive=False):
        counts[cell.name] = counts.get(cell.name, 0) + 1
        numbered.append((cell, counts[cell.name]))
    return numbered


def _fill_from_above(line: list[tuple[Tag | None, int]], covered: dict[int, tuple[Tag, int, int]]) -> None:
    """Cells of earlier rows that reach down to this one, at the end of what is laid out so far."""
    while len(line) in covered:
        cell, number, left = covered.pop(len(line))
        if left > 1:
            covered[len(line)] = (cell, number, left - 1)
        line.append((cell, number))


def _span(cell: Tag, name: str, limit: int) -> int:
    value = cell.get(name)
    text = value.strip() if isinstance(value, str) else ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(number, 1 if name == "colspan" or text != "0" else limit), limit)

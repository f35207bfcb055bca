"""The notice as plain text for an 80-column terminal, a mail or a printer. Only an address or a hash runs longer."""

import textwrap

from speculoos.policy.model import Fact, Notice, Phrase
from speculoos.policy.outline import Block, Bullets, Heading, Pairs, Paragraph, Table, one_line, outline

WIDTH = 80
RULES = {1: "=", 2: "-"}


def plain(notice: Notice) -> str:
    """The policy as text, ending with a line break."""
    return "\n\n".join(_block(block, notice.labels.pair) for block in outline(notice)) + "\n"


def _block(block: Block, pair: str) -> str:
    if isinstance(block, Heading):
        return _heading(block)
    if isinstance(block, Paragraph):
        return wrapped(_line(block.text))
    if isinstance(block, Bullets):
        return "\n".join(wrapped(_line(line), "- ") for line in block.lines)
    if isinstance(block, Pairs):
        return "\n".join(_pair(fact, pair) for fact in block.facts)
    return _table(block, pair)


def _heading(block: Heading) -> str:
    text = wrapped(block.text.text)
    rule = RULES.get(block.level)
    width = max(map(len, text.splitlines()), default=0)
    return f"{text}\n{rule * width}" if rule else f"* {text} *"


def _line(phrase: Phrase) -> str:
    """The text, with its address behind it where that says more."""
    href = phrase.href
    silent = href is None or href.startswith("#") or href.removeprefix("mailto:") in phrase.text
    return phrase.text if silent else f"{phrase.text} <{href}>"


def _pair(fact: Fact, pair: str) -> str:
    return wrapped(pair.format(label=fact.label, value=_line(fact.value)), "- ")


def _table(table: Table, pair: str) -> str:
    return "\n\n".join(_row(table.headers, row, pair) for row in table.rows)


def _row(headers: tuple[str, ...], row: tuple[tuple[Phrase, ...], ...], pair: str) -> str:
    """One item: its name on a line, then a labelled line for each column that says something."""
    lines = [wrapped(pair.format(label=headers[0], value=_joined(row[0])))]
    for header, cell in zip(headers[1:], row[1:], strict=True):
        if cell:
            lines.append(wrapped(pair.format(label=header, value=_joined(cell)), "  "))
    return "\n".join(lines)


def _joined(cell: tuple[Phrase, ...]) -> str:
    """The lines of a cell one after the other; a sentence brings its own full stop, a bracket needs no pause."""
    text = ""
    for line in map(_line, cell):
        pause = " " if text.endswith(".") or line.startswith("(") else "; "
        text += pause + line if text else line
    return text


def wrapped(text: str, mark: str = "") -> str:
    """The text in lines of at most 80 columns, later lines indented to stand clear of the mark."""
    indent = mark if not mark.strip() else " " * len(mark)
    hanging = indent + ("  " if mark and not mark.strip() else "")
    return textwrap.fill(
        one_line(text),
        WIDTH,
        initial_indent=mark,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )

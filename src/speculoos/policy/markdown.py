"""The notice as Markdown (CommonMark with pipe tables). Every text is escaped: none of it can become markup."""

import re

from speculoos.policy.model import Fact, Notice, Phrase
from speculoos.policy.outline import Block, Bullets, Heading, Pairs, Paragraph, Table, one_line, outline

SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$@]|:(?=//)|(?<=www)\.|^[#+=-]", re.IGNORECASE)
NUMBERED = re.compile(r"^(\d{1,9})([.)])")


def markdown(notice: Notice) -> str:
    """The policy as Markdown, ending with a line break."""
    return "\n\n".join(_block(block, notice.labels.pair) for block in outline(notice)) + "\n"


def escaped(text: str) -> str:
    """The text as Markdown shows it: no character of it marks anything up, and line breaks are spaces."""
    return NUMBERED.sub(r"\1\\\2", SPECIAL.sub(r"\\\g<0>", one_line(text)))


def _block(block: Block, pair: str) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_phrase(block.text)}"
    if isinstance(block, Paragraph):
        return _phrase(block.text)
    if isinstance(block, Bullets):
        return "\n".join(f"- {_phrase(line)}" for line in block.lines)
    if isinstance(block, Pairs):
        return "\n".join(_pair(fact, pair) for fact in block.facts)
    return _table(block)


def _phrase(phrase: Phrase) -> str:
    text = escaped(phrase.text) if phrase.known else f"*{escaped(phrase.text)}*"
    return f"[{text}](<{_address(phrase.href)}>)" if phrase.href and not phrase.href.startswith("#") else text


def _address(href: str) -> str:
    """An address inside <>, where only these could end it."""
    return re.sub(r"[\s<>\\|]", lambda m: f"%{ord(m[0]):02X}", href)


def _pair(fact: Fact, pair: str) -> str:
    return "- " + pair.format(label=f"**{escaped(fact.label)}**", value=_phrase(fact.value))


def _table(table: Table) -> str:
    rows = ["| " + " | ".join(map(escaped, table.headers)) + " |", "|" + " --- |" * len(table.headers)]
    for row in table.rows:
        name = [f"**{_phrase(line)}**" for line in row[0]]
        cells = [name, *([_phrase(line) for line in cell] for cell in row[1:])]
        rows.append("| " + " | ".join("<br>".join(cell) for cell in cells) + " |")
    return "\n".join(rows)

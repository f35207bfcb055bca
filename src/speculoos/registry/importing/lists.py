"""Entries of lists to entries: "name – purpose – duration" and its many cousins.

An entry counts only where its first piece shows that it is a name: by its look, by being marked as code, or by
a lifetime beside it. Anything else in a list is talk.
"""

import re
from dataclasses import replace

from speculoos.registry.importing.durations import has_cue, is_lifetime, mentioned
from speculoos.registry.importing.entries import Entry, Findings
from speculoos.registry.importing.headings import LEXICON, Category
from speculoos.registry.importing.kinds import KINDS, kind_of
from speculoos.registry.importing.labels import first_label_at, labelled_in, place_of
from speculoos.registry.importing.clean import sentences
from speculoos.registry.importing.names import QUOTES, STARTING, Names, is_nameish, read_names
from speculoos.registry.importing.source import Cell, Line
from speculoos.registry.importing.kinds import PARTIES

DASH = re.compile(r"\s+[\u2013\u2014-]{1,2}\s+|\s*\|\s*|\s+\u2192\s+|\n")
AFTER_NAME = re.compile(r"\s+[\u2013\u2014-]{1,2}\s+|\s*:\s+|:$|\s+\(|\s*\|\s*|\s+\u2192\s+|\n")
BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*[.;]?$")
MAX_LEAD = 200


def read_entry(line: Line, category: Category | None, findings: Findings) -> bool:
    """Adds what a list entry declares to the findings; False where it declares nothing."""
    lead, rest = _lead_and_rest(line)
    if not lead:
        return False
    names = read_names(lead.text)
    fields: dict[str, Cell] = {}
    free: list[Cell] = []
    for piece in rest:
        _sort(piece, fields, free)
    if not names.names or names.rest or not _is_evident(line, lead, names, fields):
        return False
    if free and "text" not in fields:
        longest = max(free, key=lambda cell: len(cell.text))
        fields["text"] = longest
        free.remove(longest)
    extra = tuple(("", cell) for cell in free)
    findings.entries.append(Entry({"name": lead, **fields}, category, line.cell, extra, names=names.names))
    return True


def _lead_and_rest(line: Line) -> tuple[Cell | None, list[Cell]]:
    """The piece that should be a name, and the others."""
    if line.parts:
        return line.parts[0], list(line.parts[1:])
    text = line.cell.text
    found = AFTER_NAME.search(text)
    if found is None or not found.start() or found.start() > MAX_LEAD:
        return None, []
    rest = text[found.end() - (found[0].endswith("(")) :]
    lead = _piece(line.cell, text[: found.start()])
    return replace(lead, is_code=line.cell.is_code), [
        _piece(line.cell, part) for part in DASH.split(rest) if part.strip()
    ]


def _piece(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text.strip(), raw=text.strip(), place=place_of(cell, text.strip()), is_code=False)


def _is_evident(line: Line, lead: Cell, names: Names, fields: dict[str, Cell]) -> bool:
    words = [name for name, _ in names.names]
    if STARTING.find(lead.text) or all(map(is_nameish, words)):
        return True
    if LEXICON.exact(lead.text):
        return False
    return lead.is_code or line.cell.is_code or "lifetime" in fields and len(words[0]) > 1


def _sort(piece: Cell, fields: dict[str, Cell], free: list[Cell]) -> None:
    """Files a piece of an entry under the field it states; a piece that states none is free text."""
    bracketed = BRACKETED.search(piece.text)
    if bracketed and _file(
        replace(piece, text=bracketed[1], raw=bracketed[1], place=place_of(piece, bracketed[1])), fields
    ):
        piece = _piece(piece, piece.text[: bracketed.start()])
    label_at = first_label_at(piece.text)
    if label_at is not None:
        for found in labelled_in(piece):
            fields.setdefault(found.concern, found.value)
        piece = _piece(piece, piece.text[:label_at].rstrip(" ,;("))
    if piece and not _file(piece, fields):
        kept = _without_lifetime(piece, fields)
        if kept:
            free.append(kept)


def _file(piece: Cell, fields: dict[str, Cell]) -> bool:
    text = piece.text.strip(" .;,")
    for concern, states in (
        ("lifetime", is_lifetime),
        ("kind", _is_kind),
        ("party", lambda t: PARTIES.exact(t) is not None),
    ):
        if concern not in fields and states(text):
            fields[concern] = replace(piece, text=text)
            return True
    return False


def _is_kind(text: str) -> bool:
    return kind_of(text) is not None and KINDS.exact(text) is not None


def _without_lifetime(piece: Cell, fields: dict[str, Cell]) -> Cell:
    """Free text without a last sentence, or a last part after a comma, that says how long."""
    parts = [text for _, text in sentences(piece.text)]
    if "lifetime" not in fields and len(parts) > 1:
        for text in parts:
            if has_cue(text) and len(mentioned(text)) == 1:
                fields["lifetime"] = _piece(piece, text)
                return _piece(piece, " ".join(part for part in parts if part != text))
    head, comma, tail = piece.text.rpartition(",")
    if comma and "lifetime" not in fields and is_lifetime(tail.strip(" .;")):
        fields["lifetime"] = _piece(piece, tail.strip(" .;"))
        return _piece(piece, head)
    return piece


def names_in(text: str) -> list[str]:
    """The words of a text that look like names of stored items."""
    words = (word.strip(".,;:()[]!?" + QUOTES) for word in text.split())
    return [word for word in words if "_" in word.strip("_-") and is_nameish(word) and "/" not in word]

"""Entries of lists to entries: "name – purpose – duration" and its many cousins.

An entry counts only where its first piece shows that it is a name: by its look, by being marked as code, or by
a lifetime beside it. Anything else in a list is talk.
"""

import re
from dataclasses import dataclass, field, replace

from speculoos.registry.importing.clean import sentences
from speculoos.registry.importing.durations import has_cue, is_lifetime, mentioned
from speculoos.registry.importing.entries import Entry, Findings
from speculoos.registry.importing.headings import LEXICON, Category
from speculoos.registry.importing.kinds import KINDS, PARTIES, kind_of
from speculoos.registry.importing.labels import Labelled, first_label_at, labelled_in, place_of
from speculoos.registry.importing.names import QUOTES, STARTING, Names, is_nameish, read_names
from speculoos.registry.importing.source import Cell, Line

DASH = re.compile(r"\s+[\u2013\u2014-]{1,2}\s+|\s*\|\s*|\s+\u2192\s+|\n")
AFTER_NAME = re.compile(r"\s+[\u2013\u2014-]{1,2}\s+|\s*:\s+|:$|\s+\(|\s*\|\s*|\s+\u2192\s+|\n")
BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*[.;]?$")
BETWEEN_WORDS = re.compile(r"[\s,;]+")
MAX_LEAD = 200
MAX_LOOSE = 300
"""A longer line without a bullet is a paragraph."""


@dataclass(slots=True)
class _Sorted:
    """The pieces of an entry by what they state."""

    fields: dict[str, Cell] = field(default_factory=dict)
    free: list[Cell] = field(default_factory=list)
    extra: list[tuple[str, Cell]] = field(default_factory=list)

    def add(self, found: Labelled) -> None:
        if found.concern == "other" or found.concern in self.fields:
            self.extra.append((found.label, found.value))
        else:
            self.fields[found.concern] = found.value

    def settle(self) -> None:
        """The longest free text is what the item is for; the others are kept beside it."""
        worded = [cell for cell in self.free if not _may_be_a_name(cell.text)]
        if worded and "text" not in self.fields:
            longest = max(worded, key=lambda cell: len(cell.text))
            self.fields["text"] = longest
            self.free.remove(longest)
        self.extra += [("", cell) for cell in self.free]


def _may_be_a_name(text: str) -> bool:
    """May a piece be a company's name as well as a purpose: one or two words with capitals."""
    words = text.split()
    return len(words) <= 2 and all(word[:1].isupper() for word in words)


def read_entry(line: Line, category: Category | None, findings: Findings) -> bool:
    """Adds what a list entry declares to the findings; False where it declares nothing."""
    lead, rest = _lead_and_rest(line)
    if not lead:
        return False
    names = read_names(lead.text)
    pieces = _Sorted()
    for piece in rest:
        _sort(piece, pieces)
    if not names.names or names.rest or not _is_evident(line, lead, names, pieces.fields):
        return False
    pieces.settle()
    fields = {"name": lead, **pieces.fields}
    findings.entries.append(Entry(fields, category, line.cell, tuple(pieces.extra), names=names.names))
    return True


def is_loose_entry(line: Line) -> bool:
    """Is a line without a bullet an entry all the same: a lifetime among pieces between dashes, or a name first."""
    text = line.cell.text
    if len(text) > MAX_LOOSE:
        return False
    pieces = [piece for piece in DASH.split(text) if piece.strip()]
    if len(pieces) >= 3:
        return any(map(is_lifetime, pieces[1:]))
    found = AFTER_NAME.search(text) or _comma_after_name(text)
    return found is not None and is_nameish(text[: found.start()])


def _lead_and_rest(line: Line) -> tuple[Cell | None, list[Cell]]:
    """The piece that should be a name, and the others."""
    if line.parts:
        return line.parts[0], list(line.parts[1:])
    text = line.cell.text
    found = AFTER_NAME.search(text) or _comma_after_name(text)
    if found is None:
        return (line.cell, []) if len(text) <= MAX_LEAD and (line.cell.is_code or is_nameish(text)) else (None, [])
    if not found.start() or found.start() > MAX_LEAD:
        return None, []
    rest = text[found.end() - (found[0].endswith("(")) :]
    lead = _piece(line.cell, text[: found.start()])
    return replace(lead, is_code=line.cell.is_code), [
        _piece(line.cell, part) for part in DASH.split(rest) if part.strip()
    ]


def _comma_after_name(text: str) -> re.Match[str] | None:
    """The comma of "JSESSIONID, used to keep your session", the space of "_ga 2 years"."""
    space = re.search(r"\s+", text)
    if space and is_nameish(text[: space.start()]) and is_lifetime(text[space.end() :]):
        return space
    found = re.search(r",\s+", text)
    return found if found and is_nameish(text[: found.start()]) and not read_names(text[found.end() :]).names else None


def _piece(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text.strip(), raw=text.strip(), place=place_of(cell, text.strip()), is_code=False)


def _is_evident(line: Line, lead: Cell, names: Names, fields: dict[str, Cell]) -> bool:
    words = [name for name, _ in names.names]
    if STARTING.find(lead.text) or all(map(is_nameish, words)):
        return True
    if LEXICON.exact(lead.text):
        return False
    return lead.is_code or line.cell.is_code or ("lifetime" in fields and len(words[0]) > 1)


def _sort(piece: Cell, into: _Sorted) -> None:
    """Files a piece of an entry under the field it states; a piece that states none is free text."""
    bracketed = BRACKETED.search(piece.text)
    if bracketed:
        inner = [_piece(piece, part) for part in bracketed[1].split(",")]
        unfiled = [part for part in inner if not _file(part, into.fields)]
        if len(unfiled) < len(inner):
            into.free += unfiled
            piece = _piece(piece, piece.text[: bracketed.start()])
    label_at = first_label_at(piece.text)
    if label_at is not None:
        for found in labelled_in(piece):
            into.add(found)
        piece = _piece(piece, piece.text[:label_at].rstrip(" ,;("))
    if piece and ("," in piece.text or not _file(piece, into.fields)):
        kept = _without_lifetime(piece, into.fields)
        if kept:
            into.free.append(kept)


def _file(piece: Cell, fields: dict[str, Cell]) -> bool:
    """Files a piece that is a lifetime, a kind or a party and nothing else."""
    text = piece.text.strip(" .;,")
    for concern, states in STATES:
        if concern not in fields and states(text):
            fields[concern] = replace(piece, text=text)
            return True
    return False


def _is_kind(text: str) -> bool:
    return kind_of(text) is not None and KINDS.exact(text) is not None


def _is_party(text: str) -> bool:
    return PARTIES.exact(text) is not None


STATES = (("lifetime", is_lifetime), ("kind", _is_kind), ("party", _is_party))


def _without_lifetime(piece: Cell, fields: dict[str, Cell]) -> Cell:
    """Free text without a sentence, or a last part after a comma, that says how long."""
    if "lifetime" in fields:
        return piece
    parts = [text for _, text in sentences(piece.text)]
    said = next((text for text in parts if has_cue(text) and len(mentioned(text)) == 1), None)
    if said and len(parts) > 1:
        fields["lifetime"] = _piece(piece, said)
        return _piece(piece, " ".join(part for part in parts if part != said))
    return _without_lifetime_part(piece, fields)


def _without_lifetime_part(piece: Cell, fields: dict[str, Cell]) -> Cell:
    """Free text without the one part between commas that is a lifetime; a piece that is all lifetime leaves nothing."""
    parts = [part.strip(" .;") for part in piece.text.split(",")]
    said = [part for part in parts if is_lifetime(part)]
    if len(said) == 1 and len(parts) > 1:
        fields["lifetime"] = _piece(piece, said[0])
        return _piece(piece, ", ".join(part for part in parts if part and part != said[0]))
    return replace(piece, text="") if _file(piece, fields) else piece


def names_in(text: str) -> list[str]:
    """The words of a text that look like names of stored items."""
    words = [word.strip(".,;:()[]!?" + QUOTES) for word in BETWEEN_WORDS.split(text)]
    emphasis = any(word.endswith("_") for word in words)
    return [word for word in words if is_nameish(word) and "/" not in word and has_underscore(word, emphasis=emphasis)]


def has_underscore(word: str, *, emphasis: bool = False) -> bool:
    """Is there an underscore inside a word, or before it and not one that only emphasises."""
    bare = word.strip("_-")
    return "_" in bare or (word.startswith("_") and len(bare) > 1 and not emphasis)

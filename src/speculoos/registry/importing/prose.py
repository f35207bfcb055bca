"""Cookies named in running text.

A sentence declares an item only where it leaves no doubt: the name stands next to the word cookie or after a word
such as "called", and nothing says "for example". Names in doubtful sentences are listed as not read.
"""

import re
from dataclasses import replace

from speculoos.registry.importing.clean import fold
from speculoos.registry.importing.durations import has_cue, mentioned
from speculoos.registry.importing.entries import Entry, Findings
from speculoos.registry.importing.headings import LEXICON, Category, is_about_storage
from speculoos.registry.importing.kinds import LIFE_KINDS, PARTIES
from speculoos.registry.importing.lexicon import Lexicon
from speculoos.registry.importing.lists import has_underscore, names_in, read_entry
from speculoos.registry.importing.names import QUOTED, QUOTES, as_name, is_nameish
from speculoos.registry.importing.paragraphs import Paragraph, Sentence
from speculoos.registry.importing.source import Cell, Line
from speculoos.registry.importing.words import facets
from speculoos.registry.importing.words.languages import STOPWORDS

HEDGES = Lexicon(facets.HEDGES)
SETTER = re.compile(
    r"(?:\s|^)(?:" + "|".join(map(re.escape, facets.SETTERS)) + r")\s+((?:[A-Z][\w&.'-]*)(?:\s+[A-Z][\w&.'-]*){0,3})",
    re.IGNORECASE,
)
EDGES = ".,;:()[]!?"
SPLITTING = re.compile(r"[(),;]|\s(?:and|et|und|y|e|en)\s")
_ONE_NAME = re.compile(r"[^\s()]+(?:\s+\([^()]*\))?")
MAX_LEAD_IN = 16
"""Words before the colon of an enumeration."""
NEAR = 2
"""Words that may stand between a name and the word cookie."""


def read_prose(paragraph: Paragraph, category: Category | None, findings: Findings) -> None:
    """Adds what the sentences declare to the findings, and to the unread what they name in doubt."""
    for at, sentence in enumerate(paragraph.sentences):
        listed = enumerated(sentence)
        if listed:
            for cell in listed:
                _add_listed(cell, category, findings)
            continue
        names = _named(sentence.text) if is_about_storage(sentence.text) else []
        if names and not _is_hedged(sentence.text):
            findings.entries.append(_entry(names, sentence, paragraph.sentences[at + 1 :], category))
        elif names or names_in(sentence.text):
            cell = Cell(sentence.text, sentence.text, sentence.place)
            findings.reject(cell, "the sentence names items, but does not say for certain that the site stores them")


def enumerated(sentence: Sentence) -> list[Cell]:
    """The pieces of "we use these cookies: a (why, 2 weeks), b (why) and c", if every piece begins with a name."""
    before, colon, after = sentence.text.partition(":")
    if not colon or not is_about_storage(before) or _is_hedged(before) or len(fold(before)) > MAX_LEAD_IN:
        return []
    pieces = _outside_brackets(after.strip(" ."))
    if len(pieces) < 2 or not all(_ONE_NAME.fullmatch(piece) for piece in pieces):
        return []
    if not any("(" in piece or is_nameish(piece) for piece in pieces) or any(_is_word(_bare(p)) for p in pieces):
        return []
    return [Cell(piece, piece, sentence.place) for piece in pieces]


def _bare(piece: str) -> str:
    return piece.partition("(")[0].strip(" " + QUOTES)


def _outside_brackets(text: str) -> list[str]:
    """The pieces of an enumeration between commas and conjunctions that stand in no brackets."""
    pieces, depth, start = [], 0, 0
    for mark in SPLITTING.finditer(text):
        depth += (mark[0] == "(") - (mark[0] == ")" and depth > 0)
        if not depth and mark[0] not in "()":
            pieces.append(text[start : mark.start()])
            start = mark.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _add_listed(piece: Cell, category: Category | None, findings: Findings) -> None:
    line = Line(replace(piece, is_code=True), is_entry=True)
    if not read_entry(line, category, findings):
        findings.reject(piece, "stands in a list of names, but is no name that an item can have")


def _is_hedged(text: str) -> bool:
    return HEDGES.find(text) is not None


def _named(text: str) -> list[str]:
    """The names that a sentence introduces as such, in order; empty if it has others that it does not."""
    spaced = QUOTED.sub(lambda m: f' "{m[1]}" ', text)
    words = [word for word in spaced.split() if word.strip(EDGES)]
    plain = [fold(word) for word in words]
    is_cue = [bool(p) and (p[-1] in facets.NAMING or p[-1].startswith(("cookie", "traceur", "tracker"))) for p in plain]
    names = [
        _candidate(word, at and plain[at - 1][-1:] and plain[at - 1][-1] in facets.NAMING)
        for at, word in enumerate(words)
    ]
    if not any(names):
        return []
    for at, name in enumerate(names):
        if name and not _is_introduced(at, names, is_cue, words):
            return []
    return [name for name in names if name]


def _candidate(word: str, follows_naming: object) -> str | None:
    """The name that a word may be."""
    bare = word.strip(EDGES)
    quoted = len(bare) > 2 and bare[0] == bare[-1] and bare[0] in QUOTES
    bare = bare.strip(QUOTES)
    looks = (
        quoted
        or (has_underscore(bare) and not bare.endswith("_") and is_nameish(bare))
        or (follows_naming and bare.isalnum() and bare.islower())
    )
    if not looks or (fold(bare) and fold(bare)[0].startswith("cookie")) or _is_word(bare):
        return None
    return bare if as_name(bare) else None


def _is_word(text: str) -> bool:
    """Is a candidate a word of some language after all: a kind of cookie in quotes, or a small word."""
    if any(lexicon.exact(text) is not None for lexicon in (LEXICON, PARTIES, LIFE_KINDS)):
        return True
    return any(text.lower() in words for words in STOPWORDS.values())


def _is_introduced(at: int, names: list[str | None], is_cue: list[bool], words: list[str]) -> bool:
    """Does a cue stand near a name, over other names and the commas and conjunctions between them."""
    back = at
    while back > 0 and (names[back - 1] or words[back - 1].lower() in {"and", "et", "und", "y", "e", "en", ","}):
        back -= 1
    ahead = at + 1
    while ahead < len(words) and (names[ahead] or words[ahead].lower() in {"and", "et", "und", "y", "e", "en", ","}):
        ahead += 1
    return any(is_cue[max(0, back - NEAR) : back]) or any(is_cue[ahead : ahead + NEAR - 1])


def _entry(names: list[str], sentence: Sentence, following: tuple[Sentence, ...], category: Category | None) -> Entry:
    place = sentence.place
    whole = Cell(sentence.text, sentence.text, place)
    fields = {"name": Cell(", ".join(names), sentence.text, place), "text": whole}
    life = _lifetime_sentence(sentence, following)
    if life is not None:
        fields["lifetime"] = Cell(life.text, life.text, life.place)
    setter = SETTER.search(sentence.text)
    if setter and setter[1][0].isupper():
        fields["provider"] = Cell(setter[1].rstrip("."), setter[1], place)
    read = tuple((name, written) for written in names if (name := as_name(written)))
    return Entry(fields, category, whole, names=read)


def _lifetime_sentence(sentence: Sentence, following: tuple[Sentence, ...]) -> Sentence | None:
    """The sentence that says how long: this one, or the next that speaks of nothing else."""
    if mentioned(sentence.text):
        return sentence
    for other in following[:2]:
        if names_in(other.text) or QUOTED.search(other.text):
            return None
        if has_cue(other.text) and mentioned(other.text):
            return other
    return None

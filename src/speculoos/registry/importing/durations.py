"""Lifetimes as people write them, as ISO 8601, "session" or unknown.

"Up to 12 months" is 12 months, because the longest is what a declaration states. Two lengths for one name are
a question for an editor, not for us.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from speculoos.core.durations import DurationError, parse_iso
from speculoos.registry.importing.clean import fold
from speculoos.registry.importing.lexicon import Lexicon
from speculoos.registry.importing.words import durations as words
from speculoos.registry.model import SESSION

TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[/,;|\n()\u2013\u2014-]")
HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
ISO = re.compile(r"P[0-9T][0-9YMWDTHS]{1,20}")
UNITS = {word: unit for unit, listed in words.UNITS.items() for word in listed}
NUMBERS = {tuple(text.split()): number for number, listed in words.NUMBERS.items() for text in listed}
ORDER = list(words.UNITS)
FIXED = {tuple(text.split()): iso for iso, listed in words.FIXED.items() for text in listed}
SESSIONS = Lexicon({SESSION: words.SESSION_PHRASES})
SESSION_CELLS = Lexicon({SESSION: words.SESSION_WORDS})
UNKNOWABLE = Lexicon({"unknowable": words.UNKNOWABLE})
CUES = Lexicon(words.CUES)
MAX_DIGITS = 9
LONGEST_TEXT = 400
LONGEST_CELL, MOST_WORDS = 80, 9
BETWEEN = frozenset(("between", "entre", "zwischen", "tra", "tussen"))
SEPARATORS = frozenset("/,;|\n") | words.EACH_WORDS
DASHES = frozenset("-\u2013\u2014")


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in a text: its ISO 8601 form or "session", and the tokens it takes up."""

    iso: str
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What a text says about how long: None with the reason where no single answer stands in it."""

    iso: str | None
    reason: str = ""


def lifetimes(text: str, count: int = 1, unit: str | None = None) -> list[Lifetime]:
    """The lifetime of each of `count` names for which `text` was written; `unit` is for bare numbers."""
    text = text[:LONGEST_TEXT]
    if ISO.fullmatch(text) and _is_iso(text):
        return [Lifetime(text)] * count
    tokens = _tokens(text)
    if _lengths(outside := _outside_brackets(tokens), unit):
        tokens = outside
    found = _lengths(tokens, unit)
    if not found:
        return [Lifetime(SESSION) if says_session(text) else Lifetime(None, "no length of time in it")] * count
    if count > 1 and len(found) == count and _one_each(tokens, found):
        return [Lifetime(length.iso) for length in found]
    groups = _groups(tokens, found)
    if len(groups) == 1:
        return [_joined(groups[0], tokens)] * count
    if len(groups) == count:
        return [_joined(group, tokens) for group in groups]
    if len({length.iso for length in found}) == 1:
        return [Lifetime(found[0].iso)] * count
    return [Lifetime(None, f"{len(groups)} lengths of time for {count} name{'s' * (count > 1)}")] * count


def lifetime(text: str, unit: str | None = None) -> Lifetime:
    """The one lifetime that `text` states."""
    return lifetimes(text, 1, unit)[0]


def says_session(text: str) -> bool:
    """Does a whole cell mean the browser's session."""
    if UNKNOWABLE.find(text):
        return False
    return bool(SESSIONS.find(text) or (SESSION_CELLS.find(text) and len(fold(text)) <= 4))


def mentioned(text: str) -> list[str]:
    """The lengths of time in running text, in order, without repeats; "session" only where a phrase says so."""
    tokens = _tokens(text)
    found = [length.iso for length in _lengths(tokens, None)]
    return list(dict.fromkeys(found)) or ([SESSION] if SESSIONS.find(text) else [])


def is_lifetime(text: str) -> bool:
    """Is a cell a lifetime and little else."""
    if not text or len(text) > LONGEST_CELL or len(fold(text)) > MOST_WORDS or ". " in text:
        return False
    says = lifetime(text)
    return says.iso is not None or "lengths" in says.reason or (bool(UNKNOWABLE.find(text)) and len(fold(text)) <= 4)


def has_cue(text: str) -> bool:
    """Is a sentence one about how long something is kept."""
    return CUES.find(text) is not None


def unit_of_header(text: str) -> str | None:
    """The unit that a header gives to bare numbers below it: "Lifetime (days)"."""
    return next((UNITS[word] for word in fold(text) if word in UNITS and len(word) > 2), None)


def _tokens(text: str) -> list[str]:
    folded: list[str] = []
    for word in TOKEN.findall(HYPHEN.sub(" ", text.casefold())):
        folded.extend(fold(word) if word[0].isalpha() else (word,))
    return folded


def _outside_brackets(tokens: list[str]) -> list[str]:
    """The tokens with what stands in brackets blanked: "13 months (395 days)" says one thing twice."""
    kept, depth = [], 0
    for word in tokens:
        depth += (word == "(") - (word == ")" and depth > 0)
        kept.append("(" if depth or word == ")" else word)
    return kept


def _lengths(tokens: list[str], unit: str | None) -> list[Length]:
    found: list[Length] = []
    at = 0
    while at < len(tokens):
        length = _length_at(tokens, at, unit)
        if length:
            found.append(length)
        at = length.end if length else at + 1
    return found


def _length_at(tokens: list[str], at: int, unit: str | None) -> Length | None:
    for size in (4, 3, 2):
        iso = FIXED.get(tuple(tokens[at : at + size]))
        if iso:
            return Length(iso, iso[-1], at, at + size)
    hit = next(iter(SESSIONS.hits(tuple(tokens[at : at + 6]), 1)), None)
    if hit:
        return Length(SESSION, SESSION, at, at + hit.end)
    if tokens[at] in {"session", "sitzung", "sesion", "sessione", "sessie"} and _stands_alone(tokens, at):
        return Length(SESSION, SESSION, at, at + 1)
    return _amount_at(tokens, at, unit)


def _stands_alone(tokens: list[str], at: int) -> bool:
    """Is the word session one of several lengths: "session / 1 year"."""
    before = tokens[at - 1] if at else "/"
    after = tokens[at + 1] if at + 1 < len(tokens) else "/"
    return len(tokens) > 1 and before in SEPARATORS and after in SEPARATORS | {"("}


def _amount_at(tokens: list[str], at: int, unit: str | None) -> Length | None:
    number, after = _number_at(tokens, at)
    if number is None:
        return None
    if after < len(tokens) and tokens[after] == "-":
        after += 1  # "30-day"
    word = tokens[after] if after < len(tokens) else ""
    if word in {"calendar", "full", "consecutive", "pleins", "volle"} and after + 1 < len(tokens):
        after, word = after + 1, tokens[after + 1]
    found = UNITS.get(word)
    if found:
        return _length(number, found, at, after + 1)
    if unit and tokens[at][0].isdigit():
        return _length(number, unit, at, at + 1)
    return _range_start(tokens, number, at)


def _range_start(tokens: list[str], number: float, at: int) -> Length | None:
    """The 6 of "6 to 12 months": it has the unit of the number after it."""
    if at + 3 < len(tokens) and tokens[at + 1] in words.RANGE_WORDS | words.JOIN_WORDS | DASHES | {"/"}:
        other, after = _number_at(tokens, at + 2)
        word = tokens[after] if after < len(tokens) else ""
        if other is not None and word in UNITS and tokens[at][0].isdigit():
            return _length(number, UNITS[word], at, at + 1)
    return None


def _number_at(tokens: list[str], at: int) -> tuple[float | None, int]:
    for size in (3, 2, 1):
        number = NUMBERS.get(tuple(tokens[at : at + size]))
        if number is not None and at + size <= len(tokens):
            return number, at + size
    word = tokens[at] if at < len(tokens) else ""
    if len(word) > MAX_DIGITS or not NUMBER.fullmatch(word):
        return None, at
    return float(word.replace(",", ".")), at + 1


def _length(number: float, unit: str, start: int, end: int) -> Length | None:
    if number != int(number) and unit == "Y" and number * 12 == int(number * 12):
        number, unit = number * 12, "M"
    if number != int(number) or not number:
        return None
    return Length(f"P{unit[:-1]}{int(number)}{unit[-1]}", unit, start, end)


def _one_each(tokens: list[str], found: list[Length]) -> bool:
    """Are the lengths of a cell with as many names told apart by words: "2 years and 24 hours"."""
    if not BETWEEN.isdisjoint(tokens[: found[0].start]):
        return False
    between = [[word for word in tokens[a.end : b.start] if word != "("] for a, b in pairwise(found)]
    return all(any(word in words.JOIN_WORDS | SEPARATORS for word in part) and not _is_range(part) for part in between)


def _groups(tokens: list[str], found: list[Length]) -> list[list[Length]]:
    """The lengths that make one together: "1 year and 1 month", "6 to 12 months"."""
    groups = [[found[0]]]
    for one, other in pairwise(found):
        between = [word for word in tokens[one.end : other.start] if word != "("]
        if _continues(one, other, between) or _is_range(between) or not BETWEEN.isdisjoint(tokens[: one.start]):
            groups[-1].append(other)
        else:
            groups.append([other])
    return groups


def _continues(one: Length, other: Length, between: list[str]) -> bool:
    if SESSION in (one.iso, other.iso) or one.unit not in ORDER or other.unit not in ORDER:
        return False
    return ORDER.index(one.unit) < ORDER.index(other.unit) and all(t in words.JOIN_WORDS | {","} for t in between)


def _is_range(between: list[str]) -> bool:
    return (
        bool(between)
        and all(word in words.RANGE_WORDS | DASHES | words.JOIN_WORDS for word in between)
        and (any(word in words.RANGE_WORDS | DASHES for word in between))
    )


def _joined(group: list[Length], tokens: list[str]) -> Lifetime:
    """One length: the sum of its parts, or the upper end of a range."""
    if len(group) == 1:
        return Lifetime(group[0].iso)
    if all(_continues(a, b, [t for t in tokens[a.end : b.start] if t != "("]) for a, b in pairwise(group)):
        date = "".join(p.iso[1:] for p in group if "T" not in p.iso)
        time = "".join(p.iso[2:] for p in group if "T" in p.iso)
        return Lifetime(f"P{date}" + (f"T{time}" if time else ""))
    if any(length.iso == SESSION for length in group):
        return Lifetime(None, "a range that begins or ends with the session")
    return Lifetime(max(group, key=lambda length: parse_iso(length.iso).total_seconds()).iso)


def _is_iso(text: str) -> bool:
    try:
        return parse_iso(text).total_seconds() > 0
    except DurationError:
        return False

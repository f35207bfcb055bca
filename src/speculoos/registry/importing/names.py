"""Names of storage items as people write them: several in a cell, placeholders, prefixes in words.

`_ga_<container-id>` and "any cookie starting with _hs" become patterns. A bare `*` is never one, because a
declaration that covers everything declares nothing.
"""

import re
from dataclasses import dataclass

from speculoos.registry.importing.clean import fold
from speculoos.registry.importing.lexicon import Lexicon
from speculoos.registry.importing.words import facets

STARTING = Lexicon(facets.STARTING)
MAX_NAME = 256

PLACEHOLDERS = re.compile(r"\$?\{[^{}]*\}+|\$?<[^<>]*>|\[[^\[\]]*\]|%[A-Za-z_]+%|\.{3}|\u2026|#{2,}|#$")
RUNS = re.compile(
    r"(?<![A-Za-z0-9])(?:X{3,}|x{3,}|N{3,}|n{3,}|Y{3,})(?:-[XxNn]+)*(?![A-Za-z0-9])|(?<=UA-)X+(?:-X+)*|(?<=[_-])[Xx]{2,}$"
)
STARS = re.compile(r"\*{2,}")
FOOTNOTE = re.compile(r"\s*(?:\(\d{1,2}\)|\[\d{1,2}\]|[\u00b9\u00b2\u00b3\u2070-\u2079\u2020\u2021]{1,3})$")
NOTE = re.compile(r"\s+\([^()]*\)?$")
SPLIT = re.compile(r"[\n;,]|\s[/&+|]\s|\s(?:and|et|und|y|e|en|or|ou|oder|o|of|as well as|sowie)\s")
CLAUSE = re.compile(r"[\n;,]")
ALL_COOKIES = re.compile(r"\s*[^\W\d_]+\s+(?:[^\W\d_]+\s+)?cookies?\s*$", re.IGNORECASE)
QUOTED = re.compile(
    r"[\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a]\s?([^\s\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a]{1,256})\s?[\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a]"
)
NAMEISH = re.compile(r"_|\*|^[A-Z]{3,}[A-Z0-9]*$|[a-z][A-Z]|^[a-z]+[-.]?[0-9]|^[A-Za-z]+\.[A-Za-z]+[A-Z]")
NOT_A_NAME = re.compile(r"[\s=;\"\\<>]|://|^www\.|@.+\.|\.(?:html?|js|css|png|gif|php|pdf)$|^[^\w*]+$", re.IGNORECASE)
QUOTES = "\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a"
EDGES = " \t.,:;\u2022\u00b7" + QUOTES


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a text, each with the words for it as written; what could not be a name stands in `rest`."""

    names: tuple[tuple[str, str], ...]
    rest: tuple[str, ...] = ()


def read_names(text: str, *, slashes: bool = True) -> Names:
    """The names in a cell that is there to hold names. `slashes`: may a slash without spaces part two names."""
    found: dict[str, str] = {}
    rest: list[str] = []
    prefixed = STARTING.find(text) is not None
    for part in CLAUSE.split(text) if prefixed else _parts(text, slashes=slashes):
        if prefixed and STARTING.find(part):
            found |= _prefixes(part)
            continue
        if prefixed and ALL_COOKIES.match(part):
            continue
        name = as_name(part)
        if name:
            found.setdefault(name, part)
        elif part.strip(EDGES + "-\u2013\u2014"):
            rest.append(part.strip())
    return Names(tuple(found.items()), tuple(rest) if found or not prefixed else (text,))


def as_name(written: str) -> str | None:
    """One name or pattern, or None where the text cannot be one."""
    if len(written) > 2 * MAX_NAME:
        return None
    text = NOTE.sub("", FOOTNOTE.sub("", written.strip()))
    text = text.strip(EDGES if not text.endswith("...") else " \t" + QUOTES)
    text = STARS.sub("*", RUNS.sub("*", PLACEHOLDERS.sub("*", text)))
    if not text.strip("*_.- ") or len(text) > MAX_NAME or NOT_A_NAME.search(text):
        return None
    return None if " ".join(fold(text)) in facets.NO_NAME and not NAMEISH.search(text) else text


def is_nameish(text: str) -> bool:
    """Does a word show by its look that it is the name of a stored item and no word of a language."""
    return len(text) <= MAX_NAME and bool(NAMEISH.search(text)) and not NOT_A_NAME.search(text)


def quoted_names(text: str) -> list[str]:
    """The single words in quotes."""
    return [found for found in QUOTED.findall(text) if as_name(found)]


def _parts(text: str, *, slashes: bool) -> list[str]:
    parts: list[str] = []
    for part in SPLIT.split(text):
        parts.extend(
            part.split("/") if slashes and "/" in part and "://" not in part and " " not in part.strip() else [part]
        )
    return parts


def _prefixes(text: str) -> dict[str, str]:
    """The patterns of "any cookie starting with _hs"."""
    candidates = quoted_names(text) or [w for w in (p.strip(EDGES + "()") for p in text.split()) if is_nameish(w)]
    return {name.rstrip("*") + "*": written for written in candidates if (name := as_name(written))}

"""Headings of categories: which purpose they name, and whether of the first or a third party."""

from dataclasses import dataclass

from speculoos.registry.importing.clean import fold, slug
from speculoos.registry.importing.lexicon import Hit, Lexicon
from speculoos.registry.importing.source import Cell
from speculoos.registry.importing.words.facets import PARTIES
from speculoos.registry.importing.words.purposes import COOKIE, PURPOSES

LEXICON = Lexicon(PURPOSES)
PARTY = Lexicon(PARTIES)
ABOUT_STORAGE = Lexicon(COOKIE)
SHORT = 6
"""Words up to which a heading may name a category without the word cookie."""


@dataclass(frozen=True, slots=True)
class Category:
    """What a heading says of everything below it. `purpose` is "" where the heading leaves it open."""

    cell: Cell
    purpose: str = ""
    party: str | None = None
    ambiguous: bool = False


def category_of(cell: Cell) -> Category | None:
    """The category that a heading names, or None where it names none."""
    words = fold(cell.text)
    storage = is_about_storage(cell.text)
    if not words or len(words) > 20 or (len(words) > SHORT and not storage):
        return None
    hits = LEXICON.find_all(cell.text)
    party = PARTY.find(cell.text) if storage else None
    if not hits:
        return Category(cell, "", party.meaning) if party else None
    purposes = {hit.meaning for hit in hits}
    return Category(cell, _first(hits), party.meaning if party else None, ambiguous=len(purposes) > 1)


def _first(hits: list[Hit]) -> str:
    return hits[0].meaning


def category_in_cell(cell: Cell) -> Category:
    """The category that a cell of a category column states; a word of its own makes a purpose of its own."""
    hit = LEXICON.find(cell.text)
    return Category(cell, hit.meaning if hit else slug(cell.text))


def is_about_storage(text: str) -> bool:
    """Does a text speak of cookies or their like."""
    return ABOUT_STORAGE.find(text) is not None


def is_plain_heading(text: str) -> bool:
    """Is a line of plain text a category heading: short, naming a category, and no sentence."""
    if not text or len(text) > 90 or text[-1] in ".,;!?" or ":" in text[:-1] or "\n" in text:
        return False
    words = fold(text)
    if len(words) > 8:
        return False
    hits = LEXICON.find_all(text)
    if not hits:
        return PARTY.find(text) is not None and is_about_storage(text) and len(words) <= 5
    return is_about_storage(text) or len(words) <= 3

"""Storage kinds, parties and locations in the words of a cell."""

import re

from speculoos.registry.importing.clean import clean, fold
from speculoos.registry.importing.lexicon import Lexicon
from speculoos.registry.importing.words import facets
from speculoos.registry.model import Location

KINDS = Lexicon(facets.KINDS)
LIFE_KINDS = Lexicon(facets.LIFE_KINDS)
PARTIES = Lexicon(facets.PARTIES)
PLACES = Lexicon(facets.LOCATIONS)
FRONT, BACK = Location.FRONT_OFFICE, Location.BACK_OFFICE
MEANT = {"front": (FRONT,), "back": (BACK,), "both": (FRONT, BACK)}
BRACKETS = re.compile(r"\s*\(([^()]*)\)")
TRAILING = re.compile(r"\s+[-\u2013\u2014,:]\s+([^-\u2013\u2014,:()]+)$")


def kind_of(text: str) -> str | None:
    """The storage kind that a cell names; a named technology wins over the word cookie."""
    found = [hit.meaning for hit in KINDS.find_all(text)]
    return next((kind for kind in found if kind != "cookie"), found[0] if found else None)


def party_of(text: str) -> str | None:
    """The party that a cell names, "first" or "third"; None where it names both or neither."""
    found = {hit.meaning for hit in PARTIES.find_all(text)}
    return found.pop() if len(found) == 1 else None


def says_session_cookie(text: str) -> bool:
    """Does a type column say that the item ends with the session."""
    return {hit.meaning for hit in LIFE_KINDS.find_all(text)} == {"session"}


def locations_of(text: str) -> tuple[Location, ...]:
    """The locations that a text states if it states nothing else, in the order of the model."""
    words = fold(text)
    hits = list(PLACES.hits(words))
    covered = {at for hit in hits for at in range(hit.start, hit.end)}
    if not hits or any(word not in facets.LOCATION_FILLER for at, word in enumerate(words) if at not in covered):
        return ()
    named = {location for hit in hits for location in MEANT[hit.meaning]}
    return tuple(location for location in Location if location in named)


def function_and_locations(text: str) -> tuple[str, tuple[Location, ...], str]:
    """A function without the location in it, the locations, and the words that said so.

    "API (CSRF) (front et back office)" keeps its first brackets.
    """
    for found in (*reversed(list(BRACKETS.finditer(text))), *TRAILING.finditer(text)):
        locations = locations_of(found[1])
        if locations:
            return clean(text[: found.start()] + text[found.end() :]), locations, found[1]
    return text, (), ""

"""What a column or a labelled line holds, by its header."""

from functools import lru_cache

from speculoos.registry.importing.clean import clean, fold
from speculoos.registry.importing.lexicon import Lexicon
from speculoos.registry.importing.words.headers import HEADER_ORDER, HEADERS

LEXICON = Lexicon(HEADERS)
MAX_WORDS = 7


@lru_cache(maxsize=4096)
def concern_of(text: str) -> str | None:
    """The field that a header names: exactly, or by the words in it; None for no header."""
    words = fold(text)
    if not words or len(words) > MAX_WORDS:
        return None
    exact = LEXICON.exact(text)
    if exact:
        return exact
    hits = LEXICON.find_all(text)
    if sum(hit.end - hit.start for hit in hits) * 2 < len(words):
        return None
    found = {hit.meaning for hit in hits}
    return next((concern for concern in HEADER_ORDER if concern in found), "other" if found else None)


def label_of(text: str) -> str | None:
    """The field that a label names and nothing else."""
    return LEXICON.exact(text) if len(text) <= 60 else None


def header_count(cells: list[str]) -> int:
    """How many of the cells are headers of different fields."""
    concerns = [concern_of(cell.strip()) for cell in cells if len(cell) <= 80]
    return len({concern for concern in concerns if concern})


def is_header_row(cells: list[str]) -> bool:
    """Is a row of texts a header: most cells name a field, and at least two different ones."""
    texts = [text for text in (clean(cell.strip("*_` ")) for cell in cells) if text]
    known = [concern_of(text) for text in texts if len(text) <= 80]
    named = [concern for concern in known if concern]
    return len({*named}) >= 2 and len(named) * 10 >= len(texts) * 6

"""How hard a text is to read, by LIX: words per sentence plus the share of words over six letters, in percent.

LIX was made for several languages at once and needs no dictionary. Knows text only.
"""

import re

HARD = {"de": 68.0, "nl": 64.0}
"""Above this a text is hard for its readers; German and Dutch write compounds as one word."""
HARD_DEFAULT = 60.0
ENOUGH_WORDS = 20  # below that a single long word decides

SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def lix(text: str) -> float:
    """The LIX of a text: about 30 for children's books, 60 and more for dense official prose; 0 without words."""
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = [part for part in SENTENCE_END.split(text) if WORD.search(part)]
    long_words = sum(len(word) > 6 for word in words)
    return len(words) / max(len(sentences), 1) + 100 * long_words / len(words)


def is_hard(text: str, language: str = "") -> bool:
    """Whether a text of some length is harder than its readers should have to bear."""
    enough = len(WORD.findall(text)) >= ENOUGH_WORDS
    return enough and lix(text) > HARD.get(language.partition("-")[0].lower(), HARD_DEFAULT)

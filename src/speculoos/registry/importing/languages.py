"""Which language a page is written in, by its small words."""

from collections import Counter

from speculoos.registry.importing.clean import fold
from speculoos.registry.importing.source import Block, Page, Table
from speculoos.registry.importing.words.languages import STOPWORDS

SAMPLE = 20_000
"""Words that are counted."""
LEAST = 3


def languages_of(page: Page) -> tuple[str, ...]:
    """BCP 47 tags, the main language first; empty where nothing tells.

    What the page says of itself wins over a close count, because templates are often copied with the wrong tag.
    """
    counts = _counts(page)
    told = (page.language or "").split("-")[0].lower()
    ranked = [tag for tag, count in counts.most_common() if count >= LEAST]
    if told and told not in STOPWORDS and told.isascii() and told.isalpha() and len(told) in {2, 3}:
        return (told, *(tag for tag in ranked if counts[tag] > sum(counts.values()) * 0.6))
    if not ranked:
        return (told,) if told in STOPWORDS else ()
    main = told if told in STOPWORDS and counts[told] * 2 >= counts[ranked[0]] else ranked[0]
    return (main, *(tag for tag in ranked if tag != main and counts[tag] * 10 >= counts[main] * 7))


def _counts(page: Page) -> Counter[str]:
    counts: Counter[str] = Counter()
    left = SAMPLE
    for block in page.blocks:
        for word in fold(_text(block))[:left]:
            counts.update(tag for tag, words in STOPWORDS.items() if word in words)
        left -= len(fold(_text(block)))
        if left <= 0:
            break
    return counts


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return " ".join(cell.text for row in block.rows[:200] for cell in row)
    return block.cell.text

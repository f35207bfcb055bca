"""Finding the phrases of a word table in a text, in time linear in the text.

A lexicon maps phrases to meanings. Where phrases overlap, the one that begins first wins, then the longest.
Words with a lost letter (U+FFFD) match a phrase's word of the same length.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from speculoos.registry.importing.clean import fold

PREFIX = 4
"""Letters by which words with an open ending are filed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: what it means, and the words it takes up, as a half-open range."""

    meaning: str
    start: int
    end: int


class Lexicon:
    """Phrases by meaning."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._whole: dict[tuple[str, ...], str] = {}
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._open: dict[str, list[tuple[str, str]]] = {}
        for meaning, texts in phrases.items():
            for text in texts:
                self._add(text, meaning)
        for listed in self._by_first.values():
            listed.sort(key=lambda entry: -len(entry[0]))
        self._words = {word for words in self._whole for word in words}

    def _add(self, text: str, meaning: str) -> None:
        words = fold(text)
        if text.endswith("*"):
            self._open.setdefault(words[0][:PREFIX], []).append((words[0], meaning))
        elif words not in self._whole:
            self._whole[words] = meaning
            self._by_first.setdefault(words[0], []).append((words, meaning))

    def exact(self, text: str) -> str | None:
        """The meaning of a text that is a phrase and nothing else."""
        words = self._mended(fold(text))
        return self._whole.get(words) if words in self._whole else self._by_prefix(words)

    def _by_prefix(self, words: tuple[str, ...]) -> str | None:
        if len(words) != 1:
            return None
        return next(
            (meaning for stem, meaning in self._open.get(words[0][:PREFIX], ()) if words[0].startswith(stem)), None
        )

    def find(self, text: str, limit: int | None = None) -> Hit | None:
        """The first phrase that begins within the first `limit` words."""
        return next(iter(self.hits(fold(text), limit)), None)

    def find_all(self, text: str) -> list[Hit]:
        """Every phrase, none overlapping."""
        return list(self.hits(fold(text)))

    def hits(self, words: tuple[str, ...], limit: int | None = None) -> Iterable[Hit]:
        """Every phrase in folded words, none overlapping, in order."""
        words = self._mended(words)
        at, stop = 0, len(words) if limit is None else min(limit, len(words))
        while at < stop:
            hit = self._at(words, at)
            if hit:
                yield hit
            at = hit.end if hit else at + 1

    def _at(self, words: tuple[str, ...], at: int) -> Hit | None:
        for phrase, meaning in self._by_first.get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                return Hit(meaning, at, at + len(phrase))
        meaning_of_stem = self._by_prefix(words[at : at + 1])
        return None if meaning_of_stem is None else Hit(meaning_of_stem, at, at + 1)

    def _mended(self, words: tuple[str, ...]) -> tuple[str, ...]:
        if not any("\ufffd" in word for word in words):
            return words
        return tuple(self._whole_word(word) if "\ufffd" in word else word for word in words)

    def _whole_word(self, word: str) -> str:
        fits = (known for known in self._words if len(known) == len(word))
        return next(
            (known for known in sorted(fits) if all(a in (b, "\ufffd") for a, b in zip(word, known, strict=True))), word
        )

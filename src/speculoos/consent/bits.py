"""Fields of bits in base64url, as the TC and GPP strings are made of them.

Knows numbers, flags, letters and runs of ids; nothing of what they mean. A reader that comes to the end, or to a value
that cannot be, raises Cut, which the decoders turn into a Refusal.
"""

import base64
import binascii
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from speculoos.core.errors import UsageError

MAX_CHARACTERS = 65536
"""Longer than any string that a browser would carry; more is refused unread."""

MAX_ID = 65535
ALPHABET = re.compile(r"[A-Za-z0-9_-]+")


class Cut(Exception):  # noqa: N818 (not an error of anybody's, but what a reader found)
    """The bits end early or say what cannot be."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not the string it should be; for people, in one sentence."""

    reason: str


class Reader:
    """Reads fields from the front of a base64url text."""

    def __init__(self, text: str) -> None:
        self._bits = bits_of(text)
        self._at = 0

    def take(self, width: int) -> str:
        end = self._at + width
        if end > len(self._bits):
            raise Cut("it ends in the middle of a field")
        found, self._at = self._bits[self._at : end], end
        return found

    def number(self, width: int) -> int:
        return int(self.take(width), 2) if width else 0

    def flag(self) -> bool:
        return self.take(1) == "1"

    def letters(self, count: int = 2) -> str:
        """Capital letters of six bits each."""
        codes = [self.number(6) for _ in range(count)]
        if max(codes) > 25:
            raise Cut("it has something else than letters where a language or country stands")
        return "".join(chr(65 + code) for code in codes)

    def ids(self, width: int) -> frozenset[int]:
        """The positions of the ones in a field of `width` flags, counted from 1."""
        return frozenset(n for n, bit in enumerate(self.take(width), 1) if bit == "1")

    def ranges(self, budget: int = MAX_ID) -> frozenset[int]:
        """Ids in ranges behind a count of 12 bits; at most `budget` of them, so that no text makes work for minutes."""
        found: set[int] = set()
        for _ in range(self.number(12)):
            many = self.flag()
            first = self.number(16)
            last = self.number(16) if many else first
            budget -= last - first + 1
            if not 1 <= first <= last or budget < 0:
                raise Cut("it has a range of ids that runs backwards, begins at zero or overlaps others")
            found.update(range(first, last + 1))
        return frozenset(found)


def bits_of(text: str) -> str:
    """The zeros and ones of base64url without padding; six a character, whatever the length."""
    if not ALPHABET.fullmatch(text):
        raise Cut("it has characters that base64url does not")
    try:
        raw = base64.urlsafe_b64decode(text + "A" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:  # pragma: no cover (the alphabet was checked)
        raise Cut("it is not base64url") from error
    return bin(int.from_bytes(b"\x01" + raw, "big"))[3 : 3 + 6 * len(text)]


def text_of(bits: str) -> str:
    """Base64url of zeros and ones, filled up with zeros to whole bytes."""
    whole = bits + "0" * (-len(bits) % 8)
    raw = int(whole, 2).to_bytes(len(whole) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int, width: int) -> str:
    """`value` in `width` bits."""
    if not 0 <= value < 1 << width:
        raise UsageError(f"{value} does not fit into {width} bits. Give a number from 0 to {(1 << width) - 1}.")
    return f"{value:0{width}b}"


def flag(value: bool) -> str:
    return "1" if value else "0"


def letters(text: str) -> str:
    """Two letters, six bits each."""
    code = text.upper()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise UsageError(f"{text!r} is not two letters. Give a language or country such as EN or FR.")
    return "".join(number(ord(c) - 65, 6) for c in code)


def ids(values: Collection[int], width: int) -> str:
    """A field of `width` flags; ids count from 1."""
    wrong = [n for n in values if not 1 <= n <= width]
    if wrong:
        raise UsageError(f"The id {min(wrong)} is outside 1 to {width}.")
    return "".join("1" if n in values else "0" for n in range(1, width + 1))


def runs(values: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Sorted ids as (first, last) of each run without a gap."""
    first = last = 0
    for n in sorted(values):
        if first and n == last + 1:
            last = n
            continue
        if first:
            yield first, last
        first = last = n
    if first:
        yield first, last


def ranges(values: Collection[int]) -> str:
    """Ids in ranges behind a count of 12 bits."""
    found = [*runs(values)]
    parts = [
        flag(last > first) + number(first, 16) + (number(last, 16) if last > first else "") for first, last in found
    ]
    return number(len(found), 12) + "".join(parts)

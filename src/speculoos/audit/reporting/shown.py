"""Text of a site made fit to be shown: no control characters, no invisible ones, no end of a line, and not endless.

Whoever shows a name must be able to believe it: a sign that turns the direction of writing, or that nobody sees, is
written out as its number. Markup is the business of the template, which escapes everything.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")

NAME, ADDRESS, PROSE, LINES = 120, 300, 1000, 4000
"""How many characters of a name, an address, a sentence and a block are shown."""

WRITTEN_OUT = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""The Unicode categories of what cannot be seen or changes what stands beside it."""


def shown(text: object, limit: int = PROSE) -> str:
    """One line that a person can read; an ellipsis where it was longer than `limit`."""
    whole = str(text)
    seen = "".join(map(_sign, whole[:limit]))
    return seen[: 2 * limit] + ("…" if len(whole) > limit or len(seen) > 2 * limit else "")


def name(text: object) -> str:
    return shown(text, NAME)


def address(text: object) -> str:
    return shown(text, ADDRESS)


def lines(text: str) -> str:
    """A block of text that keeps the ends of its lines."""
    kept = text[:LINES].replace("\r\n", "\n").split("\n")
    return "\n".join(shown(line) for line in kept).strip("\n") + ("\n…" if len(text) > LINES else "")


def first(many: Sequence[T], limit: int) -> tuple[Sequence[T], int]:
    """As many as are shown, and how many more there are."""
    return many[:limit], max(0, len(many) - limit)


def counted(number: int, one: str, more: str = "") -> str:
    """The number and its noun."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def joined(many: Iterable[str]) -> str:
    """In words: "a, b and c"."""
    *rest, last = list(many) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def _sign(sign: str) -> str:
    if unicodedata.category(sign) not in WRITTEN_OUT:
        return sign
    if sign in "\t\n\r":
        return " "
    return f"\\x{ord(sign):02x}" if ord(sign) < 0x100 else f"\\u{ord(sign):04x}"

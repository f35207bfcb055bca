"""Text as people meant it: invisible characters out, broken encodings mended, words folded.

Knows characters and nothing of policies.
"""

import re
import unicodedata
from functools import lru_cache

INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064"
    "\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c\x1c\x1d\x1e\x1f"
)
CONTROLS = {chr(code): None for code in (*range(9), *range(14, 28), 127, *range(128, 160))}
BREAKS = {"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}
TABLE = str.maketrans({
    **dict.fromkeys(INVISIBLE), **dict.fromkeys(SPACES, " "), **CONTROLS, **BREAKS,
})  # fmt: skip

MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00e2][\u0080-\u00bf\u2010-\u203a\u20ac\u2122\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc]"
)
"""Two bytes of UTF-8 read as two characters of Windows-1252."""


def clean(raw: str) -> str:
    """The text without what cannot be seen; runs of spaces become one, line breaks stay."""
    text = mended(raw).translate(TABLE)
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)


def mended(text: str) -> str:
    """UTF-8 that was read as Windows-1252, read again as UTF-8; any other text unchanged."""
    if not MOJIBAKE.search(text):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(char: str) -> bytes:
    return bytes((ord(char),)) if ord(char) < 256 else char.encode("cp1252")


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> tuple[str, ...]:
    """The words of a text for comparing: small letters without accents, no punctuation. U+FFFD stays."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple("".join(c if c.isalnum() or c == "\ufffd" else " " for c in text).split())


def slug(text: str) -> str:
    """Folded words joined by hyphens, ASCII only, at most 60 characters; may be empty."""
    words = ("".join(c for c in word if c.isascii() and c.isalnum()) for word in fold(text[:200]))
    return "-".join(word for word in words if word)[:60].strip("-")


CLOSING = frozenset("\"')]\u201d\u2019\u00bb\u201c")
SENTENCE_END = re.compile(r"[.!?\u2026](?=[\"')\]\u201d\u2019\u00bb\u201c]?(?:\s|$))")
ABBREVIATIONS = ("e.g", "i.e", "z. b", "z.b", "bzw", "ca", "bv", "p. ex", "p.ex", "etc", "inc", "ltd",
    "nr", "approx", "s.r.l", "d. h", "d.h", "no", "st")  # fmt: skip


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text with their offsets."""
    found, start = [], 0
    for mark in SENTENCE_END.finditer(text):
        if text[start : mark.start()].casefold().endswith(ABBREVIATIONS) and mark.end() < len(text) - 1:
            continue
        end = mark.end() + (text[mark.end() : mark.end() + 1] in CLOSING)
        found.append((start, text[start:end]))
        start = end
    found.append((start, text[start:]))
    return [(at + len(part) - len(part.lstrip()), part.strip()) for at, part in found if part.strip()]

"""The places of keys in TOML text, which no TOML library gives.

Reads text that a real parser has already accepted, so it follows the grammar without checking it: it only
has to know where strings, comments, arrays and tables begin and end. On anything else it stops and keeps
what it has found.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from speculoos.registry.places import DataPath

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
SPACES = re.compile(r"[ \t]*")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
QUOTED_KEY = re.compile(r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
STRING = (
    r'"""(?:[^\\"]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'  # two quotes may stand before the closing three
    r"|'''[\s\S]*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
SCALAR = re.compile(
    rf"{STRING}"
    r"|\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*"  # a date and a time may be parted by a space
    r"|[^\s,\[\]{}#\"']+"
)


class Lost(Exception):  # noqa: N818 - not an error of anybody's: the scan ends here
    """The text does not follow the grammar."""


@dataclass(frozen=True, slots=True)
class Header:
    """A `[table]` or `[[entry]]` line: where it starts and which path it opens."""

    offset: int
    path: DataPath
    is_entry: bool


class TomlScan:
    """One pass over a TOML text: `offsets` of keys and entries by path, the `headers` in order, and where pairs end."""

    def __init__(self, text: str) -> None:
        self.offsets: dict[DataPath, int] = {}
        self.headers: list[Header] = []
        self.ends: list[int] = []
        self._text = text
        self._at = 0
        self._counts: dict[DataPath, int] = {}
        with suppress(Lost):
            self._document()

    def _document(self) -> None:
        base: DataPath = ()
        while self._skip(BLANK):
            if self._peek() == "[":
                base = self._header()
            else:
                self._pair(base)

    def _header(self) -> DataPath:
        start = self._at
        is_entry = self._text.startswith("[[", start)
        self._at += 2 if is_entry else 1
        path: DataPath = ()
        for key, offset in self._dotted():
            path = (*self._entered(path), key)
            self.offsets.setdefault(path, offset)
        if is_entry:
            self._counts[path] = self._counts.get(path, -1) + 1
            path = self._entered(path)
            self.offsets[path] = start
        self._expect("]]" if is_entry else "]")
        self.headers.append(Header(start, path, is_entry))
        self.ends.append(self._at)
        return path

    def _entered(self, path: DataPath) -> DataPath:
        """The path inside the newest entry, where the path names a list of tables."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _pair(self, base: DataPath) -> None:
        for key, offset in self._dotted():
            base = (*base, key)
            self.offsets.setdefault(base, offset)
        self._expect("=")
        self._value(base)
        self.ends.append(self._at)

    def _dotted(self) -> Iterator[tuple[str, int]]:
        while True:
            self._skip(SPACES)
            offset = self._at
            yield self._key(), offset
            self._skip(SPACES)
            if self._peek() != ".":
                return
            self._at += 1

    def _key(self) -> str:
        if self._peek() in {'"', "'"}:
            return str(tomllib.loads("k = " + self._take(QUOTED_KEY))["k"])
        return self._take(BARE_KEY)

    def _value(self, path: DataPath) -> None:
        self._skip(SPACES)
        if self._peek() == "[":
            self._array(path)
        elif self._peek() == "{":
            self._inline_table(path)
        else:
            self._take(SCALAR)

    def _array(self, path: DataPath) -> None:
        self._at += 1
        index = 0
        while self._inside("]"):
            self.offsets[(*path, index)] = self._at
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: DataPath) -> None:
        self._at += 1
        while self._inside("}"):
            self._pair(path)

    def _inside(self, end: str) -> bool:
        """Step over blanks and a comma; false, and past the end, where the bracket closes."""
        self._skip(BLANK)
        if self._peek() == ",":
            self._at += 1
            self._skip(BLANK)
        if self._peek() == end:
            self._at += 1
            return False
        return True

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        """Step over the pattern, which may match nothing; false at the end of the text."""
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at < len(self._text)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if not found:
            raise Lost
        self._at = found.end()
        return found.group()

    def _expect(self, token: str) -> None:
        self._skip(SPACES)
        if not self._text.startswith(token, self._at):
            raise Lost
        self._at += len(token)

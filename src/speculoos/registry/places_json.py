"""The places of keys in JSON text, and the keys that stand twice.

Reads text that the standard library's parser has already accepted; Python's own hooks give neither
places nor paths.
"""

import re
from json import loads

from speculoos.registry.places import DataPath

SPACE = re.compile(r"[ \t\r\n]*")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
SCALAR = re.compile(r"[^\s,\]}]+")


class JsonScan:
    """One pass over a JSON text: `offsets` of keys and entries by path, and `repeated` keys with their offsets."""

    def __init__(self, text: str) -> None:
        self.offsets: dict[DataPath, int] = {}
        self.repeated: list[tuple[DataPath, int]] = []
        self._text = text
        self._at = 0
        self._value(())

    def _value(self, path: DataPath) -> None:
        start = self._next()
        if start == "{":
            self._object(path)
        elif start == "[":
            self._array(path)
        elif start == '"':
            self._string()
        else:
            self._at = self._matched(SCALAR)

    def _object(self, path: DataPath) -> None:
        self._at += 1
        seen: set[str] = set()
        while self._inside("}"):
            offset = self._at
            key = self._string()
            if key in seen:
                self.repeated.append(((*path, key), offset))
            seen.add(key)
            self.offsets[(*path, key)] = offset
            self._next()
            self._at += 1
            self._value((*path, key))

    def _array(self, path: DataPath) -> None:
        self._at += 1
        index = 0
        while self._inside("]"):
            self.offsets[(*path, index)] = self._at
            self._value((*path, index))
            index += 1

    def _inside(self, end: str) -> bool:
        """Step over space and a comma; false, and past the end, where the bracket closes."""
        if self._next() == ",":
            self._at += 1
        if self._next() == end:
            self._at += 1
            return False
        return True

    def _string(self) -> str:
        start, self._at = self._at, self._matched(STRING)
        return str(loads(self._text[start : self._at]))

    def _next(self) -> str:
        self._at = self._matched(SPACE)
        return self._text[self._at : self._at + 1]

    def _matched(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self._at)
        return found.end() if found else self._at

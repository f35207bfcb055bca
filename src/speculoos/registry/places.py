"""Where things stand in a declaration file.

A path such as ("services", 2, "items", 0, "lifetime") names a value inside the data; Places knows the
line and column of its key, whatever the format. Knows nothing about what the values mean.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

DataPath: TypeAlias = tuple[str | int, ...]


class Places:
    """The places of the keys and list entries of one text, found by `scan` when somebody first asks."""

    def __init__(self, text: str, scan: Callable[[str], Mapping[DataPath, int]]) -> None:
        self._text = text
        self._scan = scan

    @cached_property
    def _offsets(self) -> Mapping[DataPath, int]:
        return self._scan(self._text)

    @cached_property
    def _lines(self) -> list[int]:
        return line_starts(self._text)

    def __contains__(self, path: DataPath) -> bool:
        return path in self._offsets

    def find(self, path: DataPath) -> tuple[int, int]:
        """(line, column) of the key at `path`, else of the nearest entry around it; counted from 1."""
        while path and path not in self._offsets:
            path = path[:-1]
        return self.at(self._offsets.get(path, 0))

    def all(self) -> Iterator[tuple[DataPath, tuple[int, int]]]:
        """Every known path with its place."""
        return ((path, self.at(offset)) for path, offset in self._offsets.items() if path)

    def at(self, offset: int) -> tuple[int, int]:
        """(line, column) of a character."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


class Nowhere(Places):
    """The places of data that came without a text: none is known."""

    def __init__(self) -> None:
        super().__init__("", lambda _: {})

    def find(self, path: DataPath) -> tuple[int, int]:  # noqa: ARG002 - every answer is the same
        return 0, 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the value at `path`, before anybody has looked up where that is."""

    path: DataPath
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one text with the places of its keys, and what reading it has already found wrong."""

    data: Any
    places: Places
    problems: tuple[Problem, ...] = field(default=())


def place_in(text: str, offset: int) -> tuple[int, int]:
    """(line, column) of a character of the text."""
    return Places(text, lambda _: {}).at(offset)


def line_starts(text: str) -> list[int]:
    """The offset at which each line begins."""
    return [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]


def readable(path: DataPath, data: Any, *, whole: bool = False) -> str:
    """The path for a person: `services[2] "analytics" > items[0] "_pk_id.*" > lifetime`; names uncut if `whole`."""
    parts: list[str] = []
    for step in path:
        data = _child(data, step)
        if isinstance(step, int):
            parts[-1:] = ["".join(parts[-1:]) + f"[{step}]{_label(data, whole=whole)}"]
        else:
            parts.append(step if step.isprintable() and step else quoted(step))
    return " > ".join(parts) or "the declaration"


def quoted(text: str) -> str:
    """The text in quotes on one line, cut when long."""
    return json.dumps(text if len(text) <= 60 else text[:57] + "...", ensure_ascii=False)


def _child(data: Any, step: str | int) -> Any:
    if isinstance(step, str):
        return data.get(step) if isinstance(data, dict) else None
    return data[step] if isinstance(data, list) and step < len(data) else None


def _label(entry: Any, *, whole: bool) -> str:
    """The id or name that tells an entry of a list from the others."""
    if not isinstance(entry, dict):
        return ""
    name = entry.get("id", entry.get("name"))
    if not isinstance(name, str) or not name:
        return ""
    return f' "{name}"' if whole else f" {quoted(name)}"

"""Where a finding stands in the file that declares it.

Knows entries and paths of keys, not files: the caller hands in what can look a path up.
"""

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from speculoos.law.findings import Finding
from speculoos.registry.places import DataPath


class Finder(Protocol):
    """What can tell where a path of keys stands in a file, such as registry.places.Places."""

    def find(self, path: DataPath) -> tuple[int, int]:
        """(line, column) from 1, of the nearest entry around if the path itself is absent; line 0 for unknown."""


Places: TypeAlias = Mapping[str, tuple[int, int]] | Finder
"""Where entries stand: a Finder, or a mapping of entry or `entry > field` to (line, column)."""


def place_of(found: Finding, places: Places | None) -> tuple[int, int] | None:
    """Where the finding stands in the file: at its field, else at its entry; None if neither is known."""
    if places is None:
        return None
    if isinstance(places, Mapping):
        return places.get(" > ".join([found.entry, *found.field.split(".")]), places.get(found.entry))
    at = places.find(found.path) if found.path else (0, 0)
    return at if at[0] else None

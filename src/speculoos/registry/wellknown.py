"""What is commonly known of an item by its name: hints for an editor, never applied in silence.

`lookup` asks our own table. Whoever has the CSV of the Open Cookie Database asks it in the same way
(see open_cookie_database).
"""

import re
from collections.abc import Iterable
from functools import cache

from speculoos.core.sites import registrable_domain
from speculoos.registry.model import Kind
from speculoos.registry.wellknown_data import WELL_KNOWN, WellKnown

__all__ = ["WELL_KNOWN", "Catalogue", "WellKnown", "lookup"]


class Catalogue:
    """Known items, asked by name; the most specific answer first."""

    def __init__(self, entries: Iterable[WellKnown]) -> None:
        self.entries = tuple(entries)
        self._exact: dict[str, list[WellKnown]] = {}
        patterns: list[WellKnown] = []
        for entry in self.entries:
            if entry.is_pattern:
                patterns.append(entry)
            else:
                self._exact.setdefault(entry.name, []).append(entry)
        patterns.sort(key=lambda entry: -len(entry.name.replace("*", "")))
        self._patterns = [(_compiled(entry.name), entry) for entry in patterns]

    def lookup(self, name: str, host: str | None = None, kind: Kind | None = None) -> WellKnown | None:
        """The best known entry for an item, or None.

        An exact name comes before a pattern, a longer pattern before a shorter one. Among equals an entry for the
        item's host comes first; an entry for other hosts than the given one is no answer. A name or pattern that is
        itself declared with `*` is looked up as it stands.
        """
        exact = self._exact.get(name, [])
        fitting = (entry for pattern, entry in self._patterns if entry.name == name or pattern.fullmatch(name))
        for group in (exact, fitting):
            best = min(
                (e for e in group if _may_be(e, host, kind)), key=lambda e: not e.hosts or not host, default=None
            )
            if best:
                return best
        return None


def lookup(name: str, host: str | None = None, kind: Kind | None = None) -> WellKnown | None:
    """The best entry of our own table; see Catalogue.lookup."""
    return _ours().lookup(name, host, kind)


@cache
def _ours() -> Catalogue:
    return Catalogue(WELL_KNOWN)


def _may_be(entry: WellKnown, host: str | None, kind: Kind | None) -> bool:
    if kind is not None and entry.kind is not kind:
        return False
    if host is None or not entry.hosts:
        return not entry.needs_host
    return (registrable_domain(host) or host) in entry.hosts


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)

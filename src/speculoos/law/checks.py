"""What a check is given, and the register of checks.

A check is a small function from a Context to problems, registered under the id of the catalogue that it serves; an
id may have several. Knows no check itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from speculoos.law.catalogue import CATALOGUE
from speculoos.law.decide import Decision, decide, decide_alone, entries
from speculoos.law.findings import Problem
from speculoos.law.page import Page
from speculoos.law.profiles import Profile
from speculoos.registry.model import Registry, Service, StorageItem


@dataclass(frozen=True)
class Context:
    """A declaration, the places asked for, and what else may be known: a page, the version published before."""

    registry: Registry
    profiles: tuple[Profile, ...]
    page: Page | None = None
    previous: Registry | None = None

    @property
    def policy_page(self) -> Page | None:
        return self.page if self.page and self.page.policy else None

    @cached_property
    def decisions(self) -> tuple[tuple[Service, StorageItem | None, dict[str, Decision]], ...]:
        """Every entry with its decision by jurisdiction code, other services' use of the item included."""
        return tuple((s, i, {p.code: decide(self.registry, s, i, p.code) for p in self.profiles}) for s, i in self.all)

    @cached_property
    def alone(self) -> tuple[tuple[Service, StorageItem | None, dict[str, Decision]], ...]:
        """The same as if each service had its items for itself."""
        return tuple(
            (s, i, {p.code: decide_alone(self.registry, s, i, p.code) for p in self.profiles}) for s, i in self.all
        )

    @cached_property
    def all(self) -> tuple[tuple[Service, StorageItem | None], ...]:
        return tuple(entries(self.registry))


Check = Callable[[Context], Iterator[Problem]]
CHECKS: dict[str, list[Check]] = {}


def check(id: str) -> Callable[[Check], Check]:
    """Registers a function under an id of the catalogue. KeyError for an id that the catalogue lacks."""
    lint = CATALOGUE[id]

    def register(function: Check) -> Check:
        CHECKS.setdefault(lint.id, []).append(function)
        return function

    return register

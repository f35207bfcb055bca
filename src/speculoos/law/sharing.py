"""Which services declare the same item (EU-04): one key, several purposes.

Knows names, kinds and hosts; knows no rule. The index of a registry is made once and kept for the last few
registries, because deciding over a whole declaration asks for every item.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from speculoos.registry.model import Kind, Registry, Service, StorageItem

Place = tuple[Kind, str]
Declared = tuple[Service, StorageItem]


class _Same:
    """A registry by identity: hashing its content would cost more than the index saves."""

    __slots__ = ("registry",)

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def __hash__(self) -> int:
        return id(self.registry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.registry is self.registry


@dataclass(frozen=True, slots=True)
class _Index:
    exact: dict[tuple[Place, str], list[Declared]]
    patterns: dict[Place, list[tuple[str, re.Pattern[str], Declared]]]  # with what the pattern begins with
    order: dict[str, int]
    answers: dict[tuple[str, StorageItem], tuple[Declared, ...]]


def sharing(registry: Registry, service: Service, item: StorageItem) -> tuple[Declared, ...]:
    """The other services with an item that covers, or is covered by, this one; in the order of the declaration."""
    index = _index(_Same(registry))
    key = service.id, item
    if key not in index.answers:
        others = {other.id: (other, their) for other, their in _overlapping(index, item) if other.id != service.id}
        index.answers[key] = tuple(sorted(others.values(), key=lambda declared: index.order[declared[0].id]))
    return index.answers[key]


def _overlapping(index: _Index, item: StorageItem) -> Iterator[Declared]:
    place, name = _place(item), item.name
    yield from index.exact.get((place, name), ())
    for start, regex, declared in index.patterns.get(place, ()):
        if name.startswith(start) and regex.fullmatch(name):
            yield declared
    if item.is_pattern:
        start, own = _start(name), _regex(name)
        for (at, other), many in index.exact.items():
            if at == place and other.startswith(start) and own.fullmatch(other):
                yield from many


def _start(pattern: str) -> str:
    return pattern.partition("*")[0]


def _place(item: StorageItem) -> Place:
    return item.kind, (item.host or "").lower()


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)


@lru_cache(maxsize=8)
def _index(same: _Same) -> _Index:
    exact: dict[tuple[Place, str], list[Declared]] = defaultdict(list)
    patterns: dict[Place, list[tuple[str, re.Pattern[str], Declared]]] = defaultdict(list)
    for service, item in same.registry.items():
        if item.is_pattern:
            patterns[_place(item)].append((_start(item.name), _regex(item.name), (service, item)))
        else:
            exact[_place(item), item.name].append((service, item))
    order = {service.id: i for i, service in enumerate(same.registry.services)}
    return _Index(dict(exact), dict(patterns), order, {})

"""Which services declare the same item (EU-04): one key, several purposes.

Knows names, kinds and hosts; knows no rule. The index of a registry is made once and kept for the last few
registries, because deciding over a whole declaration asks for every item.
"""

import re
from collections import defaultdict
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
    patterns: dict[Place, list[tuple[re.Pattern[str], Declared]]]


def sharing(registry: Registry, service: Service, item: StorageItem) -> tuple[Declared, ...]:
    """The other services with an item that covers, or is covered by, this one; in the order of the declaration."""
    index = _index(_Same(registry))
    place = _place(item)
    found = list(index.exact.get((place, item.name), []))
    found += [declared for regex, declared in index.patterns.get(place, []) if regex.fullmatch(item.name)]
    if item.is_pattern:
        own = _regex(item.name)
        found += [d for (at, name), many in index.exact.items() if at == place and own.fullmatch(name) for d in many]
    others = {other.id: (other, their) for other, their in found if other.id != service.id}
    order = {s.id: i for i, s in enumerate(registry.services)}
    return tuple(sorted(others.values(), key=lambda declared: order[declared[0].id])) if others else ()


def _place(item: StorageItem) -> Place:
    return item.kind, (item.host or "").lower()


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)


@lru_cache(maxsize=8)
def _index(same: _Same) -> _Index:
    exact: dict[tuple[Place, str], list[Declared]] = defaultdict(list)
    patterns: dict[Place, list[tuple[re.Pattern[str], Declared]]] = defaultdict(list)
    for service, item in same.registry.items():
        if item.is_pattern:
            patterns[_place(item)].append((_regex(item.name), (service, item)))
        else:
            exact[_place(item), item.name].append((service, item))
    return _Index(dict(exact), dict(patterns))

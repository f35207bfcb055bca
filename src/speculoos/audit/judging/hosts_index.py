"""Which services declare a host: those that load from it, and those with an item that is kept there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from speculoos.core.sites import canonical_host, covers
from speculoos.registry.model import Registry, Service


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared host. `below` and `itself`: does it stand for its sub-domains, and for the name itself."""

    host: str
    service: Service
    below: bool
    itself: bool = True

    def is_for(self, host: str) -> bool:
        return self.itself if host == self.host else self.below and covers(self.host, host)


class Hosts:
    """The third-party hosts of a declaration; the site's own need no declaration."""

    def __init__(self, registry: Registry, own: Callable[[str], bool]) -> None:
        self.all = tuple(declared for declared in _declared(registry) if not own(declared.host))
        self._known: dict[str, tuple[Service, ...]] = {}

    def declaring(self, host: str) -> tuple[Service, ...]:
        """The services that declare a canonical host, in the order of the declaration."""
        if host not in self._known:
            found = {declared.service.id: declared.service for declared in self.all if declared.is_for(host)}
            self._known[host] = tuple(found.values())
        return self._known[host]


def _declared(registry: Registry) -> Iterator[Declared]:
    for service in registry.services:
        for text in service.hosts:
            host = canonical_host(text.removeprefix("*."))
            if host:
                yield Declared(host, service, below=text.startswith("*."), itself=not text.startswith("*."))
        for item in service.items:
            host = canonical_host(item.host or "")
            if host:
                yield Declared(host, service, below=True)

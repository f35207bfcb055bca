"""What the published version declares by now of the names that came by and were met, so that no step is asked twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from speculoos.gate.csp import Scenes
from speculoos.registry.match import Matcher
from speculoos.registry.model import Kind, Registry
from speculoos.web.store.gate.counts import GateSighting
from speculoos.web.store.gate.reading import Done

NOT_DECLARED = {"undeclared", "host"}


@dataclass(frozen=True, slots=True)
class Line:
    """What was done, and whether its name is declared by now although it was not then."""

    done: Done
    by_now: bool


@dataclass(frozen=True, slots=True)
class Met:
    """What was met, and the services that declare it: then the visitor had not granted them."""

    row: GateSighting
    services: tuple[str, ...]


class Declared:
    """One version's answer; without one, nothing is declared."""

    def __init__(self, registry: Registry | None) -> None:
        self._matcher = Matcher(registry) if registry else None
        self._scenes = Scenes(registry) if registry else None
        self._functions = {service.id: service.function for service in registry.services} if registry else {}

    def items(self, name: str, kind: str) -> tuple[str, ...]:
        """The services that declare an item of this name."""
        if self._matcher is None or kind not in {*Kind}:
            return ()
        return tuple(dict.fromkeys(match.service.function for match in self._matcher.all(name, Kind(kind))))

    def hosts(self, name: str) -> tuple[str, ...]:
        """The services that load from a host. A star stands for some label, so any will do."""
        found = self._scenes.declaring(name.replace("*.", "x.", 1)) if self._scenes else ()
        return tuple(self._functions[service] for service in found)

    def lines(self, found: Iterable[Done]) -> list[Line]:
        return [Line(each, each.reason in NOT_DECLARED and bool(self.items(each.name, "cookie"))) for each in found]

    def met(self, rows: Iterable[GateSighting]) -> list[Met]:
        return [
            Met(row, self.hosts(row.name) if row.what == "host" else self.items(row.name, row.detail)) for row in rows
        ]

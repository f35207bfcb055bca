"""The matrix of an audit: each item, declared or observed, by scene."""

from collections.abc import Iterator
from types import MappingProxyType

from speculoos.audit.judging import guess
from speculoos.audit.judging.case import Case
from speculoos.audit.observed import Item, Outcome
from speculoos.audit.verdict import Cell, Row
from speculoos.core.sites import canonical_host
from speculoos.registry.match import Match
from speculoos.registry.model import Kind

PRECEDENCE = (Cell.SET, Cell.GONE, Cell.REFUSED)
"""What counts where one scene saw several."""

Key = tuple[Kind, str, str]


def matrix(case: Case) -> tuple[Row, ...]:
    """The declared in the order of the declaration, then the undeclared by kind, name and host."""
    covered: dict[tuple[str, str, int], list[Item]] = {}
    others: dict[Key, list[Item]] = {}
    for item in case.observation.items:
        matches = case.sharing(item)
        for match in matches:
            covered.setdefault(_key(match), []).append(item)
        if not matches:
            others.setdefault((item.kind, guess.general(item), canonical_host(item.host) or item.host), []).append(item)
    return (*_declared(case, covered), *_undeclared(case, others))


def _declared(case: Case, covered: dict[tuple[str, str, int], list[Item]]) -> Iterator[Row]:
    for service, item in case.registry.items():
        seen = covered.get(_key(Match(service, item)), [])
        host = canonical_host(item.host or "") or min((_host(one) for one in seen), default=case.site)
        asked = bool(case.asking(service, item))
        yield Row((service.id, item.name), item.kind, item.name, host, _cells(case, seen), bool(seen), asked)


def _undeclared(case: Case, others: dict[Key, list[Item]]) -> Iterator[Row]:
    for kind, name, host in sorted(others):
        seen = others[kind, name, host]
        hunch = guess.of_item(case, seen[0])
        known = hunch.known if hunch else None
        asked = None if known is None else bool(case.asking(*guess.supposed(case, seen[0], known)))
        yield Row(None, kind, name, host, _cells(case, seen), consent=asked)


def _cells(case: Case, seen: list[Item]) -> MappingProxyType[str, Cell]:
    """What was seen counts even where the scene broke off; what was not seen is absent only from a whole one."""
    cells: dict[str, Cell] = {}
    for id, scene in case.scenes.items():
        found = {_cell(item) for item in seen if item.scene == id}
        silent = Cell.ABSENT if scene.outcome is Outcome.PLAYED else Cell.UNKNOWN
        cells[id] = next((cell for cell in PRECEDENCE if cell in found), silent)
    return MappingProxyType(cells)


def _cell(item: Item) -> Cell:
    if item.refused:
        return Cell.REFUSED
    return Cell.GONE if item.gone else Cell.SET


def _key(match: Match) -> tuple[str, str, int]:
    """An item of a service by identity: a service may declare one name for several hosts."""
    return match.service.id, match.item.name, id(match.item)


def _host(item: Item) -> str:
    return canonical_host(item.host) or item.host

"""Declared against observed: what a report says of each row of the matrix, and which findings are about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from speculoos.audit.finding import SiteFinding
from speculoos.audit.judging.case import Case
from speculoos.audit.judging.guess import general
from speculoos.audit.observed import Item, Scene, SceneKind, Via
from speculoos.audit.reporting.shown import address, first, joined, name
from speculoos.audit.reporting.words import (
    CELLS,
    KINDS,
    VIAS,
    declared_lifetime,
    observed_lifetime,
    scene_name,
    seconds,
)  # fmt: skip
from speculoos.audit.verdict import Cell, Row, Verdict
from speculoos.core.sites import canonical_host, host_of
from speculoos.registry.model import Kind, Registry, StorageItem

ROWS, LINKS, NAMES = 200, 6, 3
"""How many items are shown, how many findings each links to, and how many names a pattern was observed as."""

CONSENT = {True: "needs consent", False: "needs no consent", None: ""}


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell. `scene` stands beside it where columns are no columns; `found` marks what a finding is about."""

    symbol: str
    word: str
    scene: str
    kind: str
    found: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One item: who it is, what is declared of it, what was observed of it, scene by scene."""

    name: str
    kind: str
    host: str
    state: str
    is_declared: bool
    declared: tuple[str, ...]
    observed: tuple[str, ...]
    cells: tuple[CellView, ...]
    findings: tuple[tuple[str, str], ...]  # anchor and check


@dataclass(frozen=True, slots=True)
class Items:
    """All rows, those with findings first; `more` are left out."""

    scenes: tuple[str, ...]
    rows: tuple[RowView, ...]
    more: int
    counts: tuple[tuple[int, str], ...]


def items(verdict: Verdict) -> Items:
    """The rows as they are shown."""
    about = _About(verdict.findings)
    order = sorted(verdict.matrix, key=lambda row: (not about.row(row), row.declared is not None))
    rows, more = first(order, ROWS)
    seen = _Seen(verdict)
    scenes = verdict.observation.scenes
    made = tuple(_row(row, verdict.registry, scenes, seen.row(row), about.row(row)) for row in rows)
    return Items(tuple(scene_name(scene) for scene in scenes), made, more, _counts(verdict))


class _About:
    """Which findings are about a row: those that name its declaration, or its own kind, name and host."""

    def __init__(self, findings: Iterable[SiteFinding]) -> None:
        self._declared: dict[tuple[str, str, Kind], list[SiteFinding]] = defaultdict(list)
        self._others: dict[tuple[Kind, str, str], list[SiteFinding]] = defaultdict(list)
        for one in findings:
            subject, found = one.subject, one.finding
            if subject.kind is None:
                continue
            if found.service and found.item:
                self._declared[found.service, found.item, subject.kind].append(one)
            else:
                self._others[subject.kind, subject.name, _host(subject.host)].append(one)

    def row(self, row: Row) -> list[SiteFinding]:
        named = self._declared.get((*row.declared, row.kind), []) if row.declared else []
        return named + self._others.get((row.kind, row.name, _host(row.host)), [])


class _Seen:
    """Which items a row stands for: those that its declaration covers, or those of its general name."""

    def __init__(self, verdict: Verdict) -> None:
        case = Case(verdict.observation, verdict.registry, ())
        self._declared: dict[tuple[str, str, Kind], list[Item]] = defaultdict(list)
        self._others: dict[tuple[Kind, str, str], list[Item]] = defaultdict(list)
        for item in verdict.observation.items:
            matches = case.sharing(item)
            for match in matches:
                self._declared[match.service.id, match.item.name, match.item.kind].append(item)
            if not matches:
                self._others[item.kind, general(item), _host(item.host)].append(item)

    def row(self, row: Row) -> list[Item]:
        if row.declared:
            return self._declared.get((*row.declared, row.kind), [])
        return self._others.get((row.kind, row.name, _host(row.host)), [])


def _host(host: str) -> str:
    return canonical_host(host) or host


def _row(
    row: Row,
    registry: Registry | None,
    scenes: Sequence[Scene],
    seen: Sequence[Item],
    found: Sequence[SiteFinding],
) -> RowView:
    told = {(one.subject.scene, one.subject.purpose) for one in found}
    return RowView(
        name(row.name),
        KINDS[row.kind],
        name(row.host),
        _state(row, registry),
        row.declared is not None,
        tuple(_declared(row, registry)),
        tuple(_observed(row, seen)) if row.observed else ("never observed",),
        tuple(_cell(row.cells.get(scene.id, Cell.UNKNOWN), scene, told) for scene in scenes),
        tuple((f"finding-{one.id}", one.finding.id) for one in found[:LINKS]),
    )


def _state(row: Row, registry: Registry | None) -> str:
    if registry is None:
        return "observed"
    if row.declared is None:
        return "not declared"
    return "declared and observed" if row.observed else "declared, never observed"


def _cell(cell: Cell, scene: Scene, told: set[tuple[SceneKind | None, str]]) -> CellView:
    symbol, word = CELLS[cell]
    found = (scene.kind, scene.purpose) in told and cell is not Cell.ABSENT
    return CellView(symbol, word, scene_name(scene), str(cell), found)


def _declared(row: Row, registry: Registry | None) -> Iterable[str]:
    if row.declared is None or registry is None:
        yield "not declared" if registry else "no declaration was given"
        return
    service_id, item_name = row.declared
    service = next((one for one in registry.services if one.id == service_id), None)
    yield f"{name(item_name)}, of the service “{name(service.function if service else service_id)}”"
    item = _item(registry, service_id, item_name, row.kind)
    if item:
        yield declared_lifetime(item.lifetime)
    if service:
        why = f"exempt: {str(service.exemption).replace('_', ' ')}" if service.exemption else CONSENT[row.consent]
        yield f"purpose: {name(service.purpose)}" + (f"; {why}" if why else "")


def _item(registry: Registry, service: str, item: str, kind: Kind) -> StorageItem | None:
    same = [one for owner, one in registry.items() if owner.id == service and one.name == item]
    return next((one for one in same if one.kind is kind), same[0] if same else None)


def _observed(row: Row, seen: Sequence[Item]) -> Iterable[str]:
    if not seen:
        return
    names = dict.fromkeys(item.name for item in seen if item.name != row.name)
    if names:
        told, more = first(list(names), NAMES)
        yield f"as {joined([*map(name, told), f'{more:,} more'] if more else map(name, told))}"
    earliest = min(seen, key=lambda item: (not item.before_choice, item.at))
    setter = host_of(earliest.setter) if earliest.setter else None
    by = "" if setter is None else f" of {name(setter)}"
    when = "" if earliest.via is Via.FOUND else f", at {seconds(earliest.at)}"
    choice = ", before the choice" if earliest.before_choice else ""
    yield f"{VIAS[earliest.via]}{by}{when}{choice}"
    if earliest.kind is Kind.COOKIE:
        lifetimes = dict.fromkeys(observed_lifetime(item.lifetime) for item in seen)
        yield joined(list(lifetimes)[:3])
        yield _attributes(earliest)
    if refused := next((item.refused for item in seen if item.refused), ""):
        yield f"refused by the browser: {address(refused)}"


def _attributes(item: Item) -> str:
    flags = ((item.secure, "Secure"), (item.http_only, "HttpOnly"), (item.partitioned, "Partitioned"))
    said = [word for there, word in flags if there]
    said += [f"SameSite={name(item.same_site)}"] if item.same_site else []
    return ", ".join(said) or "neither Secure, HttpOnly nor SameSite"


def _counts(verdict: Verdict) -> tuple[tuple[int, str], ...]:
    rows = verdict.matrix
    if verdict.registry is None:
        return ((len(rows), "observed"),)
    return (
        (sum(row.declared is not None and row.observed for row in rows), "declared and observed"),
        (sum(row.declared is None for row in rows), "observed and not declared"),
        (sum(not row.observed for row in rows), "declared and never observed"),
    )

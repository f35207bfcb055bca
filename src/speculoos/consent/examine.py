"""Verifying a whole ledger: which row was changed, removed, inserted or reordered, and which checkpoint lies.

Reads rows one after another and keeps none, so the size of a ledger does not matter. Each row carries the root of
the tree up to and including itself: where the rows stop fitting, that root names the row. Knows no store.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from speculoos.consent.ledger import Checkpoint, canonical, leaf_of, signature_fault
from speculoos.consent.merkle import EMPTY_ROOT, Frontier


class Fault(StrEnum):
    """What may be wrong with a ledger."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CHECKPOINT = "checkpoint"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Row:
    """One place in the ledger. `salt` and `document` are None once erased; `document` is None too where it is gone."""

    index: int
    record_id: str | None
    salt: bytes | None
    leaf: bytes
    root: bytes
    erased: bool
    document: object


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    fault: Fault
    index: int | None
    record_id: str | None
    message: str

    def __str__(self) -> str:
        at = "" if self.index is None else f" at place {self.index}"
        record = f" (record {self.record_id})" if self.record_id else ""
        return f"{self.fault}{at}{record}: {self.message}"


@dataclass(slots=True)
class Examination:
    """The result so far; `size` and `root` are of what was read, `erased` counts the leaves without a record."""

    findings: list[Finding] = field(default_factory=list)
    size: int = 0
    root: bytes = EMPTY_ROOT
    erased: int = 0
    checkpoints: int = 0
    last: Checkpoint | None = None

    def say(self, fault: Fault, message: str, row: Row | None = None, index: int | None = None) -> None:
        at = row.index if row else index
        self.findings.append(Finding(fault, at, row.record_id if row else None, message))


def examine(
    rows: Iterable[Row],
    checkpoints: Sequence[Checkpoint],
    keys: Mapping[str, bytes],
    head: tuple[int, bytes],
    site: str,
) -> Examination:
    """Read a ledger in the order of its places and say all that is wrong with it.

    `head` is the size and root that the store believes in; `keys` the public keys by id.
    """
    result = Examination(checkpoints=len(checkpoints), last=checkpoints[-1] if checkpoints else None)
    due = _due(result, checkpoints, keys, site)
    frontier, good = Frontier(), 0
    for row in _gapless(rows, result):
        _compare(row, result)
        frontier.add(row.leaf)
        for checkpoint in due.pop(frontier.size, ()):
            good = _root(checkpoint, frontier.root(), good, result)
    result.size, result.root = frontier.size, frontier.root()
    for checkpoint in (each for some in due.values() for each in some if each.size):
        result.say(Fault.CHECKPOINT, f"{checkpoint.size} records were signed, and only {result.size} are left")
    if head != (result.size, result.root):
        result.say(Fault.HEAD, f"the book's own head states {head[0]} records under root {head[1].hex()[:16]}...")
    return result


def _root(checkpoint: Checkpoint, root: bytes, good: int, result: Examination) -> int:
    """How many leaves are vouched for, after one more checkpoint."""
    if checkpoint.root == root:
        return checkpoint.size
    places = f"places {good} to {checkpoint.size - 1}"
    result.say(Fault.CHECKPOINT, f"the checkpoint of {checkpoint.size} records has another root: look at {places}")
    return good


def _due(
    result: Examination, checkpoints: Sequence[Checkpoint], keys: Mapping[str, bytes], site: str
) -> dict[int, list[Checkpoint]]:
    """The checkpoints by size, their signatures, site and order looked at."""
    due: dict[int, list[Checkpoint]] = {}
    size = -1
    for checkpoint in checkpoints:
        due.setdefault(checkpoint.size, []).append(checkpoint)
        reason = signature_fault(checkpoint, keys)
        if checkpoint.site != site:
            reason = f"it is of the site {checkpoint.site}"
        elif checkpoint.size < size:
            reason = "it is smaller than the one before"
        size = max(size, checkpoint.size)
        if reason:
            result.say(Fault.CHECKPOINT, f"the checkpoint of {checkpoint.size} records does not count: {reason}")
    return due


def _gapless(rows: Iterable[Row], result: Examination) -> Iterator[Row]:
    """The rows, with a word for each place that is empty or taken twice."""
    expected = 0
    for row in rows:
        for missing in range(expected, min(row.index, expected + 100)):
            result.say(Fault.REMOVED, "the place is empty", index=missing)
        if row.index < expected:
            result.say(Fault.INSERTED, "the place is taken twice", row)
        expected = row.index + 1
        yield row


def _compare(row: Row, result: Examination) -> None:
    """A row with its own leaf."""
    if row.erased:
        result.erased += 1
        if row.salt is not None or row.document is not None:
            result.say(Fault.CHANGED, "it is marked as erased and still has its salt or record", row)
    elif row.document is None or row.salt is None:
        result.say(Fault.REMOVED, "the record is gone, and nobody erased it", row)
    elif leaf_of(row.salt, canonical(row.document)) != row.leaf:
        result.say(Fault.CHANGED, "the record is not what its leaf commits to", row)


@dataclass(slots=True)
class Place:
    """What `locate` needs of a row."""

    index: int
    record_id: str | None
    leaf: bytes
    root: bytes


def locate(places: Iterable[Place]) -> Sequence[Finding]:
    """Which rows stop fitting, by the root that each carries; for a ledger in which `examine` found a root wrong.

    A row fits if its root follows from all before it. One that does not is set aside until it fits further down:
    then it was moved. If another fits in its stead and it never does, it was inserted. If none does, it was changed.
    """
    rows, frontier, found, aside = deque(places), Frontier(), list[Finding](), list[Place]()
    awaited: Place | None = None
    while rows:
        row = rows.popleft()
        if awaited is not None and row is not awaited:
            aside.append(row)
        elif _fits(frontier, row.leaf, row.root):
            frontier.add(row.leaf)
            awaited = None
            _rejoin(frontier, aside, found)
        elif awaited := next((later for later in rows if _fits(frontier, later.leaf, later.root)), None):
            aside.append(row)
        elif other := next((later for later in rows if _fits(frontier, later.leaf, row.root)), None):
            found.append(_moved(other, frontier.size))
            row.leaf, other.leaf = other.leaf, row.leaf
            frontier.add(row.leaf)
        else:
            message = "the record here is not the one that was recorded, and nothing after it can be placed"
            return [*found, Finding(Fault.CHANGED, row.index, row.record_id, message)]
    return [*found, *(Finding(Fault.INSERTED, r.index, r.record_id, "no root leads over it") for r in aside)]


def _fits(frontier: Frontier, leaf: bytes, root: bytes) -> bool:
    after = frontier.copy()
    after.add(leaf)
    return after.root() == root


def _rejoin(frontier: Frontier, aside: list[Place], found: list[Finding]) -> None:
    """Take up the rows set aside that fit now; those in between were only waiting."""
    while fitting := next((row for row in aside if _fits(frontier, row.leaf, row.root)), None):
        if fitting.index != frontier.size:
            found.append(_moved(fitting, frontier.size))
        frontier.add(fitting.leaf)
        aside.remove(fitting)


def _moved(row: Place, belongs: int) -> Finding:
    return Finding(Fault.REORDERED, row.index, row.record_id, f"it belongs at place {belongs}")

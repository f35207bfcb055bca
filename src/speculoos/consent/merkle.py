"""The Merkle tree of RFC 9162 section 2.1: hashes, roots, and proofs of inclusion and consistency.

Knows bytes and positions only: no record, no key, no store. Whoever asks for a proof says where the hashes of full
subtrees are (`Nodes`), so that a tree of millions answers from memory or from a few rows of a database alike.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from speculoos.core.errors import UsageError

EMPTY_ROOT = hashlib.sha256().digest()
SIZE = 32

Nodes = Callable[[int, int], bytes]
"""`nodes(level, index)`: the hash of the full subtree of 2**level leaves that is the index-th of its level."""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: one hash for each full subtree, the largest first. All that a root needs."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = [*peaks]
        if len(self.peaks) != size.bit_count():
            raise UsageError(f"A tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}.")

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> "Frontier":
        return cls(size, (peaks[at : at + SIZE] for at in range(0, len(peaks), SIZE)))

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf hash; returns the (level, index, hash) of each subtree that it fills."""
        level, filled, index = 0, leaf, self.size
        full = []
        while index & 1:
            filled, index, level = node_hash(self.peaks.pop(), filled), index >> 1, level + 1
            full.append((level, index, filled))
        self.peaks.append(filled)
        self.size += 1
        return full

    def add(self, leaf: bytes) -> None:
        """Add a leaf hash and tell nothing of it: what a million leaves are verified with."""
        sha256, peaks, rest = hashlib.sha256, self.peaks, self.size
        while rest & 1:
            leaf, rest = sha256(b"\x01" + peaks.pop() + leaf).digest(), rest >> 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        return fold(self.peaks)

    def copy(self) -> "Frontier":
        return Frontier(self.size, self.peaks)


class Tree:
    """A whole tree in memory: the hashes of all full subtrees by level, about 64 bytes a leaf."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.levels: list[bytearray] = [bytearray()]
        self._frontier = Frontier()
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return self._frontier.size

    def append(self, leaf: bytes) -> None:
        self.levels[0] += leaf
        for level, _, filled in self._frontier.append(leaf):
            if level == len(self.levels):
                self.levels.append(bytearray())
            self.levels[level] += filled

    def node(self, level: int, index: int) -> bytes:
        return bytes(self.levels[level][index * SIZE : (index + 1) * SIZE])

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves; of all without it."""
        return root(self.node, self._within(len(self) if size is None else size))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        return inclusion_proof(self.node, index, self._within(len(self) if size is None else size))

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        return consistency_proof(self.node, first, self._within(len(self) if second is None else second))

    def _within(self, size: int) -> int:
        if not 0 <= size <= len(self):
            raise UsageError(f"This tree has {len(self)} leaves, so there is no tree of {size}.")
        return size


def root(nodes: Nodes, size: int) -> bytes:
    """The root of the first `size` leaves (RFC 9162 section 2.1.1)."""
    return _subtree(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The path from leaf `index` to the root of `size` leaves, from the leaf up (section 2.1.3.1)."""
    if not 0 <= index < size:
        raise UsageError(f"A tree of {size} leaves has no leaf {index}.")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_subtree(nodes, middle, end))
            end = middle
        else:
            path.append(_subtree(nodes, start, middle))
            start = middle
    return path[::-1]


def consistency_proof(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """What shows that the first `first` of `second` leaves are an older tree's (section 2.1.4.1)."""
    if not 0 < first <= second:
        raise UsageError(f"A tree of {second} leaves cannot be shown to extend one of {first}.")
    start, end, path, whole = 0, second, [], True
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(_subtree(nodes, middle, end))
            end = middle
        else:
            path.append(_subtree(nodes, start, middle))
            start, whole = middle, False
    return path[::-1] if whole else [_subtree(nodes, start, end), *path[::-1]]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether the path leads from the leaf hash at `index` to the expected root (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == expected


def verify_consistency(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `second` leaves with root `new` extends that of `first` with `old` (section 2.1.4.2)."""
    if first == second:
        return first > 0 and not proof and old == new
    if not 0 < first < second or not proof:
        return False
    path = [old, *proof] if first & (first - 1) == 0 else [*proof]
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    left = right = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            left, right = node_hash(step, left), node_hash(step, right)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            right = node_hash(right, step)
        at, last = at >> 1, last >> 1
    return last == 0 and left == old and right == new


def fold(peaks: Sequence[bytes]) -> bytes:
    """The root above a row of full subtrees, the largest first."""
    if not peaks:
        return EMPTY_ROOT
    found = peaks[-1]
    for peak in reversed(peaks[:-1]):
        found = node_hash(peak, found)
    return found


def _subtree(nodes: Nodes, start: int, end: int) -> bytes:
    """The hash over leaves start to end, where start is where a full subtree of that width could begin."""
    peaks = []
    while start < end:
        level = (end - start).bit_length() - 1
        peaks.append(nodes(level, start >> level))
        start += 1 << level
    return fold(peaks)


def _split(width: int) -> int:
    """The largest power of two below the width."""
    return 1 << ((width - 1).bit_length() - 1)

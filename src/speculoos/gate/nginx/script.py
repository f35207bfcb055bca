"""Values and conditions as JavaScript that njs reads. Knows nothing of cookies."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

LAST = 0x10FFFF
ROOM = 1200
"""How much one function may need, in values: njs refuses to call one that needs more than some 4,000."""


def literal(value: Any) -> str:
    """A value as JavaScript writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def chosen(name: str, boundaries: Sequence[str], leaves: Sequence[str]) -> Iterator[str]:
    """A function of `n` that chooses among `leaves` by where `n` lies between sorted `boundaries`, one less of them.

    Nested comparisons: the steps grow with the logarithm of the names, and nothing is built when it runs.
    """
    firsts = _parts(leaves)
    if len(firsts) > 1:
        parts = [f"{name}_{number}" for number in range(len(firsts))]
        for part, first, last in zip(parts, firsts, [*firsts[1:], len(leaves)], strict=True):
            yield from chosen(part, boundaries[first : last - 1], leaves[first:last])
        boundaries, leaves = [boundaries[first - 1] for first in firsts[1:]], [f"return {part}(n);" for part in parts]
        yield from chosen(f"{name}_", boundaries, leaves)
        leaves, boundaries = [f"return {name}_(n);"], []
    yield f"function {name}(n) {{"
    yield from _choice(boundaries, leaves)
    yield "}"


def _parts(leaves: Sequence[str]) -> list[int]:
    """Where the parts begin that one function each has room for."""
    firsts, room = [0], 0
    for number, leaf in enumerate(leaves):
        needs = 3 + 4 * leaf.count("(") + 2 * (leaf.count("[") + leaf.count("?") + leaf.count("&&"))
        if room and room + needs > ROOM:
            firsts.append(number)
            room = 0
        room += needs
    return firsts


def _choice(boundaries: Sequence[str], leaves: Sequence[str]) -> Iterator[str]:
    if not boundaries:
        yield leaves[0]
        return
    middle = len(boundaries) // 2
    yield f"if (n < {literal(boundaries[middle])}) {{"
    yield from _choice(boundaries[:middle], leaves[: middle + 1])
    yield "} else {"
    yield from _choice(boundaries[middle + 1 :], leaves[middle + 1 :])
    yield "}"


def after(prefix: str) -> str | None:
    """The first text, by octets, that is behind all that begin with `prefix`; None where there is none."""
    for end in range(len(prefix), 0, -1):
        code = ord(prefix[end - 1]) + 1
        if code <= LAST:
            return prefix[: end - 1] + chr(0xE000 if 0xD800 <= code <= 0xDFFF else code)
    return None

"""Values and conditions as JavaScript that njs reads. Knows nothing of cookies."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

INDENT = "    "
LAST = 0x10FFFF


def literal(value: Any) -> str:
    """A value as JavaScript writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def choice_of(boundaries: Sequence[str], leaves: Sequence[str], depth: int = 1) -> Iterator[str]:
    """Lines that choose among `leaves` by where `n` lies between sorted `boundaries`, of which there is one less.

    Nested comparisons: the steps grow with the logarithm of the names, and nothing is built when it runs.
    """
    pad = INDENT * depth
    if not boundaries:
        yield pad + leaves[0]
        return
    middle = len(boundaries) // 2
    yield f"{pad}if (n < {literal(boundaries[middle])}) {{"
    yield from choice_of(boundaries[:middle], leaves[: middle + 1], depth + 1)
    yield f"{pad}}} else {{"
    yield from choice_of(boundaries[middle + 1 :], leaves[middle + 1 :], depth + 1)
    yield f"{pad}}}"


def after(prefix: str) -> str | None:
    """The first text, by octets, that is behind all that begin with `prefix`; None where there is none."""
    for end in range(len(prefix), 0, -1):
        code = ord(prefix[end - 1]) + 1
        if code <= LAST:
            return prefix[: end - 1] + chr(0xE000 if 0xD800 <= code <= 0xDFFF else code)
    return None

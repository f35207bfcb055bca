"""A regular expression for `Cookie` values in which every name is one of these, written plainly.

Most requests carry nothing else, and nginx tells so itself in a fraction of what it takes to begin the program. Each
group is atomic and each run possessive, so no input makes it go back.
"""

import re
from collections.abc import Iterable
from typing import Any

PLAIN = re.compile(r"[A-Za-z0-9_.-]+\*?")
ANYTHING = "[^=;]*+"
LONGEST = 3500
"""Octets of a pattern: nginx reads no longer word than 4096."""


def plainly(names: Iterable[str]) -> str | None:
    """The pattern for values of these names alone; a `*` at an end stands for anything.

    None where none of them can stand in it or they are too many.
    """
    tree: dict[str, Any] = {}
    for name in names:
        if PLAIN.fullmatch(name):
            node = tree
            for letter in name:
                node = node.setdefault(letter, {})
            node.setdefault("", {})
    pattern = f"^(?>{_alternatives(tree)}=[^;]*+(?>; |$))++$"
    return pattern if tree and len(pattern) <= LONGEST else None


def _alternatives(node: dict[str, Any]) -> str:
    """What may follow, longest first; a run of single letters is written together."""
    if "*" in node:
        return ANYTHING
    ways = []
    for letter, below in sorted(node.items(), reverse=True):
        if letter:
            run = letter
            while len(below) == 1 and below.keys().isdisjoint({"", "*"}):
                ((more, below),) = below.items()
                run += more
            ways.append(run.replace(".", "[.]") + (_alternatives(below) if below != {"": {}} else ""))
        else:
            ways.append("")
    return ways[0] if len(ways) == 1 else f"(?>{'|'.join(ways)})"

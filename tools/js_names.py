"""Shortens the names that a built file keeps to itself.

One name is one short name in the whole file, so scopes need not be known. A name stays where it is ever a property:
behind a dot, as a key, or alone between the braces of an object or a pattern.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from string import ascii_letters

TOP = re.compile(r"\b(?:const|let|function|class) (\w+)")
LISTS = re.compile(r"\bfunction ?\w*\(([^()]*)\)|\(([^()]*)\)=>|\b(?:const|let) \[([^\]]*)\]=|\[([^\[\]]*)\](?= of )")
ALONE = re.compile(r"(?<![\w.])(\w+)=>|\bfor\((?:const|let) (\w+)|\bcatch\((\w+)\)")
WORD = re.compile(r"(?<![\w$.])[A-Za-z_]\w*|(?<=\.\.\.)[A-Za-z_]\w*")
HOLE = re.compile(r"\$\{([^}]*)\}")
KEPT = frozenset({"async", "await", "of", "in", "new", "return", "typeof", "document", "window", "name"})


def shorten(pieces: list[tuple[str, bool]]) -> str:
    """`pieces`: text, and whether it is a string, template or regular expression."""
    code = "".join('""' if quoted else text for text, quoted in pieces)
    inside = " ".join(hole for text, quoted in pieces if quoted and text[0] == "`" for hole in HOLE.findall(text))
    uses = Counter(WORD.findall(code + ";" + inside))
    taken = set(re.findall(r"\w+", code + inside))
    names = sorted(_declared(code) - _properties(code) - KEPT, key=lambda name: (-uses[name], name))
    fresh = (each for each in _short() if each not in taken)
    new = {name: next(fresh) for name in names if len(name) > 1}
    swap: Callable[[re.Match[str]], str] = lambda found: new.get(found[0], found[0])  # noqa: E731
    return "".join(
        WORD.sub(swap, text) if not quoted
        else HOLE.sub(lambda hole: "${" + WORD.sub(swap, hole[1]) + "}", text) if text[0] == "`" else text
        for text, quoted in pieces
    )  # fmt: skip


def _declared(code: str) -> set[str]:
    lists = [part for found in LISTS.findall(code) for part in found if part and "{" not in part]
    listed = [re.sub(r"=.*", "", each).strip(". ") for part in lists for each in part.split(",")]
    alone = [part for found in ALONE.findall(code) for part in found if part]
    return {name for name in [*TOP.findall(code), *listed, *alone] if re.fullmatch(r"[A-Za-z_]\w*", name)}


def _properties(code: str) -> set[str]:
    """What is a property somewhere, as far as brackets tell; a label or a branch of `?:` may be among it."""
    found = set(re.findall(r"(?<!\.)\.(\w+)|\b(\w+):", code))
    names = {part for pair in found for part in pair if part}
    stack: list[str] = []
    last = ""
    for token in re.finditer(r"\.\.\.|\w+|\s+|.", code):
        text = token[0]
        if text in "([{":
            stack.append(text)
        elif text in ")]}" and stack:
            stack.pop()
        elif text[0].isidentifier() and stack and stack[-1] == "{" and last in "{,":
            names.update([text] if re.match(r"\s*(?!=>)[,}=(]", code[token.end() :]) else [])
        if not text.isspace():
            last = text
    return names


def _short() -> Iterator[str]:
    for n in count():
        yield ascii_letters[n] if n < len(ascii_letters) else ascii_letters[n // 52 - 1] + ascii_letters[n % 52]

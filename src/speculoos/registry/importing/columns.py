"""What a column holds, seen from its cells: for tables without headers, and for headers of two meanings.

"Type" may head kinds of storage, categories, parties or lifetimes; what stands below decides.
"""

from collections import Counter
from collections.abc import Callable

from speculoos.registry.importing.clean import fold
from speculoos.registry.importing.durations import is_lifetime
from speculoos.registry.importing.headings import LEXICON, PARTY
from speculoos.registry.importing.kinds import kind_of
from speculoos.registry.importing.names import as_name, is_nameish
from speculoos.registry.importing.source import Cell

Row = tuple[Cell, ...]
SAMPLE = 200
"""Rows that are looked at."""


def settled(concerns: tuple[str | None, ...], rows: list[Row]) -> tuple[str | None, ...]:
    """The fields of the columns after a look at the cells of those whose header may mean several things."""
    known = list(concerns)
    for at, concern in enumerate(concerns):
        if concern in {"kind", "party", "category", "host"}:
            meant = _meant(concern, _texts(rows, at))
            known[at] = meant if meant == concern or meant not in known else None
        elif concern is None:
            known[at] = _plain_from(_texts(rows, at), known)
    return tuple(known)


def _plain_from(texts: list[str], known: list[str | None]) -> str | None:
    """The field of a column whose header says nothing, where nearly all of its cells can be only one thing."""
    tests = (("party", lambda t: PARTY.exact(t) is not None), ("lifetime", is_lifetime))
    return next((meaning for meaning, test in tests if meaning not in known and _share(texts, test) >= 0.8), None)


def _meant(concern: str, texts: list[str]) -> str | None:
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("kind", lambda t: kind_of(t) is not None and kind_of(t) != "cookie"),
        ("category", lambda t: LEXICON.find(t) is not None),
        ("party", lambda t: PARTY.find(t) is not None),
        ("lifetime", is_lifetime),
        ("kind", lambda t: kind_of(t) is not None),
    )
    if not texts or (concern in {"host", "category"} and not any(_share(texts, test) >= 0.6 for _, test in tests[1:3])):
        return concern
    if concern == "party" and _share(texts, tests[2][1]) < 0.5:
        return "provider"
    return next((meaning for meaning, test in tests if _share(texts, test) >= 0.6), concern)


def by_content(rows: list[Row]) -> tuple[str | None, ...] | None:
    """The columns of a table without headers, or None where its cells leave a doubt.

    There must be a column of names, and one of lifetimes or of sentences.
    """
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    columns = [_texts(rows, at) for at in range(width)]
    name_at = _best(columns, lambda t: as_name(t.split("\n")[0]) is not None and is_nameish(t.split("\n")[0]), 0.75)
    if name_at is None or width < 2:
        return None
    lifetime_at = _best(columns, is_lifetime, 0.6)
    text_at = _wordiest(columns, {name_at, lifetime_at})
    if lifetime_at is None and text_at is None:
        return None
    found = {name_at: "name", lifetime_at: "lifetime", text_at: "text"}
    for at, texts in enumerate(columns):
        if at not in found and _share(texts, lambda t: kind_of(t) is not None) >= 0.8:
            found.setdefault(at, "kind")
    return tuple(found.get(at) for at in range(width))


def _texts(rows: list[Row], at: int) -> list[str]:
    return [row[at].text for row in rows[:SAMPLE] if at < len(row) and row[at]]


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def _best(columns: list[list[str]], test: Callable[[str], bool], least: float) -> int | None:
    shares = [_share(texts, test) for texts in columns]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= least else None


def _wordiest(columns: list[list[str]], taken: set[int | None]) -> int | None:
    """The column of sentences: at least four words a cell in the middle."""
    words = {
        at: sorted(len(fold(text)) for text in texts) for at, texts in enumerate(columns) if at not in taken and texts
    }
    medians = {at: counts[len(counts) // 2] for at, counts in words.items()}
    best = max(medians, key=medians.__getitem__, default=None)
    return best if best is not None and medians[best] >= 4 else None

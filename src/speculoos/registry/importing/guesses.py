"""What is commonly known of the items that were found: hints for an editor, none of which enters the declaration."""

from collections.abc import Sequence

from speculoos.registry.importing.entries import Hint
from speculoos.registry.importing.meaning import ReadRow
from speculoos.registry.wellknown import WellKnown, lookup


def guesses(rows: Sequence[ReadRow]) -> list[Hint]:
    """A hint for each item that our table of well-known items has, once for each name and kind."""
    hints: dict[tuple[str, str], Hint] = {}
    for row in rows:
        for read in row.items:
            item = read.item
            known = lookup(item.name, item.host, item.kind)
            if known:
                hints.setdefault((item.name, item.kind), Hint(_told(item.name, known), read.sources["name"].place))
    return list(hints.values())


def _told(name: str, known: WellKnown) -> str:
    facts = {
        "provider": known.provider,
        "use": known.use,
        "lifetime": known.lifetime,
        "identifiability": known.identifiability,
        "party": known.party,
    }
    stated = ", ".join(f"{key} {value}" for key, value in facts.items() if value)
    return f"{name} is commonly known from {known.origin}: {known.function} ({stated})"

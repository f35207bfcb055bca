"""The known word that somebody probably meant."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches


def closest(word: str, known: Sequence[str], others: Mapping[str, str] | None = None) -> str | None:
    """The known word nearest to `word`: another spelling, another tool's word (`others`), or a slip of the keys."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])|[\s-]+", "_", word.strip()).lower()
    lowered = {known_word.lower(): known_word for known_word in known}
    for spelling in (plain, word.strip().lower()):
        if spelling in lowered:
            return lowered[spelling]
    other = (others or {}).get(plain, (others or {}).get(plain.replace("_", "")))
    if other in known:
        return other
    close = get_close_matches(plain[:80], lowered, n=1)
    return lowered[close[0]] if close else None

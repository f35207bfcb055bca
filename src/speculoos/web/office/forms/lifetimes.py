"""A lifetime as people write it, turned into what the registry holds: "13 months" is P13M.

A text that is neither stays as it is: a draft may be incomplete, and the registry's fault then says how to mend it.
"""

import re

from speculoos.core.durations import DurationError, parse_iso
from speculoos.policy.texts import translator
from speculoos.policy.words import lifetime as in_words
from speculoos.registry.model import SESSION

SPOKEN = re.compile(r"(\d{1,9})\s*(second|minute|hour|day|week|month|year)s?", re.IGNORECASE)
TIMES = {"second", "minute", "hour"}


def read_lifetime(text: str) -> str:
    """The text as an ISO 8601 duration or "session" where it can be read as one."""
    text = text.strip()
    if found := SPOKEN.fullmatch(text):
        unit = found[2].lower()
        return f"P{'T' if unit in TIMES else ''}{int(found[1])}{unit[0].upper()}"
    if text.lower() == SESSION:
        return SESSION
    return text.upper() if _is_duration(text.upper()) else text


def lifetime_words(value: str | None, language: str) -> str:
    """The lifetime in the editor's language; a value that cannot be read is shown as it is."""
    try:
        return str(in_words(translator(language), value or None).text)
    except DurationError:
        return value or ""


def _is_duration(text: str) -> bool:
    try:
        parse_iso(text)
    except DurationError:
        return False
    return True

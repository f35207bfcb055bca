"""The numbers of the law, each with its source, and the comparison of a declared duration with them.

A month has no fixed length, so a number here is a whole count of days chosen on the safe side, and a duration
declared in months is read in the declarer's favour: thirteen months are thirteen months wherever they start.
"""

from dataclasses import dataclass

from speculoos.core.durations import DAY, Duration, DurationError, parse_iso


@dataclass(frozen=True, slots=True)
class Limit:
    """A period in whole days, what it stands for, and the rule that it comes from."""

    days: int
    means: str
    rule: str

    @property
    def seconds(self) -> int:
        return self.days * DAY

    @property
    def iso(self) -> str:
        return f"P{self.days}D"


COOKIE_CAP = Limit(400, "the longest life that browsers grant a cookie", "T-01")
SIX_MONTHS = Limit(184, "at least six months, whatever the months", "FR-02")
TWELVE_MONTHS = Limit(366, "at least twelve months, leap year or not", "US-07")
THIRTEEN_MONTHS = Limit(393, "at most thirteen months, whatever the months", "FR-06")
TWENTY_FIVE_MONTHS = Limit(758, "at most twenty-five months, whatever the months", "FR-06")
# The next two are our reading of "session" and "session to short" in rules that give no number.
SIGN_IN_SESSION = Limit(14, "a sign-in that still counts as a session (two weeks, as Django has it)", "EU-05")
SHORT = Limit(31, "a life that needs no further reason for an item that guards one visit", "EU-05")

CHOICE_DEFAULT = SIX_MONTHS
CHOICE_LIFETIMES: dict[str, Limit] = {"CA": TWELVE_MONTHS, "US": TWELVE_MONTHS}
"""How long a choice is remembered where the default does not hold."""


def is_duration(iso: str) -> bool:
    """Whether it can be read at all. A draft may hold what cannot; a fault says so elsewhere."""
    return _parse(iso) is not None


def at_most(iso: str, limit: Limit) -> bool:
    """Whether a declared duration stays within `limit`, months read as short as the calendar has them."""
    duration = _parse(iso)
    return duration is not None and duration.shortest() <= limit.seconds


def at_least(iso: str, limit: Limit) -> bool:
    """Whether a declared duration reaches `limit`, months read as long as the calendar has them."""
    duration = _parse(iso)
    return duration is not None and duration.longest() >= limit.seconds


def _parse(iso: str) -> Duration | None:
    try:
        return parse_iso(iso)
    except DurationError:
        return None

"""ISO 8601 durations as values: read, write, compare.

Knows how long a duration is in three senses: by the mean calendar month, and the shortest and the longest
it can come out in the calendar. Which of them a rule means (13 months, 25 months) is for law to say.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from speculoos.core.errors import InputError

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
WEEK: Final = 604_800
MONTH: Final = 2_629_746
"""The mean Gregorian month, 365.2425 / 12 days: exactly this many seconds."""
YEAR: Final = 12 * MONTH

# Every group ends in its own letter, so there is one way to match and nothing to backtrack into.
_SHAPE: Final = re.compile(
    r"P(?=[0-9T])"
    r"(?:([0-9]{1,18})Y)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})W)?(?:([0-9]{1,18})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})S)?)?"
)


class DurationError(InputError, ValueError):
    """A text is no duration."""


@dataclass(frozen=True, slots=True, eq=False)
class Duration:
    """A length of time as it is written. Two are equal when they are equally long by the mean calendar month."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    def iso(self) -> str:
        """The text that reads back as the same fields; nothing is P0D."""
        date = _written((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        time = _written((self.hours, "H"), (self.minutes, "M"), (self.seconds, "S"))
        return f"P{date}{'T' + time if time else ''}" if date or time else "P0D"

    __str__ = iso

    def total_seconds(self) -> int:
        """The length in seconds, a month being the mean Gregorian month of 2,629,746 s (30.436875 days)."""
        return self._months * MONTH + self._fixed

    def in_days(self) -> float:
        """`total_seconds` in days of 86,400 s."""
        return self.total_seconds() / DAY

    def shortest(self) -> int:
        """The fewest seconds it can span in the calendar: P13M is 393 days from a 1 February of a common year."""
        return _calendar_days(self._months)[0] * DAY + self._fixed

    def longest(self) -> int:
        """The most seconds it can span in the calendar: P6M is 184 days from a 1 March."""
        return _calendar_days(self._months)[1] * DAY + self._fixed

    @property
    def _months(self) -> int:
        return 12 * self.years + self.months

    @property
    def _fixed(self) -> int:
        """Seconds in the units whose length never varies."""
        return self.weeks * WEEK + self.days * DAY + self.hours * HOUR + self.minutes * MINUTE + self.seconds

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and self.total_seconds() == other.total_seconds()

    def __hash__(self) -> int:
        return hash(self.total_seconds())

    def __lt__(self, other: "Duration") -> bool:
        return self.total_seconds() < other.total_seconds()

    def __le__(self, other: "Duration") -> bool:
        return self.total_seconds() <= other.total_seconds()

    def __gt__(self, other: "Duration") -> bool:
        return self.total_seconds() > other.total_seconds()

    def __ge__(self, other: "Duration") -> bool:
        return self.total_seconds() >= other.total_seconds()


def parse_iso(text: str) -> Duration:
    """The duration written in `text`. DurationError (an InputError and a ValueError) where it is none.

    Whole numbers of at most eighteen digits, capital letters, no sign, no fraction; weeks may stand beside others.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise DurationError(f"{text[:40]!r} is not an ISO 8601 duration. Write for example P184D, P13M or PT30M.")
    return Duration(*(int(number or 0) for number in match.groups()))


def seconds(iso: str) -> int:
    """The length of an ISO 8601 duration in seconds by the mean calendar month. DurationError where it is none."""
    return parse_iso(iso).total_seconds()


def days(iso: str) -> float:
    """The length of an ISO 8601 duration in days by the mean calendar month. DurationError where it is none."""
    return parse_iso(iso).in_days()


def from_seconds(length: int) -> Duration:
    """`length` seconds in the largest of days, hours, minutes or seconds that divides it: 15897600 is P184D.

    Never weeks, months or years: nobody said them. DurationError below zero and from 10**18 on.
    """
    if not 0 <= length < 10**18:
        raise DurationError(f"{length} seconds are no duration. A lifetime is zero or more, and less than 10**18.")
    if length % DAY == 0:
        return Duration(days=length // DAY)
    if length % HOUR == 0:
        return Duration(hours=length // HOUR)
    if length % MINUTE == 0:
        return Duration(minutes=length // MINUTE)
    return Duration(seconds=length)


def _written(*fields: tuple[int, str]) -> str:
    return "".join(f"{number}{letter}" for number, letter in fields if number)


MONTHS_IN_CYCLE: Final = 4_800
DAYS_IN_CYCLE: Final = 146_097
"""The Gregorian calendar repeats after 400 years."""


@cache
def _month_starts() -> tuple[int, ...]:
    """The day number on which each month of two cycles begins."""
    starts = [0]
    for month in range(2 * MONTHS_IN_CYCLE):
        starts.append(starts[-1] + _month_length(month // 12, month % 12))
    return tuple(starts)


def _month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]


@cache
def _calendar_days_of_part(months: int) -> tuple[int, int]:
    starts = _month_starts()
    spans = [starts[first + months] - starts[first] for first in range(MONTHS_IN_CYCLE)]
    return min(spans), max(spans)


def _calendar_days(months: int) -> tuple[int, int]:
    """The fewest and the most days in `months` consecutive calendar months."""
    cycles, rest = divmod(months, MONTHS_IN_CYCLE)
    fewest, most = _calendar_days_of_part(rest)
    return cycles * DAYS_IN_CYCLE + fewest, cycles * DAYS_IN_CYCLE + most

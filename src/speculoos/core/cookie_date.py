"""The lenient cookie-date of RFC 6265bis-22, section 5.1.1.

Knows the algorithm that browsers run on `Expires` and the one form that servers should write. Reads
no clock, and no regular expression: the text is hostile.
"""

from datetime import UTC, datetime
from functools import lru_cache

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EARLIEST_YEAR = 1601

DELIMITERS = "".join(map(chr, (0x09, *range(0x20, 0x30), *range(0x3B, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F))))
_TO_SPACE = str.maketrans(DELIMITERS, " " * len(DELIMITERS))


@lru_cache(maxsize=512)  # deletions and the seconds of the day repeat: most headers find their date here
def parse_cookie_date(text: str) -> datetime | None:
    """The moment a browser reads in `text`, in UTC, or None where it would ignore the attribute."""
    time: tuple[int, int, int] | None = None
    day = month = year = None
    for token in text.translate(_TO_SPACE).split(" "):
        if time is None and (time := _time(token)) is not None:
            continue
        if day is None and (day := _leading_number(token, 1, 2)) is not None:
            continue
        if month is None and (month := _month(token)) is not None:
            continue
        if year is None:
            year = _leading_number(token, 2, 4)
    if time is None or day is None or month is None or year is None:
        return None
    return _moment(_full_year(year), month, day, time)


def format_cookie_date(moment: datetime) -> str:
    """`moment` as RFC 9110's IMF-fixdate, whatever the process's locale."""
    utc = moment.astimezone(UTC)
    day = f"{DAYS[utc.weekday()]}, {utc.day:02d} {MONTHS[utc.month - 1].title()} {utc.year:04d}"
    return f"{day} {utc.hour:02d}:{utc.minute:02d}:{utc.second:02d} GMT"


def _digits(text: str) -> str:
    """The ASCII digits that `text` starts with."""
    for place, character in enumerate(text):
        if not "0" <= character <= "9":
            return text[:place]
    return text


def _leading_number(token: str, fewest: int, most: int) -> int | None:
    digits = _digits(token)
    return int(digits) if fewest <= len(digits) <= most else None


def _time(token: str) -> tuple[int, int, int] | None:
    """`hms-time`: two fields that are digits and no more, and a third that may have a tail."""
    fields = token.split(":", 2)
    if len(fields) < 3:
        return None
    hour, minute, second = map(_digits, fields)
    if hour != fields[0] or minute != fields[1] or not all(1 <= len(f) <= 2 for f in (hour, minute, second)):
        return None
    return int(hour), int(minute), int(second)


def _month(token: str) -> int | None:
    start = token[:3].lower()
    return MONTHS.index(start) + 1 if start in MONTHS else None


def _full_year(year: int) -> int:
    if 70 <= year <= 99:
        return year + 1900
    return year + 2000 if year <= 69 else year


def _moment(year: int, month: int, day: int, time: tuple[int, int, int]) -> datetime | None:
    if year < EARLIEST_YEAR:
        return None
    try:
        return datetime(year, month, day, *time, tzinfo=UTC)
    except ValueError:  # hour 24, second 60, 30 February: the algorithm fails
        return None

"""ISO 8601 durations: read, written, measured and compared."""

import pytest

from speculoos.core.durations import DAY, Duration, DurationError, days, from_seconds, parse_iso, seconds
from speculoos.core.errors import InputError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P184D", Duration(days=184)),
        ("P13M", Duration(months=13)),
        ("PT30M", Duration(minutes=30)),
        ("P2W", Duration(weeks=2)),
        ("P1Y2M3W4DT5H6M7S", Duration(1, 2, 3, 4, 5, 6, 7)),
        ("P0D", Duration()),
        ("PT0S", Duration()),
        ("P007D", Duration(days=7)),
    ],
)
def test_read(text, expected):
    assert parse_iso(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1", "1D", "P1D2D", "PT1D", "P1H", "P-1D", "-P1D", "+P1D", "P1.5D", "P1,5D", "p1d", "P1YT",
     "P1M1Y",
     "P1D ", " P1D", "P1D\n", "P\u0661D", "PT1M1H", "P1DT1D", "6 months", "session",
     "P" + "9" * 19 + "D", "P" * 100_000],
)  # fmt: skip
def test_nonsense_is_refused(text):
    """Whatever is not a duration is refused as an outside party's fault and as a ValueError."""
    with pytest.raises(DurationError, match="not an ISO 8601 duration") as caught:
        parse_iso(text)
    assert isinstance(caught.value, InputError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("text", ["P184D", "P13M", "P1Y2M3W4DT5H6M7S", "PT30M", "P0D", "P1YT1S"])
def test_written_as_read(text):
    assert parse_iso(text).iso() == text == str(parse_iso(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P184D", 15_897_600),
        ("P1M", 2_629_746),
        ("P1Y", 31_556_952),
        ("P2W", 1_209_600),
        ("PT1H1M1S", 3_661),
        ("P0D", 0),
    ],
)
def test_seconds(text, expected):
    """A month is the mean Gregorian month."""
    assert seconds(text) == expected


def test_days():
    assert days("P184D") == 184
    assert days("PT12H") == 0.5
    assert parse_iso("P1M").in_days() == 30.436875


@pytest.mark.parametrize(
    ("text", "shortest", "longest"),
    [("P1M", 28, 31), ("P6M", 181, 184), ("P1Y", 365, 366), ("P13M", 393, 397), ("P25M", 758, 762), ("P7D", 7, 7),
     ("P400Y", 146_097, 146_097), ("P0D", 0, 0), ("P1M1D", 29, 32)],
)  # fmt: skip
def test_calendar_bounds(text, shortest, longest):
    """The fewest and the most days that a duration can span."""
    duration = parse_iso(text)

    assert (duration.shortest() / DAY, duration.longest() / DAY) == (shortest, longest)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (15_897_600, "P184D"),
        (604_800, "P7D"),
        (5_400, "PT90M"),
        (7_200, "PT2H"),
        (61, "PT61S"),
        (0, "P0D"),
        (1, "PT1S"),
    ],
)
def test_from_seconds(length, expected):
    """The largest unit that divides the length, never weeks or more."""
    assert from_seconds(length).iso() == expected


@pytest.mark.parametrize("length", [-1, 10**18])
def test_from_seconds_refuses(length):
    with pytest.raises(DurationError, match="seconds are no duration"):
        from_seconds(length)


def test_comparison():
    """Durations compare by their length, however written."""
    assert parse_iso("P7D") == parse_iso("P1W") == parse_iso("PT168H")
    assert len({parse_iso("P7D"), parse_iso("P1W")}) == 1
    assert parse_iso("P6M") < parse_iso("P184D") < parse_iso("P1Y")
    assert parse_iso("P1Y") >= parse_iso("P12M") >= parse_iso("P1Y")
    assert parse_iso("P1Y") > parse_iso("P11M") <= parse_iso("P11M")
    assert Duration(days=1) != "P1D"

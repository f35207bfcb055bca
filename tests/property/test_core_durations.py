"""Properties of durations."""

from hypothesis import given
from hypothesis import strategies as st

from speculoos.core.durations import Duration, DurationError, from_seconds, parse_iso

small = st.integers(0, 5_000)
durations = st.builds(Duration, small, small, small, small, small, small, small)


def fields(duration: Duration) -> tuple[int, ...]:
    return tuple(getattr(duration, name) for name in Duration.__slots__)


@given(durations)
def test_round_trip(duration):
    """What is written reads back field by field."""
    assert fields(parse_iso(duration.iso())) == fields(duration)


@given(st.one_of(st.text(), st.text("PT0123456789YMWDHS.,-", max_size=12)))
def test_reads_or_refuses(text):
    """Any text is a duration that prints the same length, or the one error for it."""
    try:
        duration = parse_iso(text)
    except DurationError:
        return
    assert parse_iso(duration.iso()) == duration
    assert text.isascii()


@given(st.integers(0, 10**18 - 1))
def test_from_seconds_is_exact(length):
    """No second is lost, and one unit says it."""
    duration = from_seconds(length)

    assert duration.total_seconds() == length == parse_iso(duration.iso()).total_seconds()
    assert sum(map(bool, fields(duration))) <= 1
    assert (duration.years, duration.months, duration.weeks) == (0, 0, 0)


@given(durations)
def test_bounds_enclose_the_mean(duration):
    """The mean lies between the shortest and the longest that the calendar allows."""
    assert duration.shortest() <= duration.total_seconds() <= duration.longest()


@given(durations, durations)
def test_order_is_total(one, two):
    """Of two durations exactly one relation holds, and equal ones hash alike."""
    assert [one < two, one == two, one > two].count(True) == 1
    assert (one <= two) is not (one > two)
    assert (one >= two) is not (one < two)
    assert one != two or hash(one) == hash(two)

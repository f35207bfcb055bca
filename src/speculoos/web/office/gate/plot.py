"""What the gate did over time, as bars: by the hour for a day, by the day for longer. Geometry, and no words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from speculoos.web.store.gate.reading import Asked

HOURS = {"day": 24}
DAYS = {"week": 7, "month": 30}
WIDTH, HEIGHT, GAP = 600, 120, 3


@dataclass(frozen=True, slots=True)
class Bar:
    """What was done in one hour or day, and what would have been: the second stands on the first."""

    at: datetime
    done: int
    would: int
    x: float
    width: float
    done_height: float
    would_height: float

    @property
    def done_y(self) -> float:
        return round(HEIGHT - self.done_height, 1)

    @property
    def would_y(self) -> float:
        return round(HEIGHT - self.done_height - self.would_height, 1)


@dataclass(frozen=True, slots=True)
class Plot:
    """The bars, oldest first; `daily` says what one stands for."""

    bars: tuple[Bar, ...]
    daily: bool
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def most(self) -> int:
        return max(bar.done + bar.would for bar in self.bars)

    @property
    def done(self) -> int:
        return sum(bar.done for bar in self.bars)

    @property
    def would(self) -> int:
        return sum(bar.would for bar in self.bars)


def times_of(span: str, now: datetime) -> list[datetime]:
    """The beginnings of the hours or local days of a span that ends now."""
    if hours := HOURS.get(span):
        last = now.replace(minute=0, second=0, microsecond=0)
        return [last - timedelta(hours=hours - 1 - n) for n in range(hours)]
    today, days = timezone.localdate(now), DAYS[span]
    first = today - timedelta(days=days - 1)
    return [timezone.make_aware(datetime.combine(first + timedelta(days=n), time())) for n in range(days)]


def plot_of(times: list[datetime], counted: Mapping[tuple[datetime, str], int], *, daily: bool) -> Plot:
    """Bars for these times out of counts by time and mode."""
    sums = [(at, counted.get((at, "enforce"), 0), counted.get((at, "report_only"), 0)) for at in times]
    most, step = max(done + would for _, done, would in sums) or 1, WIDTH / len(times)
    bars = [
        Bar(
            at,
            done,
            would,
            round(n * step, 1),
            round(step - GAP, 1),
            round(done / most * HEIGHT, 1),
            round(would / most * HEIGHT, 1),
        )
        for n, (at, done, would) in enumerate(sums)
    ]
    return Plot(tuple(bars), daily)


def asked_of(span: str, now: datetime, reason: str, side: str) -> Asked:
    """The counts that a page over this span is about."""
    return Asked(since=times_of(span, now)[0], reason=reason, side=side)

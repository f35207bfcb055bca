"""What the gate did and browsers saw, read again: by the hour for files and machines, and summed for a page."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from speculoos.consent.export import FORMULA
from speculoos.gate.rules import Reason
from speculoos.web.store.gate.counts import GateCount, GateSighting

COUNT = ("hour", "side", "name", "path", "action", "reason", "mode", "count")
SIGHTING = ("what", "name", "detail", "page", "disposition", "first_seen", "last_seen", "count")
FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which counts: from a moment on, up to but without another; for a reason, and on a side. Empty: any."""

    since: datetime | None = None
    until: datetime | None = None
    reason: str = ""
    side: str = ""

    def counts(self, site_id: int) -> QuerySet[GateCount]:
        """The newest hour first."""
        wanted = {"hour__gte": self.since, "hour__lt": self.until, "reason": self.reason, "side": self.side}
        kept = {name: value for name, value in wanted.items() if value}
        return GateCount.objects.filter(site_id=site_id, **kept).order_by("-hour", "-count", "pk")

    def sightings(self, site_id: int) -> QuerySet[GateSighting]:
        """What was seen last comes first. Reasons and sides are the gate's, so they play no part here."""
        wanted = {"last_seen__gte": self.since, "first_seen__lt": self.until}
        kept = {name: value for name, value in wanted.items() if value}
        return GateSighting.objects.filter(site_id=site_id, **kept).order_by("-last_seen", "-count", "pk")


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with one cookie for one reason, over all hours; `paths` where, the most frequent first."""

    side: str
    name: str
    action: str
    reason: str
    mode: str
    count: int
    last: datetime
    paths: tuple[str, ...]


def done(counts: QuerySet[GateCount]) -> list[Done]:
    """The sums of these counts without the faults, the largest first."""
    rows = counts.exclude(side=FAULT).order_by().values_list("side", "name", "action", "reason", "mode", "path")
    sums: dict[tuple[str, str, str, str, str], list[tuple[str, int, datetime]]] = {}
    for side, name, action, reason, mode, path, count, last in rows.annotate(n=Sum("count"), last=Max("hour")):
        sums.setdefault((side, name, action, reason, mode), []).append((path, count, last))
    found = [
        Done(
            side, name, action, reason, mode, sum(n for _, n, _ in places), max(at for *_, at in places), _paths(places)
        )
        for (side, name, action, reason, mode), places in sums.items()
    ]
    return sorted(found, key=lambda each: (-each.count, each.name))


def by_time(counts: QuerySet[GateCount], *, daily: bool) -> dict[tuple[datetime, str], int]:
    """How many were judged so in each hour or day of the time zone in use, by mode; faults are none of it."""
    rows = counts.exclude(side=FAULT).order_by().values_list("hour", "mode").annotate(n=Sum("count"))
    sums = Counter[tuple[datetime, str]]()
    for hour, mode, count in rows:
        day = timezone.localtime(hour).replace(hour=0, minute=0, second=0, microsecond=0)
        sums[day if daily else hour, mode] += count
    return sums


def undeclared(site_id: int, since: datetime) -> list[str]:
    """The names that came by since then and that no declaration covered, or none for their host."""
    rows = Asked(since=since).counts(site_id).filter(reason__in=(Reason.UNDECLARED, Reason.HOST))
    return [*rows.order_by().values_list("name", flat=True).distinct()]


def faults(counts: QuerySet[GateCount]) -> list[tuple[str, str, int, datetime]]:
    """What failed in the gate itself: its name, the mode that it fell to, how often and when last."""
    rows = counts.filter(side=FAULT).order_by().values_list("name", "mode")
    return [*rows.annotate(n=Sum("count"), last=Max("hour")).order_by("-n", "name")]


def told(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """A row as JSON has it."""
    values = {name: getattr(row, name) for name in names}
    return {name: v.isoformat() if isinstance(v, datetime) else v for name, v in values.items()}


def to_csv(rows: Iterable[Mapping[str, Any]], names: Iterable[str]) -> Iterator[bytes]:
    """The rows as RFC 4180 has them; no text is a formula to a spreadsheet."""
    columns = [*names]
    yield _line(columns)
    for row in rows:
        yield _line([_cell(row[name]) for name in columns])


def _line(cells: Iterable[Any]) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target).writerow(cells)
    return target.getvalue().encode()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _paths(places: Iterable[tuple[str, int, datetime]]) -> tuple[str, ...]:
    return tuple(path for path, *_ in sorted(places, key=lambda each: (-each[1], each[0])))

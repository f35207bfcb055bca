"""Consent rates: of those who answered for the first time, how many granted; by purpose, language and version.

An answer to the question is counted, not a change of mind: the first record of each receipt. What a browser's signal
answered was never asked, so it does not count.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from speculoos.consent.record import Method
from speculoos.core.errors import InputError
from speculoos.web.office.access import staff
from speculoos.web.office.draft import Draft
from speculoos.web.office.forms.texts import language_name
from speculoos.web.office.lookup import draft_of
from speculoos.web.store.exporting import Span, chosen
from speculoos.web.store.records import ConsentRecord

DAYS, MOST_DAYS = 30, 366
WIDTH, HEIGHT = 600, 120


@dataclass(slots=True)
class Share:
    """How many said yes and how many no."""

    granted: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        return self.granted + self.refused

    @property
    def percent(self) -> float | None:
        """None where nobody answered."""
        return round(100 * self.granted / self.total, 1) if self.total else None

    def add(self, state: str, count: int) -> None:
        if state == "granted":
            self.granted += count
        elif state == "refused":
            self.refused += count


@dataclass(frozen=True, slots=True)
class Curve:
    """One purpose over the days: lines between neighbouring days with answers, and a dot for each day."""

    id: str
    label: str
    share: Share
    days: tuple[tuple[date, Share], ...]
    lines: tuple[str, ...]
    dots: tuple[tuple[date, Share, float, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its name, and a share for each purpose."""

    name: str
    shares: tuple[Share, ...]


@staff
@require_safe
def rates(request: HttpRequest, site: str) -> HttpResponse:
    """The rates between `?from=` and `?to=`, by default of the last 30 days."""
    draft, today = draft_of(site), timezone.localdate()
    since = request.GET.get("from", "")[:10] or str(today - timedelta(days=DAYS - 1))
    until, fault = request.GET.get("to", "")[:10] or str(today), ""
    try:
        days = _days(since, until)
        found = list(_counted(first_answers(chosen(draft.site, Span.of(since, until)))))
    except InputError as wrong:
        days, found, fault = [], [], str(wrong)
    purposes = _purposes(draft, found)
    context = {
        "draft": draft,
        "since": since,
        "until": until,
        "fault": fault,
        "curves": [_curve(id, label, found, days) for id, label in purposes.items()],
        "labels": list(purposes.values()),
        "languages": _table(found, purposes, 1, language_name),
        "versions": _table(found, purposes, 2),
        "width": WIDTH,
        "height": HEIGHT,
        "most_days": MOST_DAYS,
    }
    return render(request, "speculoos/office/rates.html", context)


def first_answers(records: QuerySet[ConsentRecord]) -> QuerySet[ConsentRecord]:
    """Of these records, those that were the first of their receipt and that the visitor made."""
    earlier = ConsentRecord.objects.filter(site=OuterRef("site"), receipt=OuterRef("receipt"), pk__lt=OuterRef("pk"))
    return records.exclude(method=str(Method.SIGNAL)).filter(~Exists(earlier))


Counted = tuple[dict[str, str], str, int, date, int]
"""Result, language, version, day and how many records share them."""


def _counted(records: QuerySet[ConsentRecord]) -> Iterable[Counted]:
    rows = records.order_by().annotate(day=TruncDate("time"))
    counted = rows.values_list("result", "language", "version", "day").annotate(n=Count("pk"))
    for result, language, version, day, count in counted:
        yield (result if isinstance(result, dict) else {}), language, version, day, count


def _days(since: str, until: str) -> list[date]:
    span = Span.of(since, until)
    if span.since is None or span.until is None:
        return []
    first, last = timezone.localdate(span.since), timezone.localdate(span.until) - timedelta(days=1)
    return [first + timedelta(days=n) for n in range(min((last - first).days + 1, MOST_DAYS))]


def _purposes(draft: Draft, found: Iterable[Counted]) -> dict[str, str]:
    """The purposes that were decided, by id, in the order of the declaration, with their names."""
    seen = {purpose for result, *_ in found for purpose in result}
    language = draft.site.default_language
    labels = {p.id: p.label.best(language)[1] or p.id for p in draft.registry.purposes if p.id in seen}
    return labels | {id: id for id in sorted(seen - set(labels))}


def _curve(id: str, label: str, found: Iterable[Counted], days: list[date]) -> Curve:
    by_day: defaultdict[date, Share] = defaultdict(Share)
    whole = Share()
    for result, _language, _version, day, count in found:
        by_day[day].add(result.get(id, ""), count)
        whole.add(result.get(id, ""), count)
    step = WIDTH / max(len(days) - 1, 1)
    dots = [
        (day, by_day[day], round(at * step, 1), round(HEIGHT * (1 - by_day[day].granted / by_day[day].total), 1))
        for at, day in enumerate(days)
        if day in by_day and by_day[day].total
    ]
    return Curve(id, label, whole, tuple((d, by_day[d]) for d in days if d in by_day), _lines(dots), tuple(dots))


def _lines(dots: list[tuple[date, Share, float, float]]) -> tuple[str, ...]:
    """The points of each run of neighbouring days; a day without answers is a gap and not a guess."""
    runs: list[list[str]] = []
    before: date | None = None
    for day, _share, x, y in dots:
        if before is None or day - before > timedelta(days=1):
            runs.append([])
        runs[-1].append(f"{x},{y}")
        before = day
    return tuple(" ".join(run) for run in runs if len(run) > 1)


def _table(
    found: Iterable[Counted], purposes: dict[str, str], column: int, name: Callable[[str], str] = str
) -> list[Line]:
    """A line for each value of a column of what was counted, the most frequent first."""
    shares: defaultdict[Any, dict[str, Share]] = defaultdict(lambda: {id: Share() for id in purposes})
    sizes: Counter[Any] = Counter()
    for row in found:
        sizes[row[column]] += row[4]
        for purpose, state in row[0].items():
            shares[row[column]][purpose].add(state, row[4])
    return [Line(name(value), tuple(shares[value].values())) for value, _ in sizes.most_common()]

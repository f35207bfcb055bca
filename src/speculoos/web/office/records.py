"""Consent records: what a search finds, the state of the ledger, and counts by act, purpose, language and day."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from speculoos.consent.export import FORMATS
from speculoos.web.office.access import staff
from speculoos.web.office.draft import Draft
from speculoos.web.office.forms.texts import language_name
from speculoos.web.office.ledger import MOST, state_of
from speculoos.web.office.lookup import draft_of
from speculoos.web.office.searching import Search, choices, search
from speculoos.web.office.words import ACTS
from speculoos.web.store.archive import ShownNotice, gaps
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.retention import retention_of

DAYS = 30
BAR, HEIGHT = 20, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One day in the plot, in the units of its view box."""

    day: date
    count: int
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was looked up, with its document for reading and the hash of what was shown, if it is archived."""

    row: ConsentRecord
    document: str
    shown: str


@staff
@require_safe
def records(request: HttpRequest, site: str) -> HttpResponse:
    """The counts of the last 30 days; with `?receipt=` or a span of time, the records that this finds too."""
    draft = draft_of(site)
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    recent = ConsentRecord.objects.filter(site=draft.site, time__date__gte=since).order_by()
    ledger = state_of(draft.site)
    asked = search(draft.site, request.GET)
    days = _by_day(recent, since)
    context = {
        "draft": draft,
        "days": days,
        "bars": _bars(days),
        "width": BAR * DAYS,
        "height": HEIGHT,
        "most": max(days.values()),
        "total": sum(days.values()),
        "acts": [(ACTS.get(act, act), count) for act, count in _counts(recent, "act")],
        "languages": [(language_name(tag), count) for tag, count in _counts(recent, "language")],
        "purposes": _by_purpose(draft, recent),
        "search": asked,
        "choices": choices(draft.site),
        "formats": FORMATS,
        "ledger": ledger,
        "gaps": gaps(draft.site) if ledger.size <= MOST else None,
        "retention": retention_of(draft.site, timezone.now()),
        "found": _found(draft, asked) if asked.receipt and asked.page else [],
    }
    return render(request, "speculoos/office/records.html", context)


def _found(draft: Draft, asked: Search) -> list[Found]:
    """The records of one receipt in full."""
    rows = [*(asked.page or ())]
    archived = {*ShownNotice.objects.filter(site=draft.site).values_list("hash", flat=True)} if rows else set()
    return [
        Found(row, json.dumps(row.document, ensure_ascii=False, indent=2), hash if hash in archived else "")
        for row in rows
        for hash in [_shown(row.document)]
    ]


def _shown(document: Any) -> str:
    """The hash of what was shown; none in a document that is not of our shape."""
    try:
        return str(document["pii_processing"]["privacy_notice"]["texts_hash"])
    except (KeyError, TypeError):
        return ""


def _counts(recent: QuerySet[ConsentRecord], column: str) -> list[tuple[str, int]]:
    rows = recent.values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    return [(value, count) for value, count in rows]


def _by_day(recent: QuerySet[ConsentRecord], since: date) -> dict[date, int]:
    """Every day of the span, those without records too."""
    counted: dict[date, int] = dict(recent.annotate(day=TruncDate("time")).values_list("day").annotate(n=Count("pk")))
    days = [since + timedelta(days=n) for n in range(DAYS)]
    return {day: counted.get(day, 0) for day in days}


def _bars(days: Mapping[date, int]) -> list[Bar]:
    most = max(days.values()) or 1
    heights = ((day, count, round(count / most * HEIGHT, 1)) for day, count in days.items())
    return [Bar(day, n, at * BAR + 2, HEIGHT - height, height) for at, (day, n, height) in enumerate(heights)]


def _by_purpose(draft: Draft, recent: QuerySet[ConsentRecord]) -> list[tuple[str, int, int]]:
    """Purpose, granted, not granted. Equal results are counted by the database, so this reads few rows."""
    granted: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for result, count in recent.values_list("result").annotate(n=Count("pk")):
        for purpose, state in _states(result):
            (granted if state == "granted" else others)[purpose] += count
    language = draft.site.default_language
    labels = {p.id: p.label.best(language)[1] or p.id for p in draft.registry.purposes}
    seen = {*granted, *others}
    ids = [id for id in labels if id in seen] + sorted(seen - set(labels))
    return [(labels.get(id, id), granted[id], others[id]) for id in ids]


def _states(result: Any) -> list[tuple[str, str]]:
    """The purposes of one act's result with the state each ended in."""
    return [(str(id), str(state)) for id, state in result.items()] if isinstance(result, dict) else []

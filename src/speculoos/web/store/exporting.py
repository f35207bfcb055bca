"""Which records leave the store, and in what order: those of a site between two moments, the oldest first.

Read in short queries of their own, so that no export, however long, holds the database's journal or its memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from speculoos.core.errors import InputError
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, and up to but without another; None: no bound."""

    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def of(cls, since: str, until: str) -> "Span":
        """The span between two dates or times as somebody wrote them; a date as its end means that whole day."""
        return cls(_moment(since, "from"), _moment(until, "to", whole_day=True))

    def within(self, records: QuerySet[ConsentRecord]) -> QuerySet[ConsentRecord]:
        bounds = {"time__gte": self.since, "time__lt": self.until}
        return records.filter(**{name: value for name, value in bounds.items() if value is not None})


def chosen(site: Site, span: Span) -> QuerySet[ConsentRecord]:
    """The site's records within the span."""
    return span.within(ConsentRecord.objects.filter(site=site))


def documents(records: QuerySet[ConsentRecord]) -> Iterator[dict[str, Any]]:
    """The documents of the records in the order in which they were kept."""
    rows, last = records.order_by("pk").values_list("pk", "document"), 0
    while chunk := [*rows.filter(pk__gt=last)[:CHUNK]]:
        yield from (document for _, document in chunk)
        last = chunk[-1][0]


def _moment(text: str, name: str, *, whole_day: bool = False) -> datetime | None:
    text = text.strip()
    if not text:
        return None
    try:
        if len(text) == len("2026-11-24"):
            day = date.fromisoformat(text) + timedelta(days=1 if whole_day else 0)
            return timezone.make_aware(datetime.combine(day, time()))
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else timezone.make_aware(moment)
    except (ValueError, OverflowError) as fault:
        message = _("“%(name)s” is a date such as 2026-11-24, or a time such as 2026-11-24T12:00:00Z.")
        raise InputError(message % {"name": name}, status=422) from fault

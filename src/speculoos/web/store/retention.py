"""How long the records of each site are kept, and the end of those that were kept long enough (GDPR Article 5(1)(e)).

A site's own period goes before the platform's. What was shown goes with the last record that names it; the leaves of
the ledger stay and say nothing more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from speculoos.core.cookie_storage import LONGEST_LIFE
from speculoos.web.store.accounts import forget_older
from speculoos.web.store.archive import forget_unnamed
from speculoos.web.store.booking import erase
from speculoos.web.store.gate.counts import forget_counted
from speculoos.web.store.ledger import LedgerEntry
from speculoos.web.store.options import months_of, options_of
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site

MONTH = timedelta(days=365.2425 / 12)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a site's records are kept, how many have been for longer, and when one was last erased."""

    months: int
    due: int
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Retained:
    """What one run has erased of a site."""

    site: str
    months: int
    records: int
    wordings: int


def due(site: Site, now: datetime) -> QuerySet[ConsentRecord]:
    """The records of the site that have been kept long enough."""
    return ConsentRecord.objects.filter(site=site, time__lt=now - months_of(options_of(site.pk)) * MONTH)


def retention_of(site: Site, now: datetime) -> Retention:
    last = LedgerEntry.objects.filter(site=site, erased_at__isnull=False).order_by("-erased_at").first()
    return Retention(months_of(options_of(site.pk)), due(site, now).count(), last.erased_at if last else None)


def retain(now: datetime) -> list[Retained]:
    """Erase what was kept long enough, site by site, and the choices of accounts that no place remembers so long.

    What gates counted and browsers reported names nobody; it is condensed and dropped here too.
    """
    forget_older(now - timedelta(seconds=LONGEST_LIFE))
    for site in Site.objects.all():
        forget_counted(site, now)
    return [
        Retained(site.slug, months_of(options_of(site.pk)), erase(due(site, now)), forget_unnamed(site, now))
        for site in Site.objects.order_by("slug")
    ]

"""What was shown when visitors chose: the words of each question, once a wording, kept as long as a record names it."""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count
from django.utils import timezone

from speculoos.consent.record import texts_hash
from speculoos.web.store.publish import generation
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site

NAMED = "document__pii_processing__privacy_notice__texts_hash"
"""Where a record names what was shown."""
REMEMBERED = 3600
"""For how many seconds a process believes that a wording is archived before it looks again."""


class ShownNotice(models.Model):
    """One wording of the question. `hash` is the `texts_hash` of the records that it was shown for."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="notices")
    hash = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=20)
    jurisdiction = models.CharField(max_length=20, blank=True)
    content = models.JSONField()
    first_shown = models.DateTimeField()

    class Meta:
        ordering = ["-first_shown", "-pk"]
        constraints = [models.UniqueConstraint(fields=["site", "hash"], name="speculoos_one_notice_a_wording")]

    def __str__(self) -> str:
        return self.hash


@dataclass(frozen=True, slots=True)
class Wording:
    """What is shown, with its hash; `content` is what the hash is of."""

    hash: str
    version: int
    language: str
    jurisdiction: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where the archive fails its records: how many name what is not there, and which wordings are not as they were."""

    records: int
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.records or self.changed)


_known: dict[tuple[int, int, str], float] = {}


def archive(site_id: int, wording: Wording) -> None:
    """Keep the wording unless it is kept. No query while this process remembers that it is."""
    key, now = (generation(), site_id, wording.hash), time.monotonic()
    if now - _known.get(key, -REMEMBERED) < REMEMBERED:
        return
    kept = ShownNotice(
        site_id=site_id,
        hash=wording.hash,
        version=wording.version,
        language=wording.language,
        jurisdiction=wording.jurisdiction,
        content=wording.content,
        first_shown=timezone.now(),
    )
    ShownNotice.objects.bulk_create([kept], ignore_conflicts=True)
    # what a transaction takes back is not to be believed in
    transaction.on_commit(lambda: _remember(key, now)) if connection.in_atomic_block else _remember(key, now)


def _remember(key: tuple[int, int, str], now: float) -> None:
    if len(_known) >= 10_000:
        _known.clear()
    _known[key] = now


def named(site: Site) -> Counter[str]:
    """How many records name each wording. Reads every record of the site."""
    rows = ConsentRecord.objects.filter(site=site).order_by().values_list(NAMED).annotate(n=Count("pk"))
    return Counter({str(hash): count for hash, count in rows})


def gaps(site: Site) -> Gaps:
    """Whether all that the records of a site name is archived, exactly as it was (REC-03)."""
    rows = ShownNotice.objects.filter(site=site).values_list("hash", "content")
    kept = {hash: texts_hash(content) == hash for hash, content in rows.iterator(chunk_size=100)}
    missing = sum(count for hash, count in named(site).items() if hash not in kept)
    return Gaps(missing, tuple(hash for hash, fine in kept.items() if not fine))


def forget_unnamed(site: Site, now: datetime) -> int:
    """Remove the wordings of versions before the current one that no record names any more, and count them.

    One that was first shown within a day is left: its record may be on its way.
    """
    newest = site.versions.values_list("number", flat=True).first() or 0
    old = ShownNotice.objects.filter(site=site, version__lt=newest, first_shown__lt=now - timedelta(days=1))
    return old.exclude(hash__in=named(site).keys()).delete()[0] if old.exists() else 0

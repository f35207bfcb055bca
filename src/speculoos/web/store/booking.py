"""Entering records into the ledger, sealing it with checkpoints, and erasing what a leaf commits to.

A record and its leaf are one transaction. The head's row is locked last and for as short as can be: on PostgreSQL it
makes writers of one site wait for each other's commit, on SQLite there is one writer anyway.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from speculoos.consent.ledger import Checkpoint, canonical, leaf_of, new_salt, public_bytes, sign
from speculoos.consent.merkle import Frontier
from speculoos.core.errors import UsageError
from speculoos.web.conf import config
from speculoos.web.signing import signing_key
from speculoos.web.store.bulk import insert
from speculoos.web.store.ledger import LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerKey, LedgerTile
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site

logger = logging.getLogger(__name__)

TILE_BITS = 8
ENTRY = ("site", "index", "record", "salt", "leaf", "root")
TILE = ("site", "level", "index", "hash")

HEAD = LedgerHead._meta.db_table
MOVE = f"UPDATE {HEAD} SET size = %s, peaks = %s WHERE site_id = %s"  # noqa: S608  (the name is the model's)
SELECT = f"SELECT size, peaks, sealed, sealed_at FROM {HEAD} WHERE site_id = %s"  # noqa: S608  (as above)
LOCK = {"sqlite": SELECT, "postgresql": f"{SELECT} FOR UPDATE"}
"""On SQLite the transaction is the lock: it begins as a writer's (IMMEDIATE)."""


@dataclass(slots=True)
class Head:
    """The head of one site's ledger, as it is while its lock is held."""

    site_id: int
    size: int
    peaks: bytes
    sealed: int
    sealed_at: datetime | None


def enter_all(rows: Sequence[ConsentRecord]) -> None:
    """Give stored records their places, in order. Call it in the transaction that stores them, and last in it."""
    sites = sorted({row.site_id for row in rows})  # in one order, so that two batches cannot wait for each other
    for site_id in sites:
        enter(site_id, [(row.record_id, row.document) for row in rows if row.site_id == site_id])


def enter(site_id: int, records: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Give records of one site, by id and document, the next places of its ledger."""
    salted = [(record_id, salt := new_salt(), leaf_of(salt, canonical(each))) for record_id, each in records]
    head = _locked(site_id)
    frontier, entries, tiles = _frontier(head), list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    for record_id, salt, leaf in salted:
        index = frontier.size
        full = [each for each in frontier.append(leaf) if each[0] % TILE_BITS == 0]
        tiles += [(site_id, level // TILE_BITS, at, filled) for level, at, filled in full]
        entries.append((site_id, index, record_id, salt, leaf, frontier.root()))
    insert(LedgerEntry, ENTRY, entries)
    insert(LedgerTile, TILE, tiles)
    head.size, head.peaks, now = frontier.size, b"".join(frontier.peaks), timezone.now()
    if _due(head, now):
        _try_to_seal(head, frontier, now)
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [head.size, head.peaks, site_id])


def checkpoint(site_id: int) -> LedgerCheckpoint | None:
    """A checkpoint over all that is in the ledger: the last one if nothing was added since; None for an empty one."""
    with transaction.atomic():
        head = _locked(site_id)
        if head.size > head.sealed:
            _seal(head, _frontier(head), timezone.now())
        return LedgerCheckpoint.objects.filter(site_id=site_id).last()


def erase(records: QuerySet[ConsentRecord]) -> int:
    """Destroy these records and the salts of their leaves, and count them. The leaves stay and say nothing more."""
    count = 0
    for start in iter(lambda: [*records.order_by("pk").values_list("record_id", flat=True)[:500]], []):
        with transaction.atomic():
            entries = LedgerEntry.objects.filter(record__record_id__in=start)
            entries.update(record=None, salt=None, erased_at=timezone.now())
            ConsentRecord.objects.filter(record_id__in=start).delete()
        count += len(start)
    return count


def as_value(row: LedgerCheckpoint, site: str) -> Checkpoint:
    """A checkpoint's row as consent.ledger has it."""
    return Checkpoint(site, row.size, bytes(row.root), row.time, row.key_id, bytes(row.signature))


def public_keys() -> dict[str, bytes]:
    return {key.key_id: bytes(key.public) for key in LedgerKey.objects.all()}


def _locked(site_id: int) -> Head:
    """The head of a site's ledger under its lock, made at the first record."""
    found = _head(site_id)
    if found is None:
        # Two first records may meet here: one makes the row, both then take turns at its lock.
        LedgerHead.objects.bulk_create([LedgerHead(site_id=site_id)], ignore_conflicts=True)
        found = _head(site_id)
    if found is None:
        raise LedgerHead.DoesNotExist
    return found


def _head(site_id: int) -> Head | None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK[connection.vendor], [site_id])
        row = cursor.fetchone()
    if row is None:
        return None
    size, peaks, sealed, sealed_at = row
    if sealed_at is not None and timezone.is_naive(sealed_at):  # SQLite keeps moments in UTC and does not say so
        sealed_at = sealed_at.replace(tzinfo=UTC)
    return Head(site_id, size, bytes(peaks), sealed, sealed_at)


def _frontier(head: Head) -> Frontier:
    return Frontier.from_bytes(head.size, head.peaks)


def _due(head: Head, now: datetime) -> bool:
    if head.sealed_at is None or head.size - head.sealed >= config().checkpoint_records:
        return True
    return (now - head.sealed_at).total_seconds() >= config().checkpoint_seconds


def _try_to_seal(head: Head, frontier: Frontier, now: datetime) -> None:
    """A key that cannot be read must not cost a visitor their record: it is logged, and the next record tries again."""
    try:
        signing_key()
    except (UsageError, OSError) as fault:
        logger.error("No checkpoint could be signed: %s", fault)
        return
    _seal(head, frontier, now)


def _seal(head: Head, frontier: Frontier, now: datetime) -> None:
    """Write a signed checkpoint over the frontier, and the public half of its key where that is new."""
    key, slug = signing_key(), Site.objects.values_list("slug", flat=True).get(pk=head.site_id)
    made = sign(key, slug, frontier.size, frontier.root(), now)
    known = LedgerKey(key_id=made.key_id, public=public_bytes(key), first_used=made.time)
    LedgerKey.objects.bulk_create([known], ignore_conflicts=True)
    LedgerCheckpoint.objects.create(
        site_id=head.site_id,
        size=made.size,
        root=made.root,
        time=made.time,
        key_id=made.key_id,
        signature=made.signature,
    )
    head.sealed, head.sealed_at = made.size, now
    LedgerHead.objects.filter(site_id=head.site_id).update(sealed=head.sealed, sealed_at=head.sealed_at)

"""Records that arrive at once are written at once: one transaction, one sync to the disk, one turn at each ledger.

A thread hands in its record. The first to find nobody writing leads: it takes all that were handed in, writes and
commits them, tells each thread how its own fared, and hands the lead to the first that came meanwhile. So no thread is
answered before its record is committed, none waits for more than the batch that is being written and its own, and
nobody who has been written waits for anything.
"""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from speculoos.web.store.booking import enter_all
from speculoos.web.store.bulk import insert
from speculoos.web.store.records import ConsentRecord

ATTRIBUTES = tuple(field.attname for field in ConsentRecord._meta.concrete_fields if not field.primary_key)
COLUMNS = tuple(field.name for field in ConsentRecord._meta.concrete_fields if not field.primary_key)
MOST = 64
"""How many records one transaction writes at most, so that nobody waits long for strangers."""


@dataclass(slots=True, eq=False)
class Handed:
    """One record on its way, and what became of it: written, or the lead at the next batch."""

    row: ConsentRecord
    told: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    fault: BaseException | None = None


_waiting: deque[Handed] = deque()
_hands = threading.Lock()
_led = [False]


def keep(row: ConsentRecord) -> None:
    """Store the record with its leaf. Committed when this returns; raises what the database raised for this record."""
    if connection.in_atomic_block:
        # the caller's transaction decides when this is committed, so nobody else's record may ride along
        _write([row])
        return
    handed = Handed(row)
    with _hands:
        _waiting.append(handed)
        handed.leads, _led[0] = not _led[0], True
    if not handed.leads:
        handed.told.wait()
    if handed.leads:
        _lead()
    if handed.fault is not None:
        raise handed.fault


def _lead() -> None:
    """Write the batch that this thread's record is the first of, then hand on the lead."""
    with _hands:
        batch = [_waiting.popleft() for _ in range(min(MOST, len(_waiting)))]
    try:
        _write([each.row for each in batch])
    except BaseException as fault:  # noqa: BLE001  (whatever it was, each record is tried by itself and told its own)
        _one_by_one(batch, fault)
    finally:
        with _hands:
            following = _waiting[0] if _waiting else None
            _led[0] = following is not None
        if following is not None:
            following.leads = True
            following.told.set()
        for each in batch:
            each.told.set()


def _one_by_one(batch: Sequence[Handed], fault: BaseException) -> None:
    """One bad record must not take the others along."""
    if len(batch) == 1:
        batch[0].fault = fault
        return
    for each in batch:
        try:
            _write([each.row])
        except BaseException as own:  # noqa: BLE001  (as above: told to the thread that handed it in)
            each.fault = own


def _write(rows: Sequence[ConsentRecord]) -> None:
    with transaction.atomic():
        insert(ConsentRecord, COLUMNS, ([getattr(row, name) for name in ATTRIBUTES] for row in rows))
        enter_all(rows)

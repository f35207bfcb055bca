"""Records that arrive at once are written at once: one transaction, one sync to the disk, one turn at each ledger.

A thread hands in its record and waits. The first to find nobody writing takes all that were handed in, writes and
commits them, and tells each thread how its own fared. No thread is answered before its record is committed, and none
waits for more than the batch that is being written and its own.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from speculoos.web.store.booking import enter_all
from speculoos.web.store.records import ConsentRecord

MOST = 64
"""How many records one transaction writes at most, so that nobody waits long for strangers."""


@dataclass(slots=True, eq=False)
class Handed:
    """One record on its way, and what became of it."""

    row: ConsentRecord
    done: threading.Event = field(default_factory=threading.Event)
    fault: BaseException | None = None


_waiting: list[Handed] = []
_hands = threading.Lock()
_writing = threading.Lock()


def keep(row: ConsentRecord) -> None:
    """Store the record with its leaf. Committed when this returns; raises what the database raised for this record."""
    if connection.in_atomic_block:
        # the caller's transaction decides when this is committed, so nobody else's record may ride along
        _write([row])
        return
    handed = Handed(row)
    with _hands:
        _waiting.append(handed)
    with _writing:
        if not handed.done.is_set():
            _take_turn(handed)
    if handed.fault is not None:
        raise handed.fault


def _take_turn(own: Handed) -> None:
    """Write what is waiting, this thread's record among it."""
    with _hands:
        others = [each for each in _waiting if each is not own][: MOST - 1]
        batch = [own, *others]
        _waiting[:] = [each for each in _waiting if each not in batch]
    try:
        _write([each.row for each in batch])
    except BaseException as fault:  # noqa: BLE001  (whatever it was, each record is tried by itself and told its own)
        _one_by_one(batch, fault)
    finally:
        for each in batch:
            each.done.set()


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
        ConsentRecord.objects.bulk_create(rows)
        enter_all(rows)

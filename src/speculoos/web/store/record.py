"""Keeping the record of an act: shaped by consent.record, committed before the act is answered."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _

from speculoos.consent.choice import Chosen
from speculoos.consent.record import Method, Record, Shown
from speculoos.core.errors import InputError
from speculoos.web.front.showing import archived
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.together import keep

if TYPE_CHECKING:
    from speculoos.web.front.context import Visit


@dataclass(frozen=True, slots=True)
class Retry:
    """What tells a retry: the hash of its key, and the hash of the act it stands for."""

    key: str
    body: str


class RetriedError(Exception):
    """The act is on record already."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.record_id)
        self.record = record


def keep_record(visit: "Visit", chosen: Chosen, act: str, method: str, retry: Retry | None = None) -> Record:
    """Write the record of one act with its leaf in the ledger, and return it.

    Both are durable when this returns (SQLite synchronous=FULL). RetriedError if the act was recorded before.
    """
    record = Record.of(chosen, shown(visit, method), datetime.now(UTC), validity_days=visit.days)
    row = ConsentRecord(
        site_id=visit.site.site_id,
        record_id=record.record_id,
        receipt=record.receipt,
        version=visit.registry.version,
        act=act,
        method=method,
        language=visit.language,
        jurisdiction=visit.jurisdiction or "",
        result={purpose: str(state) for purpose, state in record.states},
        document=record.as_json(),
        time=record.time,
        retry_key=retry.key if retry else None,
        retry_body=retry.body if retry else "",
    )
    try:
        keep(row)
    except IntegrityError:
        # two of the same at once: the other one was first, and is what the answer tells of
        if retry is None or (before := recorded(visit, retry)) is None:
            raise
        raise RetriedError(before) from None
    return record


def recorded(visit: "Visit", retry: Retry | None) -> Record | None:
    """The record that a request with this key has made before. InputError if that was another act."""
    if retry is None:
        return None
    row = ConsentRecord.objects.filter(site_id=visit.site.site_id, retry_key=retry.key).first()
    if row is None:
        return None
    if row.retry_body != retry.body:
        message = _("This Idempotency-Key was used for another act. Take a new random one for each act.")
        raise InputError(message, status=422)
    return Record.from_json(row.document)


def shown(visit: "Visit", method: str) -> Shown:
    """What the visitor had before their eyes when they acted, archived by now."""
    absolute = visit.request.build_absolute_uri
    return Shown(
        site=visit.site.slug,
        controller=visit.controller,
        registry_version=visit.registry.version,
        registry_hash=visit.registry.hash,
        language=visit.language,
        texts_hash=archived(visit),
        method=Method(method),
        notice_url=absolute(visit.links["policy"]),
        withdrawal_url=absolute(visit.links["preferences"]),
        jurisdiction=visit.jurisdiction,
    )

"""Retries: a choice that is sent again with the same Idempotency-Key is recorded once and answered the same.

The key is random and the sender's own; only its hash is kept, beside the record that it made.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from speculoos.consent.choice import Choice, Chosen
from speculoos.consent.record import Record
from speculoos.core.errors import InputError
from speculoos.law.place import choice_days
from speculoos.web.conf import config
from speculoos.web.store.record import Retry

KEY = re.compile(r"[\x21-\x7e]{16,200}")


def retry_of(request: HttpRequest, act: bytes | Iterable[str], key: str | None = None) -> Retry | None:
    """What tells a retry of this request; None if it came without a key. InputError for a key that is too weak."""
    stated = request.headers.get("Idempotency-Key") or key
    if not stated:
        return None
    if not KEY.fullmatch(stated):
        raise InputError(_("An Idempotency-Key is 16 to 200 visible ASCII characters, random and new for each act."))
    body = act if isinstance(act, bytes) else "\x00".join(act).encode("utf-8", "surrogatepass")
    return Retry(hashlib.sha256(stated.encode()).hexdigest(), hashlib.sha256(body).hexdigest())


def chosen_before(record: Record) -> Chosen:
    """The choice that a record was made of."""
    days = choice_days(record.shown.jurisdiction, config().choice_days)
    made = record.time + record.validity - timedelta(days=days)
    refused = frozenset(record.refused_services)
    choice = Choice(record.shown.registry_version, made, record.states, record.receipt, refused)
    return Chosen(choice, record.events)

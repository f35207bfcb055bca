"""The record of one act, in the shape of ISO/IEC TS 27560:2023 (law.md ISO, EU-09, FR-03, REC-01).

A record says what was shown, when, how it was answered and what each purpose became. It holds no address and no
user agent, and nothing that is not named here (REC-02): from_json refuses more. No store, no clock, no ledger.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from speculoos.consent.choice import MAX_AGE_DAYS, Chosen, Event
from speculoos.consent.state import Act, State, step
from speculoos.core.durations import seconds
from speculoos.core.errors import InputError

SCHEMA_VERSION = "ISO/IEC TS 27560:2023; speculoos 1"


STANDING_REFUSAL = Event("*", Act.REFUSE, State.REFUSED)
"""The event of a choice where nothing was there to choose: everything optional refused, whatever it may come to be."""


class Method(StrEnum):
    """How the visitor's act reached us."""

    BANNER = "banner"
    PREFERENCES = "preferences"
    API = "api"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the visitor had before their eyes.

    `registry_hash` names the frozen declaration, `texts_hash` the archived banner and page (see texts_hash).
    `jurisdiction` is None where the place is unknown, so that the strictest rules applied.
    """

    site: str
    controller: str
    registry_version: int
    registry_hash: str
    language: str
    texts_hash: str
    method: Method
    notice_url: str | None = None
    withdrawal_url: str | None = None
    jurisdiction: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One act: an entry of the ledger. `states` and `refused_services` are the result, `events` how it came about."""

    record_id: str
    receipt: str
    time: datetime
    shown: Shown
    events: tuple[Event, ...]
    states: tuple[tuple[str, State], ...]
    refused_services: tuple[str, ...] = ()
    validity: timedelta = timedelta(days=MAX_AGE_DAYS)

    @classmethod
    def of(cls, chosen: Chosen, shown: Shown, now: datetime, *, validity_days: int = MAX_AGE_DAYS) -> "Record":
        """The record of what `choose` returned, with a fresh record id."""
        choice, time = chosen.choice, now.astimezone(UTC).replace(microsecond=0)
        left = choice.time + timedelta(days=validity_days) - time
        refused = tuple(sorted(choice.refused_services))
        return cls(new_record_id(), choice.receipt, time, shown, chosen.events, choice.states, refused, left)

    def as_json(self) -> dict[str, Any]:
        """The published shape (record.schema.json), the same for the same record."""
        return {
            "schema_version": SCHEMA_VERSION,
            "record_id": self.record_id,
            "record_time": _iso(self.time),
            "pii_principal_id": self.receipt,
            "pii_processing": _processing(self),
            "parties": [{"party_id": "controller", "party_role": "controller", "party_name": self.shown.controller}],
            "events": [_event(self, event) for event in self.events or (STANDING_REFUSAL,)],
        }

    def as_text(self) -> str:
        """The canonical JSON text: sorted keys, no spaces. This is what a ledger hashes."""
        return json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, data: Any) -> "Record":
        """The record in this JSON. Raises InputError unless it is exactly what as_json would write."""
        fault = best_match(_validator().iter_errors(data))
        if fault is not None:
            raise InputError(f"This is not a consent record: {fault.json_path} {fault.message[:200]}.")
        try:
            record = _record(data)
        except (ValueError, OverflowError) as error:
            raise InputError(f"This is not a consent record: {error}.") from error
        if record.as_json() != data:
            raise InputError("This consent record contradicts itself: its events have another time, life or receipt.")
        return record


class Standing(NamedTuple):
    """What a row of records amounts to."""

    states: dict[str, State]
    refused_services: frozenset[str]


def replay(records: Iterable[Record]) -> Standing:
    """The states that the events of one receipt's records lead to, oldest first, starting from unset.

    Only the acts are followed and the recorded states ignored, so a difference between the two is a forged record.
    A purpose refused as a whole takes its services along.
    """
    states: dict[str, State] = {}
    refused: dict[str, str] = {}
    for event in (event for record in records for event in record.events):
        if event.service is None:
            states[event.purpose] = step(states.get(event.purpose, State.UNSET), event.act)
            if states[event.purpose] in (State.REFUSED, State.WITHDRAWN):
                refused = {service: purpose for service, purpose in refused.items() if purpose != event.purpose}
        elif event.act is Act.GRANT:
            refused.pop(event.service, None)
        else:
            refused[event.service] = event.purpose
    return Standing(states, frozenset(refused))


def receipt(record: Record) -> dict[str, Any]:
    """The visitor's copy, flat and readable: what they said, to whom, about what, until when and how to undo it."""
    shown = record.shown
    return {
        "receipt": record.receipt,
        "record": record.record_id,
        "time": _iso(record.time),
        "valid_until": _iso(record.time + record.validity),
        "site": shown.site,
        "controller": shown.controller,
        "method": str(shown.method),
        "language": shown.language,
        "jurisdiction": shown.jurisdiction,
        "purposes": {purpose: str(state) for purpose, state in record.states},
        "refused_services": [*record.refused_services],
        "registry": {"version": shown.registry_version, "hash": shown.registry_hash},
        "texts_hash": shown.texts_hash,
        "notice": shown.notice_url,
        "withdraw_at": shown.withdrawal_url,
    }


def texts_hash(shown: Any) -> str:
    """SHA-256 over the canonical JSON of what was shown (FR-03), 64 hexadecimal digits.

    The archive keeps exactly that document, so that whoever holds it can work the hash out again.
    """
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def new_record_id() -> str:
    """128 random bits, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def schema() -> dict[str, Any]:
    """The published JSON Schema of a record."""
    text = files("speculoos.consent").joinpath("record.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def _processing(record: Record) -> dict[str, Any]:
    shown = record.shown
    return {
        "site": shown.site,
        "privacy_notice": {
            "registry_version": shown.registry_version,
            "registry_hash": shown.registry_hash,
            "texts_hash": shown.texts_hash,
            "url": shown.notice_url,
        },
        "language": shown.language,
        "validity_duration": _duration(record.validity),
        "lawful_basis": "consent",
        "collection_method": str(shown.method),
        "jurisdiction": shown.jurisdiction,
        "withdrawal_method": shown.withdrawal_url,
        "purposes": [{"purpose": purpose, "state": str(state)} for purpose, state in record.states],
        "refused_services": [*record.refused_services],
    }


def _event(record: Record, event: Event) -> dict[str, Any]:
    return {
        "event_time": _iso(record.time),
        "validity_duration": _duration(record.validity),
        "entity_id": record.receipt,
        "event_type": str(event.act),
        "event_state": str(event.state),
        "purpose": event.purpose,
        "service": event.service,
    }


def _record(data: Any) -> Record:
    processing, notice = data["pii_processing"], data["pii_processing"]["privacy_notice"]
    shown = Shown(
        site=processing["site"],
        controller=data["parties"][0]["party_name"],
        registry_version=notice["registry_version"],
        registry_hash=notice["registry_hash"],
        language=processing["language"],
        texts_hash=notice["texts_hash"],
        method=Method(processing["collection_method"]),
        notice_url=notice["url"],
        withdrawal_url=processing["withdrawal_method"],
        jurisdiction=processing["jurisdiction"],
    )
    return Record(
        record_id=data["record_id"],
        receipt=data["pii_principal_id"],
        time=datetime.fromisoformat(data["record_time"]),
        shown=shown,
        events=tuple(event for event in map(_read_event, data["events"]) if event != STANDING_REFUSAL),
        states=tuple((each["purpose"], State(each["state"])) for each in processing["purposes"]),
        refused_services=tuple(processing["refused_services"]),
        validity=timedelta(seconds=seconds(processing["validity_duration"])),
    )


def _read_event(event: Mapping[str, Any]) -> Event:
    return Event(event["purpose"], Act(event["event_type"]), State(event["event_state"]), event["service"])


def _duration(validity: timedelta) -> str:
    """ISO 8601 in days, and in seconds where days are not enough."""
    return f"P{validity.days}D" + (f"T{validity.seconds}S" if validity.seconds else "")


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""The sealed receipt: the records of one receipt with all that proves them, checkable without us.

Each record comes with its salt and its path to the root of one signed checkpoint. Knows values only; it reads what
anybody may hand in, so nothing in it is believed before it is verified.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from speculoos.consent.ledger import (
    Checkpoint,
    from_base64,
    from_hex,
    key_id,
    leaf_of,
    signed_by,
    to_base64,
)
from speculoos.consent.merkle import verify_inclusion
from speculoos.consent.record import Record
from speculoos.core.errors import InputError

FORMAT = "speculoos-receipt-1"


@dataclass(frozen=True, slots=True)
class Proven:
    """One record with its salt, its place in the ledger and its path to the checkpoint's root."""

    record: Record
    salt: bytes
    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """All records of one receipt, oldest first, under one checkpoint."""

    receipt: str
    records: tuple[Proven, ...]
    checkpoint: Checkpoint
    public_key: bytes

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "receipt": self.receipt,
            "records": [_proven_json(each) for each in self.records],
            "checkpoint": self.checkpoint.as_json(),
            "public_key": to_base64(self.public_key),
        }

    @classmethod
    def from_json(cls, data: Any) -> "Sealed":
        """The receipt in this JSON, not yet verified. Raises InputError for what is none."""
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise InputError(f"This is not a receipt: its format should be {FORMAT}.")
        try:
            records = tuple([_read(each) for each in data["records"]])
            key = from_base64(data["public_key"])
            return cls(str(data["receipt"]), records, Checkpoint.from_json(data["checkpoint"]), key)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise InputError(f"This is not a receipt: {type(fault).__name__} at {fault}.") from fault


def faults(sealed: Sealed, trusted: Collection[str] = ()) -> Sequence[str]:
    """All that is wrong with a receipt, in words; empty if it proves what it says.

    `trusted` are the ids of the keys that are believed; without any, the key that the receipt brings along is.
    """
    checkpoint, found = sealed.checkpoint, []
    if not signed_by(checkpoint, sealed.public_key):
        found.append("The checkpoint was not signed by the key that stands beside it.")
    if trusted and key_id(sealed.public_key) not in trusted:
        found.append(f"The key {key_id(sealed.public_key)} is not one that you trust.")
    if not sealed.records:
        found.append("It has no record.")
    return [*found, *(fault for each in sealed.records for fault in _record_faults(each, sealed))]


def _record_faults(proven: Proven, sealed: Sealed) -> Sequence[str]:
    record, checkpoint, found = proven.record, sealed.checkpoint, []
    leaf = leaf_of(proven.salt, record.as_text())
    if not verify_inclusion(leaf, proven.index, checkpoint.size, proven.path, checkpoint.root):
        found.append(f"Record {record.record_id} is not the one at place {proven.index} of the ledger.")
    if record.receipt != sealed.receipt:
        found.append(f"Record {record.record_id} belongs to another receipt.")
    if record.shown.site != checkpoint.site:
        found.append(f"Record {record.record_id} is of the site {record.shown.site}, not of {checkpoint.site}.")
    return found


def _proven_json(proven: Proven) -> dict[str, Any]:
    return {
        "record": proven.record.as_json(),
        "salt": to_base64(proven.salt),
        "index": proven.index,
        "path": [step.hex() for step in proven.path],
    }


def _read(data: Any) -> Proven:
    index = data["index"]
    if not isinstance(index, int) or isinstance(index, bool):
        raise TypeError("index, which should be a number")
    path = tuple([from_hex(step) for step in data["path"]])
    return Proven(Record.from_json(data["record"]), from_base64(data["salt"]), index, path)


def in_words(sealed: Sealed) -> str:
    """What was chosen, for a terminal: site, times, and each purpose with its state after the last record."""
    lines = [f"Receipt {sealed.receipt} of {sealed.checkpoint.site}"]
    for proven in sealed.records:
        record = proven.record
        acts = ", ".join(dict.fromkeys(str(event.act) for event in record.events)) or "standing refusal"
        shown = f"version {record.shown.registry_version}, in {record.shown.language}, by {record.shown.method}"
        lines += [f"{record.time:%Y-%m-%d %H:%M:%S} UTC: {acts} ({shown})"]
        lines += [f"  {purpose}: {state}" for purpose, state in record.states]
        lines += [f"  service {service}: refused" for service in record.refused_services]
    checkpoint = sealed.checkpoint
    lines.append(
        f"Under the checkpoint of {checkpoint.time:%Y-%m-%d %H:%M:%S} UTC: {checkpoint.size} records, "
        f"root {checkpoint.root.hex()}, signed by key {checkpoint.key_id}"
    )
    return "\n".join(lines) + "\n"

"""What the ledger holds: salted commitments to records, and signed checkpoints over the tree of them.

A leaf commits to a record through a random salt of its own. Once salt and record are destroyed the leaf says nothing
of anybody, and the tree above it still verifies. Knows values; no store, no clock, no place where keys are kept.
"""

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from speculoos.consent.merkle import SIZE, leaf_hash
from speculoos.core.errors import InputError

SALT_BYTES = 32
SIGNED_AS = b"speculoos consent ledger checkpoint v1\n"
"""Begins every text that is signed, so that a signature counts for nothing else."""
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def leaf_of(salt: bytes, text: str) -> bytes:
    """The leaf hash of a record: over SHA-256 of its salt and its canonical text."""
    return leaf_hash(hashlib.sha256(salt + text.encode()).digest())


def canonical(document: Any) -> str:
    """The canonical text of a record's document, as Record.as_text writes it."""
    return ENCODER.encode(document)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ledger of one site at one time, signed: so many records, under this root."""

    site: str
    size: int
    root: bytes
    time: datetime
    key_id: str
    signature: bytes = b""

    def signed_text(self) -> bytes:
        """The bytes under the signature."""
        return SIGNED_AS + canonical(self._stated()).encode()

    def as_json(self) -> dict[str, Any]:
        return self._stated() | {"signature": to_base64(self.signature)}

    @classmethod
    def from_json(cls, data: Any) -> "Checkpoint":
        """The checkpoint in this JSON. Raises InputError for what is none; the signature is not looked at."""
        try:
            size, texts = data["size"], [data[name] for name in ("site", "root", "time", "key", "signature")]
            if not isinstance(size, int) or isinstance(size, bool) or not all(isinstance(t, str) for t in texts):
                raise TypeError("a member has the wrong type")
            site, root, time, key, signature = texts
            moment = datetime.strptime(time, TIME).replace(tzinfo=UTC)
            return cls(site, size, from_hex(root), moment, key, from_base64(signature))
        except (KeyError, TypeError, ValueError) as fault:
            raise InputError(f"This is not a checkpoint: {fault}.") from fault

    def _stated(self) -> dict[str, Any]:
        time = self.time.astimezone(UTC).strftime(TIME)
        return {"site": self.site, "size": self.size, "root": self.root.hex(), "time": time, "key": self.key_id}


TIME = "%Y-%m-%dT%H:%M:%SZ"


def sign(key: Ed25519PrivateKey, site: str, size: int, root: bytes, time: datetime) -> Checkpoint:
    """A signed checkpoint. The time is kept to the second."""
    moment = time.astimezone(UTC).replace(microsecond=0)
    bare = Checkpoint(site, size, root, moment, key_id(public_bytes(key)))
    return Checkpoint(site, size, root, moment, bare.key_id, key.sign(bare.signed_text()))


def signed_by(checkpoint: Checkpoint, public_key: bytes) -> bool:
    """Whether the holder of this key signed the checkpoint, and the checkpoint names that key."""
    if checkpoint.key_id != key_id(public_key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(checkpoint.signature, checkpoint.signed_text())
    except (InvalidSignature, ValueError):
        return False
    return True


def signature_fault(checkpoint: Checkpoint, keys: Mapping[str, bytes]) -> str:
    """Why the signature does not count, in words; empty if it does."""
    if checkpoint.key_id not in keys:
        return f"it is signed by key {checkpoint.key_id}, which is not known here"
    return "" if signed_by(checkpoint, keys[checkpoint.key_id]) else "its signature does not fit what it states"


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def key_id(public_key: bytes) -> str:
    """The name of a key: the first 16 hexadecimal digits of the SHA-256 of its public half."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """The bytes; ValueError for what is not base64."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise ValueError(f"{text[:60]!r} is not base64") from fault


def from_hex(text: str) -> bytes:
    """The bytes of a hash; ValueError for what is not 64 hexadecimal digits."""
    found = bytes.fromhex(text)
    if len(found) != SIZE or text != found.hex():
        raise ValueError(f"{text[:80]!r} is not a hash of 64 small hexadecimal digits")
    return found

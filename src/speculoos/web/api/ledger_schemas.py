"""The shapes of the ledger's answers. No behaviour."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from speculoos.web.api.schemas import HASH, example

CHECKPOINT = {
    "site": "biscuiterie",
    "size": 6,
    "root": HASH,
    "time": "2026-11-24T08:00:00Z",
    "key": "0f1e2d3c4b5a6978",
    "signature": "c2lnbmF0dXJl",
}


class CheckpointOut(Schema):
    """A signed statement of how many records the ledger has, and under which root."""

    site: str
    size: int
    root: str = Field(description="The root of the Merkle tree over the first `size` records (RFC 9162).")
    time: datetime
    key: str = Field(description="The id of the key that signed.")
    signature: str = Field(description="Ed25519, in base64, over the other five members as docs/how-to/ledger.md says.")

    model_config = example(**CHECKPOINT)


class KeyOut(Schema):
    """The public half of a key that signs or has signed."""

    key: str = Field(description="The first 16 hexadecimal digits of the SHA-256 of the public key.")
    public_key: str = Field(description="32 bytes in base64.")
    first_used: datetime


class LedgerOut(Schema):
    """The ledger of a site."""

    site: str
    size: int = Field(description="How many records it has now, erased ones included.")
    checkpoint: CheckpointOut | None = Field(description="The last one; null before the first record.")
    keys: list[KeyOut]
    links: dict[str, str]


class InclusionOut(Schema):
    """The path from one record's leaf to the root of a checkpoint (RFC 9162 section 2.1.3)."""

    record: str
    index: int = Field(description="The place of the record, from 0.")
    leaf: str = Field(description="The leaf hash; who holds record and salt can make it.")
    path: list[str]
    checkpoint: CheckpointOut

    model_config = example(
        record="0123456789abcdef0123456789abcdef", index=1, leaf=HASH, path=[HASH], checkpoint=CHECKPOINT
    )


class ConsistencyOut(Schema):
    """What shows that an older ledger is the beginning of a newer one (RFC 9162 section 2.1.4)."""

    first: int
    second: int
    path: list[str]

    model_config = example(first=4, second=6, path=[HASH])


class ProvenOut(Schema):
    record: dict[str, Any] = Field(description="The record; schema: consent/record.schema.json.")
    salt: str
    index: int
    path: list[str]


class SealedOut(Schema):
    """A receipt that anybody can verify without us: `speculoos receipt verify FILE`."""

    format: Literal["speculoos-receipt-1"]
    receipt: str
    records: list[ProvenOut]
    checkpoint: CheckpointOut
    public_key: str

    model_config = ConfigDict(extra="forbid")

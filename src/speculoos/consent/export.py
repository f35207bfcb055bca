"""Consent records as files to take away: JSON lines, CSV, Parquet and linked data, in one pass over any number of them.

Takes the documents as they are stored (the shape of `record.schema.json`) and yields bytes. No store, no clock.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from speculoos.consent.dpv import linked
from speculoos.core.durations import seconds
from speculoos.core.errors import UsageError

Document = Mapping[str, Any]

COLUMNS = (
    "record", "time", "valid_until", "receipt", "site", "controller", "version", "registry_hash", "texts_hash",
    "language", "jurisdiction", "method", "notice", "withdraw_at",
)  # fmt: skip
"""What every record has once, in the order of the columns."""
PER_PURPOSE = ("purpose", "state", "refused_services")
BATCH = 5_000
"""How many records one row group of Parquet holds."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula."""


def row(document: Document) -> dict[str, Any]:
    """What a record has once, flat."""
    processing = document["pii_processing"]
    notice, time = processing["privacy_notice"], datetime.fromisoformat(document["record_time"])
    until = time + timedelta(seconds=seconds(processing["validity_duration"]))
    return {
        "record": document["record_id"],
        "time": time,
        "valid_until": until,
        "receipt": document["pii_principal_id"],
        "site": processing["site"],
        "controller": document["parties"][0]["party_name"],
        "version": notice["registry_version"],
        "registry_hash": notice["registry_hash"],
        "texts_hash": notice["texts_hash"],
        "language": processing["language"],
        "jurisdiction": processing["jurisdiction"],
        "method": processing["collection_method"],
        "notice": notice["url"],
        "withdraw_at": processing["withdrawal_method"],
    }


def to_jsonl(documents: Iterable[Document]) -> Iterator[bytes]:
    """One record a line, canonical, as the ledger hashes it: `Record.from_json` reads each line back."""
    for document in documents:
        yield json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def to_csv(documents: Iterable[Document]) -> Iterator[bytes]:
    """One line for each purpose of each record; a standing refusal, which decides no purpose, has one line too."""
    yield _csv_line([*COLUMNS, *PER_PURPOSE])
    for document in documents:
        once = [_cell(value) for value in row(document).values()]
        processing = document["pii_processing"]
        refused = " ".join(processing["refused_services"])
        decided = [(each["purpose"], each["state"]) for each in processing["purposes"]] or [("*", "refused")]
        for purpose, state in decided:
            yield _csv_line([*once, purpose, state, refused])


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) and " " in text else text


def _csv_line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def to_jsonld(documents: Iterable[Document]) -> Iterator[bytes]:
    """Linked data in the words of the DPV, profile ISO/IEC TS 27560. The context is in the file: nothing is fetched."""
    return linked(documents)


def to_parquet(documents: Iterable[Document]) -> Iterator[bytes]:
    """One row a record, with purposes and events as lists. Written group by group, so memory stays small.

    UsageError at once where pyarrow is missing, not when half of an answer has been sent.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as missing:
        raise UsageError('Parquet needs pyarrow: pip install "speculoos[parquet]".') from missing
    return _groups(pa, parquet, documents)


def _groups(pa: Any, parquet: Any, documents: Iterable[Document]) -> Iterator[bytes]:
    schema, sink = _schema(pa), _Sink()
    with parquet.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        source = iter(documents)
        while batch := [_nested(document) for document in islice(source, BATCH)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _schema(pa: Any) -> Any:
    text, moment = pa.string(), pa.timestamp("s", tz="UTC")
    state = pa.struct([("purpose", text), ("state", text)])
    event = pa.struct([("purpose", text), ("service", text), ("act", text), ("state", text)])
    kinds = dict.fromkeys(COLUMNS, text) | {"time": moment, "valid_until": moment, "version": pa.int32()}
    lists = [("purposes", pa.list_(state)), ("refused_services", pa.list_(text)), ("events", pa.list_(event))]
    return pa.schema([*kinds.items(), *lists])


def _nested(document: Document) -> dict[str, Any]:
    processing = document["pii_processing"]
    events = [
        {"purpose": e["purpose"], "service": e["service"], "act": e["event_type"], "state": e["event_state"]}
        for e in document["events"]
    ]
    lists = {name: processing[name] for name in ("purposes", "refused_services")}
    return row(document) | lists | {"events": events}


class _Sink(io.RawIOBase):
    """What was written since it was last taken: a file that nobody has to keep."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []
        self.at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def write(self, data: Any) -> int:
        part = bytes(data)
        self.parts.append(part)
        self.at += len(part)
        return len(part)

    def taken(self) -> bytes:
        found, self.parts = b"".join(self.parts), []
        return found


FORMATS: Mapping[str, tuple[str, Callable[[Iterable[Document]], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "jsonl": ("application/jsonl", to_jsonl),
    "parquet": ("application/vnd.apache.parquet", to_parquet),
    "jsonld": ("application/ld+json", to_jsonld),
}
"""The formats by the ending of their files: media type and writer."""

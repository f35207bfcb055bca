"""Verifying a site's ledger as it is stored: its rows brought to consent.examine, and what only the store can see.

Only what was there at the start is read, so the ledger may grow meanwhile; no lock is held.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from speculoos.consent.examine import Examination, Fault, Finding, Place, Row, examine, locate
from speculoos.consent.merkle import EMPTY_ROOT, Frontier
from speculoos.web.store.booking import as_value, public_keys
from speculoos.web.store.ledger import LedgerCheckpoint, LedgerEntry, LedgerHead
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site

Tick = Callable[[int, int], None]
"""`tick(done, of)`: called now and then while rows are read."""

ROOTS = (Fault.CHECKPOINT, Fault.HEAD)
SHOWN = {"receipt": "pii_principal_id", "record_id": "record_id"}
PROCESSED = {"language": "language", "method": "collection_method"}
COLUMNS = (*SHOWN, *PROCESSED, "version", "result", "time")


def verify_site(site: Site, tick: Tick = lambda *_: None) -> Examination:
    """All that is wrong with a site's ledger."""
    checkpoints = [as_value(row, site.slug) for row in LedgerCheckpoint.objects.filter(site=site)]
    head = LedgerHead.objects.filter(site=site).first() or LedgerHead(site=site)
    stated = (head.size, Frontier.from_bytes(head.size, bytes(head.peaks)).root() if head.size else EMPTY_ROOT)
    beside: list[Finding] = []
    result = examine(_rows(site, head.size, beside, tick), checkpoints, public_keys(), stated, site.slug)
    result.findings += [*beside, *_extra(site)]
    if any(f.fault in ROOTS for f in result.findings) and not any(f.fault is Fault.REMOVED for f in result.findings):
        known = {(finding.fault, finding.index) for finding in result.findings}
        result.findings += [f for f in locate(_places(site)) if (f.fault, f.index) not in known]
    return result


def verify_and_note(site: Site, tick: Tick = lambda *_: None) -> Examination:
    """The same, and kept for the back office that it was done, when and with what result."""
    began = timezone.now()
    result = verify_site(site, tick)
    noted = {"verified_at": began, "verified_size": result.size, "verified_findings": len(result.findings)}
    LedgerHead.objects.filter(site=site).update(**noted)
    return result


def _rows(site: Site, size: int, beside: list[Finding], tick: Tick) -> Iterator[Row]:
    """The rows in their order; columns that contradict their record go to `beside`."""
    names = ("index", "record_id", "salt", "leaf", "root", "erased_at", "record__document")
    entries = LedgerEntry.objects.filter(site=site, index__lt=size).order_by("index")
    columns = [f"record__{name}" for name in COLUMNS]
    for done, values in enumerate(entries.values_list(*names, *columns).iterator(chunk_size=2000)):
        index, record_id, salt, leaf, root, erased_at, document = values[:7]
        if done % 2000 == 0:
            tick(done, size)
        wrong = _contradictions(document, dict(zip(COLUMNS, values[7:], strict=True))) if document else []
        if wrong:
            message = f"the columns beside the record contradict it: {', '.join(wrong)}"
            beside.append(Finding(Fault.CHANGED, index, record_id, message))
        salted = None if salt is None else bytes(salt)
        yield Row(index, record_id, salted, bytes(leaf), bytes(root), erased_at is not None, document)
    tick(size, size)


def _contradictions(document: Any, columns: dict[str, Any]) -> list[str]:
    """The names of the columns that say something else than the document."""
    try:
        processing = document["pii_processing"]
        stated = {name: document[key] for name, key in SHOWN.items()}
        stated |= {name: processing[key] for name, key in PROCESSED.items()}
        stated["version"] = processing["privacy_notice"]["registry_version"]
        stated["result"] = {each["purpose"]: each["state"] for each in processing["purposes"]}
        stated["time"] = document["record_time"]
    except (KeyError, TypeError):
        return ["document"]
    columns["time"] = columns["time"].isoformat().replace("+00:00", "Z") if columns["time"] else None
    return [name for name in COLUMNS if columns[name] != stated[name]]


def _extra(site: Site) -> Iterator[Finding]:
    """Rows that stand outside the ledger: records without a place, and leaves beyond its head."""
    for record_id in ConsentRecord.objects.filter(site=site, entry__isnull=True).values_list("record_id", flat=True):
        yield Finding(Fault.INSERTED, None, record_id, "the record has no place in the ledger")
    size = LedgerHead.objects.filter(site=site).values_list("size", flat=True).first() or 0
    later = LedgerEntry.objects.filter(site=site, index__gte=size)
    # a record may be entered between these two queries: such a leaf is within the head by now
    for entry in [*later]:
        if LedgerHead.objects.filter(site=site, size__lte=entry.index).exists() or not size:
            yield Finding(Fault.INSERTED, entry.index, entry.record_id, "it lies beyond the ledger's head")


def _places(site: Site) -> Iterator[Place]:
    entries = LedgerEntry.objects.filter(site=site).order_by("index").only("index", "record_id", "leaf", "root")
    for row in entries.iterator(chunk_size=5000):
        record_id: str | None = row.record_id
        yield Place(row.index, record_id, bytes(row.leaf), bytes(row.root))

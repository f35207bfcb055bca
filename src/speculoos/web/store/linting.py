"""The lints of the records over what a site has stored: its oldest, which retention is about, and its newest."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from speculoos.consent.lint import lint_records
from speculoos.law.findings import Finding
from speculoos.web.store.archive import ShownNotice
from speculoos.web.store.options import months_of, options_of
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.retention import MONTH
from speculoos.web.store.sites import Site

ENDS = 5_000
"""How many records at each end are looked at: one takes a third of a millisecond, and a ledger may have millions."""


def record_findings(site: Site, now: datetime, *, most: int = 50, archive: bool = True) -> tuple[Finding, ...]:
    """What is wrong with the records at both ENDS of a site, the first `most` findings; REC-03 with `archive`."""
    hashes = set(ShownNotice.objects.filter(site=site).values_list("hash", flat=True)) if archive else None
    found = lint_records(_documents(site), now=now, keep=months_of(options_of(site.pk)) * MONTH, archived=hashes)
    return tuple(islice(found, most))


def _documents(site: Site) -> Iterator[dict[str, object]]:
    """All that there are, or the two ends of many."""
    rows = ConsentRecord.objects.filter(site=site).values_list("document", flat=True)
    left = max(0, min(ENDS, rows.count() - ENDS))
    oldest, newest = rows.order_by("pk")[:ENDS], rows.order_by("-pk")[:left]
    return chain(oldest.iterator(chunk_size=1000), newest.iterator(chunk_size=1000))

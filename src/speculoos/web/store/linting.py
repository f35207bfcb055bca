"""The lints of the records over what a site has stored. Reads every record of the site, and holds none of them."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from speculoos.consent.lint import lint_records
from speculoos.law.findings import Finding
from speculoos.web.store.archive import ShownNotice
from speculoos.web.store.options import months_of, options_of
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.retention import MONTH
from speculoos.web.store.sites import Site


def record_findings(site: Site, now: datetime, *, most: int = 50, archive: bool = True) -> tuple[Finding, ...]:
    """What is wrong with the records of a site, the first `most` findings. Without `archive`, REC-03 is left out."""
    hashes = set(ShownNotice.objects.filter(site=site).values_list("hash", flat=True)) if archive else None
    found = lint_records(_documents(site), now=now, keep=months_of(options_of(site.pk)) * MONTH, archived=hashes)
    return tuple(islice(found, most))


def _documents(site: Site) -> Iterator[dict[str, object]]:
    rows = ConsentRecord.objects.filter(site=site).order_by("pk").values_list("document", flat=True)
    return rows.iterator(chunk_size=2000)

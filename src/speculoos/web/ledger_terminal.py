"""The command `ledger verify`: every site's ledger and archive verified, with progress on a terminal."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from speculoos.consent.examine import Examination
from speculoos.core.errors import UsageError
from speculoos.law.findings import Finding
from speculoos.web.store.archive import Gaps, gaps
from speculoos.web.store.linting import record_findings
from speculoos.web.store.sites import Site
from speculoos.web.store.verifying import Tick, verify_and_note

SHOWN = 50
"""How many findings of one site are written out."""


def verify(slug: str | None) -> tuple[str, bool]:
    """The report and whether all is well. UsageError for a site that does not exist."""
    sites = [*(Site.objects.filter(slug=slug) if slug else Site.objects.all())]
    if not sites:
        raise UsageError(f"There is no site {slug!r} in this database." if slug else "There is no site here.")
    found = []
    for site in sites:
        with _progress(site.slug) as tick:
            found.append((site, verify_and_note(site, tick)))
    unshown = {site.slug: gaps(site) for site in sites}
    # the archive's own lines say what REC-03 would
    linted = {site.slug: record_findings(site, timezone.now(), most=SHOWN, archive=False) for site in sites}
    told = [
        line
        for site, result in found
        for line in (
            *lines(site, result),
            *archive_lines(site, unshown[site.slug]),
            *lint_lines(site, linted[site.slug]),
        )
    ]
    well = not any(result.findings for _, result in found) and not any((*unshown.values(), *linted.values()))
    return "".join(f"{line}\n" for line in told), well


def lines(site: Site, result: Examination) -> Iterator[str]:
    seal = result.last
    signed = f"{result.checkpoints} checkpoints" if seal else "no checkpoint yet"
    if seal:
        signed += f", the last of {seal.size} records at {seal.time:%Y-%m-%d %H:%M:%S} UTC by key {seal.key_id}"
    verdict = f"{len(result.findings)} FINDINGS" if result.findings else "verified"
    yield f"{site.slug}: {verdict}. {result.size} records ({result.erased} erased), root {result.root.hex()}, {signed}."
    yield from (f"{site.slug}: {finding}" for finding in result.findings[:SHOWN])
    if len(result.findings) > SHOWN:
        yield f"{site.slug}: and {len(result.findings) - SHOWN} more"


def archive_lines(site: Site, found: Gaps) -> Iterator[str]:
    """What is wrong with the archive of what was shown (REC-03); nothing where it is whole."""
    if found.records:
        names = "record names" if found.records == 1 else "records name"
        yield f"{site.slug}: {found.records} {names} words that are not in the archive"
    yield from (f"{site.slug}: changed in the archive: what was shown as {hash}" for hash in found.changed[:SHOWN])


def lint_lines(site: Site, found: Iterable[Finding]) -> Iterator[str]:
    """What the records themselves lack or tell too much of (REC-01, REC-02); nothing where they are as they should."""
    yield from (f"{site.slug}: {each.id} {each.entry}: {each.message} {each.hint}" for each in found)


@contextmanager
def _progress(slug: str) -> Iterator[Tick]:
    """A bar on standard error, on a terminal alone."""
    console = Console(stderr=True)
    columns = (TextColumn(slug), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(slug, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)

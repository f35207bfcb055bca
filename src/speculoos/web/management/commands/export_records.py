"""`export_records`: the consent records of a site as a file, with progress on a terminal."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from speculoos.consent.export import FORMATS
from speculoos.core.errors import InputError, UsageError
from speculoos.web.store.exporting import Span, chosen, documents
from speculoos.web.store.sites import Site


class Command(BaseCommand):
    help = "Write a site's consent records, the oldest first, as JSON lines, CSV, Parquet or linked data (DPV)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", help="the site's short name")
        parser.add_argument("--format", choices=sorted(FORMATS), help="without it, by the ending of the file; jsonl")
        parser.add_argument("--from", dest="since", default="", help="the first day or moment, such as 2026-11-01")
        parser.add_argument(
            "--to", dest="until", default="", help="the last day, or the moment before which they count"
        )
        parser.add_argument("-o", "--output", help="the file to write; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        site = Site.objects.filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site {options['site']}.")
        path = Path(options["output"]) if options["output"] else None
        ending = path.suffix.removeprefix(".") if path else ""
        write = FORMATS[options["format"] or (ending if ending in FORMATS else "jsonl")][1]
        try:
            records = chosen(site, Span.of(options["since"], options["until"]))
            with path.open("wb") if path else nullcontext(sys.stdout.buffer) as out:
                _put(write(_shown(documents(records), records.count())), out)
        except (InputError, UsageError, OSError) as fault:
            raise CommandError(str(fault)) from fault


def _put(chunks: Iterable[bytes], out: BinaryIO) -> None:
    for chunk in chunks:
        out.write(chunk)


def _shown(found: Iterable[Any], count: int) -> Iterator[Any]:
    """The same, with a bar on standard error while they pass; on a terminal alone."""
    console = Console(stderr=True)
    columns = (TextColumn("records"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(found, total=count)

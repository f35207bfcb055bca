"""`gate_import`: what a gate in nginx wrote down, read into the counts of a site. Each log once, as it is rotated."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from speculoos.web.store.gate.importing import Imported, import_log, import_summary
from speculoos.web.store.sites import Site


class Command(BaseCommand):
    help = "Add what the log of a gate in nginx says, or a summary of it as JSON, to what a site's gate did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", help="the site's short name")
        parser.add_argument("file", help="gate.log, or its summary as JSON; - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        site = Site.objects.filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site {options['site']}. See /office/ for the sites.")
        done = self._imported(site, options["file"])
        unread = f" {done.unread} of its lines are not the gate's, or too old." if done.unread else ""
        self.stdout.write(f"{site.slug}: {done.counted} counted in {done.lines} lines.{unread}")

    def _imported(self, site: Site, name: str) -> Imported:
        try:
            with sys.stdin if name == "-" else Path(name).open(encoding="utf-8", errors="replace") as lines:
                first = next(lines, "")
                if first.strip() != "{":  # of a summary, which is printed over several lines, that is the first
                    return import_log(site.pk, _again(first, lines), timezone.now())
                return import_summary(site.pk, json.loads(first + lines.read()), timezone.now())
        except OSError as fault:
            raise CommandError(f"{name} cannot be read: {fault.strerror}.") from fault
        except (ValueError, KeyError, TypeError) as fault:
            raise CommandError(f"{name} is no summary of `speculoos gate summary --format json`.") from fault


def _again(first: str, lines: Any) -> Any:
    yield first
    yield from lines

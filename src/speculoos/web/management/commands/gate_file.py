"""`gate_file`: what a gate elsewhere needs of a site, on standard output."""

import json
import os
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from speculoos.web.store.gate.file import bundle_of
from speculoos.web.store.publish import current


class Command(BaseCommand):
    help = "Print what a gate elsewhere (nginx, ASGI, WSGI) needs of a site: its version, rules and earlier layouts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", help="the site's short name")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        site = current(options["site"])
        if site is None:
            raise CommandError(f"There is no published site {options['site']}. See /office/ for the sites.")
        base = os.environ.get("SPECULOOS_URL", "http://127.0.0.1:8000").rstrip("/")
        self.stdout.write(json.dumps(bundle_of(site, base).as_json(), ensure_ascii=False, indent=1))

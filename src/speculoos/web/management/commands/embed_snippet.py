"""`embed_snippet`: the one script tag that puts the banner on any site, on standard output."""

import os
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from speculoos.web.front.embed import snippet
from speculoos.web.store.publish import current


class Command(BaseCommand):
    help = "Print the script tag that puts a site's banner on its own pages, with its integrity hash."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", help="the site's short name")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if current(options["site"]) is None:
            raise CommandError(f"There is no published site {options['site']}. See /office/ for the sites.")
        self.stdout.write(
            snippet(os.environ.get("SPECULOOS_URL", "http://127.0.0.1:8000").rstrip("/"), options["site"])
        )

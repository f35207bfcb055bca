"""`guard_snippet`: a site's guard, as a tag or whole, on standard output."""

import os
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from speculoos.web.front.guard import guard_of, guard_tag
from speculoos.web.store.publish import current


class Command(BaseCommand):
    help = "Print the script tag of a site's guard, which stands first in a page's head."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", help="the site's short name")
        parser.add_argument("--pinned", action="store_true", help="with the version's number and an integrity hash")
        parser.add_argument(
            "--inline", action="store_true", help="the script itself, and on standard error its hash for script-src"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        site = current(options["site"])
        if site is None:
            raise CommandError(f"There is no published site {options['site']}. See /office/ for the sites.")
        base = os.environ.get("SPECULOOS_URL", "http://127.0.0.1:8000").rstrip("/")
        if not options["inline"]:
            self.stdout.write(guard_tag(base, site, pinned=options["pinned"]))
            return
        made = guard_of(site, base)
        self.stdout.write(made.text, ending="")
        self.stderr.write(f"'{made.sha256}'")

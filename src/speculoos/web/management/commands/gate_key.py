"""`gate_key`: the key with which a gate elsewhere reads one site's choices, on standard output."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from speculoos.gate.keys import site_key
from speculoos.web.conf import config
from speculoos.web.store.publish import current


class Command(BaseCommand):
    help = "Print the key of a site's choices, for a gate in nginx, ASGI or WSGI on another machine. Keep it secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", help="the site's short name")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if current(options["site"]) is None:
            raise CommandError(f"There is no published site {options['site']}. See /office/ for the sites.")
        self.stderr.write(
            f"The key that signs the choices of {options['site']}. Keep it in a file that the gate alone can read; "
            "it opens nothing else of the platform."
        )
        self.stdout.write(site_key(config().secrets()[0], options["site"]).hex())

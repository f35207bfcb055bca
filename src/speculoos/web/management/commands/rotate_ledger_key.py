"""`rotate_ledger_key`: a new key for the checkpoints to come."""

from typing import Any

from django.core.management import BaseCommand, CommandError, call_command

from speculoos.consent.ledger import key_id, public_bytes
from speculoos.core.errors import UsageError
from speculoos.web.signing import rotate, signing_key


class Command(BaseCommand):
    help = "Seal the ledgers with the present key, then put a new one in its place. Earlier signatures still count."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        call_command("checkpoint", stdout=self.stdout)
        try:
            path = rotate()
        except UsageError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Checkpoints are now signed by key {key_id(public_bytes(signing_key()))}, kept in {path}.")

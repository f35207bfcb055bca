"""`erase_receipt`: the records of one receipt destroyed, as the law wants it on request (GDPR Article 17)."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from speculoos.web.store.booking import erase
from speculoos.web.store.records import ConsentRecord


class Command(BaseCommand):
    help = "Destroy the records of a receipt and the salts of their leaves. The ledger still verifies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("receipt", help="as it stands on the visitor's preferences page")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        count = erase(ConsentRecord.objects.filter(receipt=options["receipt"]))
        if not count:
            raise CommandError(f"There is no record of the receipt {options['receipt']}.")
        self.stdout.write(f"Erased {count} record{'' if count == 1 else 's'}.")

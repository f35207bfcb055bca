"""`retain`: records erased that were kept long enough. Run it daily."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from speculoos.web.conf import config
from speculoos.web.store.booking import erase, too_old


class Command(BaseCommand):
    help = "Erase the consent records that are older than `retention_months`. Their leaves stay in the ledger."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        months = config().retention_months
        count = erase(too_old(timezone.now(), months))
        self.stdout.write(f"Erased {count} record{'' if count == 1 else 's'} older than {months} months.")

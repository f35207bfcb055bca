"""`retain`: records erased that were kept long enough, and the wordings that only they named. Run it daily."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from speculoos.web.store.retention import retain


class Command(BaseCommand):
    help = (
        "Erase consent records older than their site's `retention_months`; their leaves stay in the ledger. What gates "
        "counted is kept for half a year."
    )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        for done in retain(timezone.now()):
            records = f"{done.records} record{'' if done.records == 1 else 's'} older than {done.months} months"
            wordings = f" and {done.wordings} wording{'' if done.wordings == 1 else 's'}" if done.wordings else ""
            self.stdout.write(f"{done.site}: erased {records}{wordings}.")

"""`checkpoint`: a signed checkpoint over all that is in the ledgers."""

from typing import Any

from django.core.management import BaseCommand

from speculoos.web.store.booking import checkpoint
from speculoos.web.store.sites import Site


class Command(BaseCommand):
    help = "Seal each site's ledger with a signed checkpoint, where records were added since the last one."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        for site in Site.objects.filter(ledger__isnull=False):
            if made := checkpoint(site.pk):
                root = bytes(made.root).hex()
                self.stdout.write(f"{site.slug}: {made.size} records, root {root}, signed by key {made.key_id}")

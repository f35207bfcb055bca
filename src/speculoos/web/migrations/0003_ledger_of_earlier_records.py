"""Enter the records that were kept before there was a ledger, in the order in which they were kept."""

from typing import Any

from django.db import migrations

from speculoos.consent.ledger import canonical, leaf_of, new_salt
from speculoos.consent.merkle import Frontier


def enter_all(apps: Any, schema_editor: Any) -> None:
    record = apps.get_model("speculoos", "ConsentRecord")
    for site_id in record.objects.order_by("site_id").values_list("site_id", flat=True).distinct():
        enter(apps, site_id, record.objects.filter(site_id=site_id).order_by("pk"))


def enter(apps: Any, site_id: int, records: Any) -> None:
    entry, tile, head = (apps.get_model("speculoos", f"Ledger{name}") for name in ("Entry", "Tile", "Head"))
    frontier = Frontier()
    entries: list[Any] = []
    tiles: list[Any] = []
    for record_id, document in records.values_list("record_id", "document").iterator(chunk_size=1000):
        salt, index = new_salt(), frontier.size
        leaf = leaf_of(salt, canonical(document))
        full = frontier.append(leaf)
        entries.append(
            entry(site_id=site_id, index=index, record_id=record_id, salt=salt, leaf=leaf, root=frontier.root())
        )
        tiles += [tile(site_id=site_id, level=n // 8, index=at, hash=filled) for n, at, filled in full if n % 8 == 0]
    entry.objects.bulk_create(entries, batch_size=500)
    tile.objects.bulk_create(tiles, batch_size=500)
    head.objects.create(site_id=site_id, size=frontier.size, peaks=b"".join(frontier.peaks))


class Migration(migrations.Migration):

    dependencies = [("speculoos", "0002_ledger")]

    operations = [migrations.RunPython(enter_all, migrations.RunPython.noop)]

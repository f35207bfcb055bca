"""Proofs from the database: the nodes of a site's tree by way of its tiles, and the sealed receipt of a visitor.

A proof reads at most 256 rows of each level of tiles, whatever the size of the ledger.
"""

from dataclasses import dataclass, field

from speculoos.consent.ledger import Checkpoint
from speculoos.consent.merkle import inclusion_proof, node_hash
from speculoos.consent.record import Record
from speculoos.consent.sealed import Proven, Sealed
from speculoos.web.store.booking import TILE_BITS, as_value, checkpoint
from speculoos.web.store.ledger import LedgerCheckpoint, LedgerEntry, LedgerKey, LedgerTile

WIDTH = 1 << TILE_BITS


@dataclass
class StoredNodes:
    """The full subtrees of a site's tree, as consent.merkle asks for them. Keeps what it read: make one a request."""

    site_id: int
    tiles: dict[tuple[int, int], dict[int, bytes]] = field(default_factory=dict)

    def __call__(self, level: int, index: int) -> bytes:
        if level % TILE_BITS:
            return node_hash(self(level - 1, 2 * index), self(level - 1, 2 * index + 1))
        return self._tile(level // TILE_BITS, index // WIDTH)[index]

    def _tile(self, level: int, number: int) -> dict[int, bytes]:
        known = self.tiles.get((level, number))
        if known is None:
            span = {"index__gte": number * WIDTH, "index__lt": (number + 1) * WIDTH}
            rows = (
                LedgerTile.objects.filter(site_id=self.site_id, level=level, **span).values_list("index", "hash")
                if level
                else LedgerEntry.objects.filter(site_id=self.site_id, **span).values_list("index", "leaf")
            )
            known = self.tiles[level, number] = {index: bytes(data) for index, data in rows}
        return known


def covering(site_id: int, slug: str, index: int) -> Checkpoint:
    """The last checkpoint, over this place too: one is made if the ledger has grown past the last."""
    row = LedgerCheckpoint.objects.filter(site_id=site_id).last()
    if row is None or row.size <= index:
        row = checkpoint(site_id)
    if row is None:
        raise LedgerEntry.DoesNotExist
    return as_value(row, slug)


def sealed(site_id: int, slug: str, receipt: str) -> Sealed | None:
    """The records of a receipt, oldest first, with their proofs; None if there are none, or all were erased."""
    entries = LedgerEntry.objects.filter(site_id=site_id, record__receipt=receipt, salt__isnull=False)
    rows = [*entries.select_related("record").order_by("index")]
    if not rows:
        return None
    seal, nodes = covering(site_id, slug, rows[-1].index), StoredNodes(site_id)
    records = tuple([_proven(row, seal.size, nodes) for row in rows])
    return Sealed(receipt, records, seal, bytes(LedgerKey.objects.get(key_id=seal.key_id).public))


def _proven(row: LedgerEntry, size: int, nodes: StoredNodes) -> Proven:
    document = row.record.document if row.record else None
    path = tuple(inclusion_proof(nodes, row.index, size))
    return Proven(Record.from_json(document), bytes(row.salt or b""), row.index, path)

"""The ledger over the API: its checkpoints and keys, and proofs that a record is in it and that it only grew.

All but the receipt is open: hashes say nothing of anybody, and who audits must not need our leave.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from speculoos.consent.ledger import to_base64
from speculoos.consent.merkle import consistency_proof, inclusion_proof
from speculoos.web.api.answers import IMMUTABLE, REVALIDATE, address, answer, links, page
from speculoos.web.api.auth import caller_of, needs
from speculoos.web.api.describe import described
from speculoos.web.api.errors import not_found, wrong_parameter
from speculoos.web.api.ledger_schemas import CheckpointOut, ConsistencyOut, InclusionOut, LedgerOut, SealedOut
from speculoos.web.api.lookup import published, row_for
from speculoos.web.api.params import Limit, Offset, Receipt, RecordId, SiteName, Size
from speculoos.web.api.schemas import Page
from speculoos.web.store.booking import as_value
from speculoos.web.store.ledger import LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerKey
from speculoos.web.store.proofs import StoredNodes, covering, sealed

router = Router(tags=["Ledger"])


@router.get(
    "/sites/{slug:site}/ledger",
    url_name="api_ledger",
    operation_id="getLedger",
    summary="The ledger, its last checkpoint and its keys",
    response=LedgerOut,
    openapi_extra=described(revalidated=True),
)
def ledger(request: HttpRequest, site: SiteName) -> HttpResponse:
    """How many records there are, the last signed checkpoint, and every key that has signed."""
    found = published(site)
    last = LedgerCheckpoint.objects.filter(site_id=found.site_id).last()
    told = {
        "site": site,
        "size": _size(found.site_id),
        "checkpoint": as_value(last, site).as_json() if last else None,
        "keys": [_key(row) for row in LedgerKey.objects.all()],
        "links": {"checkpoints": address("api_checkpoints", site=site)},
    }
    return answer(request, told, cache=REVALIDATE)


@router.get(
    "/sites/{slug:site}/ledger/checkpoints",
    url_name="api_checkpoints",
    operation_id="listCheckpoints",
    summary="The signed checkpoints",
    response=Page[CheckpointOut],
    openapi_extra=described(revalidated=True),
)
def checkpoints(request: HttpRequest, site: SiteName, limit: Limit = 50, offset: Offset = 0) -> HttpResponse:
    """The newest first. Keep one: every later one must be consistent with it."""
    rows = LedgerCheckpoint.objects.filter(site_id=published(site).site_id).order_by("-pk")
    listed = page(request, rows, rows.count(), limit, offset, lambda row: as_value(row, site).as_json())
    return answer(request, listed, cache=REVALIDATE, headers=links(listed))


@router.get(
    "/sites/{slug:site}/ledger/proofs/{slug:record}",
    url_name="api_inclusion",
    operation_id="getInclusionProof",
    summary="The proof that a record is in the ledger",
    response=InclusionOut,
    openapi_extra=described(revalidated=True),
)
def inclusion(request: HttpRequest, site: SiteName, record: RecordId) -> HttpResponse:
    """The path of one record to the last checkpoint; one is signed if the record is newer than the last."""
    found = published(site)
    entry = LedgerEntry.objects.filter(site_id=found.site_id, record__record_id=record).first()
    if entry is None:
        raise not_found("There is no such record in the ledger of this site, or it was erased.")
    seal = covering(found.site_id, site, entry.index)
    told = {
        "record": record,
        "index": entry.index,
        "leaf": bytes(entry.leaf).hex(),
        "path": _hex(inclusion_proof(StoredNodes(found.site_id), entry.index, seal.size)),
        "checkpoint": seal.as_json(),
    }
    return answer(request, told, cache=REVALIDATE)


@router.get(
    "/sites/{slug:site}/ledger/consistency",
    url_name="api_consistency",
    operation_id="getConsistencyProof",
    summary="The proof that the ledger only grew",
    response=ConsistencyOut,
    openapi_extra=described(revalidated=True),
)
def consistency(request: HttpRequest, site: SiteName, first: Size, second: Size) -> HttpResponse:
    """Between two sizes, usually those of two checkpoints. It never changes, so it may be kept for ever."""
    found = published(site)
    if not first <= second <= _size(found.site_id):
        raise wrong_parameter("second", "Use sizes that the ledger has had, the smaller one first")
    path = _hex(consistency_proof(StoredNodes(found.site_id), first, second))
    return answer(request, {"first": first, "second": second, "path": path}, cache=IMMUTABLE)


@router.get(
    "/sites/{slug:site}/consents/{slug:receipt}/proof",
    url_name="api_receipt",
    operation_id="getSealedReceipt",
    summary="A receipt with its proofs",
    auth=needs("consents:read"),
    response=SealedOut,
    openapi_extra=described(scope="consents:read"),
)
def receipt(request: HttpRequest, site: SiteName, receipt: Receipt) -> HttpResponse:
    """Every record of a receipt with salt, path, checkpoint and key: what a visitor downloads, to verify offline."""
    row = row_for(caller_of(request), site)
    found = sealed(row.pk, row.slug, receipt)
    if found is None:
        raise not_found("There is no such receipt, or it was erased.")
    return answer(request, found.as_json())


def _size(site_id: int) -> int:
    return LedgerHead.objects.filter(site_id=site_id).values_list("size", flat=True).first() or 0


def _key(row: LedgerKey) -> dict[str, Any]:
    return {
        "key": row.key_id,
        "public_key": to_base64(bytes(row.public)),
        "first_used": row.first_used.isoformat(),
    }


def _hex(path: list[bytes]) -> list[str]:
    return [step.hex() for step in path]

"""The draft: read, replaced as a whole, judged, published. For staff, and for machines with a token."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag
from ninja import Router

from speculoos.core.errors import DeclarationError, UsageError
from speculoos.law.lint import Finding, lint
from speculoos.registry.load import from_json
from speculoos.registry.model import Registry
from speculoos.web.api.answers import JSON, PRIVATE, address, answer, file, json_bytes, links, page
from speculoos.web.api.auth import caller_of, needs
from speculoos.web.api.bodies import LARGE, SMALL, read_json
from speculoos.web.api.describe import REGISTRY, described
from speculoos.web.api.errors import Problem, faults_json
from speculoos.web.api.limits import check_lengths
from speculoos.web.api.lookup import draft_site, places
from speculoos.web.api.params import Jurisdictions, Limit, Offset, SiteName
from speculoos.web.api.schemas import DraftOut, FindingsOut, Page, PublishIn, VersionOut
from speculoos.web.api.sites import version_json
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.publish import current, publish, roll_back
from speculoos.web.store.sites import Site, Version

router = Router(tags=["Draft"])

READ, WRITE = "registry:read", "registry:write"
NOT_OF_A_DRAFT = ("version", "hash")
IF_MATCH = {"If-Match": "The ETag of the draft that was read; a draft changed since then is answered with 412."}
FOUND = ("id", "severity", "rule", "jurisdictions", "entry", "message", "hint", "verified")


@router.get(
    "/drafts",
    url_name="api_drafts",
    operation_id="listDrafts",
    summary="The drafts within reach",
    auth=needs(READ),
    response=Page[DraftOut],
    openapi_extra=described(scope=READ, revalidated=True),
)
def drafts(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> HttpResponse:
    """Every site for staff and unbound tokens, published or not; its own site for a token that is bound to one."""
    token = caller_of(request).token
    rows = Site.objects.filter(pk=token.site_id) if token and token.site_id else Site.objects.all()
    found = page(request, rows, rows.count(), limit, offset, _listed)
    return answer(request, found, cache=PRIVATE, headers=links(found))


@router.get(
    "/sites/{slug:site}/draft",
    url_name="api_draft",
    operation_id="getDraft",
    summary="The draft",
    auth=needs(READ),
    openapi_extra=described(scope=READ, revalidated=True, registry=True),
)
def draft(request: HttpRequest, site: SiteName) -> HttpResponse:
    """The registry as it would be published, as version 0, whether or not it is free of faults."""
    return _draft(request, draft_registry(draft_site(request, site)))


@router.put(
    "/sites/{slug:site}/draft",
    url_name="api_draft_replace",
    operation_id="replaceDraft",
    summary="Replace the draft",
    auth=needs(WRITE),
    openapi_extra=described(
        scope=WRITE, body=REGISTRY, registry=True, problems=("draft-changed", "faults"), wants=IF_MATCH,
        headers={"ETag": "Names the new draft."},
    ),
)  # fmt: skip
def replace(request: HttpRequest, site: SiteName) -> HttpResponse:
    """All or nothing; every fault is reported at once. `version` and `hash` of the body are ignored: a draft has none.

    An item, provider, purpose or service that the body does not name is gone afterwards.
    """
    row = draft_site(request, site)
    registry = _registry(read_json(request, LARGE))
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=row.pk)
        _check_unchanged(request, locked)
        replace_draft(locked, registry)
        return _draft(request, draft_registry(locked))


@router.get(
    "/sites/{slug:site}/draft/findings",
    url_name="api_draft_findings",
    operation_id="getDraftFindings",
    summary="What the lint says of the draft",
    auth=needs(READ),
    response=FindingsOut,
    openapi_extra=described(scope=READ, revalidated=True),
)
def findings(request: HttpRequest, site: SiteName, jurisdictions: Jurisdictions = None) -> HttpResponse:
    """Faults keep a draft from being published. Findings say what the law of the places wants and the draft lacks."""
    registry = draft_registry(draft_site(request, site))
    published = current(site)
    found = lint(registry, places(jurisdictions), previous=published.registry if published else None)
    faults = _faults(registry)
    body = {
        "hash": registry.hash,
        "publishable": not faults,
        "faults": faults,
        "findings": [_finding(each) for each in found],
    }
    return answer(request, body, cache=PRIVATE)


@router.post(
    "/sites/{slug:site}/versions",
    url_name="api_publish",
    operation_id="publishVersion",
    summary="Publish",
    auth=needs(WRITE),
    response={201: VersionOut},
    openapi_extra=described(
        scope=WRITE, body=PublishIn, problems=("nothing-changed", "faults"), headers={"Location": "The new version."}
    ),
)
def publish_version(request: HttpRequest, site: SiteName) -> HttpResponse:
    """Freeze the draft as the next version, or with `content_of` publish an earlier version's content again.

    The draft follows a roll-back. A draft that says the same as the current version is answered with 409.
    """
    row = draft_site(request, site)
    asked = PublishIn.model_validate(read_json(request, SMALL))
    made = _published(row, asked, caller_of(request).user)
    where = address("api_version", site=site, number=made.number)
    return answer(request, version_json(site, made), status=201, headers={"Location": where})


def _published(row: Site, asked: PublishIn, user: Any) -> Version:
    try:
        if asked.content_of is None:
            return publish(row, user, asked.note)
        return roll_back(row, asked.content_of, user)
    except UsageError as error:
        raise Problem("nothing-changed", str(error)) from error
    except Version.DoesNotExist as error:
        raise Problem("not-found", f"The site {row.slug} has no version {asked.content_of}.") from error


def _listed(row: Site) -> dict[str, Any]:
    last = row.versions.defer("content").first()
    return {
        "site": row.slug,
        "name": row.name,
        "changed_at": row.draft_changed.isoformat(),
        "published": last.number if last else None,
        "links": {
            "draft": address("api_draft", site=row.slug),
            "findings": address("api_draft_findings", site=row.slug),
        },
    }


def _draft(request: HttpRequest, registry: Registry) -> HttpResponse:
    content = json_bytes(registry.as_json())
    etag = None if request.method == "PUT" else registry.hash[:32]
    response = file(request, lambda: content, JSON, etag=etag, cache=PRIVATE)
    response["ETag"] = quote_etag(registry.hash[:32])
    return response


def _registry(data: Any) -> Registry:
    """The registry of a body; DeclarationError with every fault."""
    kept = {k: v for k, v in data.items() if k not in NOT_OF_A_DRAFT} if isinstance(data, dict) else data
    registry = from_json(kept, file="body")
    check_lengths(registry, "body")
    return registry


def _check_unchanged(request: HttpRequest, row: Site) -> None:
    stated = parse_etags(request.headers.get("If-Match", ""))
    if stated and "*" not in stated and quote_etag(draft_registry(row).hash[:32]) not in stated:
        raise Problem("draft-changed", "The draft is not the one that If-Match names.")


def _faults(registry: Registry) -> list[dict[str, Any]]:
    try:
        from_json(registry.as_json(hashed=False), file="draft")
    except DeclarationError as error:
        return faults_json(error)
    return []


def _finding(found: Finding) -> dict[str, Any]:
    return {name: getattr(found, name) for name in FOUND}

"""What can be asked of a published registry: what the law decides, which declaration covers an item, what changed."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params import P, QueryEx

from speculoos.law.decide import Decision, decide_all, entries
from speculoos.registry.diff import diff
from speculoos.registry.match import Match, Matcher
from speculoos.registry.model import Kind, Registry, Service, StorageItem
from speculoos.web.api.answers import A_DAY, PRIVATE, REVALIDATE, answer
from speculoos.web.api.auth import needs
from speculoos.web.api.describe import described
from speculoos.web.api.lookup import Content, content_now, content_of, draft_site, places
from speculoos.web.api.params import Jurisdictions, Number, OptionalNumber, SiteName
from speculoos.web.api.schemas import DecisionsOut, DiffOut, MatchesOut
from speculoos.web.store.draft import draft_registry

router = Router(tags=["Registry"])

ItemName = QueryEx[str, P(min_length=1, max_length=4096, description="The observed name.", example="sessionid")]
ItemKind = QueryEx[Kind, P(description="What was observed.")]
Host = QueryEx[
    str | None, P(max_length=253, description="The host it was observed on; without it, the site's own.", example=None)
]


@router.get(
    "/sites/{slug:site}/decisions",
    url_name="api_decisions",
    operation_id="getDecisions",
    summary="What needs consent, and why",
    response=DecisionsOut,
    openapi_extra=described(revalidated=True),
)
def decisions(
    request: HttpRequest, site: SiteName, jurisdictions: Jurisdictions = None, version: OptionalNumber = None
) -> HttpResponse:
    """The strictest decision over the places for every item of a version, with the rule that says so."""
    content = content_of(site, version) if version else content_now(site)
    asked = places(jurisdictions)
    body = _named(content) | {
        "jurisdictions": [*(content.registry.site.jurisdictions if asked is None else asked)],
        "decisions": [
            _decision(service, item, decide_all(content.registry, service, item, asked))
            for service, item in entries(content.registry)
        ],
    }
    return answer(request, body, cache=REVALIDATE)


@router.get(
    "/sites/{slug:site}/matches",
    url_name="api_matches",
    operation_id="getMatches",
    summary="Which declaration covers an item",
    response=MatchesOut,
    openapi_extra=described(revalidated=True),
)
def matches(
    request: HttpRequest, site: SiteName, name: ItemName, kind: ItemKind = Kind.COOKIE, host: Host = None
) -> HttpResponse:
    """The declarations of the current version that cover an observed cookie or other item, most specific first."""
    content = content_now(site)
    found = [_match(match, content.registry) for match in _matcher(content).all(name, kind, host)]
    return answer(request, _named(content) | {"declared": bool(found), "matches": found}, cache=REVALIDATE)


@router.get(
    "/sites/{slug:site}/diff",
    url_name="api_diff",
    operation_id="getDiff",
    summary="What changed between two versions",
    response=DiffOut,
    openapi_extra=described(revalidated=True),
)
def version_diff(request: HttpRequest, site: SiteName, old: Number, new: Number) -> HttpResponse:
    """Every difference, and whether it is material: whether visitors must be asked again."""
    found = diff(content_of(site, old).registry, content_of(site, new).registry)
    return answer(request, found.as_json(), cache=A_DAY)


@router.get(
    "/sites/{slug:site}/draft/diff",
    url_name="api_draft_diff",
    operation_id="getDraftDiff",
    summary="What publishing the draft would change",
    auth=needs("registry:read"),
    tags=["Draft"],
    response=DiffOut,
    openapi_extra=described(scope="registry:read", revalidated=True),
)
def draft_diff(request: HttpRequest, site: SiteName, old: OptionalNumber = None) -> HttpResponse:
    """The draft against a version. A site without any version has nothing to compare with: 404."""
    row = draft_site(request, site)
    content = content_of(site, old) if old else content_now(site)
    return answer(request, diff(content.registry, draft_registry(row)).as_json(), cache=PRIVATE)


def _named(content: Content) -> dict[str, Any]:
    return {"version": content.number, "hash": content.hash}


def _decision(service: Service, item: StorageItem | None, decision: Decision) -> dict[str, Any]:
    return {
        "service": service.id,
        "item": item.name if item else None,
        "kind": item.kind if item else None,
        "purpose": service.purpose,
        "outcome": decision.outcome,
        "rule": decision.rule,
        "reason": decision.reason,
        "verified": decision.verified,
        "jurisdiction": decision.jurisdiction,
    }


def _match(match: Match, registry: Registry) -> dict[str, Any]:
    """The match in the words of the registry's own JSON."""
    services = registry.as_json()["services"]
    service = services[registry.services.index(match.service)]
    item = service["items"][match.service.items.index(match.item)]
    return {key: service[key] for key in ("provider", "purpose", "exemption")} | {
        "service": service["id"],
        "item": item,
    }


@lru_cache(maxsize=64)
def _matcher(content: Content) -> Matcher:
    return Matcher(content.registry)

"""Sites, their current registry and their versions: what anybody may read."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from speculoos.registry.dump import to_csv, to_json, to_toml
from speculoos.registry.model import Registry
from speculoos.web.api.answers import IMMUTABLE, JSON, REVALIDATE, address, answer, file, links, page
from speculoos.web.api.describe import described
from speculoos.web.api.lookup import Content, content_now, content_of, published
from speculoos.web.api.params import Limit, Offset, RegistryFileFormat, SiteName, VersionNumber
from speculoos.web.api.schemas import Page, SiteOut, VersionOut
from speculoos.web.store.publish import Published
from speculoos.web.store.sites import Site, Version

router = Router(tags=["Registry"])

FILES = ("application/toml", "text/csv")
WRITERS: Mapping[str, tuple[str, Callable[[Registry], str]]] = {
    "json": (JSON, to_json),
    "toml": ("application/toml", to_toml),
    "csv": ("text/csv; charset=utf-8", to_csv),
}


@router.get(
    "/sites",
    url_name="api_sites",
    operation_id="listSites",
    summary="The published sites",
    response=Page[SiteOut],
    openapi_extra=described(revalidated=True),
)
def sites(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> HttpResponse:
    """In the order of their short names."""
    rows = Site.objects.filter(versions__isnull=False).distinct().order_by("slug").values_list("slug", flat=True)
    found = page(request, rows, rows.count(), limit, offset, lambda slug: _site(published(slug)))
    return answer(request, found, cache=REVALIDATE, headers=links(found))


@router.get(
    "/sites/{slug:site}",
    url_name="api_site",
    operation_id="getSite",
    summary="One site",
    response=SiteOut,
    openapi_extra=described(revalidated=True),
)
def site(request: HttpRequest, site: SiteName) -> HttpResponse:
    """What the site's current version says of it, and where the rest is."""
    return answer(request, _site(published(site)), cache=REVALIDATE)


@router.get(
    "/sites/{slug:site}/registry",
    url_name="api_registry",
    operation_id="getRegistry",
    summary="The current registry",
    openapi_extra=described(revalidated=True, registry=True, files=FILES),
)
def registry(request: HttpRequest, site: SiteName, format: RegistryFileFormat = "json") -> HttpResponse:
    """Everything the site declares now, with its version and hash."""
    return _registry_file(request, site, content_now(site), format, REVALIDATE)


@router.get(
    "/sites/{slug:site}/versions",
    url_name="api_versions",
    operation_id="listVersions",
    summary="The published versions",
    response=Page[VersionOut],
    openapi_extra=described(revalidated=True),
)
def versions(request: HttpRequest, site: SiteName, limit: Limit = 50, offset: Offset = 0) -> HttpResponse:
    """The newest first."""
    found = published(site)
    rows = Version.objects.defer("content").filter(site_id=found.site_id)
    listed = page(request, rows, rows.count(), limit, offset, lambda row: version_json(site, row))
    return answer(request, listed, cache=REVALIDATE, headers=links(listed))


@router.get(
    "/sites/{slug:site}/versions/{int:number}",
    url_name="api_version",
    operation_id="getVersion",
    summary="The registry of a version",
    openapi_extra=described(revalidated=True, registry=True, files=FILES),
)
def version(
    request: HttpRequest, site: SiteName, number: VersionNumber, format: RegistryFileFormat = "json"
) -> HttpResponse:
    """What the site declared in that version. It never changes, so it may be kept for ever."""
    return _registry_file(request, site, content_of(site, number), format, IMMUTABLE)


def version_json(site: str, row: Version) -> dict[str, Any]:
    """A version as lists show it."""
    named = {"registry": "api_version", "policy": "api_version_policy"}
    return {
        "number": row.number,
        "hash": row.hash,
        "material": row.material,
        "published_at": row.published_at.isoformat(),
        "links": {name: address(url_name, site=site, number=row.number) for name, url_name in named.items()},
    }


def _site(found: Published) -> dict[str, Any]:
    declared = found.registry.site
    return {
        "site": found.slug,
        "name": declared.name,
        "url": declared.url,
        "default_language": declared.default_language,
        "languages": [*declared.languages],
        "jurisdictions": [*declared.jurisdictions],
        "version": found.registry.version,
        "hash": found.registry.hash,
        "published_at": found.at.isoformat(),
        "links": _links(found.slug),
    }


def _links(site: str) -> dict[str, str]:
    named = {"self": "api_site", "registry": "api_registry", "versions": "api_versions", "policy": "api_policy",
             "decisions": "api_decisions", "matches": "api_matches", "preferences": "api_preferences",
             "consents": "api_consents", "ledger": "api_ledger"}  # fmt: skip
    return {name: address(url_name, site=site) for name, url_name in named.items()}


def _registry_file(request: HttpRequest, site: str, content: Content, format: str, cache: str) -> HttpResponse:
    content_type, _ = WRITERS[format]
    return file(
        request,
        lambda: _written(content, format),
        content_type,
        etag=f"{content.hash[:32]}-{content.number}-{format}",
        cache=cache,
        headers={"Content-Disposition": f'inline; filename="cookies-{site}-v{content.number}.{format}"'},
    )


@lru_cache(maxsize=256)
def _written(content: Content, format: str) -> bytes:
    return WRITERS[format][1](content.registry).encode()

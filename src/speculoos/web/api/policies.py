"""The policy of a version, in every format and language."""

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from ninja import Router

from speculoos import __version__
from speculoos.policy.notice import build_notice
from speculoos.policy.render import CONTENT_TYPES, render
from speculoos.web.api.answers import A_DAY, PRIVATE, REVALIDATE, file
from speculoos.web.api.auth import needs
from speculoos.web.api.describe import described
from speculoos.web.api.lookup import Content, content_now, content_of, draft_site, language_or_default, preferences_path
from speculoos.web.api.params import Language, PolicyFormat, SiteName, VersionNumber
from speculoos.web.store.draft import draft_registry

router = Router(tags=["Policy"])

FILES = tuple(media_type.partition(";")[0] for media_type in CONTENT_TYPES.values())
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@router.get(
    "/sites/{slug:site}/policy",
    url_name="api_policy",
    operation_id="getPolicy",
    summary="The current policy",
    openapi_extra=described(revalidated=True, files=FILES),
)
def policy(
    request: HttpRequest, site: SiteName, format: PolicyFormat = "json", language: Language = None
) -> HttpResponse:
    """As a web page, PDF, Markdown, plain text or JSON; all five state the same facts."""
    return _file(request, site, content_now(site), format, language, REVALIDATE)


@router.get(
    "/sites/{slug:site}/versions/{int:number}/policy",
    url_name="api_version_policy",
    operation_id="getVersionPolicy",
    summary="The policy of a version",
    openapi_extra=described(revalidated=True, files=FILES),
)
def version_policy(
    request: HttpRequest,
    site: SiteName,
    number: VersionNumber,
    format: PolicyFormat = "json",
    language: Language = None,
) -> HttpResponse:
    """What visitors could read while that version was current."""
    return _file(request, site, content_of(site, number), format, language, A_DAY)


@router.get(
    "/sites/{slug:site}/draft/policy",
    url_name="api_draft_policy",
    operation_id="getDraftPolicy",
    summary="The policy that the draft would make",
    auth=needs("registry:read"),
    tags=["Draft"],
    openapi_extra=described(scope="registry:read", revalidated=True, files=FILES),
)
def draft_policy(
    request: HttpRequest, site: SiteName, format: PolicyFormat = "json", language: Language = None
) -> HttpResponse:
    """A preview, as version 0."""
    row = draft_site(request, site)
    registry = draft_registry(row)
    return _file(request, site, Content(registry.hash, 0, row.draft_changed, registry), format, language, PRIVATE)


def _file(
    request: HttpRequest, site: str, content: Content, format: str, language: str | None, cache: str
) -> HttpResponse:
    language = language_or_default(language, content.registry)
    response = file(
        request,
        lambda: _rendered(content, language, format, request.build_absolute_uri(preferences_path(site))),
        CONTENT_TYPES[format],
        etag=f"{content.hash[:32]}-{content.number}-{language}-{format}-{__version__}",
        cache=cache,
        headers={"Content-Language": language, "Content-Disposition": _disposition(site, content, language, format)},
    )
    if format == "html" and response.status_code == 200:
        response["Content-Security-Policy"] = _csp(response.content)
    return response


def _disposition(site: str, content: Content, language: str, format: str) -> str:
    return f'inline; filename="cookies-{site}-v{content.number}-{language}.{format}"'


def _csp(page: bytes) -> str:
    """The document carries its style inside: its hash is allowed, and nothing else at all."""
    styles = STYLE.findall(page)
    hashes = " ".join(f"'sha256-{b64encode(sha256(style).digest()).decode()}'" for style in styles)
    return f"default-src 'none'; style-src {hashes}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@lru_cache(maxsize=256)
def _rendered(content: Content, language: str, format: str, preferences_url: str) -> bytes:
    at = content.at if content.number else None
    return render(build_notice(content.registry, language, published=at, preferences_url=preferences_url), format)

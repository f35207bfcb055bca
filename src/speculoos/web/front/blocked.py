"""What stands in the place of what the gate's policy held back, and the frame that lets it in once it is granted.

The policy of a page that is open does not change, so what is granted later cannot load there directly. It loads one
frame deeper: a page of ours, under a policy of its own for that one host, with nothing in it but what was asked for.
This is no proxy: nothing is fetched here, and hosts that no service declares are refused.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from speculoos.core.sites import canonical_host
from speculoos.gate.csp import OWN, Scenes
from speculoos.policy.notice import build_notice
from speculoos.policy.texts import translator
from speculoos.registry.model import Json, Registry
from speculoos.web.api.answers import answer
from speculoos.web.front.context import Visit, visit_of
from speculoos.web.front.embed import AN_HOUR, OPEN, spoken_in
from speculoos.web.front.origin import site_origins

LONGEST = 4000
STYLE = (
    "html,body{margin:0;block-size:100%;overflow:hidden}"
    "iframe,img,video{display:block;inline-size:100%;block-size:100%;border:0;object-fit:contain}"
)
SIZE = (
    'addEventListener("load",()=>{const{naturalWidth:w,naturalHeight:h}=document.images[0];'
    'parent.postMessage({speculoos:[w,h]},"*")})'
)
"""An image tells the page around it how large it is."""
ALLOW = (
    "accelerometer; autoplay; camera; clipboard-write; display-capture; encrypted-media; fullscreen; geolocation; "
    "gyroscope; microphone; midi; payment; picture-in-picture; publickey-credentials-get; screen-wake-lock"
)
"""Handed on: the frame within has no more of it than its page gives to ours."""
MARKUP = {
    "frame": '<iframe src="{src}" title="{name}" allow="{allow}"></iframe>',
    "image": '<img src="{src}" alt="{name}"><script>' + SIZE.replace("{", "{{").replace("}", "}}") + "</script>",
    "media": '<video src="{src}" title="{name}" controls></video>',
}
PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title><style>'
    + STYLE.replace("{", "{{").replace("}", "}}")
    + "</style>"
)
DIRECTIVES = {"frame": "frame-src", "image": "img-src", "media": "media-src"}


@require_safe
def blocked_file(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """What the script needs to say who wants to load what; the same for every visitor."""
    visit = visit_of(request)
    language = request.GET.get("lang", "")[:20] or visit.registry.site.default_language
    return answer(request, blocked(visit, language), cache=AN_HOUR, headers=OPEN)


def blocked(visit: Visit, language: str) -> Json:
    """The services that load from elsewhere, with their hosts; `policy` is how a policy of the gate begins."""
    with spoken_in(visit, language) as spoken:
        return {
            "policy": OWN,
            "lang": spoken,
            "dir": translator(spoken).direction,
            "frame": visit.request.build_absolute_uri(visit.url("frame")),
            "preferences": visit.request.build_absolute_uri(visit.links["preferences"]),
            "services": _services(visit.registry, spoken),
            "texts": placeholder_texts(),
        }


def placeholder_texts() -> dict[str, str]:
    """Our own words in a placeholder, in the language of the moment."""
    return {
        "blocked": _(
            "“{service}” is not loaded. It comes from {provider}, who would learn your address and this page."
        ),
        "from": _("It would load from {host}, for the purpose “{purpose}”."),
        "allow": _("Allow “{service}”"),
        "undeclared": _("Something from {host} is not loaded. This site does not declare it, so it cannot be allowed."),
        "next": _("“{service}” is allowed and starts with the next page."),
        "again": _("Load this page again"),
        "close": _("Close"),
        "preferences": _("Cookie preferences"),
        "gpc": _("Your browser sends Global Privacy Control. It is honoured: everything optional is off."),
    }


@lru_cache(maxsize=128)
def _services(registry: Registry, language: str) -> tuple[Json, ...]:
    lines = {line.id: line for group in build_notice(registry, language).purposes for line in group.services}
    default = registry.site.default_language
    return tuple(
        {
            "unit": f"{load.purpose}:{load.service}",
            "always": load.always,
            "label": lines[load.service].function.text,
            "by": lines[load.service].provider.text,
            "purpose": registry.purpose(load.purpose).label.best(language, default)[1] or load.purpose,
            "hosts": load.hosts,
        }
        for load in _scenes(registry).loads
    )


@require_safe
def frame(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """A page with one frame, image or film in it, from a host that a service of the site declares.

    403 as a page of its own, under Global Privacy Control, and where the visitor is known here and has not granted it.
    """
    visit = visit_of(request)
    kind = request.GET.get("kind", "frame")
    found = _address(request.GET.get("src", ""), visit)
    if found is None or kind not in MARKUP:
        raise Http404
    host = canonical_host(found.netloc) or ""
    services = _scenes(visit.registry).declaring(host)
    if not services:
        raise Http404
    if not _may(request, visit, services):
        return HttpResponse(status=403, headers=_headers(visit, "'none'", kind))
    name = request.GET.get("name", "")[:300]
    page = format_html(
        PAGE + MARKUP[kind], src=found.geturl(), name=name, allow=ALLOW, language=visit.language, title=name or host
    )
    return HttpResponse(page, headers=_headers(visit, f"{found.scheme}://{found.netloc}", kind))


def _may(request: HttpRequest, visit: Visit, services: Iterable[str]) -> bool:
    """Whether it may load. Where pages of another host frame ours, their visitors' choice is not ours to see."""
    if visit.gpc or request.headers.get("Sec-Fetch-Dest", "iframe") not in {"iframe", "frame"}:
        return False
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    optional = visit.asking.layout.purpose_of
    return any(s not in optional or visit.effective.grants(optional[s], s) for s in services)


def _address(text: str, visit: Visit) -> SplitResult | None:
    """The address, if it is one of the web; without TLS only for a site that has none itself."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = canonical_host(parts.hostname or "")
    schemes = {"https", *(["http"] if visit.registry.site.url.startswith("http:") else [])}
    if len(text) > LONGEST or parts.scheme not in schemes or not host or "@" in parts.netloc:
        return None
    return parts._replace(netloc=f"{host}:{port}" if port else host)


def _headers(visit: Visit, source: str, kind: str) -> dict[str, str]:
    origins = sorted({*site_origins(visit.registry.site.url), *visit.site.options.origins})
    policy = (
        f"default-src 'none'; {DIRECTIVES[kind]} {source}; style-src {_hash(STYLE)}; script-src {_hash(SIZE)}; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors 'self' {' '.join(origins)}; "
        "require-trusted-types-for 'script'"
    )
    return {
        "Content-Security-Policy": policy,
        # where a policy says who may frame a page, browsers pass over this older header
        "X-Frame-Options": "SAMEORIGIN",
        "Permissions-Policy": "browsing-topics=()",
        # players want to know which site they are on, and are told no more than that
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }


@lru_cache(maxsize=8)
def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=64)
def _scenes(registry: Registry) -> Scenes:
    return Scenes(registry)

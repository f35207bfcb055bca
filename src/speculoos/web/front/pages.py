"""The front office's reading pages: home, the policy in every format, one version of it."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import parse_etags, quote_etag
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from speculoos import __version__
from speculoos.policy.notice import build_notice
from speculoos.policy.render import body_html, policy_css
from speculoos.policy.render import render as render_policy
from speculoos.web.conf import config
from speculoos.web.front.context import visit_of
from speculoos.web.front.errors import problem
from speculoos.web.languages import nearest
from speculoos.web.store.publish import Published
from speculoos.web.store.sites import Site

CONTENT_TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@require_safe
def home(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """What this site is, what it declares, and the way to the policy."""
    visit_of(request)
    others = () if slug else Site.objects.exclude(slug=config().home_site).filter(versions__isnull=False).distinct()
    return render(request, "speculoos/home.html", {"sites": others})


@require_safe
def policy(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The policy page, in the frame of the site."""
    visit = visit_of(request)
    body = policy_body(visit.site, visit.language, visit.links["preferences"])
    formats = {name: visit.url("policy_file", format=name) for name in CONTENT_TYPES}
    return render(request, "speculoos/policy.html", {"body": body, "formats": formats})


@require_safe
def policy_file(request: HttpRequest, format: str, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The current policy as JSON, PDF, Markdown or text, in `?lang=` or the visitor's language."""
    visit = visit_of(request)
    wanted = request.GET.get("lang", "")[:20]
    asked = nearest(wanted) if wanted else None
    if wanted and asked is None:
        return problem(404, "No such language", f"There is no policy in {wanted!r}; see the language list.")
    language = asked or visit.language
    # The program's version is in it, for an upgrade may word or lay out the same declaration differently.
    etag = quote_etag(f"{visit.registry.hash[:20]}-{visit.registry.version}-{language}-{format}-{__version__}")
    # Without `lang` the language is that of the visitor's cookie or browser, and a shared cache must know it (T-10).
    vary = {} if asked else {"Vary": "Cookie, Accept-Language"}
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag, **vary})
    where = request.build_absolute_uri(visit.links["preferences"])
    body = policy_bytes(visit.site, language, format, where)
    response = HttpResponse(body, content_type=CONTENT_TYPES[format], headers=vary)
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60"
    response["Content-Language"] = language
    if format == "pdf":
        response["Content-Disposition"] = f'inline; filename="cookies-{visit.site.slug}-v{visit.registry.version}.pdf"'
    return response


@require_safe
def policy_style(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The style sheet of the policy's table, which belongs to the policy and not to this site's frame."""
    return HttpResponse(policy_css(), "text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"})


@lru_cache(maxsize=128)
def policy_body(site: Published, language: str, preferences_url: str) -> str:
    notice = build_notice(site.registry, language, published=site.at, preferences_url=preferences_url)
    return mark_safe(body_html(notice))  # noqa: S308  (the renderer escapes; its tests prove it)


@lru_cache(maxsize=256)
def policy_bytes(site: Published, language: str, format: str, preferences_url: str) -> bytes:
    notice = build_notice(site.registry, language, published=site.at, preferences_url=preferences_url)
    return render_policy(notice, format)

"""The guard of script-written items for any page of a site: one script with the site's data in it (gate.guard).

It follows the site's version and settings, so it is kept for a few minutes only. Under its version's number it comes
with a hash of its own; that hash changes with the number and with the gate's settings.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from speculoos.gate.guard import digest, idle, script, settings
from speculoos.web.conf import config
from speculoos.web.front.context import Visit, visit_of
from speculoos.web.front.embed import OPEN, STATIC, layouts
from speculoos.web.front.signals import KIND, SHORT
from speculoos.web.store.gate.options import rules_of
from speculoos.web.store.publish import Published

NUMBER = 1


@dataclass(frozen=True, slots=True)
class Guard:
    """A site's script with its hashes for `integrity` and for `script-src`."""

    text: str
    integrity: str
    sha256: str


@require_safe
def current_guard(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The guard of the site's current version and settings."""
    return _answer(visit_of(request))


@require_safe
def version_guard(request: HttpRequest, version: str, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The same for tags that name the version; 404 once another one is current, and pages go on without it."""
    visit = visit_of(request)
    if int(version) != visit.registry.version:
        raise Http404
    return _answer(visit)


def _answer(visit: Visit) -> HttpResponse:
    made = guard_of(visit.site, visit.request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(made.text, content_type=KIND, headers=OPEN | {"Cache-Control": SHORT})


def guard_of(site: Published, base: str) -> Guard:
    """The site's guard; where its gate is off, a script that does nothing. `base` as in `guard_tag`."""
    return _made(site, base)


def guard_tag(base: str, site: Published, *, pinned: bool = False) -> str:
    """The tag that stands first in a page's head; `base` is the platform's address without a slash at its end.

    `pinned` names the version and the hash of what it is now: pages go on without a guard once either has changed.
    """
    if not pinned:
        return format_html('<script src="{}/s/{}/guard.js"></script>', base, site.slug)
    return format_html(
        '<script src="{}/s/{}/guard.{}.js" integrity="{}" crossorigin="anonymous"></script>',
        base, site.slug, site.registry.version, guard_of(site, base).integrity,
    )  # fmt: skip


@lru_cache(maxsize=64)
def _made(site: Published, base: str) -> Guard:
    rules = rules_of(site.options, site.slug, base)
    if idle(rules):
        text = ""
    else:
        data = settings(
            site.registry,
            rules,
            tuple(layouts(site)),
            material_since=site.material_since,
            place=site.options.place,
            days=config().choice_days,
        )
        text = script(_code(), data)
    return Guard(text, digest(text), digest(text, "sha256"))


@lru_cache(maxsize=1)
def _code() -> str:
    return (STATIC / f"guard.{NUMBER}.js").read_text("utf-8")

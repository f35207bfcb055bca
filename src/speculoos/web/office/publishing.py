"""Comparing the draft with what is published, publishing it, the versions, and going back to one.

What is material is registry.diff's to say; numbering and freezing is the store's.
"""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from speculoos.core.errors import DeclarationError, UsageError
from speculoos.registry.diff import Diff, diff
from speculoos.web.front.embed import snippet
from speculoos.web.front.origin import site_origins
from speculoos.web.front.signals import snippets
from speculoos.web.office.access import staff
from speculoos.web.office.lookup import draft_of
from speculoos.web.store.publish import current, publish, registry_of, roll_back
from speculoos.web.store.sites import Version

LONGEST_NOTE = 2_000


@staff
@require_safe
def compare(request: HttpRequest, site: str) -> HttpResponse:
    """What publishing the draft would change, and the form that publishes it."""
    draft = draft_of(site)
    changes = diff(registry_of(draft.current), draft.registry) if draft.current else None
    context = {"draft": draft, "changes": changes, "groups": by_entry(changes)}
    return render(request, "speculoos/office/compare.html", context)


@staff
@require_POST
def publish_draft(request: HttpRequest, site: str) -> HttpResponse:
    """Publish what was compared: not what somebody else has made of the draft in the meantime."""
    draft = draft_of(site)
    if request.POST.get("hash", draft.registry.hash) != draft.registry.hash:
        messages.error(request, _("The draft has changed since you compared it. Look again, then publish."))
        return redirect("speculoos:office_compare", site)
    try:
        version = publish(draft.site, request.user, request.POST.get("note", "").strip()[:LONGEST_NOTE])
    except DeclarationError as error:
        count = len(error.faults)
        told = ngettext(
            "Not published: the draft has %(count)d fault. Mend it first.",
            "Not published: the draft has %(count)d faults. Mend them first.",
            count,
        )
        messages.error(request, told % {"count": count})
        return redirect("speculoos:office_compare", site)
    except UsageError as error:
        messages.info(request, str(error))
        return redirect("speculoos:office_compare", site)
    messages.success(request, _("Version %(number)d is published.") % {"number": version.number})
    return redirect("speculoos:office_version", site, version.number)


@staff
@require_safe
def versions(request: HttpRequest, site: str) -> HttpResponse:
    draft = draft_of(site)
    listed = draft.site.versions.defer("content").select_related("published_by")
    context = {"draft": draft, "versions": listed, **_elsewhere(request, site)}
    return render(request, "speculoos/office/versions.html", context)


def _elsewhere(request: HttpRequest, site: str) -> dict[str, str]:
    """The script tag for the site's own pages, and the origins that it works on; empty before the first version."""
    found = current(site)
    if found is None:
        return {}
    origins = sorted({*site_origins(found.registry.site.url), *found.options.origins})
    base = request.build_absolute_uri("/").rstrip("/")
    before, *after = [*snippets(base, site, found.options)] or [""]
    tag = "\n".join([*filter(None, [before]), snippet(base, site), *after])
    return {"tag": tag, "origin": " · ".join(origins)}


@staff
@require_safe
def version(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """One version: who and when, its content, and what it changed."""
    draft = draft_of(site)
    shown = _version(draft.site, number)
    before = draft.site.versions.filter(number__lt=number).first()
    changes = diff(registry_of(before), registry_of(shown)) if before else None
    context = {
        "draft": draft,
        "version": shown,
        "registry": registry_of(shown),
        "before": before,
        "changes": changes,
        "groups": by_entry(changes),
        "json": json.dumps(shown.content, ensure_ascii=False, indent=2),
        "current": draft.current is not None and draft.current.pk == shown.pk,
    }
    return render(request, "speculoos/office/version.html", context)


@staff
@require_http_methods(["GET", "POST"])
def go_back(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Ask first, showing what going back changes; then publish the old content under a new number."""
    draft = draft_of(site)
    old = _version(draft.site, number)
    if draft.current is None:
        raise Http404
    if request.method == "POST":
        return _roll_back(request, draft.site, number)
    changes = diff(registry_of(draft.current), registry_of(old))
    context = {"draft": draft, "version": old, "changes": changes, "groups": by_entry(changes)}
    return render(request, "speculoos/office/roll_back.html", context)


def _roll_back(request: HttpRequest, site: Any, number: int) -> HttpResponse:
    try:
        new = roll_back(site, number, request.user)
    except (UsageError, DeclarationError) as error:
        messages.error(request, str(error))
        return redirect("speculoos:office_versions", site.slug)
    told = _("Back to version %(old)d: its content is published again as version %(new)d.")
    messages.success(request, told % {"old": number, "new": new.number})
    return redirect("speculoos:office_version", site.slug, new.number)


def by_entry(changes: Diff | None) -> list[tuple[str, list[Any]]]:
    """The changes under the entry they belong to, in the order of the newer declaration."""
    grouped: dict[str, list[Any]] = {}
    for change in changes.changes if changes else ():
        grouped.setdefault(change.entry, []).append(change)
    return list(grouped.items())


def _version(site: Any, number: int) -> Version:
    found: Version = get_object_or_404(site.versions.select_related("published_by"), number=number)
    return found

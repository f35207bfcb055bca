"""The visitor's receipt: what was recorded of their own choice, to read, and to keep with its proof.

Whoever holds the signed cookie of a choice sees the records of that choice and of no other.
"""

import json
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from speculoos.consent.record import Record
from speculoos.consent.sealed import Proven, Sealed
from speculoos.web.front.context import Visit, visit_of
from speculoos.web.front.shown import page_of
from speculoos.web.front.words import ACT_WORDS, STATE_WORDS
from speculoos.web.store.archive import ShownNotice
from speculoos.web.store.proofs import sealed


@dataclass(frozen=True, slots=True)
class Line:
    """One purpose and what was said of it."""

    purpose: str
    state: str


@dataclass(frozen=True, slots=True)
class Told:
    """One record, in words."""

    proven: Proven
    acts: str
    lines: tuple[Line, ...]
    refused: tuple[str, ...]
    shown: str


@require_safe
def page(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The receipt to read; without a choice, the page says that there is none."""
    visit = visit_of(request)
    found = _sealed(visit)
    told = [_told(visit, proven) for proven in reversed(found.records)] if found else []
    context = {"sealed": found, "told": told, "file": visit.url("receipt_file")}
    return render(request, "speculoos/receipt.html", context)


@require_safe
def file(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The receipt with salts, paths, checkpoint and key, as `speculoos receipt verify` reads it."""
    found = _sealed(visit_of(request))
    if found is None:
        raise Http404
    body = json.dumps(found.as_json(), ensure_ascii=False, indent=2).encode() + b"\n"
    name = f'attachment; filename="receipt-{found.checkpoint.site}-{found.receipt}.json"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store", "Vary": "Cookie"}
    return HttpResponse(body, content_type="application/json", headers=headers)


@require_safe
def shown(request: HttpRequest, hash: str, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """What was shown to this visitor at one of their acts, as it was then."""
    visit = visit_of(request)
    found = _sealed(visit)
    own = {proven.record.shown.texts_hash for proven in found.records} if found else set()
    if hash not in own:
        raise Http404
    return page_of(get_object_or_404(ShownNotice, site_id=visit.site.site_id, hash=hash))


def _sealed(visit: Visit) -> Sealed | None:
    if visit.choice is None:
        return None
    return sealed(visit.site.site_id, visit.site.slug, visit.choice.receipt)


def _told(visit: Visit, proven: Proven) -> Told:
    """The record in the visitor's language, purposes by the names that the current version gives them."""
    default = visit.registry.site.default_language
    labels = {p.id: p.label.best(visit.language, default)[1] or p.id for p in visit.registry.purposes}
    functions = {s.id: f"{s.function} ({s.provider})" for s in visit.registry.services}
    record = proven.record
    acts = dict.fromkeys(str(ACT_WORDS[event.act]) for event in record.events)
    lines = tuple([Line(labels.get(purpose, purpose), str(STATE_WORDS[state])) for purpose, state in record.states])
    refused = tuple([functions.get(service, service) for service in record.refused_services])
    return Told(proven, ", ".join(acts) or str(ACT_WORDS["refuse"]), lines, refused, _shown(visit, record))


def _shown(visit: Visit, record: Record) -> str:
    """Where what was shown can be seen; nowhere for records from before the archive."""
    hash = record.shown.texts_hash
    archived = ShownNotice.objects.filter(site_id=visit.site.site_id, hash=hash).exists()
    return visit.url("receipt_shown", hash=hash) if archived else ""

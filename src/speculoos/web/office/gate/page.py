"""The gate of one site: what it did and would do, what browsers met, and why. And both lists as files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from speculoos.gate.rules import Mode
from speculoos.web.office.access import staff
from speculoos.web.office.draft import Draft
from speculoos.web.office.gate.declared import Declared, Line
from speculoos.web.office.gate.plot import DAYS, asked_of, plot_of, times_of
from speculoos.web.office.gate.step import LONG_ENOUGH, step_of
from speculoos.web.office.gate.why import UNSET, WhyForm, why
from speculoos.web.office.gate.words import ASKED, REASONS, SIDES, SPANS
from speculoos.web.office.lookup import draft_of, site_of
from speculoos.web.store.gate import reading
from speculoos.web.store.gate.counts import GateCount, GateSighting
from speculoos.web.store.gate.options import rules_of
from speculoos.web.store.gate.reading import COUNT, SIGHTING, Asked
from speculoos.web.store.options import options_of
from speculoos.web.store.publish import current

MOST_LINES = 100
"""Lines of a table; all of them are in the files."""
NAMES = ("span", "reason", "side")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the page was asked for; what is not one of the choices is the first of them."""

    span: str
    reason: str
    side: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filter":
        span, reason, side = (query.get(name, "") for name in NAMES)
        return cls(span if span in SPANS else "week", reason if reason in ASKED else "", side if side in SIDES else "")

    def asked(self, now: datetime) -> Asked:
        return asked_of(self.span, now, self.reason, self.side)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: HttpRequest, site: str) -> HttpResponse:
    """The page. A POST asks “why?”, so that no Set-Cookie text stands in an address; `?name=` asks it too."""
    draft, now, chosen = draft_of(site), timezone.now(), Filter.of(request.GET)
    published, rules = current(site), rules_of(options_of(draft.site.pk), site)
    asked = chosen.asked(now)
    counts, daily = asked.counts(draft.site.pk), chosen.span in DAYS
    found = reading.done(counts)
    begun = GateCount.objects.filter(site=draft.site).aggregate(first=Min("hour"))["first"]
    declared = Declared(published.registry if published else None)
    lately = reading.undeclared(draft.site.pk, now - LONG_ENOUGH)
    strangers = sum(not declared.items(name, "cookie") for name in lately)
    context: dict[str, Any] = {
        "draft": draft,
        "rules": rules,
        "published": published,
        "counted": begun is not None,
        "chosen": chosen,
        "choices": {"span": SPANS, "reason": {name: REASONS[name] for name in ASKED}, "side": SIDES},
        "step": step_of(site, rules.mode, published=published is not None, begun=begun, undeclared=strangers, now=now),
        "plot": plot_of(times_of(chosen.span, now), reading.by_time(counts, daily=daily), daily=daily),
        "tables": _tables(declared.lines(found), rules.mode),
        "faults": reading.faults(counts),
        "most": MOST_LINES,
    } | _sightings(draft, asked, declared)
    if published:
        form = WhyForm(_question(request), published.registry)
        context |= {"form": form, "why": why(form, draft, published.registry, rules, now) if _fine(form) else None}
    wrong = request.method == "POST" and published is not None and context["why"] is None
    return render(request, "speculoos/office/gate.html", context, status=422 if wrong else 200)


@staff
@require_safe
def file(request: HttpRequest, site: str, what: str, format: str) -> HttpResponseBase:
    """The counts or the sightings of the span that the page shows, as JSON or CSV."""
    if what not in ("counts", "sightings") or format not in ("json", "csv"):
        raise Http404
    row, asked = site_of(site), Filter.of(request.GET).asked(timezone.now())
    rows, names = (asked.counts(row.pk), COUNT) if what == "counts" else (asked.sightings(row.pk), SIGHTING)
    found = (reading.told(each, names) for each in rows.iterator(chunk_size=500))
    headers = {"Content-Disposition": f'attachment; filename="gate-{what}-{site}.{format}"'}
    if format == "csv":
        return StreamingHttpResponse(reading.to_csv(found, names), "text/csv; charset=utf-8", headers=headers)
    text = json.dumps({what: [*found]}, ensure_ascii=False, indent=1)
    return HttpResponse(text, "application/json", headers=headers)


def _question(request: HttpRequest) -> Any:
    """What the form is bound to: a POST, or an address with a name; otherwise nothing was asked."""
    if request.method == "POST":
        return request.POST
    return {"visitor": UNSET, "name": request.GET["name"]} if request.GET.get("name") else None


def _fine(form: WhyForm) -> bool:
    return form.is_bound and form.is_valid()


def _tables(found: Sequence[Line], mode: Mode) -> list[tuple[str, Page[Line]]]:
    """What was done, and what would be: by mode, that of the site first, with the lines that are shown."""
    modes = sorted((Mode.ENFORCE, Mode.REPORT_ONLY), key=lambda each: each is not mode)
    by_mode = {each: [line for line in found if line.done.mode == each] for each in modes}
    return [(str(each), Paginator(lines, MOST_LINES).page(1)) for each, lines in by_mode.items() if lines]


def _sightings(draft: Draft, asked: Asked, declared: Declared) -> dict[str, Any]:
    rows = asked.sightings(draft.site.pk)
    return {
        "seen": GateSighting.objects.filter(site=draft.site).exists(),
        "hosts": declared.met(rows.filter(what="host")[:MOST_LINES]),
        "items": declared.met(rows.filter(what="item")[:MOST_LINES]),
    }

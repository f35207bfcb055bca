"""The choice: the preferences page, and the one address that banner, page and script post to.

The cookie `cookies_preferences` is set here, at a choice, by the server, and nowhere else. The record of the act is
committed before the answer is sent.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from speculoos.consent.choice import Chosen, acts_for, choose
from speculoos.consent.cookie import COOKIE_NAME, encode
from speculoos.core.errors import InputError
from speculoos.web.conf import config
from speculoos.web.front.context import Visit, visit_of
from speculoos.web.front.errors import error, problem, wants_json
from speculoos.web.front.language import safe_next
from speculoos.web.front.origin import same_origin_only
from speculoos.web.store.record import keep_record

ACTS = ("grant", "refuse", "save")
METHODS = ("banner", "preferences", "api")


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # a token would set a cookie before any choice; see origin.py
@same_origin_only
def preferences(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The page, or the visitor's act."""
    visit = visit_of(request)
    if request.method != "POST":
        saved = request.GET.get("saved") in ACTS
        return render(request, "speculoos/preferences.html", {"saved": saved, "groups": groups(visit)})
    try:
        return _chosen(request, visit)
    except InputError as fault:
        if wants_json(request):
            return problem(fault.status, "Not a choice", str(fault))
        return error(request, fault.status, _("That was not a choice"), str(fault))


def groups(visit: Visit) -> list[dict[str, Any]]:
    """The optional purposes with their services and present state, as the page shows them."""
    layout = visit.asking.layout
    services = {service.id: service for service in visit.registry.services}
    return [
        {
            "purpose": visit.registry.purpose(purpose),
            "granted": visit.effective.grants(purpose),
            "state": visit.effective.states[purpose],
            "services": [
                {
                    "service": services[s],
                    "granted": visit.effective.grants(purpose, s),
                    "declared": [d for d in visit.declared if d.service.id == s],
                }
                for s in layout.services_of(purpose)
            ],
        }
        for purpose in layout.purposes
    ]


def _chosen(request: HttpRequest, visit: Visit) -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise InputError(_("Send `act` as grant, refuse or save."))
    method = request.POST.get("method", "preferences")
    chosen = decide(visit, act, request.POST.getlist("purpose"), request.POST.getlist("service"))
    keep_record(visit, chosen, act, method if method in METHODS else "api")
    return remember(visit, chosen, _answer(request, visit, chosen, act))


def decide(visit: Visit, act: str, purposes: list[str], services: list[str]) -> Chosen:
    """The new choice. With `save`, the purposes and services named are allowed and the others refused.

    While the browser sends Global Privacy Control nothing can be granted: the signal wins (US-04).
    """
    layout = visit.asking.layout
    unknown = [*({*purposes} - {*layout.purposes}), *({*services} - {*layout.service_ids})]
    if unknown:
        raise InputError(_("This site has no optional “%(name)s”.") % {"name": unknown[0][:60]})
    granted = {"grant": layout.purposes, "refuse": (), "save": tuple(purposes)}[act] if not visit.gpc else ()
    alone = _refused_alone(visit, granted, services) if act == "save" else frozenset()
    return choose(
        layout,
        acts_for(layout, granted),
        datetime.now(UTC),
        previous=visit.choice,
        refused_services=alone,
        material_since=visit.site.material_since,
        max_age_days=config().choice_days,
    )


def _refused_alone(visit: Visit, granted: tuple[str, ...], allowed: list[str]) -> frozenset[str]:
    """The services left unticked under a purpose that is ticked. A form without any service box means all of them."""
    if not allowed:
        return frozenset()
    layout = visit.asking.layout
    return frozenset(s for purpose in granted for s in layout.services_of(purpose) if s not in allowed)


def remember(visit: Visit, chosen: Chosen, response: HttpResponse) -> HttpResponse:
    """The response with the choice in its cookie, for `choice_days`, refusals as long as grants (FR-02)."""
    value = encode(chosen.choice, visit.asking.layout, config().secrets()[0], visit.site.slug)
    response.set_cookie(
        COOKIE_NAME,
        value,
        max_age=config().choice_days * 86_400,
        path=visit.cookie_path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _answer(request: HttpRequest, visit: Visit, chosen: Chosen, act: str) -> HttpResponse:
    message = _("Your choice is saved. You can change it at any time.")
    if wants_json(request):
        states = {purpose: str(state) for purpose, state in chosen.choice.states}
        return JsonResponse({"state": states, "message": message, "receipt": chosen.choice.receipt})
    if request.POST.get("method") == "banner":
        return HttpResponseRedirect(safe_next(request))
    return HttpResponseRedirect(f"{visit.links['preferences']}?saved={act}")

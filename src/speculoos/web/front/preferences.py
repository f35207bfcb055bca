"""The choice: the preferences page, and the one address that banner, page and script post to.

The cookie `cookies_preferences` is set here, at a choice, by the server, and nowhere else. The record of the act is
committed before the answer is sent.
"""

from dataclasses import dataclass
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
from speculoos.consent.layout import Layout
from speculoos.consent.state import Act
from speculoos.core.errors import InputError
from speculoos.registry.model import Kind
from speculoos.web.conf import config
from speculoos.web.front.account import asked_for
from speculoos.web.front.context import Visit, visit_of
from speculoos.web.front.errors import error, problem, wants_json
from speculoos.web.front.language import safe_next
from speculoos.web.front.origin import same_origin_only
from speculoos.web.front.retry import chosen_before, retry_of
from speculoos.web.store.record import RetriedError, keep_record, recorded

ACTS = ("grant", "refuse", "save", "allow")
"""`allow` grants the services that are named and leaves the rest as it is: a placeholder's one press."""
METHODS = ("banner", "preferences", "api")


@dataclass(frozen=True, slots=True)
class Ticked:
    """The boxes of a form: purposes and services ticked, and the services that were shown as ticked before."""

    purposes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # a token would set a cookie before any choice; see origin.py
@same_origin_only
def preferences(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The page, or the visitor's act."""
    visit = visit_of(request)
    if request.method != "POST":
        saved = request.GET.get("saved") in ACTS
        shown = groups(visit)
        allowed = any(group["granted"] and not group["state"].decided for group in shown)
        context = {"saved": saved, "groups": shown, "allowed_unasked": allowed}
        return render(request, "speculoos/preferences.html", context)
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
    boxes = [tuple(request.POST.getlist(name)) for name in ("purpose", "service", "shown")]
    place = request.POST.get("jurisdiction", "")
    said = [act, method, *("\x01".join(box) for box in boxes), *([place] if place else [])]
    retry = retry_of(request, said, request.POST.get("idempotency_key"))
    if before := recorded(visit, retry):
        chosen = chosen_before(before)
        return remember(visit, chosen, _answer(request, visit, chosen, act), before.time)
    visit.stand(place)
    chosen = decide(visit, act, Ticked(*boxes))
    method = method if method in METHODS else "api"
    act = "grant" if act == "allow" else act
    act, method = ("signal", "signal") if by_signal(visit, act) else (act, method)
    try:
        record = keep_record(visit, chosen, act, method, retry)
    except RetriedError as first:
        chosen, record = chosen_before(first.record), first.record
    return remember(visit, chosen, _answer(request, visit, chosen, act), record.time)


def decide(visit: Visit, act: str, ticked: Ticked) -> Chosen:
    """The new choice. With `save`, what is ticked is allowed and the rest refused.

    While the browser sends Global Privacy Control nothing can be granted: the signal wins (US-04).
    """
    layout = visit.asking.layout
    unknown = [*({*ticked.purposes} - {*layout.purposes}), *({*ticked.services} - {*layout.service_ids})]
    if unknown:
        raise InputError(_("This site has no optional “%(name)s”.") % {"name": unknown[0][:60]})
    if act == "allow" and not visit.gpc:
        return _beside(visit, ticked.services)
    act = "grant" if act == "allow" else act
    allowed = _allowed(layout, act, ticked) if not visit.gpc else {}
    return choose(
        layout,
        dict.fromkeys(layout.purposes, Act.SIGNAL) if by_signal(visit, act) else acts_for(layout, list(allowed)),
        datetime.now(UTC),
        previous=visit.choice,
        refused_services=[s for p, some in allowed.items() for s in layout.services_of(p) if s not in some],
        material_since=visit.site.material_since,
        max_age_days=visit.days,
    )


def _beside(visit: Visit, services: tuple[str, ...]) -> Chosen:
    """Services granted beside what is; a purpose that comes along with one allows nothing else."""
    layout = visit.asking.layout
    purposes = {layout.purpose_of[s] for s in services if not visit.effective.grants(layout.purpose_of[s])}
    before = visit.choice.refused_services & {*layout.service_ids} if visit.choice else frozenset()
    others = {s for purpose in purposes for s in layout.services_of(purpose)}
    return choose(
        layout,
        dict.fromkeys(sorted(purposes), Act.GRANT),
        datetime.now(UTC),
        previous=visit.choice,
        refused_services=(before | others) - {*services},
        material_since=visit.site.material_since,
        max_age_days=visit.days,
    )


def by_signal(visit: Visit, act: str) -> bool:
    """Whether the browser's signal decides and not the visitor, who asked for something else than a refusal."""
    return visit.gpc and act in ("grant", "save", "signal")


def _allowed(layout: Layout, act: str, ticked: Ticked) -> dict[str, frozenset[str]]:
    """The purposes to grant, each with its services to allow; a purpose without any is refused as a whole."""
    if act != "save":
        return {p: frozenset(layout.services_of(p)) for p in layout.purposes if act == "grant"}
    allowed = {p: _services(layout, p, ticked) for p in layout.purposes}
    return {purpose: services for purpose, services in allowed.items() if services}


def _services(layout: Layout, purpose: str, ticked: Ticked) -> frozenset[str]:
    """The services that the ticks allow: those ticked; or all, where the purpose alone was ticked.

    Unticking every service of a granted purpose is a refusal, although the box of the purpose stayed ticked.
    """
    services = frozenset(layout.services_of(purpose))
    if some := services & {*ticked.services}:
        return some
    alone = purpose in ticked.purposes and not services & {*ticked.shown}
    return services if alone else frozenset()


def remember(visit: Visit, chosen: Chosen, response: HttpResponse, acted: datetime) -> HttpResponse:
    """The response with the choice in its cookie, for `visit.days`, refusals as long as grants (FR-02).

    What is the account's is kept for the account as of `acted`; the cookie of the device is left as it is (FR-07).
    """
    if visit.account and asked_for(visit):
        visit.account.keep(cookie_value(visit, chosen), acted)
        _expire(visit, chosen, response)
        return response
    if visit.account and visit.account.linked:
        visit.account.forget()
    response.set_cookie(
        COOKIE_NAME,
        cookie_value(visit, chosen),
        max_age=visit.days * 86_400,
        path=visit.cookie_path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    _expire(visit, chosen, response)
    return response


def cookie_value(visit: Visit, chosen: Chosen) -> str:
    """The signed value that remembers the choice."""
    layout = visit.layout(chosen.choice.version) or visit.asking.layout
    return encode(chosen.choice, layout, config().secrets()[0], visit.site.slug)


def _expire(visit: Visit, chosen: Chosen, response: HttpResponse) -> None:
    """End the site's own cookies that this choice no longer allows, so that the browser sends none again (EU-11).

    What a script stores the page's script must remove; a cookie of another host no answer of ours can.
    """
    now, host = visit.effect_of(chosen.choice), visit.request.get_host().partition(":")[0]
    for service, item in visit.registry.items():
        optional = service.id in visit.asking.layout.purpose_of
        ours = item.kind is Kind.COOKIE and item.host in (None, host) and item.name in visit.request.COOKIES
        if optional and ours and not now.grants(service.purpose, service.id):
            response.delete_cookie(item.name, path=item.path or "/", samesite="Lax")


def states(chosen: Chosen, layout: Layout) -> dict[str, str]:
    """The result by purpose, and `purpose:service` for a service refused alone, as the banner script reads it."""
    alone = {f"{layout.purpose_of[s]}:{s}": "refused" for s in sorted(chosen.choice.refused_services)}
    return {purpose: str(state) for purpose, state in chosen.choice.states} | alone


def _answer(request: HttpRequest, visit: Visit, chosen: Chosen, act: str) -> HttpResponse:
    message = _("Your choice is saved. You can change it at any time.")
    if wants_json(request):
        return JsonResponse(
            {"state": states(chosen, visit.asking.layout), "message": message, "receipt": chosen.choice.receipt}
        )
    if request.POST.get("method") == "banner":
        return HttpResponseRedirect(safe_next(request))
    return HttpResponseRedirect(f"{visit.links['preferences']}?saved={act}")

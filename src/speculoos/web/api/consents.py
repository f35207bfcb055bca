"""The visitor's own state on a site, the acts that change it, and the records of one receipt.

A visitor is anonymous: no token of ours could guard the act without storing something before any choice, so the
browser's word on the request's origin does (front/origin.py). The decisions are consent's; the cookie and the record
are made as the preferences page makes them.
"""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from ninja import Router

from speculoos.consent.choice import Chosen, choose
from speculoos.consent.cookie import COOKIE_NAME
from speculoos.consent.record import Method, Record, receipt
from speculoos.consent.state import Act
from speculoos.web.api.answers import answer, json_bytes, links, page
from speculoos.web.api.auth import caller_of, needs, token_if_sent
from speculoos.web.api.bodies import SMALL, read_json
from speculoos.web.api.describe import described
from speculoos.web.api.errors import Problem, not_found
from speculoos.web.api.lookup import known_languages, no_site, row_for, version_row, visit
from speculoos.web.api.params import Limit, Offset, Receipt, SiteName
from speculoos.web.api.schemas import ConsentIn, ConsentOut, Page, PreferencesOut, RecordOut
from speculoos.web.front.context import Visit
from speculoos.web.front.origin import is_same_origin, registered_origin
from speculoos.web.front.preferences import Ticked, by_signal, cookie_value, decide, remember
from speculoos.web.front.retry import chosen_before, retry_of
from speculoos.web.store.publish import registry_of
from speculoos.web.store.record import RetriedError, keep_record, recorded
from speculoos.web.store.records import ConsentRecord

router = Router(tags=["Choice"])

ACTS = {"grant": Act.GRANT, "refuse": Act.REFUSE, "withdraw": Act.WITHDRAW}
SIGNAL = {"Sec-GPC": "`1` is Global Privacy Control: everything optional is off and cannot be granted."}
RETRY = {
    "Idempotency-Key": "16 to 200 random characters, new for each act: a retry with the same key and body is recorded "
    "once and answered the same."
}
COOKIE = {"Set-Cookie": "`cookies_preferences`, for 184 days (in California 366), refusals as long as grants."}


@router.get(
    "/sites/{slug:site}/preferences",
    url_name="api_preferences",
    operation_id="getPreferences",
    summary="The caller's own state",
    response=PreferencesOut,
    openapi_extra=described(wants=SIGNAL | {"Cookie": "`cookies_preferences`, if the visitor has chosen."}),
)
def preferences(request: HttpRequest, site: SiteName) -> HttpResponse:
    """What counts for this visitor now. Reading it stores nothing and sets no cookie.

    A browser sends the cookie of a site that is hosted under `/s/<site>/` to that path alone; a server that asks for
    its visitor passes the cookie on in the header Cookie.
    """
    visitor = visit(request, site)
    response = answer(request, _state(visitor))
    patch_vary_headers(response, ("Cookie", "Sec-GPC", *visitor.varies))
    return response


@router.post(
    "/sites/{slug:site}/consents",
    url_name="api_consents",
    operation_id="recordConsent",
    summary="Grant, refuse, save or withdraw, or act on a signal",
    response={201: ConsentOut},
    openapi_extra=described(
        scope_if_sent="consents:write",
        body=ConsentIn,
        problems=("cross-origin", "not-a-choice", "other-version", "too-many"),
        headers=COOKIE,
        wants=SIGNAL | RETRY,
    ),
)
def consent(request: HttpRequest, site: SiteName) -> HttpResponse:
    """Record one act of a visitor, and remember it in their browser.

    The record is on the disk before the answer is sent. From a browser only the site's own pages may send it (403),
    those at its declared address included: they are given the cookie's value as data and write it themselves. A
    server sends it for its visitor with a token, and passes the answer's cookie on. While Global Privacy Control is
    on nothing is granted, whatever the body says. Whoever retries sends the same `Idempotency-Key` again.
    """
    caller = token_if_sent(request, "consents:write")
    if caller is not None and not caller.sees(site):
        raise no_site(site)
    visitor = visit(request, site)
    if caller is None and not (is_same_origin(request) or _crosses(request, visitor)):
        raise Problem("cross-origin", "A choice is made on the site's own pages.")
    raw = read_json(request, SMALL)
    asked = ConsentIn.model_validate(raw)
    visitor.gpc = visitor.gpc or asked.gpc or asked.act == "signal"
    retry = retry_of(request, json_bytes(raw))
    if before := recorded(visitor, retry):
        return _recorded(request, visitor, chosen_before(before), before, asked.act)
    visitor = _as_shown(request, visitor, asked)
    visitor.stand(asked.jurisdiction, told=_crosses(request, visitor))
    if asked.previous is not None:
        visitor.choice = visitor.choice_in(asked.previous)
    with _language(asked.language, visitor):
        chosen = chosen_by(visitor, asked)
        try:
            record = keep_record(visitor, chosen, asked.act, _method(visitor, asked), retry)
        except RetriedError as first:
            chosen, record = chosen_before(first.record), first.record
    return _recorded(request, visitor, chosen, record, asked.act)


def _method(visitor: Visit, asked: ConsentIn) -> str:
    """How the act reached us; nobody but a signal acts by signal."""
    return str(Method.SIGNAL) if by_signal(visitor, asked.act) else asked.method


def _recorded(request: HttpRequest, visitor: Visit, chosen: Chosen, record: Record, act: str) -> HttpResponse:
    """The receipt. To a page of another origin the cookie goes as data: a cookie of ours would be a third party's."""
    told = _receipt(visitor, chosen, record, act)
    if not _crosses(request, visitor):
        return remember(visitor, chosen, answer(request, told, status=201), record.time)
    life = visitor.days * 86_400
    cookie = {"name": COOKIE_NAME, "value": cookie_value(visitor, chosen), "max_age": life}
    return answer(request, told | {"cookie": cookie}, status=201)


def _crosses(request: HttpRequest, visitor: Visit) -> bool:
    """Whether a page of the site itself sent this, from an origin that is not ours."""
    return (
        not is_same_origin(request)
        and registered_origin(request, visitor.registry.site.url, visitor.site.options.origins) is not None
    )


def _as_shown(request: HttpRequest, visitor: Visit, asked: ConsentIn) -> Visit:
    """The visitor before the version that was shown, for that is what the record names.

    Pages of other hosts may be an hour behind. An older version counts as long as nothing material has changed since.
    """
    now, number = visitor.registry.version, asked.version
    if number is None or number == now:
        return visitor
    if not visitor.site.material_since <= number < now:
        raise Problem("other-version", f"The site is at version {now}; ask again.")
    row = version_row(visitor.site, number)
    before = Visit(request, replace(visitor.site, registry=registry_of(row), at=row.published_at), visitor.slug)
    before.gpc = visitor.gpc
    return before


@router.get(
    "/sites/{slug:site}/consents/{slug:receipt}",
    url_name="api_consent",
    operation_id="getConsents",
    summary="The records of a receipt",
    auth=needs("consents:read"),
    response=Page[RecordOut],
    openapi_extra=described(scope="consents:read"),
)
def records(
    request: HttpRequest, site: SiteName, receipt: Receipt, limit: Limit = 50, offset: Offset = 0
) -> HttpResponse:
    """Every act under one receipt, the newest first: the proof of what a visitor chose, when, and what was shown."""
    row = row_for(caller_of(request), site)
    rows = ConsentRecord.objects.filter(site=row, receipt=receipt)
    count = rows.count()
    if not count:
        raise not_found("There is no such receipt.")
    found = page(request, rows, count, limit, offset, _record)
    return answer(request, found, headers=links(found))


def chosen_by(visitor: Visit, asked: ConsentIn) -> Chosen:
    """The new choice. What names nothing, and `save`, is what the preferences page does; the rest leaves others be."""
    _check_known(visitor, asked)
    if asked.act == "signal":
        return _signalled(visitor)
    named = bool(asked.purposes or asked.services)
    if asked.act == "save" or (asked.act != "withdraw" and not named):
        return decide(visitor, asked.act, Ticked(tuple(asked.purposes), tuple(asked.services)))
    layout = visitor.asking.layout
    granting = asked.act == "grant" and not visitor.gpc
    return choose(
        layout,
        _acts(visitor, asked, granting) if named else dict.fromkeys(layout.purposes, Act.WITHDRAW),
        datetime.now(UTC),
        previous=visitor.choice,
        refused_services=_refused_alone(visitor, asked, granting),
        material_since=visitor.site.material_since,
        max_age_days=visitor.days,
    )


def _signalled(visitor: Visit) -> Chosen:
    """Everything optional refused by the browser's signal."""
    return choose(
        visitor.asking.layout,
        dict.fromkeys(visitor.asking.layout.purposes, Act.SIGNAL),
        datetime.now(UTC),
        previous=visitor.choice,
        material_since=visitor.site.material_since,
        max_age_days=visitor.days,
    )


def _check_known(visitor: Visit, asked: ConsentIn) -> None:
    layout = visitor.asking.layout
    unknown = [
        *(p for p in asked.purposes if p not in layout.purposes),
        *(s for s in asked.services if s not in layout.purpose_of),
    ]
    if unknown:
        raise Problem("not-a-choice", f"This site has no optional “{unknown[0][:60]}”.")


def _acts(visitor: Visit, asked: ConsentIn, granting: bool) -> dict[str, Act]:
    """The act on each purpose named; a service that is granted brings along a purpose that was not."""
    refusal = Act.SIGNAL if by_signal(visitor, asked.act) else Act.REFUSE
    act = Act.GRANT if granting else Act.WITHDRAW if asked.act == "withdraw" else refusal
    brought = _brought(visitor, asked) if granting else set()
    return dict.fromkeys([*asked.purposes, *sorted(brought)], act)


def _brought(visitor: Visit, asked: ConsentIn) -> set[str]:
    """The purposes that are granted for the sake of a service alone."""
    under = {visitor.asking.layout.purpose_of[service] for service in asked.services}
    return {p for p in under if p not in asked.purposes and not visitor.effective.grants(p)}


def _refused_alone(visitor: Visit, asked: ConsentIn, granting: bool) -> frozenset[str]:
    """The services refused alone after the act.

    A purpose granted by name allows all of its services; one brought along by a service allows nothing else.
    """
    layout = visitor.asking.layout
    before = visitor.choice.refused_services & {*layout.service_ids} if visitor.choice else frozenset()
    if not granting:
        return before | {*asked.services}
    whole = {s for purpose in asked.purposes for s in layout.services_of(purpose)}
    beside = {s for purpose in _brought(visitor, asked) for s in layout.services_of(purpose)}
    return (before - whole | beside) - {*asked.services}


def _language(language: str | None, visitor: Visit) -> AbstractContextManager[None]:
    """The language that the visitor was asked in, while the record is written."""
    known = {*known_languages(), *visitor.registry.site.languages}
    if language is not None and language not in known:
        raise Problem("not-a-choice", f"The site does not ask in “{language}”.")
    return translation.override(language or visitor.language)


def _state(visitor: Visit) -> dict[str, Any]:
    return {
        "site": visitor.site.slug,
        "version": visitor.registry.version,
        "asks": visitor.effective.asks,
        "signal": visitor.effective.signal,
        "choice": _choice(visitor),
        "purposes": [_purpose(visitor, purpose) for purpose in visitor.asking.layout.purposes],
    }


def _choice(visitor: Visit) -> dict[str, Any] | None:
    choice = visitor.choice
    if choice is None:
        return None
    ends = choice.time + timedelta(days=visitor.days)
    return {
        "version": choice.version,
        "time": choice.time.isoformat(),
        "valid_until": ends.isoformat(),
        "receipt": choice.receipt,
    }


def _purpose(visitor: Visit, purpose: str) -> dict[str, Any]:
    now = visitor.effective
    services = visitor.asking.layout.services_of(purpose)
    return {
        "id": purpose,
        "state": now.states[purpose],
        "granted": now.grants(purpose),
        "reason": now.reason(purpose),
        "services": [{"id": s, "granted": now.grants(purpose, s), "reason": now.reason(purpose, s)} for s in services],
    }


def _receipt(visitor: Visit, chosen: Chosen, record: Record, act: str) -> dict[str, Any]:
    """The receipt as consent.record words it, with the state of every optional purpose."""
    flat = receipt(record)
    flat.pop("purposes")
    state = {purpose: chosen.choice.state(purpose) for purpose in visitor.asking.layout.purposes}
    return flat | {"act": act, "state": state, "signal": visitor.gpc}


def _record(row: ConsentRecord) -> dict[str, Any]:
    return {
        "record": row.record_id,
        "time": row.time.isoformat(),
        "act": row.act,
        "method": row.method,
        "version": row.version,
        "result": row.result,
        "document": row.document,
    }

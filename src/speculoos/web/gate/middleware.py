"""The Django door of the gate, sync and async: the first of MIDDLEWARE.

Translates between Django's requests and responses and gate.gate, and decides nothing. Cookies are taken out of
`request.META` before anything has read them, and what a response sets is judged after everything else is done with it.
Bodies pass untouched, so streaming stays streaming.
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from speculoos.consent.choice import gpc_on
from speculoos.gate import asgi, wsgi
from speculoos.gate.gate import Gate, Passage
from speculoos.gate.rules import Mode
from speculoos.web.gate.cookies import added, give, headers_of
from speculoos.web.gate.source import Source, source

Next = Callable[[HttpRequest], Any]


class Way(NamedTuple):
    """One request's way through the gate that it came to."""

    gate: Gate
    passage: Passage
    asgi: bool


class GateMiddleware:
    """Lets through what is declared and granted. All instances of a process share one gate."""

    sync_capable = True
    async_capable = True
    source = staticmethod(source)

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)
        self.source()  # a project that cannot have one learns it at the start, and not from its visitors

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._later(request)
        way = opened(self.source(), request)
        return closed(way, self.get_response(request))

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        try:
            way = opened(self.source(), request)
        except SynchronousOnlyOperation:  # once a second the version is looked up, and a new one compiled
            way = await sync_to_async(opened)(self.source(), request)
        return closed(way, await self.get_response(request))


def opened(source: Source, request: HttpRequest) -> Way | None:
    """The request let in, its cookies as the application is to see them; None where the site has no gate.

    SynchronousOnlyOperation where the database has to be asked and may not be; nothing has been done by then.
    """
    site = source.site_gate(request)
    if site is None:
        return None
    gate, scope = site.gate, getattr(request, "scope", None)
    cookies = cookies_of(request, scope)
    path = asgi.path_of(scope) if scope else wsgi.path_of(request.META)
    try:
        effective = site.effective(request)
        gpc = gpc_on(request.META.get("HTTP_SEC_GPC"))
        passage = gate.open(cookies, host=host_of(request), path=path, gpc=gpc, effective=effective)
        if passage.changed:
            see(request, scope, passage)
    except SynchronousOnlyOperation:
        raise
    except Exception as fault:  # noqa: BLE001  (the site stays up, whatever fails here)
        passage = gate.failed(fault, cookies, path)
        see(request, scope, passage)
    return Way(gate, passage, bool(scope))


def closed(way: Way | None, response: HttpResponseBase) -> HttpResponseBase:
    """The response as the browser is given it."""
    if way is None:
        return response
    try:
        given = headers_of(response)
        passed = way.passage.close(given)
        if passed != given and not added(response, given, passed):
            give(response, passed, for_asgi=way.asgi)
    except Exception as fault:  # noqa: BLE001  (the site stays up, whatever fails here)
        way.gate.tally.fault(fault, way.gate.fallback)
        if way.gate.fallback is Mode.ENFORCE:
            response.cookies.clear()
            response.headers.pop("Set-Cookie", None)
    return response


def cookies_of(request: HttpRequest, scope: Any) -> list[bytes]:
    """The `Cookie` values as they came; under HTTP/2 there may be one for each cookie.

    Django joins these by commas, which makes one cookie of them all. They are to be joined as the browser would have
    done (RFC 9113 section 8.2.3).
    """
    header = request.META.get("HTTP_COOKIE")
    if not header:
        return []
    if not scope:
        return [header.encode("latin-1", "replace")]
    values = [bytes(value) for name, value in scope["headers"] if name == b"cookie"]
    if len(values) > 1:
        request.META["HTTP_COOKIE"] = b"; ".join(filter(None, values)).decode("latin-1")
    return values


def see(request: HttpRequest, scope: Any, passage: Passage) -> None:
    """Show the application the cookies that it is to see, wherever it may look for them."""
    if passage.cookies:
        request.META["HTTP_COOKIE"] = b"; ".join(filter(None, passage.cookies)).decode("latin-1")
    else:
        request.META.pop("HTTP_COOKIE", None)
    if scope:
        kept = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
        kept += [(b"cookie", value) for value in passage.cookies]
        cast("Any", request).scope = {**scope, "headers": kept}
    for read in ("headers", "COOKIES"):
        request.__dict__.pop(read, None)


def host_of(request: HttpRequest) -> str:
    """The host that the browser asked, unchecked: it is only named in endings of cookies, and only where it is one."""
    meta = request.META
    forwarded = meta.get("HTTP_X_FORWARDED_HOST")
    return str(
        (forwarded and settings.USE_X_FORWARDED_HOST and forwarded)
        or meta.get("HTTP_HOST")
        or meta.get("SERVER_NAME", "")
    )

"""What operators and browsers ask a site about itself: alive, ready, Global Privacy Control."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from speculoos.web.conf import config
from speculoos.web.front.errors import problem
from speculoos.web.store.publish import current

GPC_SINCE = "2026-11-24T00:00:00Z"
"""Since when the platform has acted on the signal; the specification's `lastUpdate` (GPC-3)."""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The process can serve: its database answers and the home site is published."""
    try:
        connection.ensure_connection()
        ready = current(config().home_site) is not None
    except DatabaseError:
        return problem(503, "Not ready", "The database does not answer.")
    if not ready:
        return problem(503, "Not ready", "The home site has no published version; run `speculoos manage setup`.")
    return HttpResponse("ready\n", content_type="text/plain")


@require_safe
def gpc(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """States that the signal is honoured (Global Privacy Control, section on the well-known resource)."""
    return JsonResponse({"gpc": True, "lastUpdate": GPC_SINCE}, headers={"Cache-Control": "public, max-age=86400"})

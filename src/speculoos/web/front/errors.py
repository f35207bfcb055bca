"""Error pages: in the site's own frame where that works, plain where it may not."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


def problem(status: int, title: str, detail: str) -> JsonResponse:
    """An error as problem details (RFC 9457): the one shape of our JSON errors."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.get_preferred_type(["text/html", "application/json"]) == (
        "application/json"
    )


def error(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    if wants_json(request):
        return problem(status, title, detail)
    return render(request, "speculoos/error.html", {"title": title, "detail": detail, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return error(request, 400, _("That request was not understood"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    detail = _("This page was asked for from another site, or needs rights that you do not have.")
    return error(request, 403, _("Not allowed"), detail)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    detail = _("The form had no valid token. Load the page again and send the form once more.")
    return error(request, 403, _("Not sent"), detail)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    return error(request, 404, _("Page not found"), _("There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    """No database and no visit here: whatever broke may break again."""
    if request.path.startswith("/api/"):
        return problem(500, "Internal error", "The fault is ours and has been logged.")
    return HttpResponseServerError(loader.render_to_string("speculoos/500.html", {}, None))

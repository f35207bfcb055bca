"""Addresses of the API, all under /api/, and the door that every request goes through.

The door gives HEAD and OPTIONS to every address, and the one shape of errors to what no route answers.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from speculoos.web.api import docs
from speculoos.web.api.api import api
from speculoos.web.api.errors import Problem, not_found

View = Callable[..., HttpResponse]


def door(view: View) -> View:
    """The view, with HEAD answered as GET without content, OPTIONS, and problem details for other methods."""

    @csrf_exempt  # routes that a session opens check the token themselves; see auth.py
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
        response = view(request, *args, **kwargs)
        request.method = asked
        if response.status_code == 405:
            return _no_such_method(request, response["Allow"])
        if asked == "HEAD":
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    return opened


def _no_such_method(request: HttpRequest, allowed: str) -> HttpResponse:
    methods = {each.strip() for each in allowed.split(",")} | {"OPTIONS"}
    allow = {"Allow": ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))}
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=allow)
    return Problem("wrong-method", f"Use one of: {allow['Allow']}.", headers=allow).response()


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Every address under /api/ that is not one."""
    return not_found("There is nothing at this address; /api/docs lists what there is.").response()


def _routes() -> list[URLPattern]:
    """The routes of ninja behind the door; its own placeholder for the root is left out."""
    found = [p for p in api.urls[0] if isinstance(p, URLPattern) and p.name != "api-root"]
    return [path(f"v1/{p.pattern}", door(p.callback), name=p.name) for p in found]


urlpatterns = [
    path("docs", docs.page, name="api_docs"),
    path("v1/openapi.json", door(docs.openapi), name="api_openapi"),
    *_routes(),
    re_path(r"^.*$", nowhere),
]

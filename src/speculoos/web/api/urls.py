"""Addresses of the API, all under /api/, and the door that every request goes through.

The door gives HEAD and OPTIONS to every address, and the one shape of errors to what no route answers.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from speculoos.web.api import docs
from speculoos.web.api.api import api
from speculoos.web.api.consents import consent
from speculoos.web.api.errors import Problem, not_found
from speculoos.web.front.origin import registered_origin
from speculoos.web.store.publish import current

View = Callable[..., HttpResponse]
CORS = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "content-type, idempotency-key",
    "Access-Control-Max-Age": "7200",
}
CROSSING = ("api_consents", "api_reports")
"""What pages of other origins may use, by URL name."""


def door(*views: View) -> View:
    """One view for an address, with HEAD answered as GET without content, OPTIONS, and problem details for the rest.

    An address may have several views, each with methods of its own.
    """

    @csrf_exempt  # routes that a session opens check the token themselves; see auth.py
    @wraps(views[0])
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
        allowed: list[str] = []
        for view in views:
            response = view(request, *args, **kwargs)
            if response.status_code != 405:
                return _without_content(response) if asked == "HEAD" else response
            allowed += response["Allow"].split(", ")
        request.method = asked
        return _no_such_method(request, {*allowed})

    return opened


def crossing(view: View) -> View:
    """The view, open to pages of the site's declared origin: no credentials, and nothing for any other origin.

    CORS (Fetch, section 3.2). A preflight from elsewhere is refused here; the view itself refuses the rest.
    """

    @csrf_exempt
    @wraps(view)
    def crossed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = current(str(kwargs.get("site", "")))
        origin = registered_origin(request, found.registry.site.url, found.options.origins) if found else None
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers and origin is None:
            return Problem("cross-origin", "Only the site's own pages may send this.").response()
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ("Origin",))
        for name, value in (CORS | {"Access-Control-Allow-Origin": origin} if origin else {}).items():
            response[name] = value
        return response

    return crossed


@crossing
def consents_view(request: HttpRequest, site: str) -> HttpResponse:
    """The view of the consents' address for a POST, without ninja's wrapping: it reads its body by itself."""
    try:
        return consent(request, site)
    except Exception as fault:  # noqa: BLE001  (as ninja does: what the API has no answer for is raised again)
        return api.on_exception(request, fault)


def _without_content(response: Any) -> Any:
    if isinstance(response, StreamingHttpResponse):  # how long it would be is not known before it is made
        response.streaming_content = ()
        return response
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _no_such_method(request: HttpRequest, allowed: set[str]) -> HttpResponse:
    methods = allowed | {"OPTIONS"} | ({"HEAD"} if "GET" in allowed else set())
    allow = {"Allow": ", ".join(sorted(methods))}
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=allow)
    return Problem("wrong-method", f"Use one of: {allow['Allow']}.", headers=allow).response()


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Every address under /api/ that is not one."""
    return not_found("There is nothing at this address; /api/docs lists what there is.").response()


def _routes() -> list[URLPattern]:
    """The routes of ninja behind the door, one view an address; ninja's own placeholder for the root is left out."""
    found = [p for p in api.urls[0] if isinstance(p, URLPattern) and p.name != "api-root"]
    views: defaultdict[str, dict[str, View]] = defaultdict(dict)
    for pattern in found:
        # ninja makes a pattern for each operation, and those of one router share a view: one name of it will do
        views[str(pattern.pattern)].setdefault(str(pattern.name), pattern.callback)
    return [
        path(f"v1/{route}", crossing(door(*named.values())) if name in CROSSING else door(*named.values()), name=name)
        for route, named in views.items()
        for name in named
    ]


urlpatterns = [
    path("docs", docs.page, name="api_docs"),
    path("v1/openapi.json", door(docs.openapi), name="api_openapi"),
    *_routes(),
    re_path("^", nowhere),
]

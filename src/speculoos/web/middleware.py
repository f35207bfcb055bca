"""Django middlewares: the security headers of our pages, their languages, and who is visiting which site.

All are thin: the decisions are in front/context.py and consent.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from speculoos.web.front.context import attach_visit, varies
from speculoos.web.languages import FULL

Next = Callable[[HttpRequest], HttpResponse]

# No inline script or style anywhere, so no nonce is needed and pages stay cacheable byte for byte.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
PERMISSIONS_POLICY = "browsing-topics=(), camera=(), geolocation=(), microphone=(), storage-access=()"


class PageHeadersMiddleware:
    """States what our pages may load (CSP level 3) and what they never use."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response


class FullLanguageMiddleware:
    """The back office and the API are written in a few languages, and in the others as a whole in English."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/office/", "/api/")) and translation.get_language() not in FULL:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        return self.get_response(request)


class VisitMiddleware:
    """Puts the lazily computed Visit on the request, and says that pages depend on it (T-10)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        attach_visit(request)
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie", "Accept-Language", "Sec-GPC", *varies(request)))
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

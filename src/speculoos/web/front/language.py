"""The language chooser: the cookie `django_language` is set here, on the visitor's own act, and nowhere else."""

from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from speculoos.web.front.origin import same_origin_only


@require_POST
@csrf_exempt  # a token would set `csrftoken` on every page; the origin check does the same without storage
@same_origin_only
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen and go back to the page the visitor came from."""
    response = HttpResponseRedirect(safe_next(request))
    language = request.POST.get("language", "").lower()
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=cast('Literal["Lax", "Strict", "None"]', settings.LANGUAGE_COOKIE_SAMESITE),
        )
    return response


def safe_next(request: HttpRequest) -> str:
    """The address to return to: `next`, else the page before, if it is on this host; else `/`."""
    for url in (request.POST.get("next"), request.headers.get("Referer")):
        if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
            return url
    return "/"

"""The bakery's home page: a site whose code does what it declares, and only what was granted.

The visit counter is a cookie set by the server, the reading size a local storage key written by a script; the
video is declared and stays a placeholder, since its company does not exist.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from speculoos.web.front.context import Visit, visit_of

SLUG = "biscuiterie"
VISITS = "biscuiterie_visits"
DAYS = 30


@require_safe
def home(request: HttpRequest, slug: str = SLUG) -> HttpResponse:  # noqa: ARG001
    """The page, with its counter kept where statistics are granted and taken away where they are not."""
    visit = visit_of(request)
    counted = visit.effective.grants("statistics", "visits")
    visits = _visits(request) + 1 if counted else None
    context = {
        "visits": visits,
        "comfort": visit.effective.grants("comfort", "reading"),
        "video": visit.effective.grants("media", "video"),
    }
    response = render(request, "speculoos/biscuiterie.html", context)
    _count(response, visit, visits, present=VISITS in request.COOKIES)
    return response


def _visits(request: HttpRequest) -> int:
    stored = request.COOKIES.get(VISITS, "")
    return min(int(stored), 9_999) if stored.isascii() and stored.isdigit() and len(stored) < 5 else 0


def _count(response: HttpResponse, visit: Visit, visits: int | None, *, present: bool) -> None:
    path = visit.cookie_path
    if visits is not None:
        response.set_cookie(
            VISITS, str(visits), max_age=DAYS * 86_400, path=path, secure=True, httponly=True, samesite="Lax"
        )
    elif present:
        response.delete_cookie(VISITS, path=path, samesite="Lax")

"""The documentation page, and the document it is made of. Everything is rendered here; nothing is loaded from afar."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from speculoos.web.api.answers import REVALIDATE, answer
from speculoos.web.api.openapi import document
from speculoos.web.api.reading import intro, problems, sections, shapes


@csrf_exempt
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    return answer(request, document(), cache=REVALIDATE)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, answers and an example to paste into a shell."""
    return render(request, "speculoos/api/docs.html", _context(f"{request.scheme}://{request.get_host()}"))


@lru_cache(maxsize=8)
def _context(origin: str) -> dict[str, Any]:
    found = document()
    return {
        "info": found["info"],
        "intro": intro(found),
        "sections": sections(found, origin),
        "shapes": shapes(found),
        "problems": problems(),
    }

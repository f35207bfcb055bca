"""The views of the tiny project: they say which cookies they saw, and give those that they are told to."""

import asyncio

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import re_path

from tests.doors.recorder import CHUNKS, given, seen_json


def record(request):
    cookie = request.META.get("HTTP_COOKIE")
    seen = [] if cookie is None else [cookie.encode("latin-1")]
    return answered(request, HttpResponse(seen_json(seen), content_type="application/json"))


async def record_later(request):
    await asyncio.sleep(0)
    return record(request)


def stream(_request):
    return StreamingHttpResponse(b"%d\n" % n for n in range(CHUNKS))


async def stream_later(_request):
    async def chunks():
        for n in range(CHUNKS):
            yield b"%d\n" % n
            await asyncio.sleep(0.05)

    return StreamingHttpResponse(chunks())


def page(request):
    """A page of code that was written before anybody thought of choices: it counts visits, and wants to be cached."""
    visits = int(request.COOKIES.get("visits", "0")) + 1
    response = HttpResponse(f"<!doctype html><p>visit {visits}", headers={"Cache-Control": "public, max-age=600"})
    response.set_cookie("visits", str(visits))
    return response


def style(_request):
    return HttpResponse("p {}", content_type="text/css", headers={"Cache-Control": "public, max-age=600, immutable"})


def fail(_request):
    raise RuntimeError("on purpose")


def answered(request, response):
    """A single cookie is set by hand, as code does that knows no better; several are cookies of Django's."""
    values = [value.decode("latin-1") for value in given(request.META.get("HTTP_X_GIVE", ""))]
    if len(values) == 1:
        response.headers["Set-Cookie"] = values[0]
        return response
    for number, value in enumerate(values):
        dict.__setitem__(response.cookies, str(number), Text(value))
    return response


class Text:
    """A cookie in whatever words an application finds for it."""

    def __init__(self, text):
        self.text = text

    def OutputString(self, attrs=None):  # noqa: N802  (the name that http.cookies gave it)
        return self.text

    def output(self, attrs=None, header=""):
        return f"{header} {self.text}"


urlpatterns = [
    re_path("^stream$", stream),
    re_path("^later/stream$", stream_later),
    re_path("^page/", page),
    re_path("^static/", style),
    re_path("^fail$", fail),
    re_path("^later/", record_later),
    re_path("", record),
]

"""The fast door to `POST /api/v1/sites/<site>/consents`: the same view as behind Django's front door, sooner reached.

Every address is Django's. For this one the search through all addresses, the API framework's wrapping and the
middlewares that have nothing to do here cost more than the act itself, so the door calls the view directly. Whoever
decides, words and remembers is the view and what it calls, for both ways in; the middlewares that a project adds
stand before both. What is not such a post goes through.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from speculoos.web.api.urls import consents_view

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

ADDRESS = re.compile(r"/api/v1/sites/([-a-zA-Z0-9_]{1,60})/consents")
IDLE = {
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
}
"""Middlewares that do nothing here: the address is no file, is exempt from the token (front/origin.py guards it) and
leaves no messages."""
HOOKS = ("process_view", "process_exception", "process_template_response")
"""What a middleware may want of Django beside the request itself; a project that adds such a one has no fast door."""


class ConsentDoor(WSGIHandler):
    """A WSGI application around Django's own."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.open = True
        super().__init__()

    def __call__(  # type: ignore[override]  # the application behind need not be Django's
        self, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        fast = self.open and environ["REQUEST_METHOD"] == "POST" and ADDRESS.fullmatch(environ["PATH_INFO"])
        app = super().__call__ if fast else self.app
        return app(environ, start_response)

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002  (Django's signature)
        """Django's middlewares around the view, but for the idle ones."""
        made = convert_exception_to_response(self._get_response)
        for name in reversed([name for name in settings.MIDDLEWARE if name not in IDLE]):
            try:
                middleware = import_string(name)(made)
            except MiddlewareNotUsed:
                continue
            self.open = self.open and not any(hasattr(middleware, hook) for hook in HOOKS)
            made = convert_exception_to_response(middleware)
        self._middleware_chain = made

    def _get_response(self, request: HttpRequest) -> HttpResponse:
        found = ADDRESS.fullmatch(request.path_info)
        if found is None:  # never: the same was asked of the bytes
            raise AssertionError(request.path_info)
        return consents_view(request, site=found[1])

"""Who may enter the back office: staff everywhere, superusers where rights are given.

An anonymous visitor is sent to sign in and comes back; a signed-in person without the right gets the 403 page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

View = Callable[..., HttpResponseBase]


def staff(view: View) -> View:
    """The view, for people with `is_staff`; its answers are stored by no cache."""
    return _only(view, "is_staff")


def superusers(view: View) -> View:
    """The view, for superusers: a sign-in link for somebody else is a way to become them."""
    return _only(view, "is_superuser")


def _only(view: View, right: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not (user.is_staff and getattr(user, right)):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return guarded

"""Who has signed in, known before Django's own middlewares have looked: for sites that keep one choice an account.

Reads the session and changes nothing in it; whether it still holds is asked as django.contrib.auth asks.
"""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.utils.crypto import constant_time_compare


def signed_in(request: HttpRequest) -> HttpRequest:
    """The request of the account's owner, for whoever asks it for `user`; the request itself where nobody is known."""
    header = request.META.get("HTTP_COOKIE", "")
    key = parse_cookie(header).get(settings.SESSION_COOKIE_NAME) if settings.SESSION_COOKIE_NAME in header else None
    owner = _owner(key) if key else None
    if owner is None:
        return request
    asked = HttpRequest()
    asked.META, asked.path = request.META, request.path
    asked.user = owner  # type: ignore[assignment]  # a project's own kind of user
    return asked


def _owner(key: str) -> AbstractBaseUser | None:
    """auth.get_user would do the same, and may give the session another key on the way."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    kind = get_user_model()
    known = session.get(SESSION_KEY)
    user = kind._default_manager.filter(pk=kind._meta.pk.to_python(known)).first() if known else None
    if user is None or not user.is_active:
        return None
    told = session.get(HASH_SESSION_KEY, "")
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return user if any(constant_time_compare(told, each) for each in hashes) else None

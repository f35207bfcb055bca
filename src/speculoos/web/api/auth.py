"""Who calls: a machine with a bearer token, or a signed-in member of staff with a session and a CSRF token.

A token is tried first: a browser never adds one by itself, so it needs no CSRF check. What a caller may see of a
site is asked of `Caller.sees`; a site outside a token's reach does not exist for it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from speculoos.web.api.errors import REALM, Problem, sign_in
from speculoos.web.store.access import ApiToken

LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever was let in; `token` is None for a session."""

    user: Any
    token: ApiToken | None = None

    def sees(self, slug: str) -> bool:
        """Whether the site is within reach: a token bound to a site works for that site alone."""
        bound = self.token.site if self.token else None
        return bound is None or bound.slug == slug


class BearerToken(HttpBearer):
    """A token with the one scope that the operation asks for."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:  # noqa: ARG002
        found = ApiToken.find(token) if 0 < len(token) <= LONGEST_TOKEN else None
        if found is None or not found.user.is_staff:
            raise sign_in("This token is unknown, has expired, or its owner has left.", bad_token=True)
        if self.scope not in found.scopes:
            headers = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{self.scope}"'}
            raise Problem("not-allowed", f"This token lacks the scope {self.scope}.", headers=headers)
        _touch(found)
        return Caller(found.user, found)


class StaffSession(APIKeyCookie):
    """The session of a member of staff; changing anything needs the CSRF token in X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Caller | None:
        return self.authenticate(request, self.param_name) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller:  # noqa: ARG002
        user: Any = request.user
        if not user.is_staff:
            raise Problem("not-allowed", "This operation is for staff.")
        if check_csrf(request) is not None:
            raise Problem("not-allowed", "Send the CSRF token of the session in the header X-CSRFToken.")
        return Caller(user)


def needs(scope: str) -> list[Any]:
    """The `auth` of a route that a token with `scope` or a staff session may use."""
    return [BearerToken(scope), StaffSession()]


def caller_of(request: HttpRequest) -> Caller:
    """The caller that a route with `needs` has let in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def token_if_sent(request: HttpRequest, scope: str) -> Caller | None:
    """The caller of a route that is open to visitors: None without a token, a Problem with a bad one."""
    return _bearer(scope)(request)


@lru_cache(maxsize=16)
def _bearer(scope: str) -> BearerToken:
    return BearerToken(scope)


def _touch(token: ApiToken) -> None:
    """Remember the day of use: one write a day, however often a machine calls."""
    today = timezone.now().date()
    if token.last_used != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used=today)

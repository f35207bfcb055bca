"""Signing in and out: by password, and by the one-time link that the first run prints."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from speculoos.web.store.access import SigninLink


class SignIn(LoginView):
    """The form at /accounts/login/; `sessionid` appears when it succeeds and never before."""

    template_name = "speculoos/login.html"
    redirect_authenticated_user = True


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and take the token cookie along: an anonymous visitor needs neither."""
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite=settings.CSRF_COOKIE_SAMESITE)
    return response


@never_cache
@require_GET  # not HEAD: a preview must not use the link up
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in with a one-time link, or say why it does not work."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=503)  # a browser that only looks ahead must not use the link up
    user: Any = SigninLink.redeem(token)
    if user is None:
        detail = _("A sign-in link works once and for a short time. Ask for a new one.")
        context = {"title": _("This link no longer works"), "detail": detail, "status": 410}
        return render(request, "speculoos/error.html", context, status=410)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)

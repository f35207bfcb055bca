"""One's own account: name, password, API tokens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from speculoos.web.office.access import staff
from speculoos.web.office.forms.base import posted
from speculoos.web.office.forms.people import SCOPES, NameForm, TokenForm
from speculoos.web.store.access import ApiToken


@staff
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    form = NameForm(posted(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("speculoos:office_account")
    context = {"form": form, "tokens": request.user.api_tokens.count()}  # type: ignore[union-attr]
    return render(request, "speculoos/office/account.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@staff
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set a password, or change it. Whoever came by a link has no old one to name."""
    user: Any = request.user
    kind: Any = PasswordChangeForm if user.has_usable_password() else SetPasswordForm
    form = kind(user, posted(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is set. Other sessions of yours have ended."))
        return redirect("speculoos:office_account")
    context = {"form": form, "first": kind is SetPasswordForm}
    return render(request, "speculoos/office/password.html", context, status=422 if form.is_bound else 200)


@staff
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens, and the form for a new one; the token itself is in this one answer and nowhere else."""
    form = TokenForm(posted(request))
    issued = None
    if request.method == "POST" and form.is_valid():
        _row, issued = form.issue(request.user)
        form = TokenForm()
    context = {
        "form": form,
        "issued": issued,
        "scopes": SCOPES,
        "tokens": ApiToken.objects.filter(user=request.user.pk).select_related("site"),
    }
    return render(request, "speculoos/office/tokens.html", context, status=422 if form.is_bound else 200)


@staff
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, user=request.user.pk)
    token.delete()
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("speculoos:office_tokens")

"""The people who may sign in. For superusers only: whoever hands out sign-in links can become anybody.

There are no passwords to hand over: a new person gets a link that works once, shown once.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from speculoos.web.conf import config
from speculoos.web.office.access import superusers
from speculoos.web.office.forms.base import posted
from speculoos.web.office.forms.people import NewUserForm, UserForm
from speculoos.web.store.access import SigninLink


@superusers
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    people = get_user_model().objects.order_by("-is_active", "username")
    return render(request, "speculoos/office/users.html", {"people": people})


@superusers
@require_http_methods(["GET", "POST"])
def new_user(request: HttpRequest) -> HttpResponse:
    form = NewUserForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _show_link(request, form.save())
    context = {"form": form, "title": _("New user")}
    return render(request, "speculoos/office/user.html", context, status=422 if form.is_bound else 200)


@superusers
@require_http_methods(["GET", "POST"])
def user(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(get_user_model(), pk=pk)
    form = UserForm(posted(request), instance=person, oneself=person.pk == request.user.pk)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("%(name)s is saved.") % {"name": person.get_username()})
        return redirect("speculoos:office_users")
    context = {"form": form, "person": person, "title": person.get_username()}
    return render(request, "speculoos/office/user.html", context, status=422 if form.is_bound else 200)


@superusers
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time link; earlier ones of the same person stop working."""
    person = get_object_or_404(get_user_model(), pk=pk, is_active=True)
    return _show_link(request, person)


def _show_link(request: HttpRequest, person: Any) -> HttpResponse:
    """The link in the answer itself and nowhere else: not in the session, not in the log."""
    address = request.build_absolute_uri(reverse("speculoos:signin_link", args=[SigninLink.issue(person)]))
    context = {"person": person, "link": address, "minutes": config().signin_link_minutes}
    return render(request, "speculoos/office/link.html", context)

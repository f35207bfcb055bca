"""Adding, editing, moving and deleting one row of a draft: purposes, providers, services, items.

One set of views for all kinds; what differs between them is in the forms and in the table below.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from speculoos.registry.model import Kind as ItemKind
from speculoos.web.office.access import staff
from speculoos.web.office.draft import Draft, by_jurisdiction
from speculoos.web.office.edits import fingerprint, move, place_last, rename, site_of_row, touch, users_of
from speculoos.web.office.forms.base import posted, refuse_if_stale
from speculoos.web.office.forms.rows import ItemForm, ProviderForm, PurposeForm, RowForm, ServiceForm
from speculoos.web.office.lookup import draft_of, row_of
from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row: its form, and the words of its pages."""

    form: type[RowForm]
    model: type
    new: Any
    one: Any


KINDS = {
    "purposes": Kind(PurposeForm, PurposeRow, gettext_lazy("New purpose"), gettext_lazy("Purpose")),
    "providers": Kind(ProviderForm, ProviderRow, gettext_lazy("New provider"), gettext_lazy("Provider")),
    "services": Kind(ServiceForm, ServiceRow, gettext_lazy("New service"), gettext_lazy("Service")),
    "items": Kind(ItemForm, ItemRow, gettext_lazy("New item"), gettext_lazy("Item")),
}


@staff
@require_http_methods(["GET", "POST"])
def new_row(request: HttpRequest, site: str, kind: str) -> HttpResponse:
    """A purpose, provider or service of the site."""
    draft = draft_of(site)
    if kind not in KINDS or kind == "items":
        raise Http404
    model: Any = KINDS[kind].model
    return _edit(request, draft, kind, model(site=draft.site, **_seen(request, kind)))


@staff
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest, site: str, pk: int) -> HttpResponse:
    """An item of one service."""
    draft = draft_of(site)
    return _edit(
        request, draft, "items", ItemRow(service=row_of(draft, "services", pk), lifetime="", **_seen(request, "items"))
    )


@staff
@require_http_methods(["GET", "POST"])
def edit_row(request: HttpRequest, site: str, kind: str, pk: int) -> HttpResponse:
    draft = draft_of(site)
    return _edit(request, draft, kind, row_of(draft, kind, pk))


@staff
@require_http_methods(["GET", "POST"])
def delete_row(request: HttpRequest, site: str, kind: str, pk: int) -> HttpResponse:
    """Ask first: the page says what goes with the row, and what refers to it."""
    draft = draft_of(site)
    row = row_of(draft, kind, pk)
    if request.method == "POST":
        with transaction.atomic():
            row.delete()
            touch(draft.site)
        messages.success(request, _("“%(name)s” is deleted from the draft.") % {"name": row})
        return redirect(_page(draft, kind))
    context = {
        "draft": draft,
        "row": row,
        "kind": kind,
        "one": KINDS[kind].one,
        "users": users_of(row),
        "items": list(row.items.all()) if kind == "services" else [],
    }
    return render(request, "speculoos/office/delete.html", context)


@staff
@require_POST
def move_row(request: HttpRequest, site: str, kind: str, pk: int) -> HttpResponse:
    """One place up or down."""
    draft = draft_of(site)
    row = row_of(draft, kind, pk)
    move(row, -1 if request.POST.get("to") == "up" else 1)
    return redirect(f"{reverse('speculoos:office_site', args=[site])}#{kind}-{row.pk}")


def _edit(request: HttpRequest, draft: Draft, kind: str, row: Any) -> HttpResponse:
    words = KINDS[kind]
    spot = draft.spot_of(row) if row.pk else None
    remarks = draft.remarks.at(spot.section, spot.index, spot.item) if spot else ()
    was, now = getattr(row, words.form.key), fingerprint(row)
    form = words.form(posted(request), instance=row, draft=draft, remarks=remarks)
    if spot is not None:
        refuse_if_stale(request, form, now)
    if request.method == "POST" and form.is_valid():
        _save(draft, form, was)
        return _saved(request, draft, kind, form.instance)
    context = {
        "draft": draft,
        "form": form,
        "failed": form.is_bound,
        "kind": kind,
        "seen": now,
        "row": row if row.pk else None,
        "service": row.service if kind == "items" else None,
        "title": words.new if spot is None else _("%(kind)s: %(name)s") % {"kind": words.one, "name": row},
        "decisions": _decisions(draft, row) if spot and kind == "items" else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "speculoos/office/row.html", context, status=status)


@transaction.atomic
def _save(draft: Draft, form: RowForm, was: str) -> None:
    row = form.instance
    if not row.pk:
        place_last(row)
    form.save()
    rename(draft.site, type(row), was, getattr(row, form.key))
    touch(site_of_row(row))


def _saved(request: HttpRequest, draft: Draft, kind: str, row: Any) -> HttpResponse:
    """Where to go after saving: on with the same form, to a service's first item, or back to the declaration."""
    messages.success(request, _("“%(name)s” is saved in the draft.") % {"name": row})
    site = draft.site.slug
    if "stay" in request.POST:
        return redirect("speculoos:office_row", site, kind, row.pk)
    if "items" in request.POST and kind == "services":
        query = f"?{request.GET.urlencode()}" if request.GET else ""  # what was seen stands in the item's form next
        return redirect(reverse("speculoos:office_item_new", args=[site, row.pk]) + query)
    return redirect(_page(draft, kind) + f"-{row.pk}")


def _seen(request: HttpRequest, kind: str) -> dict[str, Any]:
    """What browsers met, where the page about the gate leads to the form: fields to begin a new row with."""
    host, item, of_kind = (request.GET.get(name, "")[:253].strip() for name in ("host", "item", "kind"))
    if kind == "services":
        return {"hosts": [host]} if host else {}
    if kind != "items":
        return {}
    return ({"name": item} if item else {}) | ({"kind": of_kind} if of_kind in {*ItemKind} else {})


def _page(draft: Draft, kind: str) -> str:
    return f"{reverse('speculoos:office_site', args=[draft.site.slug])}#{kind}"


def _decisions(draft: Draft, row: ItemRow) -> list[Any]:
    service, item = draft.declared(row)
    return by_jurisdiction(draft.registry, service, item)

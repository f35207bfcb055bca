"""The first page, a site's declaration, a new site, and the site's own fields."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from speculoos.web.conf import config
from speculoos.web.office import declaration
from speculoos.web.office.access import staff
from speculoos.web.office.draft import Draft
from speculoos.web.office.edits import fingerprint
from speculoos.web.office.forms.base import posted, refuse_if_stale
from speculoos.web.office.forms.site import ContactForm, MeasurementForm, NewSiteForm, SiteForm
from speculoos.web.office.lookup import draft_of
from speculoos.web.office.remarks import Remark
from speculoos.web.office.translations import missing_count
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site

RECENT_DAYS = 30
CONTACTS = ("controller", "dpo", "authority")


@staff
@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """Every site at a glance."""
    since = timezone.now() - timedelta(days=RECENT_DAYS)
    drafts = [
        (draft, ConsentRecord.objects.filter(site=draft.site, time__gte=since).count())
        for draft in map(Draft, Site.objects.all())
    ]
    return render(request, "speculoos/office/first.html", {"drafts": drafts, "home_site": config().home_site})


@staff
@require_http_methods(["GET", "POST"])
def new_site(request: HttpRequest) -> HttpResponse:
    form = NewSiteForm(posted(request), instance=Site())
    if request.method == "POST" and form.is_valid():
        site = form.save()
        messages.success(request, _("The site is there. Declare its first service, or import its policy."))
        return redirect("speculoos:office_site", site.slug)
    context = {"forms": [("", form)], "title": _("New site"), "failed": form.is_bound}
    return render(request, "speculoos/office/site_form.html", context, status=422 if form.is_bound else 200)


@staff
@require_safe
def site_page(request: HttpRequest, site: str) -> HttpResponse:
    """The declaration as it stands in the draft."""
    draft = draft_of(site)
    context = {
        "draft": draft,
        "purposes": declaration.purposes(draft),
        "providers": declaration.providers(draft),
        "services": declaration.services(draft),
        "missing_texts": missing_count(draft),
    }
    return render(request, "speculoos/office/site.html", context)


@staff
@require_http_methods(["GET", "POST"])
def edit_site(request: HttpRequest, site: str) -> HttpResponse:
    """The site's own fields: one page, one form each for the site, its contacts and its measurement."""
    draft = draft_of(site)
    now = fingerprint(draft.site)
    form, parts = _site_forms(request, draft)
    refuse_if_stale(request, form, now)
    if request.method == "POST" and all([form.is_valid(), *(part.is_valid() for part in parts.values())]):
        for name, part in parts.items():
            setattr(form.instance, name, part.value())
        form.save()
        messages.success(request, _("The site's fields are saved in the draft."))
        return redirect("speculoos:office_site", site)
    context = {
        "draft": draft,
        "seen": now,
        "failed": form.is_bound,
        "forms": [("", form), *((_title(name), part) for name, part in parts.items())],
        "title": _("The site and who answers for it"),
    }
    return render(request, "speculoos/office/site_form.html", context, status=422 if form.is_bound else 200)


def _site_forms(request: HttpRequest, draft: Draft) -> tuple[SiteForm, dict[str, Any]]:
    data = posted(request)
    remarks = draft.remarks.at("site")
    form = SiteForm(data, instance=draft.site, remarks=[r for r in remarks if not _part(r)])
    parts: dict[str, Any] = {}
    for name in (*CONTACTS, "measurement"):
        kind = ContactForm if name in CONTACTS else MeasurementForm
        parts[name] = kind(data, prefix=name, initial=getattr(draft.site, name) or {})
        parts[name].remarks = [r for r in remarks if _part(r) == name]
    return form, parts


def _part(remark: Remark) -> str:
    """The contact or the measurement that a remark on the site concerns; empty for the site itself."""
    part = remark.spot.field.partition("-")[0]
    return part if part in (*CONTACTS, "measurement") else ""


def _title(name: str) -> str:
    return {
        "controller": _("Controller"),
        "dpo": _("Data protection officer"),
        "authority": _("Supervisory authority"),
        "measurement": _("Audience measurement"),
    }[name]

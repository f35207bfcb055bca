"""Bringing an existing policy or declaration into the draft, with a review before anything changes.

The source waits in the signed-in person's session, which is kept in the database; it is read anew for each look,
so that what is reviewed is what is taken over. Reading is registry's; merging is in merging.py.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from speculoos.core.errors import DeclarationError, Fault, SpeculoosError
from speculoos.registry.fetch import fetch
from speculoos.registry.importing import Report, import_policy
from speculoos.registry.load import loads
from speculoos.registry.model import Registry
from speculoos.web.conf import config
from speculoos.web.office.access import staff
from speculoos.web.office.draft import Draft
from speculoos.web.office.forms.base import posted
from speculoos.web.office.forms.importing import DECLARATIONS, LARGEST, SourceForm, ending_of
from speculoos.web.office.lookup import draft_of
from speculoos.web.office.merging import Merged, append, put_in_place
from speculoos.web.office.reviewing import ReviewedService, lines_of, missing_of_site, reviewed
from speculoos.web.store.draft import replace_draft

FORMAT_OF_ENDING = {"txt": "text", "md": "markdown", "html": "html", "htm": "html"}
SECONDS_TO_FETCH = 15


@dataclass(frozen=True, slots=True)
class Source:
    """What was given: the text, what it is called, its format where known, and its address if it has one."""

    text: str
    name: str
    format: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood. `report` is None for a declaration, which has nothing to guess."""

    registry: Registry | None = None
    report: Report | None = None
    faults: tuple[Fault, ...] = ()


@staff
@require_http_methods(["GET", "POST"])
def source(request: HttpRequest, site: str) -> HttpResponse:
    """The form for a text, a file or an address."""
    draft = draft_of(site)
    form = SourceForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = _source(form.cleaned_data)
        except SpeculoosError as error:
            form.add_error("url" if form.cleaned_data["url"] else None, str(error))
        else:
            request.session[_key(draft)] = asdict(given)
            return redirect("speculoos:office_import_review", site)
    context = {"draft": draft, "form": form, "waiting": _waiting(request, draft)}
    return render(request, "speculoos/office/import.html", context, status=422 if form.is_bound else 200)


@staff
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, site: str) -> HttpResponse:
    """What was understood, field by field; a POST takes it over or drops it."""
    draft = draft_of(site)
    given = _waiting(request, draft)
    if given is None:
        messages.info(request, _("There is nothing to review. Give a policy first."))
        return redirect("speculoos:office_import", site)
    if request.method == "POST" and "drop" in request.POST:
        del request.session[_key(draft)]
        return redirect("speculoos:office_import", site)
    reading = read(given)
    if request.method == "POST" and reading.registry is not None:
        return _take_over(request, draft, reading.registry)
    merged = append(draft.registry, reading.registry) if reading.registry else None
    context = {
        "draft": draft,
        "source": given,
        "reading": reading,
        "merged": merged,
        "services": _services(reading, merged),
        "missing": missing_of_site(reading.report),
        "lines": lines_of(given.text) if reading.report else [],
        "is_declaration": given.format in DECLARATIONS,
    }
    return render(request, "speculoos/office/review.html", context)


def read(given: Source) -> Reading:
    """The source as a registry, or the reasons why it cannot be one."""
    try:
        if given.format in DECLARATIONS:
            return Reading(loads(given.text, given.format, file=given.name))
        imported = import_policy(given.text, given.name, given.format or None, site_url=given.url or None)
        return Reading(imported.registry, imported.report)
    except DeclarationError as error:
        return Reading(faults=error.faults)
    except SpeculoosError as error:
        return Reading(faults=(Fault(given.name, 0, 0, given.name, str(error), ""),))


def _source(given: dict[str, Any]) -> Source:
    """What the form gave. SpeculoosError if an address cannot be fetched or a file is no text."""
    if given["url"]:
        page = fetch(given["url"], timeout=SECONDS_TO_FETCH, max_bytes=LARGEST, allow_private=config().fetch_private)
        format = "html" if "html" in page.content_type else ""
        return Source(_stored(page.text), page.url, format, page.url)
    if given["file"]:
        file = given["file"]
        ending = ending_of(file.name)
        return Source(_stored(decoded_file(file.read())), file.name, FORMAT_OF_ENDING.get(ending, ending))
    return Source(_stored(given["text"]), _("pasted text"), given["format"])


def decoded_file(raw: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark, else as Windows wrote it, where every byte is something."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _stored(text: str) -> str:
    """The text without what a database cannot hold."""
    return text.replace("\x00", "")


def _take_over(request: HttpRequest, draft: Draft, registry: Registry) -> HttpResponse:
    merged = _merged(draft.registry, registry, request)
    try:
        replace_draft(draft.site, merged.registry)
    except DatabaseError:
        # A policy may call "function" what is a page of prose; databases differ in what they let pass.
        messages.error(request, _("The draft cannot hold this: some name in it is too long. Nothing was changed."))
        return redirect("speculoos:office_import_review", draft.site.slug)
    del request.session[_key(draft)]
    count = len(merged.added)
    told = ngettext("%(count)d service is taken over.", "%(count)d services are taken over.", count)
    messages.success(request, told % {"count": count})
    return redirect("speculoos:office_site", draft.site.slug)


def _merged(draft: Registry, registry: Registry, request: HttpRequest) -> Merged:
    if request.POST.get("mode") == "replace":
        return put_in_place(draft, registry, site_too="site" in request.POST)
    return append(draft, registry)


def _services(reading: Reading, merged: Merged | None) -> list[ReviewedService]:
    if reading.registry is None or merged is None:
        return []
    return reviewed(reading.registry, reading.report, frozenset(service.id for service in merged.known))


def _key(draft: Draft) -> str:
    return f"import:{draft.site.pk}"


def _waiting(request: HttpRequest, draft: Draft) -> Source | None:
    kept = request.session.get(_key(draft))
    return Source(**kept) if isinstance(kept, dict) else None

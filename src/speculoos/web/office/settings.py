"""A site's settings: how its declaration is delivered (store/options.py). They count at once, without publishing."""

import hashlib
import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from speculoos.web.office.access import staff
from speculoos.web.office.forms.base import posted, refuse_if_stale
from speculoos.web.office.forms.options import OptionsForm
from speculoos.web.office.lookup import draft_of
from speculoos.web.store.options import Options, keep_options, options_of
from speculoos.web.store.publish import forget


@staff
@require_http_methods(["GET", "POST"])
def site_settings(request: HttpRequest, site: str) -> HttpResponse:
    """Every setting with what it means and where its value comes from."""
    draft = draft_of(site)
    options = options_of(draft.site.pk)
    form, now = OptionsForm(posted(request), options, draft.site.url, site), _fingerprint(options)
    refuse_if_stale(request, form, now)
    if form.is_bound and form.is_valid():
        keep_options(draft.site.pk, form.value())
        forget()
        messages.success(request, _("The settings are saved and count from now on."))
        return redirect("speculoos:office_settings", site)
    context = {"draft": draft, "form": form, "seen": now, "failed": form.is_bound, "tcf_off": not options.tcf}
    return render(request, "speculoos/office/settings.html", context, status=422 if form.is_bound else 200)


def _fingerprint(options: Options) -> str:
    return hashlib.sha256(json.dumps(options.as_json(), sort_keys=True).encode()).hexdigest()[:16]

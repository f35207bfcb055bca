"""What was shown to those who chose: its facts, and the page as it was in a frame that can do nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from speculoos.consent.record import texts_hash
from speculoos.web.front.shown import page_of
from speculoos.web.middleware import CONTENT_SECURITY_POLICY
from speculoos.web.office.access import staff
from speculoos.web.office.lookup import draft_of, site_of
from speculoos.web.store.archive import ShownNotice


@staff
@require_safe
def shown(request: HttpRequest, site: str, hash: str) -> HttpResponse:
    """The version, language, place and time of a wording, with the wording in a frame below."""
    draft = draft_of(site)
    kept = get_object_or_404(ShownNotice, site=draft.site, hash=hash)
    context = {"draft": draft, "kept": kept, "true": texts_hash(kept.content) == kept.hash}
    response = render(request, "speculoos/office/shown.html", context)
    response["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


@staff
@require_safe
def page(request: HttpRequest, site: str, hash: str) -> HttpResponse:  # noqa: ARG001
    """The wording alone, self-contained."""
    return page_of(get_object_or_404(ShownNotice, site=site_of(site), hash=hash))

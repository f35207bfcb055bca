"""Records to take away from the back office: the same files as over the API."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from speculoos.consent.export import FORMATS
from speculoos.core.errors import InputError
from speculoos.web.front.errors import error
from speculoos.web.office.access import staff
from speculoos.web.office.lookup import site_of
from speculoos.web.store.exporting import Span, chosen, documents


@staff
@require_safe
def records_file(request: HttpRequest, site: str, format: str) -> HttpResponseBase:
    """The records between `?from=` and `?to=`."""
    if format not in FORMATS:
        raise Http404
    found = site_of(site)
    try:
        span = Span.of(request.GET.get("from", "")[:40], request.GET.get("to", "")[:40])
    except InputError as fault:
        return error(request, fault.status, _("That is not a span of time"), str(fault))
    media_type, write = FORMATS[format]
    headers = {"Content-Disposition": f'attachment; filename="consents-{site}.{format}"'}
    return StreamingHttpResponse(write(documents(chosen(found, span))), content_type=media_type, headers=headers)

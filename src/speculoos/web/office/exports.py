"""The declaration as a file to take away: the draft, or a published version (`?version=`)."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from speculoos.registry.dump import to_csv, to_json, to_toml
from speculoos.registry.model import Registry
from speculoos.web.office.access import staff
from speculoos.web.office.lookup import draft_of
from speculoos.web.store.publish import registry_of

FORMATS: dict[str, tuple[str, Callable[[Registry], str]]] = {
    "toml": ("application/toml", to_toml),
    "json": ("application/json", to_json),
    "csv": ("text/csv; charset=utf-8", to_csv),
}


@staff
@require_safe
def export(request: HttpRequest, site: str, format: str) -> HttpResponse:
    if format not in FORMATS:
        raise Http404
    draft = draft_of(site)
    registry, name = draft.registry, "draft"
    if asked := request.GET.get("version"):
        if not (asked.isascii() and asked.isdigit() and len(asked) < 9):
            raise Http404
        registry, name = registry_of(get_object_or_404(draft.site.versions, number=int(asked))), f"v{int(asked)}"
    content_type, write = FORMATS[format]
    disposition = f'attachment; filename="cookies-{site}-{name}.{format}"'
    return HttpResponse(write(registry), content_type, headers={"Content-Disposition": disposition})

"""From the parts of an address to the site and the row it names, or 404."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from speculoos.web.office.draft import Draft
from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow, Site

KINDS: dict[str, Any] = {
    "purposes": PurposeRow,
    "providers": ProviderRow,
    "services": ServiceRow,
    "items": ItemRow,
}
"""The kinds of rows by the word for them in addresses."""


def site_of(slug: str) -> Site:
    return get_object_or_404(Site, slug=slug)


def draft_of(slug: str) -> Draft:
    return Draft(site_of(slug))


def row_of(draft: Draft, kind: str, pk: int) -> Any:
    """The row of that kind in this site's draft."""
    if kind not in KINDS:
        raise Http404
    within = {"service__site": draft.site} if kind == "items" else {"site": draft.site}
    return get_object_or_404(KINDS[kind], pk=pk, **within)

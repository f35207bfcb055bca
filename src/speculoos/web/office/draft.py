"""One site's draft as the back office shows it: rows, the registry they make, remarks, decisions, publication.

Read once a request. Knows no request and no template.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from speculoos.core.errors import SpeculoosError
from speculoos.law.decide import Decision, decide, decide_all
from speculoos.law.profiles import find_all
from speculoos.registry.model import Registry, Service, StorageItem
from speculoos.web.office.remarks import Remark, Remarks, Spot, remarks_on
from speculoos.web.store.draft import draft_registry
from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow, Site, Version


@dataclass(frozen=True, slots=True)
class Linked:
    """A remark with the address of the field it concerns."""

    remark: Remark
    url: str


class Draft:
    """The draft of one site. Rows and registry are in the same order, so an index finds both."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def registry(self) -> Registry:
        return draft_registry(self.site)

    @cached_property
    def providers(self) -> list[ProviderRow]:
        return list(self.site.providers.all())

    @cached_property
    def purposes(self) -> list[PurposeRow]:
        return list(self.site.purposes.all())

    @cached_property
    def services(self) -> list[ServiceRow]:
        return list(self.site.services.prefetch_related("items"))

    @cached_property
    def remarks(self) -> Remarks:
        return remarks_on(self.registry)

    @cached_property
    def linked(self) -> list[Linked]:
        return [Linked(remark, self.url_of(remark.spot)) for remark in self.remarks]

    @cached_property
    def current(self) -> Version | None:
        return self.site.versions.first()

    @property
    def differs(self) -> bool:
        """Whether the draft says anything else than the current version."""
        return self.current is None or self.current.hash != self.registry.hash

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's languages, its default first, each once."""
        return tuple(dict.fromkeys((self.site.default_language, *self.site.languages)))

    def row_at(self, spot: Spot) -> Any:
        """The row at a place, or None for the site itself and for an entry that is not there."""
        rows: list[Any] = getattr(self, spot.section, []) if spot.section != "site" else []
        if spot.index is None or spot.index >= len(rows):
            return None
        row = rows[spot.index]
        if spot.item is None:
            return row
        items = list(row.items.all())
        return items[spot.item] if spot.item < len(items) else row

    def url_of(self, spot: Spot) -> str:
        """The address of the form that holds the place, down to its field."""
        anchor = f"#field-{spot.field}" if spot.field else ""
        row = self.row_at(spot)
        if row is None:
            name = "office_site_edit" if spot.section == "site" else "office_site"
            return reverse(f"speculoos:{name}", args=[self.site.slug]) + anchor
        kind = "items" if isinstance(row, ItemRow) else spot.section
        return reverse("speculoos:office_row", args=[self.site.slug, kind, row.pk]) + anchor

    def spot_of(self, row: Any) -> Spot:
        """The place of a saved row."""
        if isinstance(row, ItemRow):
            index = self._index(self.services, row.service_id)
            service = self.services[index]
            return Spot("services", index, self._index(list(service.items.all()), row.pk))
        section = {ProviderRow: "providers", PurposeRow: "purposes", ServiceRow: "services"}[type(row)]
        return Spot(section, self._index(getattr(self, section), row.pk))

    def declared(self, row: ItemRow) -> tuple[Service, StorageItem]:
        """The registry's entries for an item's row."""
        spot = self.spot_of(row)
        service = self.registry.services[spot.index or 0]
        return service, service.items[spot.item or 0]

    @staticmethod
    def _index(rows: list[Any], pk: int) -> int:
        for index, row in enumerate(rows):
            if row.pk == pk:
                return index
        raise Http404


def strictest(registry: Registry, service: Service, item: StorageItem | None) -> Decision | None:
    """What the strictest of the site's jurisdictions wants; None where the draft cannot be judged yet."""
    try:
        return decide_all(registry, service, item)
    except (SpeculoosError, ValueError):
        return None


def by_jurisdiction(registry: Registry, service: Service, item: StorageItem | None) -> list[tuple[str, Decision]]:
    """The decision in each of the site's jurisdictions, by the place's name."""
    try:
        profiles = find_all(registry.site.jurisdictions)
        return [(p.name, decide(registry, service, item, p.code)) for p in profiles]
    except (SpeculoosError, ValueError):
        return []

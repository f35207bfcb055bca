"""Draft rows to a Registry and back. The checks of a declaration are registry's, not this module's."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from speculoos.registry.model import (
    Contact,
    Exemption,
    Identifiability,
    Kind,
    Location,
    Measurement,
    Party,
    Provider,
    Purpose,
    Registry,
    Service,
    StorageItem,
    Texts,
    Use,
)
from speculoos.registry.model import Site as RegistrySite
from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow, Site

Made = TypeVar("Made")

PROVIDER_FIELDS = ("name", "legal_name", "country", "address", "contact", "policy_url", "safeguard", "role")
ITEM_FIELDS = ("name", "host", "lifetime", "path", "secure", "http_only", "same_site", "partitioned", "set_by",
               "renewed")  # fmt: skip


def draft_registry(site: Site) -> Registry:
    """The site's draft as a Registry of version 0, whether or not it is free of faults."""
    services = site.services.prefetch_related("items")
    return Registry(
        site=_site(site),
        providers=tuple(Provider(**_given(row, PROVIDER_FIELDS)) for row in site.providers.all()),
        purposes=tuple(Purpose(p.ident, Texts(p.label), Texts(p.text), p.sale) for p in site.purposes.all()),
        services=tuple(_service(row) for row in services),
    )


@transaction.atomic
def replace_draft(site: Site, registry: Registry) -> None:
    """Make the site's draft say what `registry` says. All or nothing."""
    _replace_site(site, registry.site)
    for rows in (site.services, site.purposes, site.providers):
        rows.all().delete()
    ProviderRow.objects.bulk_create(_provider_row(site, n, p) for n, p in enumerate(registry.providers))
    PurposeRow.objects.bulk_create(_purpose_row(site, n, p) for n, p in enumerate(registry.purposes))
    services = ServiceRow.objects.bulk_create(_service_row(site, n, s) for n, s in enumerate(registry.services))
    ItemRow.objects.bulk_create(
        _item_row(row, n, item)
        for row, service in zip(services, registry.services, strict=True)
        for n, item in enumerate(service.items)
    )


def _given(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The named columns, an empty text read as "not stated"."""
    pairs = ((name, getattr(row, name)) for name in names)
    return {name: None if value == "" else value for name, value in pairs}


def _maybe(make: type[Made], value: Any) -> Made | None:
    return make(value) if value else None  # type: ignore[call-arg]  # an enum takes its value


def _site(site: Site) -> RegistrySite:
    return RegistrySite(
        name=site.name,
        url=site.url,
        default_language=site.default_language,
        languages=tuple(site.languages),
        jurisdictions=tuple(site.jurisdictions),
        controller=_contact(site.controller),
        dpo=_contact(site.dpo),
        authority=_contact(site.authority),
        measurement=_measurement(site.measurement),
    )


def _contact(data: dict[str, Any] | None) -> Contact | None:
    return Contact(**data) if data else None


def _measurement(data: dict[str, Any] | None) -> Measurement | None:
    return Measurement(**data | {"metrics": tuple(data.get("metrics", ()))}) if data else None


def _service(row: ServiceRow) -> Service:
    return Service(
        id=row.ident,
        provider=row.provider,
        function=row.function,
        purpose=row.purpose,
        location=tuple(Location(place) for place in row.location),
        use=_maybe(Use, row.use),
        exemption=_maybe(Exemption, row.exemption),
        ground=Texts(row.ground),
        legal_basis=row.legal_basis or None,
        text=Texts(row.text),
        labels=Texts(row.labels),
        recipients=tuple(row.recipients),
        hosts=tuple(row.hosts),
        items=tuple(_item(item) for item in row.items.all()),
    )


def _item(row: ItemRow) -> StorageItem:
    return StorageItem(
        kind=Kind(row.kind),
        party=_maybe(Party, row.party),
        identifiability=_maybe(Identifiability, row.identifiability),
        recipients=tuple(row.recipients),
        text=Texts(row.text),
        **_given(row, ITEM_FIELDS),
    )


def _replace_site(site: Site, declared: RegistrySite) -> None:
    plain = Registry(declared).as_json(hashed=False)["site"]
    for name in ("name", "url", "default_language"):
        setattr(site, name, getattr(declared, name))
    for name in ("languages", "jurisdictions"):
        setattr(site, name, list(getattr(declared, name)))
    for name in ("controller", "dpo", "authority", "measurement"):
        setattr(site, name, plain.get(name))
    site.save()


def _text(value: Any) -> Any:
    return "" if value is None else value


def _provider_row(site: Site, position: int, provider: Provider) -> ProviderRow:
    fields = {name: _text(getattr(provider, name)) for name in PROVIDER_FIELDS}
    return ProviderRow(site=site, position=position, **fields)


def _purpose_row(site: Site, position: int, purpose: Purpose) -> PurposeRow:
    texts = {"label": dict(purpose.label), "text": dict(purpose.text)}
    return PurposeRow(site=site, position=position, ident=purpose.id, sale=purpose.sale, **texts)


def _service_row(site: Site, position: int, service: Service) -> ServiceRow:
    return ServiceRow(
        site=site,
        position=position,
        ident=service.id,
        provider=service.provider,
        function=service.function,
        location=[place.value for place in service.location],
        purpose=service.purpose,
        use=_text(service.use),
        exemption=_text(service.exemption),
        ground=dict(service.ground),
        legal_basis=_text(service.legal_basis),
        text=dict(service.text),
        labels=dict(service.labels),
        recipients=list(service.recipients),
        hosts=list(service.hosts),
    )


def _item_row(service: ServiceRow, position: int, item: StorageItem) -> ItemRow:
    nullable = {"secure", "http_only", "partitioned", "renewed"}
    fields = {n: getattr(item, n) if n in nullable else _text(getattr(item, n)) for n in ITEM_FIELDS}
    return ItemRow(
        service=service,
        position=position,
        kind=item.kind.value,
        party=_text(item.party),
        identifiability=_text(item.identifiability),
        recipients=list(item.recipients),
        text=dict(item.text),
        **fields,
    )

"""Texts that are longer than the draft's columns, as faults: some databases refuse them, others keep them."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from speculoos.core.errors import DeclarationError, Fault
from speculoos.registry.model import Registry
from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow, Site

HINT = "Shorten it."


def check_lengths(registry: Registry, file: str) -> None:
    """Raise DeclarationError with every text of the registry that does not fit into a draft."""
    found = [Fault(file, 0, 0, entry, message, HINT) for entry, message in _too_long(registry)]
    if found:
        raise DeclarationError(found)


def _too_long(registry: Registry) -> Iterator[tuple[str, str]]:
    yield from _fields("site", registry.site, Site)
    for n, provider in enumerate(registry.providers):
        yield from _fields(f'providers[{n}] "{provider.name[:40]}"', provider, ProviderRow)
    for n, purpose in enumerate(registry.purposes):
        yield from _fields(f'purposes[{n}] "{purpose.id[:40]}"', purpose, PurposeRow)
    for n, service in enumerate(registry.services):
        here = f'services[{n}] "{service.id[:40]}"'
        yield from _fields(here, service, ServiceRow)
        for m, item in enumerate(service.items):
            yield from _fields(f'{here} > items[{m}] "{item.name[:40]}"', item, ItemRow)


def _fields(entry: str, declared: Any, row: type[models.Model]) -> Iterator[tuple[str, str]]:
    for column in row._meta.get_fields():
        longest = getattr(column, "max_length", None)
        value = getattr(declared, "id" if column.name == "ident" else column.name, None)
        if longest and isinstance(value, str) and len(value) > longest:
            yield f"{entry} > {column.name}", f"is longer than {longest} characters."

"""The declaration as a page: the draft's rows with their texts, decisions and remarks, in the order declared.

Pure reading of a Draft; the template only prints.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from speculoos.law.decide import Decision
from speculoos.registry.model import Provider, Purpose, Service, StorageItem
from speculoos.web.office.draft import Draft, strictest
from speculoos.web.office.remarks import Remark


@dataclass(frozen=True, slots=True)
class Entry:
    """A purpose or provider: its row, what it declares, what is said of it, how often it is used."""

    row: Any
    declared: Purpose | Provider
    remarks: tuple[Remark, ...]
    used: int


@dataclass(frozen=True, slots=True)
class ItemEntry:
    row: Any
    declared: StorageItem
    remarks: tuple[Remark, ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    row: Any
    declared: Service
    purpose: Purpose
    remarks: tuple[Remark, ...]
    items: tuple[ItemEntry, ...]


def purposes(draft: Draft) -> list[Entry]:
    used = [service.purpose for service in draft.registry.services]
    rows = zip(draft.purposes, draft.registry.purposes, strict=True)
    return [Entry(row, p, draft.remarks.at("purposes", n), used.count(p.id)) for n, (row, p) in enumerate(rows)]


def providers(draft: Draft) -> list[Entry]:
    used = [name for service in draft.registry.services for name in {service.provider, *service.recipients}]
    rows = zip(draft.providers, draft.registry.providers, strict=True)
    return [Entry(row, p, draft.remarks.at("providers", n), used.count(p.name)) for n, (row, p) in enumerate(rows)]


def services(draft: Draft) -> list[ServiceEntry]:
    registry = draft.registry
    return [
        ServiceEntry(
            row, service, registry.purpose(service.purpose), draft.remarks.at("services", n), tuple(_items(draft, n))
        )
        for n, (row, service) in enumerate(zip(draft.services, registry.services, strict=True))
    ]


def _items(draft: Draft, index: int) -> Iterator[ItemEntry]:
    service = draft.registry.services[index]
    rows = draft.services[index].items.all()
    for n, (row, item) in enumerate(zip(rows, service.items, strict=True)):
        remarks = draft.remarks.at("services", index, n)
        yield ItemEntry(row, item, remarks, strictest(draft.registry, service, item))

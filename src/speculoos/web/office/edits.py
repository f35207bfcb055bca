"""Changes to a draft's rows: saving with references kept, deleting, moving. No request and no form here."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.forms.models import model_to_dict

from speculoos.web.store.sites import ItemRow, ProviderRow, PurposeRow, ServiceRow, Site


def fingerprint(row: Any) -> str:
    """What the row says, in 16 hexadecimal digits: a form that was opened before a change carries another one."""
    said = json.dumps(model_to_dict(row), sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def touch(site: Site) -> None:
    """Note that the draft has changed now."""
    site.save(update_fields=["draft_changed"])


def siblings(row: Any) -> Any:
    """The rows among which this one has its place, in their order."""
    if isinstance(row, ItemRow):
        return row.service.items.all()
    return type(row).objects.filter(site=row.site)


def place_last(row: Any) -> None:
    """Give a new row the place after all others."""
    last = siblings(row).aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1


@transaction.atomic
def move(row: Any, step: int) -> None:
    """Swap the row with its neighbour, and number all anew: imports and old drafts may hold equal positions."""
    rows = list(siblings(row))
    at = next(index for index, other in enumerate(rows) if other.pk == row.pk)
    to = min(max(at + step, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for position, other in enumerate(rows):
        if other.position != position:
            type(other).objects.filter(pk=other.pk).update(position=position)
    touch(site_of_row(row))


@transaction.atomic
def rename(site: Site, kind: type, old: str, new: str) -> None:
    """Let the rest of the draft follow when a purpose or provider gets another name."""
    if not old or old == new:
        return
    if kind is PurposeRow:
        site.services.filter(purpose=old).update(purpose=new)
    elif kind is ProviderRow:
        site.services.filter(provider=old).update(provider=new)
        rows: list[Any] = [*site.services.all(), *ItemRow.objects.filter(service__site=site)]
        for row in rows:
            if old in row.recipients:
                row.recipients = [new if name == old else name for name in row.recipients]
                row.save(update_fields=["recipients"])


def users_of(row: Any) -> list[ServiceRow]:
    """The services that refer to a purpose or provider."""
    if isinstance(row, PurposeRow):
        return list(row.site.services.filter(purpose=row.ident))
    if isinstance(row, ProviderRow):
        return [s for s in row.site.services.all() if row.name in (s.provider, *s.recipients)]
    return []


def site_of_row(row: Any) -> Site:
    site: Site = row.service.site if isinstance(row, ItemRow) else row.site
    return site

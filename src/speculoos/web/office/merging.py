"""Putting an imported declaration into a draft: added to what is there, or in its place.

Pure: registries in, one registry out.
"""

from dataclasses import dataclass, replace

from speculoos.registry.model import Registry, Service


@dataclass(frozen=True, slots=True)
class Merged:
    """The draft as it would be, with the services that are new and those that were there already."""

    registry: Registry
    added: tuple[Service, ...]
    known: tuple[Service, ...]


def append(draft: Registry, imported: Registry) -> Merged:
    """The draft with the services it does not have yet, and the purposes and providers they need.

    A service is there already if each of its items is declared somewhere in the draft; one without items, if the
    draft has one of its provider and function. What is there is not changed.
    """
    known = tuple(service for service in imported.services if _is_known(draft, service))
    taken = {service.id for service in draft.services}
    added: list[Service] = []
    for service in imported.services:
        if service not in known:
            added.append(replace(service, id=_free(service.id, taken)))
            taken.add(added[-1].id)
    needed = {service.purpose for service in added}
    named = {name for service in added for name in _names(service)}
    purposes = [p for p in imported.purposes if p.id in needed and p.id not in {q.id for q in draft.purposes}]
    providers = [p for p in imported.providers if p.name in named and p.name not in {q.name for q in draft.providers}]
    registry = replace(
        draft,
        providers=(*draft.providers, *providers),
        purposes=(*draft.purposes, *purposes),
        services=(*draft.services, *added),
    )
    return Merged(registry, tuple(added), known)


def put_in_place(draft: Registry, imported: Registry, *, site_too: bool = False) -> Merged:
    """The imported declaration instead of the draft's; the site's own fields stay unless `site_too`."""
    site = imported.site if site_too else draft.site
    return Merged(replace(imported, site=site, version=0), imported.services, ())


def _is_known(draft: Registry, service: Service) -> bool:
    if not service.items:
        return any((s.provider, s.function) == (service.provider, service.function) for s in draft.services)
    declared = {(item.name, item.kind) for _service, item in draft.items()}
    return all((item.name, item.kind) in declared for item in service.items)


def _names(service: Service) -> set[str]:
    return {service.provider, *service.recipients, *(name for item in service.items for name in item.recipients)}


def _free(id: str, taken: set[str]) -> str:
    """The id, or the id with the first number that nobody has."""
    if id not in taken:
        return id
    return next(name for n in range(2, len(taken) + 3) if (name := f"{id}-{n}") not in taken)

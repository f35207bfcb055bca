"""What a declaration says that its banner must say too, in the words of one language."""

from collections.abc import Iterable

from speculoos.audit.facts import Declared
from speculoos.law.decide import purposes_to_ask, purposes_to_object
from speculoos.registry.model import Purpose, Registry


def declared(registry: Registry, language: str = "", jurisdictions: Iterable[str] | None = None) -> Declared:
    """For the places named (None: the site's own, or the strictest), in the site's default language by default."""
    places = None if jurisdictions is None else tuple(jurisdictions)
    default = registry.site.default_language
    controller = registry.site.controller.name if registry.site.controller else registry.site.name
    ask, objectable = purposes_to_ask(registry, places), purposes_to_object(registry, places)
    ids = {purpose.id for purpose in (*ask, *objectable)}
    services = [service for service in registry.services if service.purpose in ids]
    receiving = {name for service in services for name in (service.provider, *service.recipients)}

    def labels(purposes: tuple[Purpose, ...]) -> tuple[str, ...]:
        return tuple(p.label.best(language or default, default)[1] or p.id for p in purposes)

    return Declared(controller, labels(ask), labels(objectable), tuple(sorted(receiving - {controller})))

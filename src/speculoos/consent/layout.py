"""Which purposes and services a choice can speak of, in a fixed order.

A choice travels as positions in these lists, so a layout is derived from the content of one registry version and
from nothing else: not from the law's profiles, which change with the software, nor from the visitor's place. Old
values therefore read the same for ever. What is actually asked is the caller's business (see choice.effective).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from speculoos.registry.model import Exemption, Registry

NEVER_OPTIONAL = {Exemption.COMMUNICATION, Exemption.STRICTLY_NECESSARY, Exemption.EMERGENCY}
"""Exemptions that hold everywhere they are declared; a statistics or appearance exemption is national."""


REMEMBERED = 4096
T = TypeVar("T")


@dataclass(frozen=True)
class Layout:
    """The optional purposes and services of registry version `version`, in the order of the declaration.

    `services` pairs each service id with its purpose id.
    """

    version: int
    purposes: tuple[str, ...] = ()
    services: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, registry: Registry) -> "Layout":
        """The layout of a registry version: every service that is not necessary, every purpose that has one."""
        services = tuple((s.id, s.purpose) for s in registry.services if s.exemption not in NEVER_OPTIONAL)
        used = {purpose for _, purpose in services}
        declared = [p.id for p in registry.purposes if p.id in used]
        undeclared = [purpose for _, purpose in services if purpose not in declared]
        return cls(registry.version, tuple(dict.fromkeys([*declared, *undeclared])), services)

    @cached_property
    def service_ids(self) -> tuple[str, ...]:
        return tuple(service for service, _ in self.services)

    @cached_property
    def purpose_of(self) -> dict[str, str]:
        """Service id to purpose id."""
        return dict(self.services)

    @cached_property
    def memory(self) -> dict[Any, Any]:
        """What readers worked out under this layout: many requests ask, and few different answers are ever given."""
        return {}

    def remember(self, facts: Any, answer: T) -> T:
        """`answer`, kept for the next time; the memory is emptied when full, so it stays small whatever is asked."""
        if len(self.memory) >= REMEMBERED:
            self.memory.clear()
        self.memory[facts] = answer
        return answer

    def services_of(self, purpose: str) -> Iterator[str]:
        """The services under a purpose, in order."""
        return (service for service, of in self.services if of == purpose)

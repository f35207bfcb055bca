"""A visitor as somebody supposes them, for trying a gate: these purposes granted, these services refused.

No clock: the time is passed in.
"""

from collections.abc import Collection
from datetime import datetime

from speculoos.consent.choice import Choice, Effective, acts_for, choose, effective
from speculoos.consent.layout import Layout
from speculoos.core.errors import UsageError
from speculoos.law.decide import purposes_to_ask, purposes_to_object
from speculoos.registry.closest import closest
from speculoos.registry.model import Registry


def supposed(
    registry: Registry,
    granted: Collection[str] | None,
    now: datetime,
    *,
    refused_services: Collection[str] = (),
    gpc: bool = False,
) -> Effective:
    """What counts for a visitor who granted these purposes and refused the others; None: has not chosen yet.

    UsageError for what the registry does not have.
    """
    layout = Layout.of(registry)
    chosen = granted is not None or refused_services
    return effective(
        supposed_choice(registry, granted or (), now, refused_services=refused_services) if chosen else None,
        layout,
        now,
        gpc=gpc,
        asked=tuple(purpose.id for purpose in purposes_to_ask(registry)),
        objection=tuple(purpose.id for purpose in purposes_to_object(registry)),
    )


def supposed_choice(
    registry: Registry, granted: Collection[str], now: datetime, *, refused_services: Collection[str] = ()
) -> Choice:
    """The choice of such a visitor. A purpose that is declared and never asked for may be named too."""
    layout = Layout.of(registry)
    purposes = {purpose.id for purpose in registry.purposes} | {service.purpose for service in registry.services}
    _check(granted, purposes, "purpose")
    _check(refused_services, layout.service_ids, "service that visitors choose")
    return choose(layout, acts_for(layout, granted), now, refused_services=refused_services).choice


def _check(named: Collection[str], known: Collection[str], what: str) -> None:
    for name in named:
        if name not in known:
            close = closest(name, sorted(known))
            hint = f'Did you mean "{close}"?' if close else f"There are: {', '.join(sorted(known)) or 'none'}."
            raise UsageError(f'The declaration has no {what} "{name}". {hint}')

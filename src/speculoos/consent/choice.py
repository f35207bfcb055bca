"""A visitor's choice, and what it amounts to now.

Knows states, layouts and time as a value; no clock, no cookie text, no law. Which purposes need consent and which
only an objection is decided elsewhere (law.decide) and passed in.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from speculoos.consent.layout import Layout
from speculoos.consent.state import Act, State, follow, step
from speculoos.core.errors import UsageError

MAX_AGE_DAYS = 184
"""Six calendar months are at most 184 days; refusals live as long as grants (FR-02, IT-02)."""

RECEIPT_BYTES = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor said about the registry version `version`.

    `states` holds the purposes that were decided: granted, refused or withdrawn. `refused_services` are refused
    alone, under a purpose that is not. `receipt` is random and used for nothing but finding the records.
    """

    version: int
    time: datetime
    states: tuple[tuple[str, State], ...]
    receipt: str
    refused_services: frozenset[str] = frozenset()

    def state(self, purpose: str) -> State:
        """What is stored for a purpose, whatever has happened since."""
        return dict(self.states).get(purpose, State.UNSET)


class Reason(StrEnum):
    """Why a purpose or service is granted or not."""

    GRANTED = "granted"
    NOT_OBJECTED = "not_objected"
    UNSET = "unset"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    SIGNAL = "signal"
    SERVICE_REFUSED = "service_refused"
    UNKNOWN = "unknown"


GRANTING = (Reason.GRANTED, Reason.NOT_OBJECTED)


@dataclass(frozen=True, slots=True)
class Effective:
    """What counts for this request. `asks` says whether a banner is due; `signal` whether GPC decided.

    `states` are the states now (the stored ones after time, change and signal); `reasons` the same with the why.
    `refused_alone` names services as "purpose:service", as the markup of a page does.
    """

    states: Mapping[str, State]
    reasons: Mapping[str, Reason]
    services: Mapping[str, Reason]
    refused_alone: tuple[str, ...]
    asks: bool
    signal: bool

    def reason(self, purpose: str, service: str | None = None) -> Reason:
        """Why a purpose, or one service under it, is granted or not; what is not optional is unknown here."""
        if service is None:
            return self.reasons.get(purpose, Reason.UNKNOWN)
        return self.services.get(service, Reason.UNKNOWN) if purpose in self.reasons else Reason.UNKNOWN

    def grants(self, purpose: str, service: str | None = None) -> bool:
        """Whether storage and access for the purpose, or the one service, are allowed. Unknown ids never are."""
        return self.reason(purpose, service) in GRANTING

    @property
    def granted(self) -> tuple[str, ...]:
        """The purposes that are granted, in the order of the declaration."""
        return tuple(purpose for purpose, reason in self.reasons.items() if reason in GRANTING)

    def as_json(self) -> dict[str, str]:
        """What the banner script reads: purpose to state, and "purpose:service" for what is refused alone.

        What is allowed until objected to reads as granted, since a page asks only whether it may.
        """
        states = {p: "granted" if r in GRANTING else str(self.states[p]) for p, r in self.reasons.items()}
        alone = dict.fromkeys(self.refused_alone, "refused")
        return states | alone


def effective(
    choice: Choice | None,
    layout: Layout,
    now: datetime,
    *,
    gpc: bool = False,
    asked: Collection[str] | None = None,
    objection: Collection[str] = (),
    material_since: int | Mapping[str, int] = 0,
    max_age_days: int = MAX_AGE_DAYS,
) -> Effective:
    """What `choice` amounts to at `now` under the current `layout`.

    `asked` are the purposes that need consent (default: all of the layout but those in `objection`); what is not
    asked is allowed until refused, and a purpose in both is asked. `material_since` is the registry version of the
    last material change, for all purposes or for each: an older grant is invalidated (EU-12). With `gpc` every
    optional purpose counts as refused, whatever is stored (GPC-1, US-04), and nothing is asked. Nothing is asked
    either where nothing is askable (BAN-15). A choice that decides no purpose was made where nothing was there to
    choose: a standing refusal, which covers whatever has been added since.
    """
    facts = Facts(
        () if choice is None else choice.states or tuple((p, State.REFUSED) for p in layout.purposes),
        frozenset() if choice is None else choice.refused_services,
        choice is not None and expired(choice, now, max_age_days),
        _changed(choice, layout, material_since),
        gpc,
        tuple([p for p in layout.purposes if p not in objection] if asked is None else asked),
    )
    known = layout.memory.get(facts)
    if known is None:
        known = layout.remember(facts, _judge(facts, layout))
    return known


class Facts(NamedTuple):
    """All that an effective choice depends on: equal facts have the same answer, so it is worked out once."""

    stored: tuple[tuple[str, State], ...]
    refused_services: frozenset[str]
    late: bool
    changed: tuple[str, ...]
    gpc: bool
    asked: tuple[str, ...]


def _judge(facts: Facts, layout: Layout) -> Effective:
    stored, signal = dict(facts.stored), (Act.SIGNAL,) if facts.gpc else ()
    states = {
        p: follow(stored.get(p, State.UNSET), (*_silent(p, facts.changed, facts.late), *signal))
        for p in layout.purposes
    }
    reasons = {p: Reason.SIGNAL if facts.gpc else _reason(s, p in facts.asked) for p, s in states.items()}
    services = {s: _service_reason(s in facts.refused_services, reasons[p]) for s, p in layout.services}
    due = [p for p in facts.asked if p in states and not states[p].decided]
    return Effective(
        states=MappingProxyType(states),
        reasons=MappingProxyType(reasons),
        services=MappingProxyType(services),
        refused_alone=tuple(f"{p}:{s}" for s, p in layout.services if services[s] is Reason.SERVICE_REFUSED),
        asks=bool(due) and not facts.gpc,
        signal=facts.gpc,
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One act on one purpose, or on one service alone, and the state it led to."""

    purpose: str
    act: Act
    state: State
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A new choice and the events that made it, those that happened in silence first."""

    choice: Choice
    events: tuple[Event, ...]


def choose(
    layout: Layout,
    acts: Mapping[str, Act],
    now: datetime,
    *,
    previous: Choice | None = None,
    refused_services: Collection[str] = (),
    material_since: int | Mapping[str, int] = 0,
    max_age_days: int = MAX_AGE_DAYS,
    receipt: str | None = None,
) -> Chosen:
    """The choice after the visitor's `acts`, by purpose; purposes without an act keep their state.

    The receipt id stays for as long as the previous choice lives, so that its records can be shown together; after
    that everything starts anew. Acting on some purposes only does not lengthen the life of a grant that was not
    touched: the choice then keeps its time. Raises UsageError for what the layout does not have.
    """
    _check_known(layout, acts, refused_services)
    previous = None if previous is None or expired(previous, now, max_age_days) else previous
    changed = _changed(previous, layout, material_since)
    stored = dict(previous.states) if previous else {}
    events: list[Event] = []
    states = {
        purpose: _advance(
            purpose, stored.get(purpose, State.UNSET), _silent(purpose, changed), acts.get(purpose), events
        )
        for purpose in layout.purposes
    }
    denied = {purpose for purpose, state in states.items() if state in (State.REFUSED, State.WITHDRAWN)}
    refused = frozenset(s for s in refused_services if layout.purpose_of[s] not in denied)
    events += _service_events(layout, previous.refused_services if previous else frozenset(), refused, denied)
    decided = tuple((purpose, state) for purpose, state in states.items() if state.decided)
    untouched = any(state is State.GRANTED and purpose not in acts for purpose, state in decided)
    time = previous.time if previous and untouched else now.astimezone(UTC).replace(microsecond=0)
    known = receipt or (previous.receipt if previous else new_receipt())
    return Chosen(Choice(layout.version, time, decided, known, refused), tuple(events))


def acts_for(layout: Layout, granted: Collection[str]) -> dict[str, Act]:
    """The acts of a form that decides every purpose: those in `granted` yes, the others no."""
    return {purpose: Act.GRANT if purpose in granted else Act.REFUSE for purpose in layout.purposes}


def standing(choices: Iterable[Choice]) -> Choice | None:
    """The one that counts where a browser holds several: the newest, and of equals the one that grants less.

    A script may keep the value of an earlier grant and put it back beside a later refusal, under a longer path, which
    browsers send first.
    """
    return max(choices, key=lambda each: (each.time, -_granted(each), len(each.refused_services)), default=None)


def _granted(choice: Choice) -> int:
    return sum(state is State.GRANTED for _, state in choice.states)


def expired(choice: Choice, now: datetime, max_age_days: int = MAX_AGE_DAYS) -> bool:
    return (now - choice.time).days >= max_age_days


def new_receipt() -> str:
    """A random receipt id: 96 bits, 16 characters of the URL-safe base64 alphabet."""
    return secrets.token_urlsafe(RECEIPT_BYTES)


def gpc_on(header_values: Sequence[str] | str | None) -> bool:
    """Whether `Sec-GPC` says 1, and exactly 1 (GPC-1).

    Several headers with one `1` among them count as one. Servers hand repeated headers on joined by commas
    (RFC 9110 section 5.3), so the members of such a list are looked at one by one. Never raises.
    """
    if header_values is None:  # nearly always
        return False
    values = [header_values] if isinstance(header_values, str) else header_values
    return any(member.strip(" \t") == "1" for value in values for member in value.split(","))


def _changed(choice: Choice | None, layout: Layout, material_since: int | Mapping[str, int]) -> tuple[str, ...]:
    """The purposes that have changed materially since the choice."""
    if choice is None:
        return ()
    if isinstance(material_since, int):
        return layout.purposes if choice.version < material_since else ()
    return tuple([purpose for purpose, since in material_since.items() if choice.version < since])


def _silent(purpose: str, changed: Collection[str], late: bool = False) -> tuple[Act, ...]:
    """What has happened to a purpose without the visitor doing anything."""
    return ((Act.MATERIAL_CHANGE,) if purpose in changed else ()) + ((Act.EXPIRE,) if late else ())


def _reason(state: State, asked: bool) -> Reason:
    return Reason(state.value) if asked or state.decided else Reason.NOT_OBJECTED


def _service_reason(refused: bool, reason: Reason) -> Reason:
    return Reason.SERVICE_REFUSED if refused and reason in GRANTING else reason


def _advance(purpose: str, state: State, silent: Sequence[Act], act: Act | None, events: list[Event]) -> State:
    for each in (*silent, act) if act else silent:
        after = step(state, each)
        if after is not state or each is act:
            events.append(Event(purpose, each, after))
        state = after
    return state


def _service_events(layout: Layout, before: Collection[str], after: Collection[str], denied: set[str]) -> list[Event]:
    """A refusal alone, or its end. A service whose purpose is refused as a whole has no event of its own."""
    events = []
    for service, purpose in layout.services:
        if service in after and service not in before:
            events.append(Event(purpose, Act.REFUSE, State.REFUSED, service))
        elif service in before and service not in after and purpose not in denied:
            events.append(Event(purpose, Act.GRANT, State.GRANTED, service))
    return events


def _check_known(layout: Layout, purposes: Collection[str], services: Collection[str]) -> None:
    unknown = sorted({*purposes} - {*layout.purposes}) + sorted({*services} - {*layout.service_ids})
    if unknown:
        raise UsageError(f"Version {layout.version} of the registry has no optional {', '.join(unknown)}.")

"""Is consent needed to store or read this item in that place, and which rule says so.

The early steps follow the order in which a lawyer would ask: what is it used for, does the row presume something
that the declaration contradicts, what does the place say of it, do the conditions hold, who else uses the item.
Pure: no clock, no settings. What the declaration does not say never helps it: a starred cell needs conditions shown.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from speculoos.law.conditions import Condition, Facts, check
from speculoos.law.profiles import PROFILES, STRICTEST, Group, Regime, find, find_all
from speculoos.law.rules import Verified, rule
from speculoos.law.sharing import sharing
from speculoos.law.table import STATISTICAL, TABLE, Row
from speculoos.registry.model import (
    Exemption,
    Identifiability,
    Party,
    Purpose,
    Registry,
    Service,
    StorageItem,
    Use,
)


class Outcome(StrEnum):
    """What a place demands before an item may be stored or read."""

    NONE = "none"  # nothing but information
    OBJECTION = "objection"  # no consent, but the visitor can object
    OPT_OUT = "opt_out"  # allowed until the visitor opts out of sale or sharing, by signal or by hand
    CONSENT = "consent"  # prior consent

    @property
    def strictness(self) -> int:
        return list(Outcome).index(self)


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome that explains itself. `conditions` are those that were asked, as they stand."""

    outcome: Outcome
    rule: str
    reason: str
    verified: Verified
    conditions: tuple[Condition, ...] = ()
    jurisdiction: str = "STRICTEST"

    @property
    def exempt(self) -> bool:
        return self.outcome in (Outcome.NONE, Outcome.OBJECTION)

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(c for c in self.conditions if not c.holds)


LETTERS = {"N": Outcome.NONE, "O": Outcome.OBJECTION, "X": Outcome.OPT_OUT, "C": Outcome.CONSENT}
UNKNOWN_USES = (None, Use.OTHER)
MILDER = tuple(PROFILES[code] for code in ("UK", "CH", "CA"))
"""Where a few things are asked that the strict column does not ask: an objection, an opt-out of sale."""
Wanted = Callable[[Outcome], bool]
Decider = Callable[[Service, StorageItem | None], Decision]
GROUNDED = (Exemption.STRICTLY_NECESSARY, Exemption.COMMUNICATION)


def decide(registry: Registry, service: Service, item: StorageItem | None, jurisdiction: str | None) -> Decision:
    """The decision for one item of one service in one place (None or an unknown code: the strictest).

    `item` None asks for a service that declares no item. An item that other services declare too is exempt only
    if it is exempt for each of them (EU-04).
    """
    alone = decide_alone(registry, service, item, jurisdiction)
    if item is None:
        return alone
    others = [(s, decide_alone(registry, s, i, jurisdiction)) for s, i in sharing(registry, service, item)]
    strict = max(others, key=lambda pair: pair[1].outcome.strictness, default=None)
    if strict is None or strict[1].outcome.strictness <= alone.outcome.strictness:
        return alone
    other, theirs = strict
    reason = f'The item also serves "{other.id}", and an item is exempt only if each of its purposes is.'
    if theirs.reason:
        reason = f"{reason} There: {theirs.reason}"
    return replace(alone, outcome=theirs.outcome, rule="EU-04", reason=reason, verified=rule("EU-04").verified)


def decide_alone(registry: Registry, service: Service, item: StorageItem | None, jurisdiction: str | None) -> Decision:
    """The decision for an item as if no other service declared it."""
    profile = find(jurisdiction)
    if profile is STRICTEST:
        everywhere = (_decide(Facts(registry, service, item, place)) for place in (STRICTEST, *MILDER))
        return replace(max(everywhere, key=_strictness), jurisdiction=STRICTEST.code)
    return _decide(Facts(registry, service, item, profile))


def _decide(facts: Facts) -> Decision:
    service = facts.service
    if service.use in UNKNOWN_USES and service.exemption in (*GROUNDED, Exemption.EMERGENCY):
        return _by_ground(facts)
    return _by_row(TABLE[_use(facts)], facts)


def effective_use(registry: Registry, service: Service, item: StorageItem | None) -> Use:
    """The row of the table that an item falls under, which may be worse than the use that is declared."""
    return _use(Facts(registry, service, item, STRICTEST))


def decide_all(
    registry: Registry, service: Service, item: StorageItem | None, jurisdictions: Iterable[str] | None = None
) -> Decision:
    """The strictest decision over the places (default: the site's own; none known: the strictest profile)."""
    profiles = find_all(registry.site.jurisdictions if jurisdictions is None else jurisdictions)
    decisions = (decide(registry, service, item, profile.code) for profile in profiles)
    return max(decisions, key=_strictness)


def decider(registry: Registry, jurisdictions: Iterable[str] | None = None) -> Decider:
    """`decide_all` with the registry and the places filled in, for whoever asks for many items."""
    places = tuple(registry.site.jurisdictions if jurisdictions is None else jurisdictions)
    return lambda service, item: decide_all(registry, service, item, places)


def entries(registry: Registry) -> Iterator[tuple[Service, StorageItem | None]]:
    """Every item with its service; a service without items once, with None."""
    for service in registry.services:
        for item in service.items or (None,):
            yield service, item


def purposes_to_ask(registry: Registry, jurisdictions: Iterable[str] | None = None) -> tuple[Purpose, ...]:
    """The purposes with something that needs consent, in the order of the declaration."""
    return _purposes(registry, jurisdictions, lambda strictest: strictest is Outcome.CONSENT)


def purposes_to_object(registry: Registry, jurisdictions: Iterable[str] | None = None) -> tuple[Purpose, ...]:
    """The purposes that need no consent but that the visitor can object to or opt out of."""
    return _purposes(registry, jurisdictions, lambda strictest: strictest in (Outcome.OBJECTION, Outcome.OPT_OUT))


def strictest_by_purpose(registry: Registry, jurisdictions: Iterable[str] | None = None) -> dict[str, Outcome]:
    """Purpose id to the strictest outcome of anything under it; a purpose that nothing uses is left out."""
    places = tuple(registry.site.jurisdictions if jurisdictions is None else jurisdictions)
    found: dict[str, Outcome] = {}
    for service, item in entries(registry):
        if found.get(service.purpose) is Outcome.CONSENT:  # nothing is stricter
            continue
        outcome = decide_all(registry, service, item, places).outcome
        found[service.purpose] = max(found.get(service.purpose, outcome), outcome, key=lambda o: o.strictness)
    return found


def _strictness(decision: Decision) -> int:
    return decision.outcome.strictness


def _purposes(registry: Registry, jurisdictions: Iterable[str] | None, wanted: Wanted) -> tuple[Purpose, ...]:
    strictest = strictest_by_purpose(registry, jurisdictions)
    declared = [purpose.id for purpose in registry.purposes]
    ids = dict.fromkeys([*declared, *strictest])
    return tuple(registry.purpose(id) for id in ids if id in strictest and wanted(strictest[id]))


def _use(facts: Facts) -> Use:
    """The row that fits: what is declared, corrected by what the item shows itself to be."""
    use = _claimed_use(facts.service)
    if use is Use.AUDIENCE_SERVER and facts.item is not None:
        use = Use.AUDIENCE  # something is stored or read after all
    if use not in (Use.AUDIENCE, Use.TESTING):
        return use
    measured = facts.measurement
    if facts.party is Party.THIRD or (measured and measured.shared):
        return Use.AUDIENCE_VENDOR
    if facts.identifiability is Identifiability.IDENTIFIED or (measured and measured.one_site is False):
        return Use.AUDIENCE_JOINED
    return use


def _claimed_use(service: Service) -> Use:
    by_claim = {Exemption.STATISTICS: Use.AUDIENCE, Exemption.APPEARANCE: Use.PERSONALISATION}
    if service.use is not None and service.use is not Use.OTHER:
        return service.use
    return by_claim.get(service.exemption, Use.OTHER) if service.exemption else Use.OTHER


def _by_row(row: Row, facts: Facts) -> Decision:
    presumed = tuple(check(name, facts) for name in row.needs)
    failed = [c for c in presumed if c.holds is False]
    if failed:
        return _outside(row, presumed, failed, facts)
    cell = row.cell(facts.profile.regime)
    letter = _letter(cell, facts)
    starred = tuple(check(name, facts) for name in row.starred.get(facts.profile.regime, ())) if "*" in cell else ()
    unmet = [c for c in starred if not c.holds]
    if unmet:
        return _decision(Outcome.CONSENT, _rule_of(row, facts), _unmet_reason(row, unmet, facts), starred, facts)
    advice = tuple(check(name, facts) for name in row.advice)
    outcome = LETTERS[letter]
    id = facts.profile.consent_rule if outcome is Outcome.OPT_OUT else _rule_of(row, facts, outcome)
    return _decision(outcome, id, _reason(row, outcome, facts), presumed + starred + advice, facts)


def _letter(cell: str, facts: Facts) -> str:
    """The letter of a cell once its alternatives are settled; what is sold is never just N in the US."""
    sold = facts.purpose.sale
    match cell:
        case "N/X":
            return "X" if sold or facts.recipients or facts.party is Party.THIRD else "N"
        case "N/O":
            return "O" if facts.service.exemption is Exemption.APPEARANCE else "N"
        case "O/C":
            known = facts.identifiability in (
                Identifiability.NONE,
                Identifiability.RANDOM,
                Identifiability.PSEUDONYMOUS,
            )
            return "O" if known else "C"
    letter = cell.rstrip("*")
    return "X" if sold and letter == "N" and facts.profile.regime is Regime.US else letter


def _outside(row: Row, presumed: tuple[Condition, ...], failed: list[Condition], facts: Facts) -> Decision:
    """The item contradicts what its row presumes, so it falls among the uses that nobody has described."""
    outcome = LETTERS[_letter(TABLE[Use.OTHER].cell(facts.profile.regime), facts)]
    because = "; ".join(c.text for c in failed)
    reason = f"Declared as {row.title}, but this is contradicted: {because}.{_claim_note(outcome, facts)}"
    return _decision(outcome, _rule_of(row, facts), reason, presumed, facts)


def _by_ground(facts: Facts) -> Decision:
    """A use that the table does not know: the site's own written reason decides, if it gives one."""
    conditions = (check("ground", facts), check("not_sold", facts))
    emergency = facts.service.exemption is Exemption.EMERGENCY
    possible = not emergency or facts.profile.regime is Regime.UK
    if possible and all(c.holds for c in conditions):
        id = facts.profile.exemption_rule or "EU-03"
        claim = str(facts.service.exemption).replace("_", " ")
        reason = f"Claimed to be exempt ({claim}); the claim rests on the site's own written ground."
        return _decision(Outcome.NONE, id, reason, conditions, facts)
    outcome = LETTERS[_letter(TABLE[Use.OTHER].cell(facts.profile.regime), facts)]
    unmet = "; ".join(c.text for c in conditions if not c.holds)
    because = f"this is not shown: {unmet}" if unmet else f"{facts.profile.name} has no exemption for emergencies"
    id = facts.profile.consent_rule if facts.profile.group is not Group.EU else "EU-20"
    return _decision(outcome, id, f"An exemption is claimed, but {because}.", conditions, facts)


def _rule_of(row: Row, facts: Facts, outcome: Outcome = Outcome.CONSENT) -> str:
    """The rule to cite: the place's own word for the row, else the place's rule for the outcome, else the EU's."""
    profile = facts.profile
    if profile.regime in row.rules:
        return row.rules[profile.regime]
    if row.use in STATISTICAL:
        return profile.statistics_rule
    if outcome is not Outcome.CONSENT:
        return profile.exemption_rule or row.rule
    general = row.rule in ("EU-01", "EU-03") or profile.group not in (Group.EU, Group.ANY)
    return profile.consent_rule if general else row.rule


def _reason(row: Row, outcome: Outcome, facts: Facts) -> str:
    place = facts.profile.name
    said = {
        Outcome.NONE: f"{place}: no consent is needed for {row.title}.",
        Outcome.OBJECTION: f"{place}: no consent is needed for {row.title}, but visitors can object.",
        Outcome.OPT_OUT: f"{place}: {row.title} may run until the visitor opts out, by hand or by a signal.",
        Outcome.CONSENT: f"{place}: consent is needed before {row.title}.",
    }
    note = row.notes.get(facts.profile.regime, "") if outcome is not Outcome.CONSENT else ""
    return f"{said[outcome]} {note}".rstrip() + _claim_note(outcome, facts)


def _unmet_reason(row: Row, unmet: list[Condition], facts: Facts) -> str:
    missing = "; ".join(c.text for c in unmet)
    head = (
        f"{facts.profile.name}: {row.title} would be exempt if all conditions were shown to hold. Not shown: {missing}."
    )
    return head + _claim_note(Outcome.CONSENT, facts)


def _claim_note(outcome: Outcome, facts: Facts) -> str:
    if outcome is not Outcome.CONSENT or facts.service.exemption is None:
        return ""
    return f" The exemption that the declaration claims ({facts.service.exemption}) does not change that."


def _decision(outcome: Outcome, id: str, reason: str, conditions: tuple[Condition, ...], facts: Facts) -> Decision:
    return Decision(outcome, id, reason, rule(id).verified, conditions, facts.profile.code)

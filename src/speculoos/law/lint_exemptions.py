"""Checks on what is called exempt: POL-04, 05, 11, 12. The decision decides; a check says what it lacks."""

from collections import Counter
from collections.abc import Iterator

from speculoos.law.catalogue import Severity
from speculoos.law.checks import Context, check
from speculoos.law.decide import GROUNDED, Decision, Outcome, effective_use
from speculoos.law.findings import Place, Problem, item_place, service_place, site_place
from speculoos.law.profiles import Group, Profile, Regime
from speculoos.law.table import STATISTICAL, TABLE
from speculoos.law.words import CIRCULAR, VAGUE, find_any, in_language
from speculoos.registry.model import Exemption, Registry, Service, StorageItem, Texts, Use

FRENCH_EXPECTATIONS = frozenset({"tracker_13", "not_renewed", "data_25", "objection"})
CONDITIONAL = frozenset({Regime.FR, Regime.IT, Regime.ES, Regime.NL, Regime.UK})


@check("POL-04")
def exemption_has_its_reason(context: Context) -> Iterator[Problem]:
    for service in context.registry.services:
        if service.exemption in (*GROUNDED, Exemption.EMERGENCY) and not _written(service.ground):
            yield Problem(
                service_place(context.registry, service, "ground"),
                "It is called exempt, but the reason is not written down.",
                "Write in a sentence why the service that the user asked for cannot be given without it.",
            )


@check("POL-04")
def exemption_has_a_reason_of_its_own(context: Context) -> Iterator[Problem]:
    """A ground that only asserts the exemption, or that stands word for word at several services, proves nothing."""
    exempt = [service for service in context.registry.services if service.exemption and _written(service.ground)]
    copies = Counter(text for service in exempt for text in service.ground.values())
    for service in exempt:
        for language, text in service.ground.items():
            empty = find_any(text, in_language(CIRCULAR, language) + in_language(VAGUE, language))
            if empty:
                message = f'The reason ({language}) asserts the exemption instead of explaining it: "{empty}".'
            elif copies[text] > 1:
                message = f"The same reason ({language}) stands at {copies[text]} services; each needs its own."
            else:
                continue
            yield Problem(
                service_place(context.registry, service, "ground"),
                message,
                "Say which service the user asked for, and why it cannot be given without this item.",
                severity=Severity.WARNING,
            )


@check("POL-04")
def exempt_service_is_described(context: Context) -> Iterator[Problem]:
    for service in context.registry.services:
        if service.exemption in GROUNDED and not _written(service.text):
            yield Problem(
                service_place(context.registry, service, "text"),
                "It is called exempt, but the service that the user asks for is not described.",
                "Say what the user does on the site that needs it.",
                "EU-03",
            )


@check("POL-04")
def exemption_is_named(context: Context) -> Iterator[Problem]:
    for service in context.registry.services:
        use = service.use or Use.OTHER
        if service.exemption is None and service.items and _is_exempt_use(use):
            yield Problem(
                service_place(context.registry, service, "exemption"),
                f"It serves {TABLE[use].title} and is treated as exempt, but names no exemption.",
                'Write exemption = "strictly_necessary" and the reason in `ground`.',
            )


@check("POL-04")
def exemption_is_supported(context: Context) -> Iterator[Problem]:
    for service, item, decisions in context.alone:
        if service.exemption is None or _is_statistical(context.registry, service, item) or _only_unwritten(service):
            continue
        refused = {code: d for code, d in decisions.items() if d.outcome is Outcome.CONSENT}
        if refused:
            decision = next(iter(refused.values()))
            yield Problem(
                item_place(context.registry, service, item, "exemption"),
                f"The exemption {service.exemption} is claimed, but consent is needed. {decision.reason}",
                "Ask for consent, or correct the use, the party or the lifetime if one of them is wrong.",
                decision.rule,
                only=tuple(refused),
            )


@check("POL-04")
def exempt_life_is_short(context: Context) -> Iterator[Problem]:
    for service, item, decisions in context.alone:
        long = tuple(code for code, d in decisions.items() if _is_long(d))
        if item and long:
            yield Problem(
                item_place(context.registry, service, item, "lifetime"),
                f"It is exempt as {TABLE[service.use or Use.OTHER].title}, but {item.lifetime} is long for that.",
                "Shorten it, or be ready to say why it must live so long.",
                "EU-05",
                only=long,
            )


@check("POL-05")
def shared_item_is_exempt_for_all(context: Context) -> Iterator[Problem]:
    for (service, item, together), (_, _, alone) in zip(context.decisions, context.alone, strict=True):
        loses = tuple(code for code, d in together.items() if d.rule == "EU-04" and alone[code].exempt and not d.exempt)
        if loses:
            yield Problem(
                item_place(context.registry, service, item, "exemption"),
                together[loses[0]].reason,
                "Use one item for each purpose, or ask for consent for all of them.",
                only=loses,
            )


@check("POL-11")
def exempt_statistics_state_their_facts(context: Context) -> Iterator[Problem]:
    missing: dict[tuple[Place, str], tuple[str, list[Profile]]] = {}
    for service, item, decisions in context.alone:
        if service.exemption is None or not _is_statistical(context.registry, service, item):
            continue
        for profile in context.profiles:
            if profile.regime not in CONDITIONAL or decisions[profile.code].outcome is not Outcome.CONSENT:
                continue
            for id, text, place in _lacks(context.registry, service, item, decisions[profile.code]):
                missing.setdefault((place, id), (text, []))[1].append(profile)
    for (place, id), (text, profiles) in missing.items():
        yield Problem(
            place,
            text,
            "State it if it is true; otherwise ask for consent and claim no exemption.",
            "FR-06" if id in FRENCH_EXPECTATIONS and profiles[0].regime is Regime.FR else profiles[0].statistics_rule,
            only=tuple(p.code for p in profiles),
        )


def _lacks(
    registry: Registry, service: Service, item: StorageItem | None, decision: Decision
) -> Iterator[tuple[str, str, Place]]:
    """(id of the condition, message, place) of everything that keeps the exemption from holding."""
    for condition in decision.unmet:
        at_site = condition.field.startswith("site.")
        field = condition.field.removeprefix("site.")
        place = site_place(field) if at_site else item_place(registry, service, item, field)
        said = "contradicts" if condition.holds is False else "does not show"
        yield condition.id, f"Exempt statistics need this, and the declaration {said} it: {condition.text}.", place
    if not decision.unmet:
        use = effective_use(registry, service, item)
        message = f"It claims an exemption, but what is declared amounts to {TABLE[use].title}, which has none."
        yield "use", message, item_place(registry, service, item, "use")


@check("POL-12")
def no_exemption_for_statistics(context: Context) -> Iterator[Problem]:
    strict = [p for p in context.profiles if p.regime is Regime.STRICT and p.group in (Group.EU, Group.ANY)]
    claiming = dict.fromkeys(
        s.id for s, i in context.all if s.exemption is not None and _is_statistical(context.registry, s, i)
    )
    for service in context.registry.services:
        if service.id not in claiming:
            continue
        for rule_id in dict.fromkeys(profile.statistics_rule for profile in strict):
            yield Problem(
                service_place(context.registry, service, "exemption"),
                "It claims an exemption for statistics, and there is none here.",
                "Ask for consent, or count on the server without storing or reading anything (use audience_server).",
                rule_id,
                only=tuple(p.code for p in strict if p.statistics_rule == rule_id),
            )


def _is_statistical(registry: Registry, service: Service, item: StorageItem | None) -> bool:
    return effective_use(registry, service, item) in STATISTICAL


def _is_exempt_use(use: Use) -> bool:
    return TABLE[use].cell(Regime.STRICT) == "N" and use is not Use.AUDIENCE_SERVER


def _only_unwritten(service: Service) -> bool:
    """Whether nothing but the missing reason stands against the claim; that has a finding of its own."""
    unknown = service.use in (None, Use.OTHER)
    return unknown and service.exemption in GROUNDED and not _written(service.ground)


def _is_long(decision: Decision) -> bool:
    return decision.exempt and any(
        c.id in ("short", "at_most_a_year") and c.holds is False for c in decision.conditions
    )


def _written(texts: Texts) -> bool:
    return any(text.strip() for text in texts.values())

"""The checks of what is stored: is it declared, was it seen at all, and was it there when it should not have been."""

from collections.abc import Iterator
from dataclasses import replace

from speculoos.audit.finding import Evidence, Subject
from speculoos.audit.judging import guess, lines
from speculoos.audit.judging.case import Case, Phase, kept
from speculoos.audit.judging.fold import Found, observed_place, of_item, of_request
from speculoos.audit.judging.words import WHEN, item_words
from speculoos.audit.observed import Item, SceneKind
from speculoos.core.sites import canonical_host, domain_match
from speculoos.law.catalogue import Severity
from speculoos.law.findings import Place, Problem, item_place
from speculoos.registry.match import glob
from speculoos.registry.model import Kind, StorageItem

SCENE_OF = {
    Phase.BEFORE: SceneKind.UNTOUCHED,
    Phase.REFUSED: SceneKind.REFUSED,
    Phase.ALONE: SceneKind.ALONE,
    Phase.WITHDRAWN: SceneKind.WITHDRAWN,
}
"""The scene that a fault's id names: the same fault before the choice of another scene is no second one."""


def undeclared(case: Case) -> Iterator[Found]:
    """SITE-01: an item that no declaration covers. What every browser refuses is never stored: a warning."""
    for item in case.observation.items:
        if case.match(item) is not None:
            continue
        name, host = guess.general(item), _host(item)
        words = item_words(item.kind, name, host)
        hunch = guess.of_item(case, item)
        told = f" It is probably of {hunch.guess.service}: {hunch.guess.reason}" if hunch else ""
        stored = kept(item)
        problem = Problem(
            observed_place(words),
            f"The {words} is not declared." if stored else f"The {words} is not declared, and no browser stores it.",
            f"Declare it, or take out what sets it.{_near(case, item)}{told}",
            severity=None if stored else Severity.WARNING,
        )
        yield Found(
            "SITE-01",
            problem,
            Subject(item.kind, name, host),
            (of_item(item),),
            lines.for_item(case, item, hunch),
            hunch.guess if hunch else None,
        )


def unwanted(case: Case) -> Iterator[Found]:
    """SITE-03 before the choice, SITE-05 after a refusal: stored without the consent that it needs."""
    for item, phase in case.stored():
        if phase is Phase.BEFORE:
            yield from _without_consent(case, "SITE-03", item, Phase.BEFORE)
            chosen = _kept_through_refusal(case, item)
            if chosen is not None:
                yield from _without_consent(case, "SITE-05", item, chosen)
        elif phase is Phase.REFUSED or (phase is Phase.ALONE and not _granted(case, item)):
            yield from _without_consent(case, "SITE-05", item, phase)


def residue(case: Case) -> Iterator[Found]:
    """SITE-06: still there after the withdrawal. The site can delete its own; what a third party keeps, only they."""
    for item, phase in case.stored():
        if phase is not Phase.WITHDRAWN or item.gone:
            continue
        own = case.own(canonical_host(item.host) or case.site)
        for found in _without_consent(case, "SITE-06", item, Phase.WITHDRAWN):
            carried = _carried(case, item)
            if own:
                yield replace(found, evidence=(*found.evidence, *carried))
                continue
            words = item_words(item.kind, found.subject.name, found.subject.host)
            problem = replace(
                found.problem,
                message=f"The {words} is still there after the withdrawal; only {found.subject.host} can delete it.",
                hint="Load nothing of theirs once consent is withdrawn, tell them of the withdrawal, and tell visitors "
                "in the policy how to delete it.",
                severity=Severity.WARNING,
            )
            subject = replace(found.subject, aspect="theirs")
            yield replace(found, problem=problem, subject=subject, evidence=(*found.evidence, *carried))


def place_of(case: Case, item: Item) -> Place:
    """The declaration's entry of an observed item, or the item itself."""
    match = case.match(item)
    if match is None:
        return observed_place(item_words(item.kind, guess.general(item), _host(item)))
    return item_place(case.registry, match.service, match.item)


def subject_of(case: Case, item: Item, **more: object) -> Subject:
    match = case.match(item)
    name = match.item.name if match else guess.general(item)
    return replace(Subject(item.kind, name, _host(item)), **more)  # type: ignore[arg-type]  # checked by `replace`


def _without_consent(case: Case, lint: str, item: Item, phase: Phase) -> Iterator[Found]:
    """The fault, where the item needs consent in some place; what is only known by its name is a warning."""
    match = case.match(item)
    hunch = None if match else guess.of_item(case, item)
    if match is not None:
        asking = case.asking(match.service, match.item)
    elif hunch is not None and hunch.known is not None:
        asking = case.asking(*guess.supposed(case, item, hunch.known))
    else:
        return  # SITE-01 says that nobody knows what it is
    if not asking:
        return
    scene = case.scenes[item.scene]
    subject = subject_of(case, item, scene=SCENE_OF[phase], purpose=scene.purpose if phase is Phase.ALONE else "")
    words = item_words(item.kind, subject.name, subject.host)
    probably = f" It is not declared; {hunch.guess.reason}" if hunch else ""
    there = "is still there" if phase is Phase.WITHDRAWN or (item.before_choice and lint != "SITE-03") else "is stored"
    problem = Problem(
        place_of(case, item),
        f"The {words} {there} {WHEN[phase]}, and needs consent.{probably}",
        _advice(case, item, phase),
        severity=Severity.WARNING if hunch else None,
        only=asking,
    )
    yield Found(lint, problem, subject, (of_item(item),), guess=hunch.guess if hunch else None)


def _advice(case: Case, item: Item, phase: Phase) -> str:
    match = case.match(item)
    if phase is Phase.WITHDRAWN:
        if item.kind is not Kind.COOKIE:
            return "Remove it where the withdrawal is handled: by script, or with Clear-Site-Data in its answer."
        return "Expire it in the answer to the withdrawal: same name, domain and path, and Max-Age=0."
    who = f" ({item.setter})" if item.setter else ""
    if match is None:
        return f"Hold back what sets it{who} until consent is given."
    purpose = match.service.purpose
    return f'Hold back what sets it{who} until the purpose "{purpose}" is granted, or state why it needs no consent.'


def _kept_through_refusal(case: Case, item: Item) -> Phase | None:
    """The refusal that an item survived which was there before it."""
    scene = case.scenes[item.scene]
    if item.gone or case.observation.scene(scene.kind, scene.purpose) is not scene:
        return None
    if scene.kind is SceneKind.REFUSED:
        return Phase.REFUSED
    return Phase.ALONE if scene.kind is SceneKind.ALONE and not _granted(case, item) else None


def _granted(case: Case, item: Item) -> bool:
    """Whether the purpose that a scene grants alone is one that the item serves; nobody knows of the undeclared."""
    purpose = case.scenes[item.scene].purpose
    matches = case.sharing(item)
    return not matches or any(match.service.purpose == purpose for match in matches)


def _carried(case: Case, item: Item) -> Iterator[Evidence]:
    """The requests after the withdrawal that still carry a cookie."""
    for request in case.observation.requests:
        named = request.scene == item.scene and item.name in request.cookies
        if named and domain_match(request.host, item.host) and case.phase(request) is Phase.WITHDRAWN:
            yield of_request(request, "The request still carries it.")


def _near(case: Case, item: Item) -> str:
    """A declaration of the same name that does not cover it: the usual slip."""
    for service, declared in case.registry.items():
        if _names(declared, item.name):
            where = f" of {declared.host}" if declared.host else " of the site's own host"
            kind = str(declared.kind).replace("_", " ")
            return f' The service "{service.id}" declares this name as a {kind}{where}, which does not cover it.'
    return ""


def _names(declared: StorageItem, name: str) -> bool:
    return glob(declared.name).matches(name) if declared.is_pattern else declared.name == name


def _host(item: Item) -> str:
    return canonical_host(item.host) or item.host

"""From findings to a verdict: the declaration is true, or not, or nobody could tell; and one sentence that says so."""

import re
from collections.abc import Iterator

from speculoos.audit.finding import SiteFinding
from speculoos.audit.judging.case import Case
from speculoos.audit.judging.words import SCENES, count
from speculoos.audit.observed import Outcome, Scene, SceneKind
from speculoos.audit.verdict import Row
from speculoos.law.catalogue import Severity
from speculoos.law.decide import Outcome as Demand
from speculoos.law.decide import entries, strictest_by_purpose

WHY = {
    Outcome.NO_BANNER: "the page asks nothing",
    Outcome.BANNER_NOT_FOUND: "something asks, and no control to answer was found",
    Outcome.HIDDEN: "the page hides its banner from this browser",
    Outcome.FAILED: "it broke off",
}
SCOPE = re.compile(r"^The scene \S+ was not played|^robots\.txt kept |linked pages were not read: the limit is ")
"""What an observer says of which pages it was to read, which is no blindness on those that it read, and of scenes,
which are judged here: only some are needed."""

WITH_CHOICE = (SceneKind.REFUSED, SceneKind.GRANTED, SceneKind.WITHDRAWN)


def doubts(case: Case) -> tuple[str, ...]:
    """Why the audit cannot say that the declaration is true: each a clause without a full stop."""
    return tuple(dict.fromkeys((*_blindness(case), *_unplayed(case))))


def is_true(findings: tuple[SiteFinding, ...], doubts: tuple[str, ...]) -> bool | None:
    """False with any error, whatever else could not be seen; None with a doubt."""
    if any(found.finding.severity is Severity.ERROR for found in findings):
        return False
    return None if doubts else True


def sentence(
    findings: tuple[SiteFinding, ...], matrix: tuple[Row, ...], true: bool | None, doubts: tuple[str, ...]
) -> str:
    """The verdict in one plain sentence."""
    declared = sum(row.declared is not None for row in matrix)
    observed = sum(row.observed for row in matrix)
    hosts = sum(found.finding.id == "SITE-01" and found.subject.kind is None for found in findings)
    undeclared = f"{len(matrix) - declared}" + (f" and {count(hosts, 'host')}" if hosts else "")
    counts = f"Declared {declared}, observed {observed}, undeclared {undeclared}"
    if true:
        return f"{counts}."
    if true is None:
        return f"{counts}, but this audit could not tell whether that is all: {'; '.join(doubts)}."
    errors = sum(found.finding.severity is Severity.ERROR for found in findings)
    return f"{counts}: the declaration is not true, with {count(errors, 'error')}."


def _blindness(case: Case) -> Iterator[str]:
    observation = case.observation
    yield from (text.rstrip(".") for text in observation.blind if not SCOPE.search(text))
    unsaid = [name for name in observation.canary.blind if not any(name in text for text in observation.blind)]
    if unsaid:
        yield f"this browser could not see {', '.join(unsaid)}"
    theirs = any(not case.own(request.host) for request in observation.requests if request.host)
    if theirs and not observation.canary.third_party_cookies:
        yield "this browser keeps no third-party cookies, and third parties were called"


def _unplayed(case: Case) -> Iterator[str]:
    for kind in _needed(case):
        scenes = [scene for scene in case.observation.scenes if scene.kind is kind]
        if not scenes:
            yield f"{SCENES[kind]} was not played"
        yield from (_said(scene) for scene in scenes if scene.outcome is not Outcome.PLAYED)
    if case.observation.scene(SceneKind.UNTOUCHED) and not any(case.pages(SceneKind.UNTOUCHED)):
        yield "no page was seen"
    for kind in _needed(case):
        pages = list(case.pages(kind))
        if pages and all(page.problem for page in pages):
            yield f"no page of {SCENES[kind]} was seen whole: {pages[0].problem}".rstrip(".")


def _needed(case: Case) -> tuple[SceneKind, ...]:
    """The scenes without which nothing is proved: those with a choice only where there is something to choose."""
    needed = [SceneKind.UNTOUCHED]
    demands = set(strictest_by_purpose(case.registry, tuple(p.code for p in case.profiles)).values())
    asks = Demand.CONSENT in demands or any(
        scene.kind in WITH_CHOICE and scene.outcome is not Outcome.NO_BANNER for scene in case.observation.scenes
    )
    if asks:
        needed += WITH_CHOICE
        if any(scene.kind is SceneKind.ALONE for scene in case.observation.scenes):
            needed.append(SceneKind.ALONE)
    binding = any(profile.gpc_binding for profile in case.profiles)
    if binding and any(case.sells(service, item) for service, item in entries(case.registry)):
        needed.append(SceneKind.SIGNAL)
    return tuple(needed)


def _said(scene: Scene) -> str:
    of = f' ("{scene.purpose}")' if scene.purpose else ""
    detail = f" ({scene.said.rstrip('.')})" if scene.said else ""
    return f"{SCENES[scene.kind]}{of} was not played, as {WHY[scene.outcome]}{detail}"

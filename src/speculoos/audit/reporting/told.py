"""The findings as a report tells them: by severity, each with its rule, its evidence and what to do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from speculoos.audit.finding import Evidence, SiteFinding
from speculoos.audit.reporting.shown import address, first, joined, lines, name, shown
from speculoos.audit.reporting.words import scene_name, seconds
from speculoos.audit.verdict import Verdict
from speculoos.law.catalogue import CATALOGUE, Severity
from speculoos.law.rules import RULES, Verified

FINDINGS, EVIDENCE, TIMES, CHAIN = 100, 4, 8, 6
"""How many findings of one severity, ways in which each was seen, scenes of one way, and addresses that led there."""

SURE = ((0.9, "almost certainly"), (0.6, "probably"), (float("-inf"), "perhaps"))
HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Information"}
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(?:png|jpe?g|webp)")
"""A picture beside the report; whatever else stands there is not linked to."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Where it was seen in the same way: once on a page, in one scene or in several."""

    when: str
    page: str
    address: str
    chain: tuple[str, ...]
    said: str
    screenshot: str


@dataclass(frozen=True, slots=True)
class Told:
    """One finding, ready to be shown."""

    anchor: str
    id: str
    check: str
    check_words: str
    severity: str
    message: str
    advice: str
    lines: str
    guess: str
    rule: str
    rule_words: str
    rule_source: str
    jurisdictions: str
    proofs: tuple[Proof, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one severity; `more` are left out."""

    severity: str
    heading: str
    count: int
    findings: tuple[Told, ...]
    more: int


def groups(verdict: Verdict) -> tuple[Group, ...]:
    """The gravest first, in the order of the verdict."""
    scenes = {scene.id: scene_name(scene) for scene in verdict.observation.scenes}
    made = []
    for severity in Severity:
        found = [one for one in verdict.findings if one.finding.severity is severity]
        told, more = first(found, FINDINGS)
        if found:
            views = tuple(_told(one, scenes) for one in told)
            made.append(Group(str(severity), HEADINGS[severity], len(found), views, more))
    return tuple(made)


def _told(found: SiteFinding, scenes: dict[str, str]) -> Told:
    one = found.finding
    cited = RULES[one.rule]
    unverified = "; not yet compared with its primary text" if one.verified is Verified.UNVERIFIED else ""
    alike, more = first(list(_alike(found.evidence).values()), EVIDENCE)
    return Told(
        anchor=f"finding-{found.id}",
        id=found.id,
        check=one.id,
        check_words=CATALOGUE[one.id].check,
        severity=str(one.severity),
        message=shown(one.message),
        advice=shown(one.hint),
        lines=lines(found.lines),
        guess=_guess(found),
        rule=cited.id,
        rule_words=cited.text,
        rule_source=f"{cited.source}{unverified}",
        jurisdictions=", ".join(map(name, one.jurisdictions)),
        proofs=tuple(_proof(proofs, scenes) for proofs in alike),
        more=more,
    )


def _guess(found: SiteFinding) -> str:
    if found.guess is None:
        return ""
    sure = (
        "almost certainly"
        if found.guess.confidence >= 0.9
        else "probably"
        if found.guess.confidence >= 0.6
        else "perhaps"
    )
    return f"This is {sure} {name(found.guess.service)}: {shown(found.guess.reason).rstrip('.')}."


def _alike(evidence: Iterable[Evidence]) -> dict[tuple[str, ...], list[Evidence]]:
    """What differs in nothing but the scene and the moment is one proof to a reader."""
    found: dict[tuple[str, ...], list[Evidence]] = {}
    for proof in evidence:
        found.setdefault((proof.page, proof.address, proof.said, *proof.chain), []).append(proof)
    return found


def _proof(proofs: Sequence[Evidence], scenes: Mapping[str, str]) -> Proof:
    one = proofs[0]
    times = dict.fromkeys(_when(proof, scenes) for proof in proofs)
    told, more = first(list(times), TIMES)
    when = joined([*told, f"{more:,} more"] if more else told)
    screenshot = next((proof.screenshot for proof in proofs if FILE_NAME.fullmatch(proof.screenshot)), "")
    chain = tuple(address(step) for step in one.chain[:CHAIN])
    return Proof(when, address(one.page), address(one.address), chain, shown(one.said), screenshot)


def _when(proof: Evidence, scenes: Mapping[str, str]) -> str:
    scene = scenes.get(proof.scene, name(proof.scene))
    return " ".join(part for part in (f"“{scene}”" if scene else "all scenes", seconds(proof.at)) if part)

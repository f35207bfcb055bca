"""What a check yields, and how the same fault on many pages and in many scenes becomes one finding with many proofs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from speculoos.audit.finding import Evidence, Guess, SiteFinding, Subject, stable_id
from speculoos.audit.observed import Item, Reading, Request
from speculoos.law.catalogue import CATALOGUE, Severity
from speculoos.law.findings import Finding, Place, Problem, finding
from speculoos.law.profiles import Profile

SEVERITIES = tuple(Severity)
LINTS = tuple(CATALOGUE)
PROOFS = 20
"""How many proofs of one finding are kept: on a site of a thousand pages the others say nothing more."""


@dataclass(frozen=True, slots=True)
class Found:
    """One fault in one place and moment: `problem` as the law's checks yield it, with what only a browser shows."""

    lint: str
    problem: Problem
    subject: Subject
    evidence: tuple[Evidence, ...] = ()
    lines: str = ""
    guess: Guess | None = None


def fold(found: Iterable[Found], profiles: tuple[Profile, ...], scenes: Mapping[str, int]) -> tuple[SiteFinding, ...]:
    """The findings that hold in the places, each fault once, the gravest first; `scenes` gives their order."""
    groups: dict[str, list[tuple[Finding, Found]]] = {}
    for one in found:
        made = finding(CATALOGUE[one.lint], one.problem, profiles)
        if made is not None:
            groups.setdefault(stable_id(one.lint, one.subject), []).append((made, one))
    return tuple(sorted((_one(group, profiles, scenes) for group in groups.values()), key=_order))


def _one(group: list[tuple[Finding, Found]], profiles: tuple[Profile, ...], scenes: Mapping[str, int]) -> SiteFinding:
    """The gravest of a group with the proofs of all. Equally grave ones are told apart by their words alone."""
    made, first = min(group, key=_gravest)
    holding = {code for other, _ in group for code in other.jurisdictions}
    codes = tuple(dict.fromkeys(p.code for p in profiles if p.code in holding))
    proofs = _proofs((proof for _, one in group for proof in one.evidence), scenes)
    return SiteFinding(replace(made, jurisdictions=codes), first.subject, proofs, first.lines, first.guess)


def _gravest(pair: tuple[Finding, Found]) -> tuple[object, ...]:
    made, one = pair
    return SEVERITIES.index(made.severity), made.message, made.hint, made.order, one.lines


def _proofs(proofs: Iterable[Evidence], scenes: Mapping[str, int]) -> tuple[Evidence, ...]:
    """Each place once, at the earliest moment; the scenes take turns, so that each is shown before any is repeated."""
    first: dict[tuple[object, ...], Evidence] = {}
    for proof in proofs:
        key = proof.scene, proof.page, proof.address, proof.said
        known = first.get(key)
        if known is None or _when(proof) < _when(known):
            first[key] = proof
    by_scene: dict[str, list[Evidence]] = {}
    for proof in sorted(first.values(), key=lambda p: (p.page, p.address, p.said)):
        by_scene.setdefault(proof.scene, []).append(proof)
    kept = [(turn, proof) for many in by_scene.values() for turn, proof in enumerate(many)]
    kept.sort(key=lambda pair: (pair[0], *_place(pair[1], scenes)))
    return tuple(sorted((proof for _, proof in kept[:PROOFS]), key=lambda p: _place(p, scenes)))


def _when(proof: Evidence) -> tuple[float, tuple[str, ...], str]:
    return (-1.0 if proof.at is None else proof.at), proof.chain, proof.screenshot


def _place(proof: Evidence, scenes: Mapping[str, int]) -> tuple[object, ...]:
    return scenes.get(proof.scene, len(scenes)), proof.scene, proof.page, proof.address, proof.said


def _order(one: SiteFinding) -> tuple[object, ...]:
    found, subject = one.finding, one.subject
    return (
        SEVERITIES.index(found.severity),
        LINTS.index(found.id),
        subject.scene or "",
        subject.purpose,
        subject.kind or "",
        subject.name,
        subject.host,
        subject.aspect,
    )


def observed_place(words: str) -> Place:
    """The place of what no declaration has: what a browser saw."""
    return Place(words, order=(9,))


def of_item(item: Item, said: str = "") -> Evidence:
    refused = f"The browser did not take it: {item.refused}." if item.refused else ""
    return Evidence(item.scene, item.page, item.at, item.setter, item.stack, said=said or refused)


def of_request(request: Request, said: str = "") -> Evidence:
    return Evidence(request.scene, request.page, request.at, request.url, request.chain, said=said)


def of_reading(reading: Reading) -> Evidence:
    return Evidence(reading.scene, reading.page, reading.at, reading.script)

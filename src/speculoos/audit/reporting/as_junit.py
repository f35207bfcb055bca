"""The verdict as JUnit XML, which build servers show: a suite for each scene, a test case for each lint in it.

A scene that was not played is skipped with its reason, so that it looks like neither a pass nor a fault of the site.
"""

from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from speculoos.audit.finding import SiteFinding
from speculoos.audit.judging.judge import CHECKS
from speculoos.audit.observed import Outcome, Scene
from speculoos.audit.reporting.shown import PROSE, address, lines, shown
from speculoos.audit.reporting.words import OUTCOMES, scene_name, seconds
from speculoos.audit.verdict import Verdict
from speculoos.law.catalogue import CATALOGUE, Severity

WHOLE = "the whole audit"
FINDINGS, EVIDENCE = 100, 5
"""How many findings of one test case are told, and how often each was seen."""


def junit(verdict: Verdict) -> Element:
    """The tree: failures are errors and warnings, information passes with its words in `system-out`."""
    found = _by_scene(verdict)
    suites = Element("testsuites", name=f"speculoos audit {address(verdict.observation.url)}")
    for scene in verdict.observation.scenes:
        _suite(suites, scene_name(scene), found.get(scene.id, {}), scene)
    _suite(suites, WHOLE, found.get("", {}), None)
    told = SubElement(suites[-1], "testcase", classname=WHOLE, name="the audit could tell")
    if verdict.true is None:
        SubElement(told, "error", message=shown(verdict.sentence)).text = lines("\n".join(verdict.doubts))
    for suite in suites:
        _count(suite)
    _count(suites)
    return suites


def junit_text(verdict: Verdict) -> bytes:
    tree = junit(verdict)
    indent(tree)
    text: bytes = tostring(tree, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _by_scene(verdict: Verdict) -> dict[str, dict[str, list[SiteFinding]]]:
    """Findings by scene and lint; under "" those that are about no scene that was tried."""
    known = {scene.id for scene in verdict.observation.scenes}
    found: dict[str, dict[str, list[SiteFinding]]] = defaultdict(lambda: defaultdict(list))
    for one in verdict.findings:
        kind, purpose = one.subject.scene, one.subject.purpose
        id = "" if kind is None else f"{kind}:{purpose}" if purpose else str(kind)
        found[id if id in known else ""][one.finding.id].append(one)
    return found


def _suite(suites: Element, title: str, found: dict[str, list[SiteFinding]], scene: Scene | None) -> None:
    suite = SubElement(suites, "testsuite", name=title)
    if scene:
        suite.set("time", f"{scene.seconds:.3f}")
    for lint in (id for id in CATALOGUE if id in CHECKS or id in found):
        case = SubElement(suite, "testcase", classname=title, name=f"{lint} {CATALOGUE[lint].check}")
        if here := found.get(lint):
            _tell(case, here)
        elif scene and scene.outcome is not Outcome.PLAYED:
            SubElement(case, "skipped", message=shown(f"{OUTCOMES[scene.outcome]}. {scene.said}".strip()))


def _tell(case: Element, found: Sequence[SiteFinding]) -> None:
    grave = [one for one in found if one.finding.severity is not Severity.INFO]
    told = "\n\n".join(_words(one) for one in found[:FINDINGS])
    more = f"\n\nand {len(found) - FINDINGS:,} more" if len(found) > FINDINGS else ""
    if grave:
        worst = grave[0].finding
        SubElement(case, "failure", message=shown(worst.message), type=str(worst.severity)).text = told + more
    else:
        SubElement(case, "system-out").text = told + more


def _words(found: SiteFinding) -> str:
    one = found.finding
    head = [f"{one.severity} {found.id} {shown(one.entry)}: {shown(one.message)}", shown(one.hint), lines(found.lines)]
    seen = [
        f"  {shown(proof.scene)} {address(proof.page)} {seconds(proof.at)} {address(proof.address)} {shown(proof.said)}"
        for proof in found.evidence[:EVIDENCE]
    ]
    return "\n".join(line.rstrip() for line in (*head, *seen) if line.strip())[: 4 * PROSE]


def _count(suite: Element) -> None:
    cases = list(suite.iter("testcase"))
    suite.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))

"""The findings as SARIF 2.1.0: one result for each, its stable id as fingerprint, the page as its place."""

import json
from urllib.parse import quote

from speculoos.audit.finding import SiteFinding
from speculoos.audit.reporting.shown import shown
from speculoos.audit.verdict import Verdict
from speculoos.law.sarif import as_sarif as law_sarif
from speculoos.registry.model import Json

FINGERPRINT = "finding/v1"
EVIDENCE = 20
"""How many times that it was seen go into a result; report.json has all."""


def as_sarif(verdict: Verdict) -> Json:
    """One run; whether the audit could tell stands in its properties, as a run without results proves nothing."""
    log = law_sarif((found.finding for found in verdict.findings), file=verdict.observation.url)
    run = log["runs"][0]
    for result, found in zip(run["results"], verdict.findings, strict=True):
        _complete(result, found, verdict.observation.url)
    told = verdict.true is not None
    run["invocations"] = [{"executionSuccessful": told, "exitCode": verdict.exit_status}]
    run["properties"] = {"true": verdict.true, "sentence": verdict.sentence, "doubts": list(verdict.doubts)}
    return log


def sarif_text(verdict: Verdict) -> bytes:
    text = json.dumps(as_sarif(verdict), ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _complete(result: Json, found: SiteFinding, url: str) -> None:
    page = next((proof.page for proof in found.evidence if proof.page), url)
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    place["uri"] = quote(page, safe="/:%", errors="replace")
    result["message"]["text"] = shown(result["message"]["text"])
    result["partialFingerprints"] = {FINGERPRINT: found.id}
    result["properties"] |= {
        "evidence": [proof.as_json() for proof in found.evidence[:EVIDENCE]],
        "evidenceCount": len(found.evidence),
        "lines": found.lines,
    }

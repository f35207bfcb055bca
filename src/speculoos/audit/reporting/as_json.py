"""The verdict as JSON: everything that was seen and found, for programs and for the next audit to compare with.

The shape is fixed by `report.schema.json` beside this package; nothing is shortened.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from speculoos import __version__
from speculoos.audit.verdict import Verdict
from speculoos.law.catalogue import CATALOGUE, Severity
from speculoos.law.rules import RULES, STATE
from speculoos.registry.model import Json, Registry

FORMAT = 1
"""Counted up when a reader of the shape before would misread the new one."""


def as_json(verdict: Verdict) -> Json:
    """Plain values, in a fixed order."""
    found = verdict.findings
    return {
        "format": FORMAT,
        "made_by": f"speculoos {__version__}",
        "true": verdict.true,
        "exit_status": verdict.exit_status,
        "sentence": verdict.sentence,
        "doubts": list(verdict.doubts),
        "jurisdictions": list(verdict.jurisdictions),
        "state_of_law": STATE.isoformat(),
        "declaration": _declaration(verdict.registry),
        "counts": {str(severity): verdict.count(severity) for severity in Severity},
        "findings": [one.as_json() for one in found],
        "checks": {id: CATALOGUE[id].check for id in sorted({one.finding.id for one in found})},
        "rules": {id: _rule(id) for id in sorted({one.finding.rule for one in found})},
        "matrix": [row.as_json() for row in verdict.matrix],
        "observation": verdict.observation.as_json(),
    }


def json_text(verdict: Verdict) -> bytes:
    """UTF-8. Half a surrogate pair, which a hostile name may be, stays the JSON escape that it came from."""
    text = json.dumps(as_json(verdict), ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of report.json."""
    text = files("speculoos.audit").joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _declaration(registry: Registry | None) -> Json | None:
    if registry is None:
        return None
    return {
        "site": registry.site.name,
        "url": registry.site.url,
        "version": registry.version,
        "hash": registry.hash,
        "services": len(registry.services),
        "items": sum(1 for _ in registry.items()),
    }


def _rule(id: str) -> Json:
    cited = RULES[id]
    return {"text": cited.text, "source": cited.source, "verified": str(cited.verified)}

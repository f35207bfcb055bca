"""Findings as SARIF 2.1.0, the format that code hosts show beside the lines of a file.

Every check that is cited becomes a rule with its help text; every finding a result with its place. Knows no file
system: the caller says what the file is called.
"""

from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import quote

from speculoos import __version__
from speculoos.law.catalogue import CATALOGUE, Lint, Severity
from speculoos.law.findings import Finding
from speculoos.law.located import Places, place_of
from speculoos.law.rules import RULES, Verified
from speculoos.registry.model import Json

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(findings: Iterable[Finding], *, file: str = "cookies.toml", places: Places | None = None) -> Json:
    """One run with all findings, ready for `json.dumps`."""
    found = tuple(findings)
    ids = sorted({f.id for f in found})
    driver = {
        "name": "speculoos",
        "semanticVersion": __version__,
        "rules": [_rule(CATALOGUE[id]) for id in ids],
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(f, ids.index(f.id), file, place_of(f, places)) for f in found],
            }
        ],
    }


def _rule(lint: Lint) -> Json:
    cited = [RULES[id] for id in lint.rules]
    lines = [f"{r.id}: {r.text} ({r.source}{_unverified(r.verified)})" for r in cited]
    return {
        "id": lint.id,
        "shortDescription": {"text": lint.check},
        "fullDescription": {"text": lint.check},
        "help": {"text": "\n".join(lines), "markdown": "\n".join(f"- {line}" for line in lines)},
        "defaultConfiguration": {"level": LEVELS[lint.severity]},
        "properties": {
            "jurisdictions": list(lint.jurisdictions),
            "seen": [str(s) for s in lint.seen],
            "tags": ["law"],
        },
    }


def _result(found: Finding, index: int, file: str, at: tuple[int, int] | None) -> Json:
    return {
        "ruleId": found.id,
        "ruleIndex": index,
        "level": LEVELS[found.severity],
        "message": {"text": f"{found.entry}: {found.message} {found.hint}"},
        "locations": [_location(found, file, at)],
        "partialFingerprints": {"entry/v1": _fingerprint(found)},
        "properties": {
            "rule": found.rule,
            "verified": str(found.verified),
            "jurisdictions": list(found.jurisdictions),
        },
    }


def _location(found: Finding, file: str, at: tuple[int, int] | None) -> Json:
    physical: Json = {"artifactLocation": {"uri": quote(file.replace("\\", "/"), safe="/:")}}
    if at:
        physical["region"] = {"startLine": at[0], "startColumn": at[1]}
    name = f"{found.entry} > {found.field}" if found.field else found.entry
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": name}]}


def _fingerprint(found: Finding) -> str:
    """Stays the same when entries move: names count, positions do not."""
    parts = (found.id, found.service, found.item, found.provider, found.purpose, found.field, found.message)
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


def _unverified(verified: Verified) -> str:
    return "; unverified" if verified is Verified.UNVERIFIED else ""

"""Findings as text for people and as JSON for programs (SARIF, the third form, is in law.sarif).

Knows findings and nothing of how they came about. Colours are used only where the text goes to a terminal.
"""

import json
from collections.abc import Iterable
from io import StringIO
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from speculoos.core.errors import UsageError
from speculoos.law.catalogue import CATALOGUE, Severity
from speculoos.law.findings import Finding
from speculoos.law.located import Places, place_of
from speculoos.law.rules import RULES, STATE, Verified
from speculoos.law.sarif import as_sarif
from speculoos.registry.model import Json

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
WIDTH = 100


def summary(findings: Iterable[Finding]) -> str:
    """One line: how many of each severity."""
    severities = [found.severity for found in findings]
    counts = ((severities.count(severity), severity) for severity in Severity)
    said = [f"{n} {severity}{'' if n == 1 or severity is Severity.INFO else 's'}" for n, severity in counts if n]
    return ", ".join(said) or "Nothing found."


def as_text(findings: Iterable[Finding], *, file: str = "", places: Places | None = None) -> str:
    """The findings grouped by entry, without colour, lines of at most 100 columns where words allow it."""
    console = Console(file=StringIO(), width=WIDTH, color_system=None, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        print_text(findings, console, file=file, places=places)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def print_text(
    findings: Iterable[Finding], console: Console | None = None, *, file: str = "", places: Places | None = None
) -> None:
    """Prints the findings grouped by entry; in colour where the console is a terminal."""
    console = console or Console(highlight=False, markup=False, emoji=False)
    found = tuple(findings)
    for entry, group in groupby(found, key=lambda f: f.entry):
        console.print(Text(entry, style="bold"), soft_wrap=True)
        for one in group:
            _print_one(console, one, file, place_of(one, places))
        console.print()
    console.print(Text(summary(found), style="bold"))
    if any(f.verified is Verified.UNVERIFIED for f in found):
        note = f"unverified: we have not compared this rule with its primary text (state {STATE.isoformat()})."
        console.print(Text(note, style="dim"))


def _print_one(console: Console, found: Finding, file: str, at: tuple[int, int] | None) -> None:
    head = Text.assemble(
        (f"{found.severity} {found.id}", STYLES[found.severity]),
        f" {found.field}: " if found.field else " ",
        found.message,
    )
    console.print(Padding(head, (0, 0, 0, 2)))
    console.print(Padding(Text(found.hint), (0, 0, 0, 4)))
    unverified = ", unverified" if found.verified is Verified.UNVERIFIED else ""
    where = f"{file}:{at[0]}:{at[1]}  " if at else ""
    console.print(
        Padding(Text(f"{where}{found.rule}{unverified}; {' '.join(found.jurisdictions)}", style="dim"), (0, 0, 0, 4))
    )


def as_json(findings: Iterable[Finding], *, file: str = "", places: Places | None = None) -> Json:
    """The findings with the checks and rules that they cite, ready for `json.dumps`."""
    found = tuple(findings)
    return {
        "state": STATE.isoformat(),
        "file": file,
        "summary": {str(severity): sum(f.severity is severity for f in found) for severity in Severity},
        "findings": [_plain(f, place_of(f, places)) for f in found],
        "checks": {id: CATALOGUE[id].check for id in sorted({f.id for f in found})},
        "rules": {id: _rule(id) for id in sorted({f.rule for f in found})},
    }


def report(findings: Iterable[Finding], format: str, *, file: str = "", places: Places | None = None) -> str:
    """The findings as "text", "json" or "sarif", ending with a line break. UsageError for another format."""
    found = tuple(findings)
    if format == "text":
        return as_text(found, file=file, places=places)
    if format not in ("json", "sarif"):
        raise UsageError(f"Findings cannot be reported as {format!r}. Choose one of: text, json, sarif.")
    write = as_json if format == "json" else as_sarif
    return json.dumps(write(found, file=file, places=places), ensure_ascii=False, indent=2) + "\n"


def _plain(found: Finding, at: tuple[int, int] | None) -> Json:
    line, column = at or (None, None)
    return {
        "id": found.id,
        "severity": str(found.severity),
        "rule": found.rule,
        "verified": str(found.verified),
        "jurisdictions": list(found.jurisdictions),
        "entry": found.entry,
        "service": found.service or None,
        "item": found.item or None,
        "provider": found.provider or None,
        "purpose": found.purpose or None,
        "field": found.field or None,
        "line": line,
        "column": column,
        "message": found.message,
        "hint": found.hint,
    }


def _rule(id: str) -> Json:
    cited = RULES[id]
    return {
        "text": cited.text,
        "source": cited.source,
        "verified": str(cited.verified),
        "state": cited.state.isoformat(),
    }

"""The verdict for a terminal: at most 25 lines, the gravest first. Plain text, no colour."""

from collections.abc import Iterator
from textwrap import wrap

from speculoos.audit.observed import Observation, Outcome
from speculoos.audit.reporting.blind import blind_spots, unsaid_doubts
from speculoos.audit.reporting.shown import address, counted, first, joined, name, shown
from speculoos.audit.reporting.words import HEADLINES, scene_name
from speculoos.audit.verdict import Verdict
from speculoos.law.catalogue import Severity

SENTENCE, DOUBTS, FINDINGS, BLIND, WIDTH = 3, 1, 8, 2, 110


def summary(verdict: Verdict) -> str:
    """Ends with a line break."""
    return "\n".join(_cut(line) for line in _lines(verdict)) + "\n"


def _lines(verdict: Verdict) -> Iterator[str]:
    seen = verdict.observation
    yield from _wrapped(f"{HEADLINES[verdict.true]}. {verdict.sentence}")
    yield from _listed(unsaid_doubts(verdict), DOUBTS)
    yield ""
    yield f"{address(seen.url)}, {seen.started:%Y-%m-%d %H:%M}, {name(seen.browser)}"
    yield f"Declaration: {declaration(verdict)}. Law: {joined(map(name, verdict.jurisdictions)) or 'the strictest'}."
    yield _seen(seen)
    if verdict.findings:
        yield ""
        yield from _findings(verdict)
    if spots := blind_spots(verdict):
        yield ""
        yield "What it could not see:"
        yield from _listed(spots, BLIND)


def declaration(verdict: Verdict) -> str:
    """Version and hash, or that there is none."""
    registry = verdict.registry
    if registry is None:
        return "none"
    version = f"version {registry.version}" if registry.version else "a draft"
    return f"{version}, hash {registry.hash[:12]}"


def _seen(seen: Observation) -> str:
    played = [scene_name(scene) for scene in seen.scenes if scene.outcome is Outcome.PLAYED]
    items = len({(item.kind, item.host, item.name) for item in seen.items})
    hosts = len({request.host for request in seen.requests})
    pages = len({page.url for page in seen.pages})
    what = f"{counted(pages, 'page')}, {counted(items, 'item')}, {counted(hosts, 'host')}"
    return f"{what}. Scenes played: {', '.join(played) or 'none'}."


def _findings(verdict: Verdict) -> Iterator[str]:
    counts = ((verdict.count(severity), str(severity)) for severity in Severity)
    yield joined(counted(n, said, said if said == "info" else "") for n, said in counts if n) + ":"
    order = list(Severity)
    told, more = first(sorted(verdict.findings, key=lambda f: order.index(f.finding.severity)), FINDINGS)
    for found in told:
        one = found.finding
        yield f"  {one.severity:7} {one.id}  {shown(one.message)}"
    if more:
        yield f"  and {more:,} more"


def _listed(many: tuple[str, ...], limit: int) -> Iterator[str]:
    told, more = first(many, limit)
    yield from (f"  {shown(one)}" for one in told)
    if more:
        yield f"  and {more:,} more"


def _wrapped(text: str) -> list[str]:
    lines = wrap(shown(text), WIDTH)
    return lines if len(lines) <= SENTENCE else [*lines[: SENTENCE - 1], f"{lines[SENTENCE - 1]}…"]


def _cut(line: str) -> str:
    """Within the width of a terminal, so that 25 lines stay 25."""
    line = shown(line)
    return line if len(line) <= WIDTH else line[: WIDTH - 1].rstrip() + "…"

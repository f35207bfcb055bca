"""The report as one page that needs nothing from anywhere: no script, no font, no request. It prints to paper as it is.

The template escapes everything; the page's own policy lets it load nothing but its stylesheet, by its hash.
"""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from speculoos import __version__
from speculoos.audit.observed import Observation, Scene
from speculoos.audit.reporting.blind import ALWAYS, blind_spots, unsaid_doubts
from speculoos.audit.reporting.hosts import hosts
from speculoos.audit.reporting.items import items
from speculoos.audit.reporting.shown import address, counted, first, joined, name, shown
from speculoos.audit.reporting.timeline import timeline
from speculoos.audit.reporting.told import groups
from speculoos.audit.reporting.words import CELLS, HEADLINES, OUTCOMES, SCENES, scene_name, seconds
from speculoos.audit.verdict import Verdict
from speculoos.core.sites import host_of
from speculoos.law.catalogue import Severity
from speculoos.law.rules import STATE

TEMPLATES = Path(__file__).parent / "templates"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
PAGES, SPOTS, STATES = 50, 40, {True: "true", False: "false", None: "unknown"}
NOUNS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("piece of information", "pieces of information"),
}


def html(verdict: Verdict) -> str:
    """The whole document."""
    seen, css = verdict.observation, _css()
    spots, more_spots = first(blind_spots(verdict), SPOTS)
    return ENVIRONMENT.get_template("report.html").render(
        title=f"Audit of {name(host_of(seen.url) or seen.url)}",
        state=STATES[verdict.true],
        headline=HEADLINES[verdict.true],
        sentence=shown(verdict.sentence),
        doubts=unsaid_doubts(verdict)[:SPOTS],
        counts=_counts(verdict),
        facts=_facts(verdict),
        groups=groups(verdict),
        items=items(verdict),
        legend=[(symbol, word) for symbol, word in CELLS.values()],
        timeline=timeline(seen),
        hosts=hosts(verdict),
        scenes=[_scene(seen, scene) for scene in seen.scenes],
        pages=_pages(seen),
        spots=spots,
        more_spots=more_spots,
        always=ALWAYS,
        canary=[(shown(channel), "saw it" if saw else "saw nothing") for channel, saw in seen.canary.channels],
        made_by=f"Speculoos {__version__}",
        law_state=f"{STATE:%d %B %Y}".lstrip("0"),
        css=Markup(css),  # noqa: S704
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
    )


def html_text(verdict: Verdict) -> bytes:
    return html(verdict).encode()


def _counts(verdict: Verdict) -> list[tuple[str, str]]:
    """Errors and warnings even where there are none; information where there is some."""
    counts = [(severity, verdict.count(severity)) for severity in Severity]
    kept = [(severity, number) for severity, number in counts if number or severity is not Severity.INFO]
    return [(str(severity), counted(number, *NOUNS[severity])) for severity, number in kept]


def _facts(verdict: Verdict) -> list[tuple[str, str]]:
    seen, registry = verdict.observation, verdict.registry
    declared = [("Declaration", "none was given, so what was seen could not be compared with one")]
    if registry is not None:
        version = f"version {registry.version}" if registry.version else "a draft without a version"
        what = f"{counted(len(registry.services), 'service')}, {counted(sum(1 for _ in registry.items()), 'item')}"
        declared = [("Declaration", f"{name(registry.site.name)}, {version}: {what}"), ("Its hash", registry.hash)]
    return [
        ("Address", address(seen.url)),
        ("Seen on", f"{seen.started:%d %B %Y, %H:%M} {seen.started.tzname() or ''}".strip().lstrip("0")),
        ("Browser", name(seen.browser)),
        *declared,
        ("Law asked", joined(map(name, verdict.jurisdictions)) or "the strictest"),
    ]


def _scene(seen: Observation, scene: Scene) -> tuple[str, str, str, str, str, str]:
    """Name, what the visitor does, how far it came, what was said, when the choice was made, how long it took."""
    does = SCENES[scene.kind][1]
    return (
        scene_name(scene),
        does,
        OUTCOMES[scene.outcome],
        shown(scene.said),
        seconds(scene.chosen_at),
        f"{counted(sum(page.scene == scene.id for page in seen.pages), 'page')}, {seconds(scene.seconds)}",
    )


def _pages(seen: Observation) -> tuple[list[tuple[str, str, str]], int]:
    """Address, title and status of each page once, and how many more there are."""
    once = {page.url: page for page in reversed(seen.pages)}
    told, more = first(list(reversed(once.values())), PAGES)
    return [(address(page.url), name(page.title), str(page.status or "")) for page in told], more


@lru_cache(maxsize=1)
def _css() -> str:
    return (TEMPLATES / "report.css").read_text(encoding="utf-8")

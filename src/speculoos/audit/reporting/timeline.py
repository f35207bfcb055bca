"""The first page load as a drawing: what happened when, in a lane for each host, and the moment of choice.

Positions along the time are per cent, so that words keep their size on any paper; heights are pixels.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from speculoos.audit.observed import Observation, Outcome, Scene, SceneKind
from speculoos.audit.reporting.shown import counted, first, shown
from speculoos.audit.reporting.words import scene_name
from speculoos.core.sites import canonical_host

LANES, MARKS = 14, 120
"""How many hosts have a lane of their own, and how many marks one lane has."""
LANE, TOP, BOTTOM = 40, 30, 28
START, SPAN = 2.0, 94.0
STEPS = (0.5, 1, 2, 5, 10, 30, 60, 300)
ORDER = (SceneKind.GRANTED, SceneKind.REFUSED, SceneKind.ALONE, SceneKind.WITHDRAWN)
LABEL = 44


@dataclass(frozen=True, slots=True)
class Mark:
    """`kind` is request, stored or read; `x` is in per cent."""

    x: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One host: what it is called, and what happened there."""

    label: str
    y: int
    marks: tuple[Mark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`choice` is its place in per cent, "" where the scene has none."""

    scene: str
    url: str
    height: int
    lanes: tuple[Lane, ...]
    more: int
    ticks: tuple[tuple[str, str], ...]
    choice: str
    choice_words: str
    choice_anchor: str


@dataclass(frozen=True, slots=True)
class _Event:
    at: float
    host: str
    kind: str
    before: bool


def timeline(seen: Observation) -> Timeline | None:
    """Of the scene that shows most: one with a choice, else the first that was played. None where nothing was."""
    scene = _scene(seen)
    if scene is None:
        return None
    page = next((one.url for one in seen.pages if one.scene == scene.id), seen.url)
    events = sorted(_events(seen, scene.id, page), key=lambda event: event.at)
    if not events:
        return None
    end = max(1.0, events[-1].at, scene.chosen_at or 0)
    by_host: defaultdict[str, list[_Event]] = defaultdict(list)
    for event in events:
        by_host[event.host].append(event)
    hosts, more = first(list(by_host), LANES)
    lanes = tuple(_lane(host, i, by_host[host], end, scene.chosen_at) for i, host in enumerate(hosts))
    chosen = scene.chosen_at
    return Timeline(
        scene_name(scene),
        page,
        TOP + LANE * len(lanes) + BOTTOM,
        lanes,
        more,
        tuple((_x(at, end), f"{at:g} s") for at in _ticks(end)),
        "" if chosen is None else _x(chosen, end),
        "" if chosen is None else f"choice, {chosen:.1f} s",
        "end" if chosen is not None and chosen > end / 2 else "start",
    )


def _scene(seen: Observation) -> Scene | None:
    played = [scene for scene in seen.scenes if scene.outcome is Outcome.PLAYED]
    chosen = [scene for scene in played if scene.chosen_at is not None and scene.kind in ORDER]
    return min(chosen, key=lambda scene: ORDER.index(scene.kind), default=played[0] if played else None)


def _events(seen: Observation, scene: str, page: str) -> Iterator[_Event]:
    for request in seen.requests:
        if request.scene == scene and request.page == page:
            yield _Event(request.at, canonical_host(request.host) or request.host, "request", request.before_choice)
    for item in seen.items:
        if item.scene == scene and item.page == page:
            yield _Event(item.at, canonical_host(item.host) or item.host, "stored", item.before_choice)
    for reading in seen.readings:
        if reading.scene == scene and reading.page == page:
            yield _Event(reading.at, "reads of the device", "read", reading.before_choice)


def _lane(host: str, position: int, events: list[_Event], end: float, chosen: float | None) -> Lane:
    marks = tuple(dict.fromkeys(Mark(_x(event.at, end), event.kind) for event in events))[:MARKS]
    return Lane(shown(host, LABEL), TOP + LANE * position, marks, _words(events, chosen))


def _words(events: list[_Event], chosen: float | None) -> str:
    """What a lane shows, for whoever does not see it."""
    names = (("request", "request", ""), ("stored", "item stored", "items stored"), ("read", "device read", ""))
    said = []
    for kind, one, more in names:
        here = [event for event in events if event.kind == kind]
        before = sum(event.before for event in here)
        if here:
            after = "" if chosen is None else f", {before:,} before the choice"
            said.append(counted(len(here), one, more) + after)
    return "; ".join(said)


def _x(at: float, end: float) -> str:
    return f"{START + SPAN * min(max(at, 0.0), end) / end:.2f}%"


def _ticks(end: float) -> Iterator[float]:
    """At most about six, at round moments."""
    step = next((step for step in STEPS if end / step <= 6), STEPS[-1] * max(1, round(end / 6 / STEPS[-1])))
    at = 0.0
    while at <= end and step:
        yield at
        at += step

"""What scenes, outcomes, cells, kinds and lengths are called in a report. English, as the findings are."""

from contextlib import suppress

from speculoos.audit.observed import Outcome, Scene, SceneKind, Via
from speculoos.audit.reporting.shown import counted, name
from speculoos.audit.verdict import Cell
from speculoos.core.durations import DAY, HOUR, MINUTE, DurationError, parse_iso
from speculoos.registry.model import SESSION, Kind, Party

HEADLINES = {True: "True", False: "Not true", None: "Could not tell"}
"""What `Verdict.true` is called."""

SCENES = {
    SceneKind.UNTOUCHED: ("Before any choice", "opens the pages and answers nothing"),
    SceneKind.REFUSED: ("Refused", "refuses everything, and goes on"),
    SceneKind.GRANTED: ("Granted", "grants everything, and goes on"),
    SceneKind.ALONE: ("Alone", "grants one purpose and refuses all others"),
    SceneKind.WITHDRAWN: ("Withdrawn", "grants everything, withdraws it, and loads the page anew"),
    SceneKind.SIGNAL: ("With the signal", "sends Sec-GPC: 1 and answers nothing"),
    SceneKind.NO_SCRIPTS: ("Without scripts", "has scripts turned off"),
}
"""The name of each kind of scene, and what its visitor does."""

OUTCOMES = {
    Outcome.PLAYED: "played to its end",
    Outcome.NO_BANNER: "not played: the page asks nothing",
    Outcome.BANNER_NOT_FOUND: "not played: the page asks, and no control to answer with was found",
    Outcome.HIDDEN: "not played: the page hides its banner from this browser",
    Outcome.FAILED: "failed",
}

CELLS = {
    Cell.SET: ("●", "set"),
    Cell.ABSENT: ("–", "absent"),
    Cell.REFUSED: ("⊘", "refused by the browser"),
    Cell.GONE: ("○", "set, then gone"),
    Cell.UNKNOWN: ("?", "not known"),
}
"""A symbol for the eye, and the word that says it."""

KINDS = {
    Kind.COOKIE: "cookie",
    Kind.LOCAL_STORAGE: "local storage",
    Kind.SESSION_STORAGE: "session storage",
    Kind.INDEXED_DB: "IndexedDB database",
    Kind.CACHE_STORAGE: "cache",
    Kind.SERVICE_WORKER: "service worker",
    Kind.FILE_SYSTEM: "private file",
    Kind.ETAG: "ETag",
    Kind.PIXEL: "pixel",
    Kind.DEVICE_READ: "device read",
}

VIAS = {
    Via.HEADER: "by a response header",
    Via.SCRIPT: "by a script",
    Via.FOUND: "found at the end",
}

PARTIES = {Party.FIRST: "first-party", Party.THIRD: "third-party"}


def scene_name(scene: Scene) -> str:
    """As the head of a column: a purpose alone is named."""
    title = SCENES[scene.kind][0]
    return f"{name(scene.purpose)} alone" if scene.purpose else title


def seconds(at: float | None) -> str:
    """A moment, to a tenth of a second."""
    return "" if at is None else f"{at:.1f} s"


def observed_lifetime(length: int | None) -> str:
    """In the largest unit that tells it within a tenth, as nobody counts 34,560,000 seconds."""
    if length is None:
        return "until the browser closes"
    for size, unit in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if length >= size:
            return counted(round(length / size), unit)
    return counted(length, "second")


def declared_lifetime(written: str | None) -> str:
    """As it is declared, in words."""
    if not written:
        return "no lifetime declared"
    if written == SESSION:
        return "until the browser closes"
    with suppress(DurationError):
        span = parse_iso(written)
        fields = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
        said = [counted(getattr(span, field), field[:-1]) for field in fields if getattr(span, field)]
        return " ".join(said) or "none"
    return name(written)

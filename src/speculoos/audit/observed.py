"""What an audit's browser saw of a site, scene by scene: frozen facts, without a judgement.

Values that were stored are not among them: a salted digest stands for each, so that two can be told equal within one
audit and nobody can be found by them. Addresses have no query and no fragment. Times are seconds since a scene began.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum

from speculoos.registry.model import Json, Kind


class SceneKind(StrEnum):
    """What the visitor of a scene does. Each scene has a fresh profile, and all see the same pages."""

    UNTOUCHED = "untouched"
    REFUSED = "refused"
    GRANTED = "granted"
    ALONE = "alone"  # one purpose granted, all others refused
    WITHDRAWN = "withdrawn"  # granted, withdrawn, and loaded anew
    SIGNAL = "signal"  # Sec-GPC: 1
    NO_SCRIPTS = "no_scripts"


class Outcome(StrEnum):
    """How far a scene came. Only `PLAYED` can prove anything of what a choice does."""

    PLAYED = "played"
    NO_BANNER = "no_banner"  # the page asks nothing, and says nothing of asking
    BANNER_NOT_FOUND = "banner_not_found"  # something asks, and no control to answer was found
    HIDDEN = "hidden"  # the page asks people, and not this browser
    FAILED = "failed"


class Via(StrEnum):
    """The channel that showed an item first."""

    HEADER = "header"  # Set-Cookie
    SCRIPT = "script"  # a write that was watched
    FOUND = "found"  # it was there when the scene ended


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene as it was played. `chosen_at` is when the choice was made, None where none is."""

    kind: SceneKind
    outcome: Outcome
    purpose: str = ""  # of ALONE
    said: str = ""  # what went wrong, or how the choice was made
    chosen_at: float | None = None
    seconds: float = 0

    @property
    def id(self) -> str:
        """How items and requests name their scene."""
        return f"{self.kind}:{self.purpose}" if self.purpose else str(self.kind)


@dataclass(frozen=True, slots=True)
class Item:
    """Something stored, or refused, on the device.

    `host` is where it is kept: a cookie's domain, a storage's origin host. `setter` is the address of the script or
    answer that set it, "" where no channel told. `lifetime` is in seconds, None until the browser's session ends.
    `refused` is the browser's own reason. `gone` says that it was stored and was not there any more at the end.
    """

    scene: str
    kind: Kind
    name: str
    host: str
    page: str
    via: Via = Via.FOUND
    setter: str = ""
    stack: tuple[str, ...] = ()
    at: float = 0
    before_choice: bool = False
    path: str = "/"
    lifetime: int | None = None
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    partitioned: bool = False
    host_only: bool = False
    refused: str = ""
    gone: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a page. `chain` are the addresses that led to it, nearest first; `blocked` is why it failed."""

    scene: str
    page: str
    url: str
    host: str
    type: str = ""
    chain: tuple[str, ...] = ()
    at: float = 0
    before_choice: bool = False
    blocked: str = ""
    cookies: tuple[str, ...] = ()  # the names that it carried


@dataclass(frozen=True, slots=True)
class Reading:
    """A read of the device that tells browsers apart: a canvas, an audio context, the fonts."""

    scene: str
    page: str
    api: str
    script: str = ""
    at: float = 0
    before_choice: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was visited. `headers` holds those that caching and policies are judged by, in lower case."""

    scene: str
    url: str
    status: int = 0
    title: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    screenshot: str = ""  # a file's name beside the report
    problem: str = ""  # why nothing, or not all of it, was seen


@dataclass(frozen=True, slots=True)
class Canary:
    """What this browser build can see at all, proved on a page of our own before the site is looked at."""

    third_party_cookies: bool = False
    channels: tuple[tuple[str, bool], ...] = ()  # each observer, and whether it saw what was planted for it

    @property
    def blind(self) -> tuple[str, ...]:
        """The channels that saw nothing."""
        return tuple(name for name, saw in self.channels if not saw)


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything that one audit saw. `blind` says, in words, what it could not see."""

    url: str
    started: datetime
    browser: str
    scenes: tuple[Scene, ...] = ()
    pages: tuple[Page, ...] = ()
    items: tuple[Item, ...] = ()
    requests: tuple[Request, ...] = ()
    readings: tuple[Reading, ...] = ()
    canary: Canary = field(default_factory=Canary)
    blind: tuple[str, ...] = ()

    def scene(self, kind: SceneKind, purpose: str = "") -> Scene | None:
        """The scene, where it was played to its end."""
        return next(
            (s for s in self.scenes if s.kind is kind and s.purpose == purpose and s.outcome is Outcome.PLAYED), None
        )

    def as_json(self) -> Json:
        """Plain values, in a fixed order."""
        return asdict(self) | {"started": self.started.isoformat()}

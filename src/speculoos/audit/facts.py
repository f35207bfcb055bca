"""What a browser saw of a banner: frozen facts, scene by scene, without a judgement.

A scene that was not played is None, and no check speaks of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Scene(StrEnum):
    """What is played, each in a profile in which nothing is stored."""

    FIRST = "first"  # the first layer, the preferences behind it, keyboard, 320 px
    NON_CHOICES = "non-choices"  # Escape, scrolling, backdrop, close, a link, a reload
    ACCEPT = "accept"
    REFUSE = "refuse"
    NO_SCRIPTS = "no scripts"
    SIGNAL = "signal"  # Sec-GPC: 1


@dataclass(frozen=True, slots=True)
class Box:
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True)
class Control:
    """A button or a link. Contrasts are None where they cannot be measured, such as on a picture."""

    role: str
    name: str
    box: Box = Box()
    size: float = 16
    weight: int = 400
    contrast: float | None = None  # of its text
    fill: float | None = None  # of its ground against what it stands on
    edge: float | None = None  # of its border against the same
    in_view: bool = True
    value: str = ""
    href: str = ""
    disabled: bool = False
    mark: str = ""  # what our own markup says that it is for: choose, reopen, withdraw
    inside_text: bool = False  # a link within a sentence: WCAG's target size does not apply


@dataclass(frozen=True, slots=True)
class Switch:
    name: str
    on: bool
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text: how it stands out."""

    text: str
    contrast: float | None
    size: float = 16
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Layer:
    """The first layer of a banner."""

    role: str
    name: str
    lang: str
    text: str
    modal: bool = False
    controls: tuple[Control, ...] = ()
    accept: Control | None = None
    refuse: Control | None = None
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Focus:
    """What the keyboard finds, and a narrow screen shows."""

    reached: tuple[str, ...] = ()  # names of the banner's controls that Tab came to
    trapped: bool = False
    overflow_320: int = 0  # pixels that the page or the banner is wider than 320


@dataclass(frozen=True, slots=True)
class NonChoice:
    """Something a visitor did that is no choice, and what it granted: names of items or purposes."""

    act: str
    granted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usable:
    """Whether what lies beneath can be used; `why` says what is in the way."""

    well: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The way back on one page; `shows` is whether what it opens shows what was chosen, None if it has no switches."""

    page: str
    found: bool
    shows: bool | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """One choice made on the first layer."""

    clicks: int | None  # None: it could not be made
    lives: Mapping[str, float] = field(default_factory=dict)  # seconds of each cookie that it stored; 0 for a session
    stored: Mapping[str, str] = field(default_factory=dict)
    asked_again: bool = False
    announced: bool | None = None
    focus_lost: bool = False
    usable: Usable | None = None
    reopen: tuple[Reopen, ...] = ()
    back_clicks: int | None = None  # to the opposite, from a page without a banner
    forth_clicks: int | None = None  # to the same, from there


@dataclass(frozen=True, slots=True)
class NoScripts:
    shown: bool
    works: bool = False


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """All that was seen of one page."""

    url: str
    lang: str = ""
    scenes: frozenset[Scene] = frozenset(Scene)
    layer: Layer | None = None
    switches: tuple[Switch, ...] = ()
    focus: Focus | None = None
    usable: Usable | None = None
    non_choices: tuple[NonChoice, ...] = ()
    accept: Chosen | None = None
    refuse: Chosen | None = None
    no_scripts: NoScripts | None = None
    signal_text: str | None = None  # what page and preferences say where Sec-GPC: 1 is sent


@dataclass(frozen=True, slots=True)
class Declared:
    """What the site declares, in the words of the page; None beside the facts where nobody knows."""

    controller: str
    asked: tuple[str, ...]  # labels of the purposes that need consent
    on_until_objected: tuple[str, ...] = ()
    third_parties: tuple[str, ...] = ()

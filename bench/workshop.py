"""What every benchmark is handed: the scale, a directory of its own, the peer, and a way to say what goes on."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bench.peer import installed
from bench.result import Result


class UnavailableError(Exception):
    """A benchmark, or a part of one, cannot run here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much work. The names of results that depend on it say so."""

    rows: int = 2000  # of an imported policy, and declarations in a registry
    names: int = 10_000  # to be matched
    sample: int = 500  # of those names, for a baseline that would take minutes
    rounds: int = 5
    round_seconds: float = 0.2  # for work of microseconds
    load_rounds: int = 3
    load_seconds: int = 3  # of load on a server, each time
    connections: int = 16
    starts: int = 3
    warm_seconds: int = 1  # of load that is not measured; 0 for none
    settle_seconds: float = 1.0  # before an idle server is weighed


SCALES: Mapping[str, Scale] = {
    "full": Scale(),
    "small": Scale(200, 1000, 100, rounds=3, round_seconds=0.05, load_rounds=2, load_seconds=1, starts=1),
    # shows that everything runs, and measures nothing
    "once": Scale(24, 40, 20, rounds=1, round_seconds=0.001, load_rounds=1, load_seconds=1, starts=1, warm_seconds=0),
}


def to_stderr(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@dataclass
class Workshop:
    """`home` is on a real disk, so that what is durable costs what it costs."""

    scale: Scale
    home: Path
    say: Callable[[str], None] = to_stderr
    offline: bool = False
    skipped: list[str] = field(default_factory=list)

    def skip(self, reason: str) -> None:
        """Notes a part that could not be run; nothing is left out in silence."""
        self.skipped.append(reason)
        self.say(f"NOT RUN: {reason}")

    @cached_property
    def peer(self) -> Path | None:
        """Where django-cookie-consent was put for this run, None if it could not be had."""
        if self.offline:
            self.skip("django-cookie-consent: this run is offline; another baseline stands in")
            return None
        self.say("fetching django-cookie-consent into a throw-away directory")
        directory = self.home / "peer"
        if fault := installed(directory):
            self.skip(f"django-cookie-consent: {fault}; another baseline stands in")
            return None
        return directory


Benchmark = Callable[[Workshop], Iterator[Result]]

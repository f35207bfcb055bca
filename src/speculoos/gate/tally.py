"""What the gate did, counted without a trace of anybody: never a value, an address or a query.

Names and paths come from visitors, so they are generalised before they are counted, and bounded in number.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from threading import Lock
from time import monotonic
from typing import Literal, TypeAlias

from speculoos.core.errors import SpeculoosError
from speculoos.gate.rules import Verdict

Side: TypeAlias = Literal["request", "response", "fault"]

MOST = 5_000
"""Different counts that are kept between two drains; what is beyond is counted together."""
OTHER = "(other)"
LONGEST_NAME = 64
LONGEST_SEGMENT = 40
DEEPEST = 6
QUIET_SECONDS = 60
"""Between two messages about faults in the log."""

NUMBERS = re.compile(r"[0-9A-Fa-f]{8,}|[0-9]{3,}")
PLAIN = re.compile(r"[!-~]+")

log = logging.getLogger("speculoos.gate")


@dataclass(frozen=True, slots=True)
class Count:
    """So often in this hour. `side` says where: in requests, in responses, or as a fault of the gate itself."""

    hour: datetime
    side: Side
    name: str
    path: str
    action: str
    reason: str
    mode: str
    count: int


class Tally:
    """Counts in memory until somebody drains them. Threads may share it."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[datetime, Side, str, str, str, str, str]] = Counter()
        self._lock = Lock()
        self._told: float | None = None
        self._untold = 0

    def count(self, side: Side, path: str, verdict: Verdict, now: datetime, declared: str | None = None) -> None:
        """One verdict that did, or would have done, something. `declared` is the name or pattern that covers it."""
        self.count_all(side, path, [(verdict, declared)], now)

    def count_all(self, side: Side, path: str, verdicts: Iterable[tuple[Verdict, str | None]], now: datetime) -> None:
        """The verdicts on one request or response, each with the name or pattern that covers it."""
        at, where = hour(now), path_shape(path)
        for verdict, declared in verdicts:
            if not verdict.passes:
                name = declared or shape(verdict.name)
                self._add((at, side, name, where, verdict.action, verdict.reason, verdict.mode))

    def fault(self, fault: BaseException | str, side: str, now: datetime | None = None) -> None:
        """A fault of the gate itself, logged at most once a minute; `side` is the mode that it fell to."""
        kind = fault if isinstance(fault, str) else type(fault).__name__
        self._add((hour(now or datetime.now(UTC)), "fault", kind[:LONGEST_NAME], "", "", "", side))
        with self._lock:
            self._untold += 1
            due = self._told is None or monotonic() - self._told > QUIET_SECONDS
            told, self._untold = self._untold, 0 if due else self._untold
            self._told = monotonic() if due else self._told
        if due:
            ours = isinstance(fault, SpeculoosError)  # says itself who is at fault and where
            error = fault if isinstance(fault, BaseException) and not ours else None
            about = fault if ours else kind
            log.error("The gate failed %d time(s) and falls to %s: %s", told, side, about, exc_info=error)

    def drain(self) -> list[Count]:
        """Everything that was counted since the last time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return [Count(*key, number) for key, number in counts.items()]

    def _add(self, key: tuple[datetime, Side, str, str, str, str, str]) -> None:
        with self._lock:
            if key not in self._counts and len(self._counts) >= MOST:
                key = (*key[:2], OTHER, OTHER, *key[4:])
            self._counts[key] += 1


class Waiting:
    """Counts on their way to where they are kept, summed, and bounded as a tally is. One thread at a time."""

    def __init__(self) -> None:
        self._counts: Counter[Count] = Counter()

    def __bool__(self) -> bool:
        return bool(self._counts)

    def add(self, counts: Iterable[Count]) -> None:
        for count in counts:
            what = replace(count, count=0)
            if what in self._counts or len(self._counts) < MOST:
                self._counts[what] += count.count

    def first(self, most: int = MOST) -> list[Count]:
        """So many of them, those that came first."""
        return [replace(what, count=number) for what, number in islice(self._counts.items(), most)]

    def done(self, counts: Iterable[Count]) -> None:
        """These are kept."""
        for count in counts:
            del self._counts[replace(count, count=0)]


def hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def shape(name: str) -> str:
    """A name without what could tell one visitor from another: long numbers are stars, and it is not long itself."""
    plain = "".join(c if "!" <= c <= "~" else "?" for c in name[: 2 * LONGEST_NAME])
    return NUMBERS.sub("*", plain)[:LONGEST_NAME]


def path_shape(path: str) -> str:
    """A path without what could name somebody: numbers, addresses and long parts are stars. No query, no fragment."""
    parts = path.partition("?")[0].partition("#")[0].split("/")
    kept = [_segment(part) for part in parts[1 : DEEPEST + 1]]
    return "/" + "/".join(kept) + ("/..." if len(parts) > DEEPEST + 1 else "")


def _segment(part: str) -> str:
    if not part:
        return ""
    if len(part) > LONGEST_SEGMENT or "@" in part or "%" in part or not PLAIN.fullmatch(part):
        return "*"
    return "*" if looks_made(part) or NUMBERS.search(part) or part.isdigit() else part


def looks_made(part: str) -> bool:
    """Whether a part may be made for one visitor: long, of letters and digits."""
    return len(part) >= 16 and any(c.isdigit() for c in part) and any(c.isalpha() for c in part)

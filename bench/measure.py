"""How figures are taken: subject and baseline in turns, several rounds, the median.

Knows clocks and arithmetic, not what is measured. Taking turns lets both meet the same machine: what else runs on
it moves both figures and hardly their ratio.
"""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Sample:
    """One figure for each round."""

    rounds: tuple[float, ...]

    @classmethod
    def of(cls, figures: Iterable[float], factor: float = 1.0) -> "Sample":
        return cls(tuple(figure * factor for figure in figures))

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest round."""
        return min(self.rounds), max(self.rounds)


def interleaved(subject: Callable[[], T], baseline: Callable[[], T], rounds: int) -> tuple[list[T], list[T]]:
    """What the two answer when asked in turns (A B A B ...)."""
    answers = [(subject(), baseline()) for _ in range(rounds)]
    return [a for a, _ in answers], [b for _, b in answers]


def compare(subject: Work, baseline: Work, rounds: int, at_least: float = 0.0) -> tuple[Sample, Sample]:
    """CPU seconds a call of two pieces of work, after one untimed call of each.

    `at_least` is how many seconds a round lasts: work of microseconds is repeated within it. Both must be
    single-threaded computations that wait for nothing; their CPU time is then what a clock on the wall shows on an
    idle machine, and a busy machine spoils it less.
    """
    often_subject, often_baseline = repeats(subject, at_least), repeats(baseline, at_least)
    a, b = interleaved(lambda: timed(subject, often_subject), lambda: timed(baseline, often_baseline), rounds)
    return Sample.of(a), Sample.of(b)


def timed(work: Work, repeat: int) -> float:
    """CPU seconds a call."""
    gc.collect()
    turns = range(repeat)
    began = time.process_time()
    for _ in turns:
        work()
    return (time.process_time() - began) / repeat


def repeats(work: Work, at_least: float) -> int:
    """How many calls last `at_least` CPU seconds; calls the work at least once, which warms it up."""
    repeat = 1
    while (took := timed(work, repeat) * repeat) < at_least:
        repeat = max(repeat * 2, int(repeat * 0.9 * at_least / took) if took else 0)
    return repeat

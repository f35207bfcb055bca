"""One figure beside its baseline, as the line of JSON that is printed. Knows budgets, not benchmarks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bench.budgets import BUDGETS
from bench.measure import Sample

Better = Literal["lower", "higher"]
DIGITS = 4
"""Significant digits of what is printed; no figure here is more exact."""


@dataclass(frozen=True, slots=True)
class Result:
    """`value` of the subject and `baseline` of what is named in `against`, both in `unit`.

    `better` says which way is up. `baseline` is None where nothing comparable could be run, and `how` says why.
    """

    name: str
    value: float
    unit: str
    better: Better
    against: str | None = None
    baseline: float | None = None
    how: str = ""
    spread: tuple[float, float] | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.baseline if self.baseline else None

    @property
    def budget(self) -> float | None:
        return BUDGETS.get(self.name)

    @property
    def met(self) -> bool | None:
        """Whether the budget holds, judged before any rounding; None where there is none."""
        if self.budget is None:
            return None
        return self.value <= self.budget if self.better == "lower" else self.value >= self.budget

    def as_json(self) -> dict[str, Any]:
        line: dict[str, Any] = {
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "baseline": rounded(self.baseline),
            "ratio": rounded(self.ratio),
            "better": self.better,
            "against": self.against,
        }
        if self.budget is not None:
            line |= {"budget": self.budget, "met": self.met}
        if self.spread is not None:
            line["spread"] = [rounded(end) for end in self.spread]
        return line | ({"how": self.how} if self.how else {})


def result(name: str, pair: tuple[Sample, Sample], unit: str, better: Better, against: str, how: str = "") -> Result:
    """The medians of a subject and its baseline."""
    subject, baseline = pair
    return Result(name, subject.median, unit, better, against, baseline.median, how, subject.spread)


UNITS: Mapping[str, float] = {"s": 1.0, "ms": 1e3, "us": 1e6}


def took(name: str, pair: tuple[Sample, Sample], unit: str, against: str, how: str = "", share: int = 1) -> Result:
    """A result of two samples in seconds, told in `unit` for one of `share` equal parts of the work."""
    factor = UNITS[unit] / share
    subject, baseline = (Sample.of(sample.rounds, factor) for sample in pair)
    return result(name, (subject, baseline), unit, "lower", against, how)


def rounded(figure: float | None) -> float | int | None:
    if figure is None:
        return None
    short = float(f"{figure:.{DIGITS}g}")
    return int(short) if short.is_integer() else short

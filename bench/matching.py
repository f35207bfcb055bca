"""Matching observed names to declarations."""

import fnmatch
import re
from collections.abc import Callable, Iterator, Sequence

from bench.made import declared, observed
from bench.measure import compare
from bench.result import Result, rounded
from bench.workshop import Workshop
from speculoos.registry.match import Matcher

AGAINST = "fnmatch patterns, compiled once, tried in turn until one fits"


def run(shop: Workshop) -> Iterator[Result]:
    scale = shop.scale
    registry = declared(scale.rows)
    names = observed(scale.names, scale.rows)
    few = names[: scale.sample]
    matcher = Matcher(registry)
    patterns = [re.compile(fnmatch.translate(item.name)).match for _, item in registry.items()]
    assert [matcher.match(n) is not None for n in few] == [tried(patterns, n) for n in few], "the two disagree"
    shop.say(f"matching {scale.names} names against {scale.rows} declarations")
    subject, baseline = compare(
        lambda: [matcher.match(name) for name in names],
        lambda: [tried(patterns, name) for name in few],
        scale.rounds,
    )
    low, high = (end * 1e6 / len(names) for end in subject.spread)
    yield Result(
        f"match_{scale.names}_names_{scale.rows}_declarations",
        subject.median * 1e6 / len(names),
        "us per name",
        "lower",
        AGAINST,
        baseline.median * 1e6 / len(few),
        f"baseline on {len(few)} of the names; index built once in {rounded(build_ms(shop))} ms",
        (low, high),
    )


def build_ms(shop: Workshop) -> float:
    registry = declared(shop.scale.rows)
    return compare(lambda: Matcher(registry), lambda: None, 1)[0].median * 1e3


def tried(patterns: Sequence[Callable[[str], object]], name: str) -> bool:
    return any(matches(name) for matches in patterns)

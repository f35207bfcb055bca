"""Which benchmarks there are, in the order in which they run. Each module says what it measures in its first line.

A module is imported when its benchmark runs: one that serves must not carry the imports of one that parses.
"""

from collections.abc import Mapping
from importlib import import_module

from bench.workshop import Benchmark

BENCHMARKS: Mapping[str, str] = {
    "import": "bench.importing",
    "match": "bench.matching",
    "cookies": "bench.cookies",
    "consent": "bench.consent",
    "gate": "bench.gate",
    "ledger": "bench.ledger",
    "page": "bench.page",
    "weight": "bench.weight",
    "banner": "bench.banner",
    "start": "bench.start",
    "serve": "bench.serving",
    "post": "bench.posting",
    "gate_nginx": "bench.gate_nginx",
}


def benchmark(name: str) -> Benchmark:
    found: Benchmark = import_module(BENCHMARKS[name]).run
    return found


def about(name: str) -> str:
    """What a benchmark measures, in a sentence."""
    return (import_module(BENCHMARKS[name]).__doc__ or "").partition("\n")[0]

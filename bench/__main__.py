"""The command: figures as lines of JSON on standard output, what goes on and a table on standard error."""

import json
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table

from bench import catalogue, machine
from bench.result import Result, rounded
from bench.workshop import SCALES, UnavailableError, Workshop

ROOT = Path(__file__).resolve().parent.parent
COULD_NOT = 2
WIDE = 120
"""Columns of the table where it goes to a file."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", multiple=True, type=click.Choice(list(catalogue.BENCHMARKS)), help="Run this one; repeatable.")
@click.option("--scale", type=click.Choice(list(SCALES)), default="full", show_default=True, help="How much work.")
@click.option("--offline", is_flag=True, help="Fetch no peer; another baseline stands in.")
@click.option("--list", "listing", is_flag=True, help="Name the benchmarks and stop.")
def main(only: tuple[str, ...], scale: str, *, offline: bool, listing: bool) -> None:
    """Measure what Speculoos costs, each time beside a named baseline. docs/reference/bench.md explains the figures."""
    if listing:
        for name in catalogue.BENCHMARKS:
            click.echo(f"{name:10} {catalogue.about(name)}")
        return
    raise SystemExit(run(only or tuple(catalogue.BENCHMARKS), scale, offline))


def run(names: Iterable[str], scale: str, offline: bool) -> int:
    """Print each result as soon as there is one; exit status 2 when a benchmark broke, 0 otherwise.

    A missed budget is a figure like any other, told in its line.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        console.width = WIDE
    console.print(machine.description(), style="bold")
    if warning := machine.busy():
        console.print(warning, style="yellow")
    results: list[Result] = []
    broken: list[str] = []
    (ROOT / "var").mkdir(exist_ok=True)  # on the disk that the platform's own database would be on
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as home:
        shop = Workshop(SCALES[scale], Path(home), lambda text: console.print(text, style="dim"), offline)
        for name in names:
            began = time.monotonic()
            try:
                for result in catalogue.benchmark(name)(shop):
                    print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
                    results.append(result)
            except UnavailableError as reason:
                shop.skip(f"{name}: {reason}")
            except Exception:  # noqa: BLE001  (one broken benchmark must not hide the others' figures)
                console.print(traceback.format_exc(), style="red", markup=False)
                broken.append(name)
            console.print(f"{name}: {time.monotonic() - began:.0f} s", style="dim")
        summarise(console, results, shop.skipped, broken)
    return COULD_NOT if broken else 0


def summarise(console: Console, results: Iterable[Result], skipped: Iterable[str], broken: Iterable[str]) -> None:
    titles = ("name", "value", "unit", "baseline", "ratio", "budget")
    table = Table(*(Column(title, no_wrap=True) for title in titles), box=None)
    for result in results:
        figures = (result.value, result.baseline, result.ratio)
        cells = ["" if figure is None else str(rounded(figure)) for figure in figures]
        budget = "" if result.budget is None else f"{rounded(result.budget)} {'met' if result.met else 'MISSED'}"
        table.add_row(result.name, cells[0], result.unit, *cells[1:], budget)
    console.print(table)
    for line in skipped:
        console.print(f"NOT RUN: {line}", markup=False)
    for name in broken:
        console.print(f"BROKEN: {name}", style="red")


if __name__ == "__main__":
    sys.exit(main())

"""The benchmarks' own arithmetic, and that each of them runs at a tiny scale. No figure is judged here."""

import json
import os
import subprocess
import sys
import time
from functools import partial

import pytest
from click.testing import CliRunner

from bench import catalogue, load, made
from bench.__main__ import main
from bench.banner import PLAIN
from bench.budgets import BUDGETS
from bench.client import hammer
from bench.consent import SIZES, granted, layout_of
from bench.ledger import LEAVES
from bench.measure import Sample, compare, interleaved, repeats
from bench.process import ROOT, cpu_seconds, fetch, free_port, proportional_bytes, tree
from bench.result import Result, result, rounded, took
from bench.servers import bare
from bench.worker import Worker
from bench.workshop import SCALES, Scale, Workshop

TINY = Scale(
    rows=24,
    names=40,
    sample=20,
    rounds=2,
    round_seconds=0.001,
    load_rounds=1,
    load_seconds=1,
    connections=2,
    starts=1,
    warm_seconds=0,
    settle_seconds=0,
)
SERVED = {"start", "serve", "post"}
BROWSED = {"banner"}


@pytest.fixture
def shop(tmp_path):
    return Workshop(TINY, tmp_path, say=list, offline=True)


def test_subject_and_baseline_take_turns():
    """The order is A B A B, so that both meet the same machine."""
    order = []
    interleaved(lambda: order.append("a"), lambda: order.append("b"), 3)
    assert "".join(order) == "ababab"


def test_a_sample_is_its_median_and_its_ends():
    """One slow round moves the spread and not the figure."""
    sample = Sample.of([1.0, 2.0, 30.0], factor=1e3)
    assert (sample.median, sample.spread) == (2e3, (1e3, 30e3))


def test_short_work_is_repeated_until_it_fills_the_round():
    """Work of microseconds is called many times in a round, work longer than the round once."""
    assert repeats(partial(sum, range(100)), 0.01) > 10
    assert repeats(lambda: sum(range(10**5)), 0.0) == 1


def test_compare_gives_every_round_of_both():
    """Each round is a positive time a call."""
    a, b = compare(partial(sum, range(2000)), partial(sum, range(20)), 3, 0.005)
    assert len(a.rounds) == len(b.rounds) == 3
    assert min(*a.rounds, *b.rounds) > 0


def test_waiting_is_not_work():
    """The clock of computations is the processor's: sleep costs nothing."""
    asleep, _ = compare(partial(time.sleep, 0.05), lambda: None, 1)
    assert asleep.median < 0.04


@pytest.mark.parametrize(
    ("value", "better", "met"),
    [
        (63.0, "lower", True),
        (64.0, "lower", True),
        (64.001, "lower", False),
        (64.0, "higher", True),
        (63.9, "higher", False),
    ],
)
def test_a_budget_is_met_on_its_own_side(monkeypatch, value, better, met):
    """Lower or higher is better as the result says, and the bound itself is within."""
    monkeypatch.setitem(BUDGETS, "probe", 64.0)
    assert Result("probe", value, "x", better).met is met


def test_a_line_says_value_baseline_and_their_ratio():
    """The five keys are always there; budget and met only where there is a budget."""
    pair = Sample((2.0, 3.0, 4.0)), Sample((6.0, 6.0, 6.0))
    line = result("probe", pair, "s", "lower", "somebody").as_json()
    assert {"name": "probe", "value": 3, "unit": "s", "baseline": 6, "ratio": 0.5}.items() <= line.items()
    assert line["spread"] == [2, 4]
    assert line["against"] == "somebody"
    assert "budget" not in line
    assert "met" not in line


def test_without_a_baseline_there_is_no_ratio():
    """Null is said, not zero and not one."""
    line = Result("probe", 3.0, "s", "lower").as_json()
    assert line["baseline"] is None
    assert line["ratio"] is None


def test_seconds_are_told_in_the_unit_and_for_one_share():
    """Two seconds for a thousand names are two milliseconds a name."""
    pair = Sample((2.0,)), Sample((4.0,))
    assert took("probe", pair, "us", "x", share=1000).value == pytest.approx(2000)
    assert took("probe", pair, "ms", "x").baseline == pytest.approx(4000)


@pytest.mark.parametrize(("figure", "short"), [(1234.56, 1235), (0.00123456, 0.001235), (5.0, 5), (None, None)])
def test_figures_are_cut_to_four_digits(figure, short):
    """No figure here is more exact than that."""
    assert rounded(figure) == short


def test_percentiles_are_by_nearest_rank():
    """The 99th of a hundred is the ninety-ninth, and of one the one."""
    ranked = [float(n) for n in range(1, 101)]
    assert (load.percentile(ranked, 99), load.percentile(ranked, 50), load.percentile([7.0], 99)) == (99, 50, 7)


def test_a_process_tree_has_its_children_and_their_memory():
    """A child is counted with its parent, in memory as in time."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = tree(os.getpid())
        both = proportional_bytes(found)
        child.communicate(b"\n")
    assert {os.getpid(), child.pid} <= {*found}
    assert both >= proportional_bytes([os.getpid()]) > 0
    assert cpu_seconds([os.getpid()]) > 0
    assert cpu_seconds([child.pid]) == 0


def test_a_worker_answers_one_figure_a_round():
    """The child times each round when it is told to, and ends with its input."""
    with Worker("bench.consent_signed", "3", "0.001") as worker:
        assert worker.about == "ready"
        assert worker.round() > 0
        assert worker.round() > 0
    assert worker.process.returncode == 0


def test_made_policies_have_a_row_for_each_item():
    """Both forms say the same rows."""
    names = [row[0] for row in made.rows(30)]
    assert all(name in made.policy_html(30) and name in made.policy_text(30) for name in names)


def test_observed_names_are_the_same_in_every_run():
    """What is random here comes from a fixed seed."""
    assert made.observed(50, 10) == made.observed(50, 10)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_measured_registries_could_be_published(size):
    """A choice over them fits its cookie, and there are as many cookies as the name says."""
    registry = made.optional(size.purposes, size.services, size.items)
    assert sum(1 for _ in registry.items()) == size.purposes * size.cookies
    assert granted(layout_of(size))


def test_the_client_without_wrk_counts_answers_and_failures(tmp_path):
    """Our own client tells good answers from others."""
    with bare(tmp_path / "bare") as server:
        good, failed, took_s = hammer(f"{server.url}/", "GET", {}, "", 2, 0.3)
        _, missing, _ = hammer(f"http://127.0.0.1:{free_port()}/", "GET", {}, "", 1, 0.1)
    assert good
    assert min(good) > 0
    assert failed == 0
    assert took_s >= 0.3
    assert missing > 0


def test_a_failed_answer_breaks_the_benchmark(tmp_path):
    """Errors are never counted as speed."""
    with bare(tmp_path / "bare") as server, pytest.raises(RuntimeError, match="failed"):
        load.drive(load.Request(f"{server.url}/keep", "POST"), 1, 1)  # it has no document to keep


def test_a_server_is_gone_after_its_block(tmp_path):
    """Neither it nor a child of it stays behind."""
    with bare(tmp_path / "bare") as server:
        processes = server.processes()
        assert len(processes) > 1
    assert not any(os.path.exists(f"/proc/{pid}") for pid in processes)  # noqa: PTH110
    with pytest.raises(OSError):  # noqa: PT011
        fetch(server.port, "/")


def test_a_server_that_cannot_start_says_why(tmp_path, monkeypatch):
    """Its own output is in the message."""
    monkeypatch.setattr("bench.process.LONGEST_START", 20)
    with pytest.raises(RuntimeError, match="no-such-engine"):
        bare(tmp_path / "bare", {"DATABASE_URL": "no-such-engine://x"})


@pytest.mark.parametrize("name", [name for name in catalogue.BENCHMARKS if name not in SERVED | BROWSED])
def test_each_benchmark_runs(shop, name):
    """Every line is whole: a name of its own, a value, a unit and a named baseline or none."""
    check_lines([*catalogue.benchmark(name)(shop)])


@pytest.mark.parametrize("name", sorted(SERVED))
def test_each_served_benchmark_runs(shop, name):
    """The same with real servers under real load."""
    check_lines([*catalogue.benchmark(name)(shop)])


def test_the_banner_is_measured_in_a_browser():
    """In a process of its own: one process can drive one browser at a time, and other tests may be driving one."""
    command = [sys.executable, "-m", "bench", "--only", "banner", "--scale", "once", "--offline"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    check_told([json.loads(line) for line in done.stdout.splitlines()])


def check_lines(results):
    check_told([json.loads(json.dumps(result.as_json())) for result in results])


def check_told(lines):
    assert lines
    assert len({line["name"] for line in lines}) == len(lines)
    for line in lines:
        assert line["value"] >= 0
        assert line["unit"]
        assert line["better"] in {"lower", "higher"}
        assert (line["baseline"] is None) == (line["against"] is None)
        assert (line["ratio"] is None) == (not line["baseline"])


def test_the_documentation_explains_every_budget_and_every_option():
    """Who reads a line finds its name, its keys and the way to repeat it."""
    page = (ROOT / "docs/reference/bench.md").read_text("utf-8")
    keys = result("import_html_2000_rows", (Sample((1.0,)), Sample((1.0,))), "s", "lower", "x", "y").as_json()
    words = [*BUDGETS, *keys, *(option for parameter in main.params for option in parameter.opts)]
    assert [word for word in words if word not in page] == []


def test_what_is_left_out_is_said(shop):
    """Offline, the peer is named as not run."""
    assert shop.peer is None
    assert "django-cookie-consent" in shop.skipped[0]


def test_every_benchmark_says_what_it_measures():
    """`--list` has a sentence for each."""
    listed = CliRunner().invoke(main, ["--list"]).stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(catalogue.BENCHMARKS)
    assert all(len(line.split()) > 3 for line in listed)


def test_the_command_prints_json_on_standard_output_alone():
    """One object a line there, everything else on standard error."""
    done = CliRunner().invoke(main, ["--only", "weight", "--scale", "small", "--offline"])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert {"name", "value", "unit", "baseline", "ratio"} <= lines[0].keys()
    assert "NOT RUN: django-cookie-consent" in done.stderr


def test_a_broken_benchmark_does_not_hide_the_others(monkeypatch):
    """The rest still prints, and the exit status is 2."""
    monkeypatch.delattr("bench.weight.SCRIPT")
    done = CliRunner().invoke(main, ["--only", "weight", "--only", "cookies", "--scale", "small", "--offline"])
    assert done.exit_code == 2
    assert "NameError" in done.stderr
    assert '"parse_set_cookie"' in done.stdout


def test_each_budget_belongs_to_a_result_of_the_full_scale(shop):
    """A budget whose result was renamed would never be judged."""
    rows = SCALES["full"].rows
    given = {f"import_{format}_{rows}_rows" for format in ("html", "text")}
    given |= {f"consent_check_{size.name}" for size in SIZES}
    given |= {result.name for result in catalogue.benchmark("weight")(shop)}
    given |= {f"post_{store}{part}" for store in ("sqlite", "postgresql") for part in ("", "_p99", "_cpu")}
    given |= {"policy_html_cached", "policy_json_cached", "memory_idle", "cold_start"}
    given |= {f"ledger_verify_{LEAVES['full']}_leaves", f"ledger_proof_of_{LEAVES['full']}"}
    given |= {f"banner_{name}" for name, *_ in PLAIN} | {"banner_layout_shift", "banner_rendered_after_first_paint"}
    given |= {"banner_blocking", "banner_response"}
    given |= {f"gate_{door}_10_cookies_100_declarations" for door in ("wsgi", "django")}
    given |= {"gate_nginx_visit"}
    assert set(BUDGETS) <= given

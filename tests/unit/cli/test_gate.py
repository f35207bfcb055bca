"""`speculoos gate`: what it prints and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from speculoos.cli import main
from speculoos.web import samples

BAKERY = Path(samples.__file__).with_name("biscuiterie.toml")


def run(*arguments):
    return CliRunner().invoke(main, ["gate", *map(str, arguments)])


def explain(*arguments, registry=BAKERY):
    return run("explain", *arguments, "--registry", registry)


def test_what_passes_exits_0_and_names_the_declaration():
    done = explain("biscuiterie_visits", "--granted", "statistics,necessary")

    assert done.exit_code == 0
    assert "biscuiterie_visits: passes" in done.stdout
    assert "Counting visits" in done.stdout
    header = BAKERY.read_text().splitlines().index('name = "biscuiterie_visits"')
    assert f"line {header}\n" in done.stdout


@pytest.mark.parametrize(
    "more", [[], ["--granted", ""], ["--granted", "comfort"], ["--granted", "statistics", "--gpc"],
             ["--granted", "statistics", "--refused-service", "visits"], ["--mode", "report_only"]],
)  # fmt: skip
def test_what_would_be_removed_exits_1(more):
    assert explain("biscuiterie_visits", *more).exit_code == 1


def test_an_undeclared_cookie_is_met_with_what_to_write():
    done = explain("_ga")

    assert done.exit_code == 1
    assert "Google Analytics" in done.stdout
    assert 'id = "google-analytics"' in done.stdout


def test_json_is_for_machines(tmp_path):
    target = tmp_path / "why.json"

    done = explain("biscuiterie_visits", "--granted", "statistics", "--format", "json", "-o", target,
                   "--set-cookie", "biscuiterie_visits=1; Path=/; Max-Age=99999999")  # fmt: skip

    document = json.loads(target.read_text())
    assert done.exit_code == 0
    assert document["response"]["action"] == "amend"
    assert document["declarations"][0]["service"] == "visits"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["x", "--granted", "stats"], 'Did you mean "statistics"'),
        (["x", "--refused-service", "nobody"], "no service"),
        (["x", "--set-cookie", "y=1"], 'sets the cookie "y"'),
    ],
)
def test_a_wrong_question_exits_2_and_says_why(arguments, says):
    done = explain(*arguments)

    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("text", ["", "[site]\nname = 1\n", "\0"])
def test_a_bad_declaration_exits_2(tmp_path, text):
    bad = tmp_path / "bad.toml"
    bad.write_text(text)

    done = explain("x", registry=bad)

    assert done.exit_code == 2
    assert "bad.toml" in done.stderr

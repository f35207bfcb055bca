"""`speculoos gate`: what it prints and how it ends."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from speculoos.cli import main
from speculoos.gate.keys import new_key, read_key
from speculoos.gate.visitor import Reader
from speculoos.registry.load import load
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


@pytest.fixture
def key(tmp_path):
    file = tmp_path / "gate.key"
    assert run("key", file).exit_code == 0
    return file


def test_a_key_is_for_its_owner_alone_and_never_overwritten(key):
    before = key.read_text()

    done = run("key", key)

    assert key.stat().st_mode & 0o777 == 0o600
    assert done.exit_code == 2
    assert key.read_text() == before


def test_a_made_choice_is_one_that_the_gate_takes(key):
    done = run("choose", "--registry", BAKERY, "--key-file", key, "--site", "bakery",
               "--granted", "statistics,media", "--refused-service", "video")  # fmt: skip

    reader = Reader(load(BAKERY), (read_key(key),), "bakery")
    cookie = [f"cookies_preferences={done.stdout.strip()}".encode()]
    found = reader.effective(cookie, datetime.now(UTC))
    assert found.granted == ("statistics", "media")
    assert found.services["video"] == "service_refused"
    assert replace(reader, keys=(new_key(),)).effective(cookie, datetime.now(UTC)).granted == ()


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        ("short", [], "no gate key"),
        (None, [], "No such file"),
        ("a" * 64, ["--granted", "media,sttatistics"], 'Did you mean "statistics"'),
    ],
)
def test_no_choice_is_made_of_what_is_not_there(tmp_path, content, more, says):
    file = tmp_path / "some.key"
    if content is not None:
        file.write_text(content)

    done = run("choose", "--registry", BAKERY, "--key-file", file, "--site", "bakery", *more)

    assert done.exit_code == 2
    assert says in done.stderr
    assert "short" not in done.output

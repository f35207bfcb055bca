"""The command line as its users meet it: output, exit status, nothing half-written."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from speculoos.cli import main
from speculoos.registry.load import loads
from speculoos.web import samples

FOUNDING = Path(__file__).parents[2] / "corpus" / "founding.txt"
BAKERY = Path(samples.__file__).with_name("biscuiterie.toml")


def run(*arguments, input=None):
    return CliRunner().invoke(main, [str(each) for each in arguments], input=input)


@pytest.fixture
def founding(tmp_path):
    target = tmp_path / "cookies.toml"
    run("import", FOUNDING, "-o", target)
    return target


def test_import_writes_a_declaration_and_says_what_it_read():
    done = run("import", FOUNDING)

    registry = loads(done.stdout, "toml")
    assert done.exit_code == 0
    assert [item.name for _, item in registry.items()] == [
        "sessionid", "django_language", "csrftoken", "cookies_preferences"]  # fmt: skip
    assert "4 services, 4 items" in done.stderr


def test_import_reads_standard_input_and_writes_json_and_a_report(tmp_path):
    report = tmp_path / "report.json"

    done = run("import", "-", "--format", "json", "--report", report, input=FOUNDING.read_bytes())

    assert loads(done.stdout, "json").services[0].provider == "Opendatasoft"
    assert json.loads(report.read_text())["unread"] == []


def test_import_of_a_row_that_is_not_understood_exits_1_and_writes_all_the_same(tmp_path):
    source, target = tmp_path / "policy.txt", tmp_path / "cookies.toml"
    source.write_text("Cookies\n\nName\tPurpose\tDuration\n_ga\tTo count visits\t13 months\n\tSomething else\t1 day\n")

    done = run("import", source, "-o", target)

    assert done.exit_code == 1
    assert "_ga" in target.read_text()


def test_import_of_a_published_policy_takes_its_declaration_over(tmp_path):
    published = tmp_path / "cookies.json"
    run("render", BAKERY, "--format", "json", "-o", published)

    done = run("import", published)

    assert done.exit_code == 0
    assert loads(done.stdout, "toml").hash == loads(BAKERY.read_text(), "toml").hash


def test_lint_finds_what_the_founding_document_lacks(founding):
    done = run("lint", founding)

    assert done.exit_code == 1
    assert done.stdout.count("POL-01") == 4
    assert f"{founding.name}:" in done.stdout.replace("\n", "")


def test_lint_of_a_clean_declaration_exits_0():
    assert run("lint", BAKERY).exit_code == 0


@pytest.mark.parametrize("kind", ["json", "sarif"])
def test_lint_speaks_to_machines(founding, kind):
    document = json.loads(run("lint", founding, "--format", kind).stdout)

    results = document["runs"][0]["results"] if kind == "sarif" else document["findings"]
    assert len(results) >= 5


@pytest.mark.parametrize("kind", ["html", "md", "txt", "json", "pdf"])
def test_render_writes_every_format_whole(tmp_path, kind):
    target = tmp_path / f"policy.{kind}"

    done = run("render", BAKERY, "--format", kind, "--lang", "fr", "-o", target)

    assert done.exit_code == 0
    assert target.stat().st_size > 1000
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_diff_says_what_changed_and_whether_it_is_material(tmp_path):
    changed = tmp_path / "new.toml"
    changed.write_text(BAKERY.read_text().replace('lifetime = "P30D"', 'lifetime = "P300D"'))

    assert run("diff", BAKERY, BAKERY).exit_code == 0
    done = run("diff", BAKERY, changed, "--format", "json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["material"] is True


@pytest.mark.parametrize("command", [["lint"], ["render", "--format", "md"], ["diff", str(BAKERY)]])
@pytest.mark.parametrize("text", ["", "[site", '[site]\nname = 1\n[[services]]\nid = "x"\n', "\0", "name = 1"])
def test_a_bad_file_exits_2_with_every_fault_and_writes_nothing(tmp_path, command, text):
    bad, target = tmp_path / "bad.toml", tmp_path / "out"
    bad.write_text(text)

    done = run(*command, bad, "-o", target)

    assert done.exit_code == 2
    assert "bad.toml" in done.stderr
    assert "Traceback" not in done.output
    assert not target.exists()


@pytest.mark.parametrize("command", ["lint", "import"])
def test_a_missing_file_is_named(command, tmp_path):
    done = run(command, tmp_path / "missing.toml")

    assert done.exit_code == 2
    assert "missing.toml" in done.stderr
    assert "No such file" in done.stderr


def test_an_unreachable_address_exits_2():
    done = run("import", "http://127.0.0.1:1/", "--allow-private")

    assert done.exit_code == 2
    assert "127.0.0.1" in done.stderr


def test_a_private_address_is_refused_unless_allowed():
    done = run("import", "http://127.0.0.1:1/")

    assert done.exit_code == 2
    assert "private" in done.stderr


def test_consent_explain_reads_a_value_aloud():
    done = run("consent", "explain", "nonsense")

    assert done.exit_code == 0
    assert "nonsense" in done.stdout or "not" in done.stdout


def test_help_names_every_command():
    text = run("--help").stdout

    assert all(name in text for name in ("import", "lint", "render", "diff", "serve", "manage", "consent"))

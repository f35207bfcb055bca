"""`speculoos gate nginx` and `speculoos gate summary`: what they write, and what they say of wrong input."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from speculoos.cli import main
from speculoos.gate.keys import new_key
from speculoos.web import samples
from tests.doors.declared import STRICT, bundle

BAKERY = Path(samples.__file__).with_name("biscuiterie.toml")
FILES = {
    "README.md",
    "fastcgi.conf",
    "gate.js",
    "http.conf",
    "location.conf",
    "logs",
    "nginx.conf",
    "speculoos.key",
    "tmp",
}
LINE = '{"time":"2026-11-24T12:00:00+00:00","path":"/a/4711","did":"request expire undeclared enforce _ga"}\n'


def run(*arguments, **environment):
    return CliRunner().invoke(main, ["gate", *map(str, arguments)], env=environment)


def export(directory, *more, registry=BAKERY, upstream="http://127.0.0.1:8000", site="bakery", **environment):
    named = ["--site", site] if site else []
    return run("nginx", "--registry", registry, "--upstream", upstream, "-o", directory, *named, *more, **environment)


def test_the_directory_is_written_and_the_way_to_start_it_is_said(tmp_path):
    done = export(tmp_path / "gate")

    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "gate").iterdir()} == FILES
    assert f"nginx -c {tmp_path}/gate/nginx.conf -p {tmp_path}/gate" in done.stderr


def test_what_holds_the_key_is_for_its_owner_alone_and_is_never_printed(tmp_path):
    done = export(tmp_path / "gate")
    key = (tmp_path / "gate/speculoos.key").read_text().strip()

    assert stat.S_IMODE((tmp_path / "gate/speculoos.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "gate/gate.js").stat().st_mode) == 0o600
    assert key not in done.output
    assert "Nothing is granted until" in done.stderr
    assert not [
        path
        for path in FILES - {"gate.js", "speculoos.key", "logs", "tmp"}
        if key in (tmp_path / "gate" / path).read_text()
    ]


def test_an_export_again_keeps_the_key_and_says_nothing_of_it(tmp_path):
    export(tmp_path / "gate")
    key = (tmp_path / "gate/speculoos.key").read_text()
    done = export(tmp_path / "gate", "--mode", "report_only")

    assert (tmp_path / "gate/speculoos.key").read_text() == key
    assert "key" not in done.stderr
    assert 'return "report_only";' in (tmp_path / "gate/gate.js").read_text()


@pytest.mark.parametrize("named", ["file", "environment"])
def test_a_given_key_is_used_and_no_other_is_made(tmp_path, named):
    key = new_key().hex()
    (tmp_path / "key").write_text(key)
    more = ["--key-file", tmp_path / "key"] if named == "file" else []
    export(tmp_path / "gate", *more, **({} if more else {"SPECULOOS_GATE_KEY": key}))

    assert key in (tmp_path / "gate/gate.js").read_text()
    assert not (tmp_path / "gate/speculoos.key").exists()


def test_a_site_that_nobody_has_named_is_called_by_its_host(tmp_path):
    done = export(tmp_path / "gate", site=None)

    assert done.exit_code == 0
    assert "signed for 127.0.0.1 about version 0; --site says another" in done.output


def test_the_gates_file_of_a_platform_brings_its_site_and_rules(tmp_path):
    (tmp_path / "shop.json").write_text(json.dumps(bundle(STRICT).as_json()))
    done = export(tmp_path / "gate", registry=tmp_path / "shop.json", site=None)

    assert done.exit_code == 0
    assert '"shop"' in (tmp_path / "gate/gate.js").read_text()
    assert "policy: off" in (tmp_path / "gate/README.md").read_text()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"upstream": "ftp://127.0.0.1"}, "no address of an application"),
        ({"upstream": "http://127.0.0.1:99999"}, "no address of an application"),
        ({"upstream": "http://127.0.0.1/path"}, "without a path"),
        ({"upstream": "http://a b"}, "no address of an application"),
        ({"upstream": "http://x;}evil"}, "no address of an application"),
        ({"upstream": "nonsense"}, "no address of an application"),
        ({"registry": "absent.toml"}, "absent.toml"),
        ({"site": "\x00"}, "--site"),
    ],
)
def test_wrong_input_is_said_and_nothing_is_written(tmp_path, more, says):
    done = export(tmp_path / "gate", **more)

    assert done.exit_code == 2
    assert says in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "more",
    [
        ["--item", "legacy"],
        ["--item", "legacy=perhaps"],
        ["--listen", "8080; evil"],
        ["--listen", "x"],
        ["--server-name", "a b"],
        ["--reports", "javascript:x"],
        ["--key-file", "absent"],
        ["--mode", "perhaps"],
    ],
)
def test_wrong_options_are_said_and_nothing_is_written(tmp_path, more):
    done = export(tmp_path / "gate", *more)

    assert done.exit_code == 2
    assert more[0] in done.stderr or more[1] in done.stderr
    assert not (tmp_path / "gate").exists()


def test_the_side_that_a_fault_falls_to_is_written_into_the_program(tmp_path):
    export(tmp_path / "gate", "--fallback", "enforce")

    assert 'if ("enforce" !== "enforce") return "";' in (tmp_path / "gate/gate.js").read_text()


def test_every_fault_of_a_declaration_is_said(tmp_path):
    (tmp_path / "cookies.toml").write_text("[site]\nname = 3\n")
    done = export(tmp_path / "gate", registry=tmp_path / "cookies.toml")

    assert done.exit_code == 2
    assert "nothing was written" in done.stderr
    assert not (tmp_path / "gate").exists()


def test_a_directory_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    for place, says in ((tmp_path / "file", "is a file"), (tmp_path / "none" / "gate", "cannot be written")):
        done = export(place)
        assert done.exit_code == 2
        assert says in done.stderr


def test_a_directory_whose_name_nginx_would_read_otherwise_is_refused(tmp_path):
    done = export(tmp_path / "a$b")

    assert done.exit_code == 2
    assert "dollar" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    export(tmp_path / "gate")
    before = {path.name: path.read_bytes() for path in (tmp_path / "gate").iterdir() if path.is_file()}
    monkeypatch.setattr("speculoos.gate.nginx.export.os.fdopen", no_room)
    done = export(tmp_path / "gate", "--mode", "off")

    assert done.exit_code == 2
    assert {path.name: path.read_bytes() for path in (tmp_path / "gate").iterdir() if path.is_file()} == before


def no_room(*_arguments, **_more):
    raise OSError(28, "No space left on device", "gate.js")


def test_a_summary_counts_what_was_judged_away_in_a_table(tmp_path):
    (tmp_path / "gate.log").write_text(3 * LINE)
    done = run("summary", tmp_path / "gate.log")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[:2] == [
        "count  side     action  reason      mode     name",
        "3      request  expire  undeclared  enforce  _ga",
    ]


def test_a_summary_as_json_counts_paths_faults_and_what_is_none(tmp_path):
    fault = '{"time":"2026-11-24T13:00:00+00:00","path":"/","did":"fault TypeError"}\n'
    strange = ["nonsense\n", "[]\n", '{"time":"","path":"","did":"request"}\n', "[" * 100_000 + "\n", "\n",
               '{"time":"x","path":"/","did":"request dance undeclared enforce <b>"}\n']  # fmt: skip
    (tmp_path / "gate.log").write_text(LINE + fault + "".join(strange))
    said = json.loads(run("summary", tmp_path / "gate.log", "--format", "json").stdout)

    assert said["rows"] == [{"side": "request", "action": "expire", "reason": "undeclared", "mode": "enforce",
                             "name": "_ga", "count": 1}]  # fmt: skip
    assert said["paths"] == [{"path": "/a/*", "count": 1}]
    assert said["faults"] == [{"kind": "TypeError", "count": 1}]
    assert (said["lines"], said["unread"]) == (7, 5)


def test_a_log_that_is_not_there_is_said(tmp_path):
    done = run("summary", tmp_path / "absent")

    assert done.exit_code == 2
    assert "absent" in done.stderr

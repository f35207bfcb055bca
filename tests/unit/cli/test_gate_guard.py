"""`speculoos gate guard`: the browser's guard from a declaration, for sites without the platform."""

import json

import pytest
from click.testing import CliRunner

from speculoos.cli import main
from speculoos.gate.bundle import Bundle
from speculoos.gate.guard import digest
from speculoos.gate.rules import Mode, Rules
from speculoos.registry.dump import to_toml
from tests.unit.gate.declared import REGISTRY


@pytest.fixture
def declaration(tmp_path):
    path = tmp_path / "cookies.toml"
    path.write_text(to_toml(REGISTRY), "utf-8")
    return path


def guard(*arguments):
    done = CliRunner().invoke(main, ["gate", "guard", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done


def test_it_writes_the_script_and_says_its_hashes(declaration, tmp_path):
    done = guard("--registry", declaration, "--reports", "/reports", "-o", tmp_path / "guard.js")
    text = (tmp_path / "guard.js").read_text("utf-8")

    assert '["_pk_id.*",[0]]' in text
    assert '{"mode":"enforce","modes":[],"reports":"/reports"' in text
    assert digest(text) in done.output
    assert f"'{digest(text, 'sha256')}'" in done.output


def test_a_gate_s_file_brings_its_rules(tmp_path):
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(Bundle(REGISTRY, Rules(Mode.REPORT_ONLY), "shop").as_json()), "utf-8")

    assert '{"mode":"report_only"' in guard("--registry", path).stdout
    assert '{"mode":"off"' in guard("--registry", path, "--mode", "off").stdout

"""`speculoos banner check`: what it says and how it ends, with a browser that is pretended."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import speculoos.web
from speculoos.audit import report
from speculoos.cli import main
from tests.unit.audit.test_banner import CLEAN, refuse

SAMPLE = Path(speculoos.web.__file__).parent / "samples" / "biscuiterie.toml"
PAGE = "https://shop.example/"


@pytest.fixture
def sees(monkeypatch):
    """Lets the browser see these facts."""

    def pretend(facts):
        @contextmanager
        def chromium():
            yield None

        looking = SimpleNamespace(chromium=chromium, look=lambda url, _: replace(facts, url=url))
        monkeypatch.setattr(report, "import_module", lambda _: looking)

    return pretend


def run(*arguments: str):
    return CliRunner().invoke(main, ["banner", "check", *arguments])


def test_a_clean_banner_ends_with_0(sees) -> None:
    sees(CLEAN)
    done = run(PAGE)

    assert (done.exit_code, done.output) == (0, "Nothing found.\n")


def test_findings_end_with_1_and_can_be_json(sees) -> None:
    sees(refuse(weight=400))

    assert run(PAGE).exit_code == 1
    assert "BAN-02" in run(PAGE).output
    found = json.loads(run(PAGE, "--format", "json").output)
    assert [each["id"] for each in found["findings"]] == ["BAN-02"]
    assert found["file"] == PAGE


def test_a_declaration_says_what_the_banner_must_name(sees) -> None:
    sees(CLEAN)

    assert "the controller (Biscuiterie du Canal)" in run(PAGE, "--registry", str(SAMPLE)).output


def test_only_the_places_asked_for_are_looked_at(sees) -> None:
    sees(replace(CLEAN, signal_text=""))

    assert run(PAGE, "--jurisdiction", "fr").exit_code == 0
    assert run(PAGE, "--jurisdiction", "FR,CA").exit_code == 1


def test_no_banner_cannot_be_judged_without_a_declaration(sees) -> None:
    sees(replace(CLEAN, layer=None))

    assert run(PAGE).exit_code == 2
    assert "--registry" in run(PAGE).output
    assert "BAN-01" in run(PAGE, "--registry", str(SAMPLE)).output


def test_without_playwright_or_a_browser_it_says_what_to_install(monkeypatch) -> None:
    def missing(_: str):
        raise ModuleNotFoundError

    monkeypatch.setattr(report, "import_module", missing)
    done = run(PAGE)

    assert done.exit_code == 2
    assert "speculoos[audit]" in done.output


def test_a_browser_that_is_not_there_is_named() -> None:
    """In a process of its own: one process can drive one browser at a time, and other tests may be driving one."""
    command = [sys.executable, "-m", "speculoos.cli", "banner", "check", "http://127.0.0.1:9/"]
    missing = os.environ | {"SPECULOOS_CHROMIUM": "/nowhere/chromium"}
    done = subprocess.run(command, env=missing, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "playwright install chromium" in done.stderr


def test_what_is_no_address_is_refused() -> None:
    assert run("cookies.toml").exit_code == 2

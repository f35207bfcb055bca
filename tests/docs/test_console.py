"""What the documents show of a terminal is what a terminal shows."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import Block, blocks, read

BIN = Path(sys.executable).parent
Session = tuple[str, list[str]]


@pytest.fixture
def shell(tmp_path):
    """One shell session in an empty directory, with the files that the tutorial has its reader save."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SPECULOOS_", "DJANGO_", "DATABASE_"))}
    environment |= {"PATH": f"{BIN}:{os.environ['PATH']}", "COLUMNS": "100"}
    exported: list[str] = []

    def run(command: str) -> str:
        if command.startswith("export "):
            exported.append(command)
        script = "; ".join([*exported, command])
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode in (0, 1), f"{command}: {done.stdout}{done.stderr}"
        return done.stderr + done.stdout

    return run


def sessions(block: Block) -> list[Session]:
    """The commands of a block, each with the lines that are shown of its answer."""
    found: list[Session] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip() and line != "...":
            found[-1][1].append(line)
    return found


def missing(expected: list[str], shown: str) -> list[str]:
    """The expected lines that do not stand in the answer, in their order; spaces do not count."""
    lines = iter([" ".join(line.split()) for line in shown.splitlines()])
    return [line for line in expected if " ".join(line.split()) not in lines]


def save(block: Block, directory: Path) -> None:
    (directory / block.name).write_text(block.text, "utf-8")


def test_the_tutorial_works_as_written(shell, tmp_path):
    """Whoever types what it says sees what it says."""
    for block in blocks(read("docs/tutorial.md")):
        if block.name:
            save(block, tmp_path)
        if block.language == "console":
            for command, expected in sessions(block):
                assert missing(expected, shell(command)) == [], command


def test_the_command_line_of_the_readme_is_real(shell, tmp_path):
    """The five lines work on the policy of the tutorial."""
    policy = next(block for block in blocks(read("docs/tutorial.md")) if block.name == "policy.md")
    save(policy, tmp_path)
    for block in blocks(read("README.md")):
        if block.language == "console":
            for command, expected in sessions(block):
                assert missing(expected, shell(command)) == [], command


def test_every_command_in_the_documents_exists():
    """A block of shell lines names no command or option that the command line lacks."""
    from click import Group, Option

    from speculoos.cli import main

    wrong = []
    for line in shell_lines():
        words = shlex.split(line, comments=True)
        if "speculoos" not in words:
            continue
        words = words[words.index("speculoos") + 1 :]
        command = main
        while isinstance(command, Group) and words:
            command = command.commands.get(words.pop(0))
        options = {o for p in getattr(command, "params", ()) if isinstance(p, Option) for o in p.opts}
        given = {w for w in words if w.startswith("-") and w != "-"}
        if command is None or (command.name != "manage" and given - options):
            wrong.append(line)

    assert wrong == []


def shell_lines() -> list[str]:
    from tests.docs.pages import PAGES

    found = []
    for page in PAGES:
        for block in blocks(page.read_text("utf-8")):
            if block.language in ("sh", "console"):
                text = block.text.replace("\\\n", " ")
                found += [line.removeprefix("$ ") for line in text.splitlines() if line.strip()]
    return [line for line in found if line.startswith(("speculoos ", "pbpaste", "DATABASE_URL"))]


def test_a_line_that_is_not_shown_is_missed():
    """The comparison can fail: an invented line is found out, and so is a wrong order."""
    assert missing(["a", "c"], "a\nb\nc\n") == []
    assert missing(["a", "d"], "a\nb\nc\n") == ["d"]
    assert missing(["c", "a"], "a\nb\nc\n") == ["a"]

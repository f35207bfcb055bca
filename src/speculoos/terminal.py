"""What the commands share: how they end, and where they write."""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

FINDINGS, COULD_NOT = 1, 2


def output(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `-o`, which the command receives as `target`."""
    option = click.option(
        "-o", "--output", "target", type=click.Path(dir_okay=False), help="Write here, not to stdout."
    )
    return option(wraps(command)(command))


def write(target: str | None, content: str | bytes) -> None:
    """To standard output, or to the file as a whole: whoever reads it never finds half of it."""
    data = content.encode() if isinstance(content, str) else content
    if target is None or target == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def say(text: str) -> None:
    """To the person at the terminal, beside what is written."""
    click.echo(text, err=True)


def listed(text: str | None) -> list[str]:
    """The members of a comma-separated option."""
    return [member.strip() for member in (text or "").split(",") if member.strip()]

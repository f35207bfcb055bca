"""The four files of an audit, written as a whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from speculoos.audit.reporting.as_json import json_text
from speculoos.audit.reporting.as_junit import junit_text
from speculoos.audit.reporting.as_sarif import sarif_text
from speculoos.audit.reporting.html import html_text
from speculoos.audit.verdict import Verdict

FILES: Mapping[str, Callable[[Verdict], bytes]] = {
    "report.html": html_text,
    "report.json": json_text,
    "report.sarif": sarif_text,
    "junit.xml": junit_text,
}


def write(verdict: Verdict, directory: str | os.PathLike[str]) -> None:
    """The files of FILES in `directory`, which is made where there is none and keeps what else it has.

    All are made before any is put in its place. A failure on the way leaves the reports of before as they were.
    """
    made = {name: make(verdict) for name, make in FILES.items()}
    target = Path(directory)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        for name, content in made.items():
            (draft / name).write_bytes(content)
        if target.exists():
            _exchange(draft, target)
        else:
            draft.chmod(0o755)
            draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _exchange(draft: Path, target: Path) -> None:
    """Puts each file in its place; where one cannot be put there, the ones before it go back."""
    kept = draft / "before"
    kept.mkdir()
    there = [name for name in FILES if (target / name).is_file()]
    for name in there:
        shutil.copy2(target / name, kept / name)
    moved: list[str] = []
    try:
        for name in FILES:
            (draft / name).replace(target / name)
            moved.append(name)
    except OSError:
        for name in moved:
            if name in there:
                (kept / name).replace(target / name)
            else:
                (target / name).unlink()
        raise

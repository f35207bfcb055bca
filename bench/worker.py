"""A piece of work in a process of its own, timed one round at a time when told to.

Two Django projects cannot live in one process, so subject and peer each get one, and still take turns.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from bench.measure import Work, repeats, timed

ROOT = Path(__file__).resolve().parent.parent


class Worker:
    """The parent's end: `round()` is CPU seconds a call in one round."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self.module = module
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
            bufsize=1,
            env=os.environ | dict(environment or {}),
        )
        self.about = self._line()

    def round(self) -> float:
        assert self.process.stdin
        self.process.stdin.write("round\n")
        return float(self._line())

    def _line(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline().strip()
        if not line:
            raise RuntimeError(f"{self.module} ended with status {self.process.wait()}")
        return line

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        assert self.process.stdin
        self.process.stdin.close()  # the end of its input ends the worker
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        finally:
            if self.process.stdout:
                self.process.stdout.close()


def serve_rounds(work: Work, at_least: float, about: str = "ready") -> None:
    """The child's end: says what it is, then answers each line of input with one round."""
    repeat = repeats(work, at_least)
    print(about, flush=True)
    for _ in sys.stdin:
        print(timed(work, repeat), flush=True)

"""The whole suite: everything on SQLite, then what touches the database again on a PostgreSQL of its own.

What a browser does runs beside the rest, for each of the two keeps one processor busy. Prints at the end what could
not be run and why. The PostgreSQL cluster lives in a temporary directory, listens on a socket there and on no port,
and is gone afterwards.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


BROWSER = ("tests/browser", "tests/applications")


def main() -> int:
    missing: list[str] = []
    with beside("SQLite, in a browser", BROWSER) as browsing:
        rest = [f"--ignore={folder}" for folder in BROWSER] if browsing else []
        status = pytest("SQLite", [*rest, *sys.argv[1:]])
        status = on_postgresql(missing) or status
    if browsing:
        status = browsing.status or status
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        missing.append("browser tests need Chromium; run `apt-get install chromium`")
    for line in missing:
        print(f"NOT RUN: {line}")
    return status or (1 if missing and os.environ.get("CI") else 0)


def on_postgresql(missing: list[str]) -> int:
    with cluster() as url:
        if url is None:
            missing.append("PostgreSQL: no initdb found; run `apt-get install postgresql`")
            return 0
        return pytest("PostgreSQL", ["tests/server", *sys.argv[1:]], DATABASE_URL=url)


@dataclass
class Beside:
    """Tests that run beside others; `status` is theirs once they have ended."""

    status: int = 0


@contextmanager
def beside(title: str, folders: Sequence[str]) -> Iterator[Beside | None]:
    """Run these tests meanwhile, and print afterwards what they said; None where single tests were asked for."""
    if sys.argv[1:]:
        yield None
        return
    running = Beside()
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "pytest", *folders]
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        try:
            yield running
            print(f"\n=== {title} ===", flush=True)
            running.status = process.wait()
        finally:
            process.kill()
            process.wait()
            said.seek(0)
            shutil.copyfileobj(said, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def pytest(title: str, arguments: list[str], **environment: str) -> int:
    print(f"\n=== {title} ===", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=os.environ | environment, check=False
    )
    return done.returncode


@contextmanager
def cluster() -> Iterator[str | None]:
    """A DATABASE_URL of a fresh PostgreSQL cluster, or None where PostgreSQL is not installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        yield None
        return
    binaries = programs[-1]
    with tempfile.TemporaryDirectory(prefix="speculoos-pg-") as directory:
        home = Path(directory)
        home.chmod(0o755)
        data = home / "data"
        as_owner = _as_owner(home)
        _run([*as_owner, binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8"])
        options = f"-c listen_addresses='' -c unix_socket_directories={home}"
        _run([*as_owner, binaries / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start"])
        try:
            yield f"postgres://postgres@/postgres?host={home}"
        finally:
            _run([*as_owner, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def _as_owner(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root, so root runs it as the user that the package made."""
    if os.getuid() != 0:
        return []
    shutil.chown(home, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[object]) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())

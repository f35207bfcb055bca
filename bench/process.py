"""A server and what it costs: a tree of processes, its memory and its CPU time, as Linux tells them."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_START = 60.0


class Server:
    """A server in processes of its own on a free loopback port, gone when the block ends."""

    def __init__(self, command: Sequence[str], port: int, environment: Mapping[str, str], log: Path, page: str) -> None:
        self.port, self.log, self.environment = port, log, dict(environment)
        self.began = time.monotonic()
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            self.first_page = self._until_answer(page)
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _until_answer(self, page: str) -> float:
        """Seconds from the start of the command to the last byte of the first page."""
        while time.monotonic() - self.began < LONGEST_START:
            if self.process.poll() is not None:
                break
            try:
                fetch(self.port, page)
            except (OSError, HTTPException):
                time.sleep(0.005)
            else:
                return time.monotonic() - self.began
        raise RuntimeError(f"The server did not answer {page}. Its output:\n{self.log.read_text()[-2000:]}")

    def processes(self) -> list[int]:
        return tree(self.process.pid)

    def stop(self) -> None:
        """End the group of this server, which has a session of its own and so nobody else in it."""
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def fetch(port: int, path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """The body of a page; HTTPException for anything but 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise HTTPException(f"{path} answered {answer.status}")
    return body


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def tree(root: int) -> list[int]:
    """A process and its descendants."""
    parents = {pid: parent for pid in numbers() if (parent := parent_of(pid)) is not None}
    found = [root]
    for pid in found:  # grows while it is walked
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found


def numbers() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def parent_of(pid: int) -> int | None:
    fields = stat(pid)
    return int(fields[1]) if fields else None


def cpu_seconds(processes: Sequence[int]) -> float:
    """User and system time used so far, of living processes and the children that they have waited for."""
    return sum(sum(map(int, fields[11:15])) for pid in processes if (fields := stat(pid))) / TICKS


def proportional_bytes(processes: Sequence[int]) -> int:
    """PSS: memory, with what several processes share counted once in all."""
    return sum(pss(pid) for pid in processes)


def pss(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; empty when it has ended. The name before may hold anything."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []

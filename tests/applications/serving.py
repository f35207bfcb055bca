"""Private servers on loopback: free ports, a certificate, processes that end with the run."""

import os
import shutil
import socket
import subprocess
import threading
import tomllib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

START_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]


class NotHereError(Exception):
    """Something that the application needs is not installed and could not be; the text says what."""


@dataclass(frozen=True)
class Certificate:
    """Self-signed. `fingerprint` is by what the browser of the proof, and no other, is told to trust it."""

    certificate: Path
    key: Path
    fingerprint: str

    @classmethod
    def make(cls, directory: Path, hosts: Iterable[str]) -> "Certificate":
        key = ec.generate_private_key(ec.SECP256R1())
        name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "proof")]), datetime.now(UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
            .sign(key, hashes.SHA256())
        )
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        files = directory / "cert.pem", directory / "key.pem"
        files[0].write_bytes(made.public_bytes(Encoding.PEM))
        files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return cls(*files, b64encode(sha256(public).digest()).decode())


@dataclass(frozen=True)
class Place:
    """Where one application's run keeps its things; `secret` is a file, and what signs choices comes from it.

    `declaration` is a platform's file for gates where there is a platform, and `head` what it wants in every page.
    """

    directory: Path
    cache: Path
    certificate: Certificate
    secret: Path
    declaration: Path | None = None
    head: str = ""

    @property
    def seen(self) -> Path:
        return self.directory / "seen.jsonl"


@dataclass(frozen=True)
class Started:
    """The ports of the application served twice: behind the gate, and without it."""

    gated: int
    bare: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(command: Sequence[object], env: Mapping[str, str] | None = None) -> None:
    """Run to the end; what it printed is in the exception where it fails."""
    environment = clean_environment() | dict(env or {})
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise NotHereError(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextmanager
def running(command: Sequence[object], port: int, log: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """A process that listens on `port` while the block runs."""
    with log.open("a", encoding="utf-8") as out:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=out, stderr=out, env=clean_environment() | dict(environment)
        )
    try:
        _wait(process, port, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def clean_environment() -> dict[str, str]:
    """Ours, without what would set up somebody else's Django or platform."""
    return {
        k: v for k, v in os.environ.items() if not k.startswith(("SPECULOOS_", "DJANGO_", "DATABASE_URL", "PYTHON"))
    }


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(START_SECONDS * 10):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)
    raise NotHereError(f"nothing listens on port {port}:\n{log.read_text('utf-8')[-2000:]}")


def environment_for(cache: Path, requirements: Path) -> Path:
    """The directory of programs of a Python environment with these requirements, made where it is missing.

    Speculoos itself is read from this checkout. Pip takes packages from wherever this machine is set up to take them.
    """
    home = cache / requirements.parent.name
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    stamp, wanted = home / "requirements.txt", requirements.read_text("utf-8") + "\n".join(ours)
    if not (stamp.exists() and stamp.read_text("utf-8") == wanted):
        shutil.rmtree(home, ignore_errors=True)
        run(["python3", "-m", "venv", home])
        run([home / "bin/pip", "install", "-q", "--disable-pip-version-check", "-r", requirements, *ours])
        site = next((home / "lib").glob("python3*")) / "site-packages"
        (site / "speculoos.pth").write_text(f"{ROOT / 'src'}\n", "utf-8")
        stamp.write_text(wanted, "utf-8")
    return home / "bin"


def gunicorn(programs: Path, application: str, port: int, certificate: Certificate) -> list[object]:
    """The command that serves a WSGI application with TLS; it listens only once the application is loaded."""
    return [
        programs / "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--threads", "8", "--certfile", certificate.certificate, "--keyfile", certificate.key,
        "--log-level", "warning", "--preload",
    ]  # fmt: skip


def uvicorn(programs: Path, application: str, port: int, certificate: Certificate) -> list[object]:
    """The same for an ASGI application."""
    return [
        programs / "uvicorn", application, "--host", "127.0.0.1", "--port", port, "--log-level", "warning",
        "--ssl-certfile", certificate.certificate, "--ssl-keyfile", certificate.key,
    ]  # fmt: skip

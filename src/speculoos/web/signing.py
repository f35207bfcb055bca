"""The private key that signs checkpoints: from the environment, or made once and kept in its owner's file.

It is never in the database, in a log or in an answer. A new key is a new file; the old public halves stay known.
"""

import base64
import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from speculoos.core.errors import UsageError
from speculoos.web.secret import create_secret

FILE = "ledger.key"


def signing_key() -> Ed25519PrivateKey:
    """The key of SPECULOOS_LEDGER_KEY, else of `ledger.key` in SPECULOOS_HOME, which is made where there is none."""
    if text := os.environ.get("SPECULOOS_LEDGER_KEY"):
        return _read(text, "SPECULOOS_LEDGER_KEY")
    path = key_file()
    if not path.exists():
        create_secret(path, _new_text())
    return _of_file(path, path.stat().st_mtime_ns)


def rotate() -> Path:
    """Put a new key in the place of the file's; the old one is gone. UsageError if the key is not in the file."""
    if os.environ.get("SPECULOOS_LEDGER_KEY"):
        raise UsageError("The key is in SPECULOOS_LEDGER_KEY: put a new one there, 32 random bytes in base64.")
    path = key_file()
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    create_secret(draft, _new_text())
    draft.replace(path)
    return path


def key_file() -> Path:
    return Path(os.environ.get("SPECULOOS_HOME", "var")).resolve() / FILE


@lru_cache(maxsize=1)
def _of_file(path: Path, changed: int) -> Ed25519PrivateKey:  # noqa: ARG001  (a changed file is another key)
    return _read(path.read_text("ascii"), str(path))


def _read(text: str, place: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError:
        # the cause is left out: it may quote the key
        raise UsageError(f"{place} holds no ledger key: it takes 32 random bytes in base64.") from None


def _new_text() -> str:
    return base64.b64encode(os.urandom(32)).decode()

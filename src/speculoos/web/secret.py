"""The platform's secret: from the environment, or made once and kept in a file that only its owner can read."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

FILE = "secret.key"


def secret_key(environ: Mapping[str, str], home: Path) -> str:
    """SPECULOOS_SECRET_KEY, else the content of SPECULOOS_SECRET_KEY_FILE, else a random one kept under `home`."""
    if key := environ.get("SPECULOOS_SECRET_KEY"):
        return key
    path = Path(environ.get("SPECULOOS_SECRET_KEY_FILE") or home / FILE)
    if not path.exists():
        create_secret(path, secrets.token_urlsafe(64))
    return path.read_text("utf-8").strip()


def create_secret(path: Path, text: str) -> None:
    """Write the secret to a file that only its owner reads, unless another process has done so meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # The key is written whole under another name first: two processes that start at once end with one key.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

"""A directory with everything that nginx needs of one setup, written whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from speculoos.core.errors import UsageError
from speculoos.gate.bundle import Bundle
from speculoos.gate.keys import SiteKey, new_key, read_key
from speculoos.gate.nginx.conf import FASTCGI, HTTP, LOCATION, PROGRAM, WHOLE, Conf
from speculoos.gate.nginx.program import Program
from speculoos.gate.nginx.readme import readme
from speculoos.gate.nginx.target import Target

KEY = "speculoos.key"
PRIVATE = frozenset({PROGRAM, KEY})


def export(bundle: Bundle, target: Target, directory: Path, keys: tuple[SiteKey, ...] = ()) -> bool:
    """Write the directory; says whether a key was made, which nothing signs choices with yet.

    Without keys the directory's own is used, or a new one. UsageError where the directory cannot be written, or
    cannot be told to nginx.
    """
    directory = directory.absolute()
    kept = directory / KEY
    made = not keys and not kept.exists()
    used = keys or (new_key() if made else read_key(kept),)
    files = _files(bundle, target, directory, used)
    if made:
        files[KEY] = used[0].hex() + "\n"
    _write(directory, files)
    return made


def _files(bundle: Bundle, target: Target, directory: Path, keys: tuple[SiteKey, ...]) -> dict[str, str]:
    setup = bundle.setup(keys)
    program = Program(setup, keys, target.names, target.fallback)
    conf = Conf(setup, program.names, target, directory)
    return {
        PROGRAM: program.text(),
        HTTP: conf.http(),
        LOCATION: conf.location(),
        FASTCGI: conf.fastcgi(),
        WHOLE: conf.whole(),
        "README.md": readme(setup, target, directory),
    }


def _write(directory: Path, files: dict[str, str]) -> None:
    """Beside their places first, then each in its place, so that a full disk leaves what was there."""
    new = not directory.exists()
    if not new and not directory.is_dir():
        raise UsageError(f"{directory} is a file; a directory is wanted.")
    try:
        draft = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent if new else directory))
    except OSError as fault:
        raise UsageError(f"{directory} cannot be written: {fault.strerror}.") from fault
    try:
        for name, text in files.items():
            handle = os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if name in PRIVATE else 0o644)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        for name in ("logs", "tmp"):
            ((draft if new else directory) / name).mkdir(exist_ok=True)
        if new:
            draft.chmod(0o755)
            draft.rename(directory)
            return
        for name in files:
            (draft / name).replace(directory / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)

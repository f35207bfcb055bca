"""A gate over a file, a declaration or the bundle that a platform writes; a changed file is taken over as it runs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any

from speculoos.consent.choice import Effective
from speculoos.core.errors import UsageError
from speculoos.gate.bundle import FORMAT, Bundle, rules_from_json
from speculoos.gate.gate import Gate, Passage
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.tally import Tally
from speculoos.registry.load import load

POLL_SECONDS = 1.0


def read_bundle(path: str | Path, rules: Rules | None = None, site: str | None = None) -> Bundle:
    """A file's version: a bundle as it is, or a declaration under `rules`. `rules` and `site` win over the file's.

    Rules that name no address for reports keep the file's: it is how the policy knows whose banner has to load.
    DeclarationError with every fault of a declaration, UsageError for another file, OSError where there is none.
    """
    known = _bundle(Path(path)) or Bundle(load(str(path)))
    return Bundle(
        known.registry,
        known.rules if rules is None else replace(rules, reports=rules.reports or known.rules.reports),
        known.site if site is None else site,
        known.layouts,
        known.material_since,
        known.max_age_days,
    )


def gate_from_file(
    path: str | Path,
    *,
    rules: Rules | Mapping[str, Any] | None = None,
    keys: Sequence[str | bytes] = (),
    site: str | None = None,
    fallback: Mode | str = Mode.REPORT_ONLY,
    tally: Tally | None = None,
) -> "FileGate":
    """A gate that follows its file. `rules` may be plain values, such as `{"mode": "enforce"}`.

    Faults of the file at the start are raised as `read_bundle` raises them: a site should not start with a gate that
    its people believe in and that does nothing. Later faults leave the last good version, and are counted and logged.
    """
    wanted = rules if rules is None or isinstance(rules, Rules) else rules_from_json(rules)
    return FileGate(Path(path), wanted, tuple(keys), site, Mode(fallback), tally)


class FileGate(Gate):
    """A Gate whose setup comes from a file that is looked at once a second, when somebody comes by."""

    __slots__ = ("_due", "_keys", "_lock", "_path", "_rules", "_site", "_stamp")

    def __init__(
        self,
        path: Path,
        rules: Rules | None,
        keys: tuple[str | bytes, ...],
        site: str | None,
        fallback: Mode,
        tally: Tally | None,
    ) -> None:
        self._path, self._rules, self._keys, self._site = path, rules, keys, site
        self._lock = Lock()
        self._stamp = stamp(path)
        self._due = monotonic() + POLL_SECONDS
        super().__init__(read_bundle(path, rules, site).setup(keys), fallback=fallback, tally=tally)

    def open(
        self,
        cookies: Sequence[bytes],
        *,
        host: str,
        path: str,
        gpc: bool = False,
        effective: Effective | None = None,
        now: datetime | None = None,
    ) -> Passage:
        """As Gate.open. A changed file is read beside the traffic, which goes on under the version before."""
        if monotonic() > self._due:
            self._due = monotonic() + POLL_SECONDS
            if stamp(self._path) != self._stamp:
                Thread(target=self.follow, name="speculoos gate", daemon=True).start()
        return super().open(cookies, host=host, path=path, gpc=gpc, effective=effective, now=now)

    def follow(self) -> None:
        """Take over the file if it has changed; a file that is wrong leaves the last good version."""
        with self._lock:
            now = stamp(self._path)
            if now == self._stamp:
                return
            self._stamp = now
            try:
                self.swap(read_bundle(self._path, self._rules, self._site).setup(self._keys))
            except Exception as fault:  # noqa: BLE001  (whatever is wrong with it, the site goes on as it was)
                # the last good version goes on, in its own mode
                self.tally.fault(fault, self.setup.rules.mode if self.setup else self.fallback)


def stamp(path: Path) -> tuple[int, int, int] | None:
    """What another content of the file cannot have; None where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _bundle(path: Path) -> Bundle | None:
    """The bundle in a file, None where it is a declaration."""
    if path.suffix.lower() != ".json":
        return None
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise UsageError(f"{path} is not JSON: {fault}") from fault
    if not isinstance(data, dict) or not str(data.get("format", "")).startswith(FORMAT.rpartition(" ")[0]):
        return None
    return Bundle.from_json(data, file=str(path))

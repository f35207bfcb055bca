"""Settings as one frozen value, built once from the SPECULOOS dict of the Django settings.

Knows names, defaults and types; the checks with ids and hints are in checks.py.
"""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed


@dataclass(frozen=True, slots=True)
class Config:
    """What a project may set in `SPECULOOS = {...}`."""

    home_site: str = "platform"
    """The slug of the site that `/` belongs to."""
    choice_days: int = 184
    """How long a choice is remembered, grant and refusal alike (law.md FR-02, IT-02)."""
    signin_link_minutes: int = 30
    """How long a one-time sign-in link works."""
    keys: tuple[str, ...] = ()
    """Secrets that sign the preference cookie, newest first; empty means Django's SECRET_KEY and its fallbacks."""
    version_seconds: float = 1.0
    """How long a process may serve the version before last, once another process has published."""
    checkpoint_records: int = 1000
    """After how many records the next one brings a signed checkpoint of the ledger."""
    checkpoint_seconds: int = 3600
    """After how many seconds the next record brings a signed checkpoint of the ledger."""
    retention_months: int = 60
    """How many months a consent record is kept before `retain` erases it; its leaf in the ledger stays."""
    consents_per_second: int = 2000
    """How many choices the visitors of one site may post in a second, to each server process."""
    fetch_private: bool = False
    """May an import in the back office fetch from private addresses."""
    gate: str = "report_only"
    """What the gate does on the home site, unless the back office says otherwise: off, report_only or enforce."""
    gate_items: tuple[tuple[str, str], ...] = ()
    """Names or patterns with a mode of their own, such as `("_ga*", "enforce")`; the first that fits counts."""
    gate_lifetimes: bool = True
    """Does the gate shorten what would live longer than declared."""
    gate_attributes: bool = True
    """Does the gate add Secure, HttpOnly and SameSite where they are declared."""
    gate_csp: str = "report_only"
    """The Content-Security-Policy that follows from the declaration: off, report_only or enforce."""
    gate_told: bool = False
    """Does a response header, `Speculoos-Gate`, say what the gate did; for developers."""
    gate_registry: str = ""
    """The path of a declaration for a project without a database; empty: the home site's published version."""
    gate_fault: str = "report_only"
    """What the gate does while it knows no declaration because of a fault: report_only lets pass, enforce strips."""
    gate_flush_seconds: float = 5.0
    """How often what the gate counted is written to the database; 0: never."""

    def secrets(self) -> tuple[str, ...]:
        return self.keys or _platform_keys()


def unknown_names() -> list[str]:
    known = {f.name for f in fields(Config)}
    return sorted(set(_given()) - known)


@lru_cache(maxsize=1)
def _platform_keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=1)
def config() -> Config:
    known = {f.name for f in fields(Config)}
    return Config(**{name: value for name, value in _given().items() if name in known})


def _given() -> dict[str, Any]:
    given = getattr(settings, "SPECULOOS", {})
    return dict(given) if isinstance(given, dict) else {}


def _forget(*, setting: str, **_: Any) -> None:
    if setting in {"SPECULOOS", "SECRET_KEY", "SECRET_KEY_FALLBACKS"}:
        config.cache_clear()
        _platform_keys.cache_clear()


setting_changed.connect(_forget, dispatch_uid="speculoos.conf")

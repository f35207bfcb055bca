"""The key of a site's cookie as a door elsewhere keeps it: 64 hexadecimal digits in a file of its owner alone."""

import re
import secrets
from pathlib import Path

from speculoos.consent.cookie import SiteKey, site_key
from speculoos.core.errors import UsageError

__all__ = ["SiteKey", "new_key", "parse_key", "read_key", "site_key"]

BYTES = 32


def parse_key(text: str, place: str = "The key") -> SiteKey:
    """The key of its text. UsageError, which does not repeat it, where it is none."""
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text.strip(), re.ASCII):
        raise UsageError(
            f"{place} holds no gate key: it takes 64 hexadecimal digits, as `manage gate_key` prints them."
        )
    return SiteKey.fromhex(text.strip())


def read_key(path: str | Path) -> SiteKey:
    """The key in a file. UsageError where it holds none, OSError where it cannot be read."""
    return parse_key(Path(path).read_text("ascii", errors="replace"), str(path))


def new_key() -> SiteKey:
    """A random key, for a site whose choices no platform signs."""
    return SiteKey(secrets.token_bytes(BYTES))

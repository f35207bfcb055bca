"""The CSV of the Open Cookie Database as a catalogue, for users who have it. None of it is shipped with us.

Its texts are somebody else's and its licence is theirs to read; what it says is a hint like any other.
"""

import csv
import re
from os import PathLike
from pathlib import Path

from speculoos.core.errors import InputError, UsageError
from speculoos.registry.check_values import duration_in_words, host_in
from speculoos.registry.model import SESSION, Use
from speculoos.registry.wellknown import Catalogue, WellKnown

NAME, DOMAIN, ABOUT = "Cookie / Data Key name", "Domain", "Description"
RETENTION, WILDCARD, CONTROLLER = "Retention period", "Wildcard match", "Data Controller"
NEEDED = {"Platform", "Category", NAME, DOMAIN, ABOUT, RETENTION, WILDCARD}
USES = {"security": Use.SECURITY, "analytics": Use.AUDIENCE_VENDOR, "marketing": Use.ADS_BEHAVIOURAL}
"""The categories that fit a row of the decision table; the others are too wide to say."""


def load_open_cookie_database(path: str | PathLike[str]) -> Catalogue:
    """The catalogue in a CSV file. UsageError where it cannot be read, InputError where it has other columns."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Give the path of the database's CSV.") from error
    lines = re.findall(r"[^\n]*\n|[^\n]+$", text)
    try:
        reader = csv.DictReader(lines)
        missing = NEEDED - {(name or "").strip() for name in reader.fieldnames or ()}
        if missing:
            raise InputError(f"{path}: no column {', '.join(sorted(missing))}. Is it the Open Cookie Database's CSV?")
        rows = [{(k or "").strip(): v.strip() for k, v in row.items() if isinstance(v, str)} for row in reader]
    except csv.Error as error:
        raise InputError(f"{path}: is not CSV ({error}).") from error
    return Catalogue(_entry(row) for row in rows if row.get(NAME, "").strip("*"))


def _entry(row: dict[str, str]) -> WellKnown:
    name = row[NAME]
    if row.get(WILDCARD) == "1" and "*" not in name:
        name += "*"
    return WellKnown(
        name,
        row.get("Platform", ""),
        row.get(ABOUT, ""),
        row.get(CONTROLLER) or row.get("Platform") or None,
        use=USES.get(row.get("Category", "").lower()),
        lifetime=_lifetime(row.get(RETENTION, "")),
        hosts=tuple(_hosts(row.get(DOMAIN, ""))),
    )


def _lifetime(retention: str) -> str | None:
    """A single plain duration; anything longer is left to a reader."""
    if retention.lower() == SESSION:
        return SESSION
    return duration_in_words(retention)


def _hosts(domain: str) -> list[str]:
    """The host names in a cell that only holds third-party hosts; a cell that also says first party names none."""
    if re.search(r"1st|first|own", domain, re.IGNORECASE):
        return []
    return [host for word in re.split(r"[\s,;()]+", domain) if "." in word and (host := host_in(word))]

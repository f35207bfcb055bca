"""The lints of the records (law.md section 6, REC-01 to REC-04), over documents as they are stored.

Pure: who keeps the records brings them, the hashes of what is archived, the time and how long records are kept.
A record that says too little is REC-01's, one that says too much or stays too long is REC-02's.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from speculoos.consent.record import Record
from speculoos.consent.state import State
from speculoos.core.errors import InputError
from speculoos.law.catalogue import CATALOGUE
from speculoos.law.findings import Finding, Place, Problem, finding
from speculoos.law.profiles import find_all

Document = Mapping[str, Any]
GRACE = timedelta(days=2)
"""How late the daily erasure may be before a record counts as kept too long."""
NEEDED = {
    "record_time": "the time",
    "pii_principal_id": "the receipt",
    "pii_processing.privacy_notice.registry_version": "the version of the declaration",
    "pii_processing.privacy_notice.registry_hash": "the hash of the declaration",
    "pii_processing.privacy_notice.texts_hash": "the hash of what was shown",
    "pii_processing.collection_method": "how the choice was made",
    "pii_processing.language": "the language",
    "events": "the acts",
}
OURS = {"url", "withdrawal_method", "party_name", "site"}
"""Where the site's own words and addresses stand, which say nothing of a visitor."""
ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}", re.I)
AGENT = re.compile(r"Mozilla/\d|AppleWebKit|\b(Chrome|Firefox|Safari|Opera|curl)/\d", re.I)


@dataclass(frozen=True, slots=True)
class Propagation:
    """One act of an account's owner on one device, and what another of their devices made of it.

    `told` is whether a device that is new to the account said that the account's choice counts.
    """

    act: str
    here: Mapping[str, State]
    there: Mapping[str, State]
    told: bool = True


def lint_records(
    documents: Iterable[Document],
    *,
    now: datetime,
    keep: timedelta | None,
    archived: Collection[str] | None = None,
    places: Iterable[str] | None = None,
) -> Iterator[Finding]:
    """The findings of each record, in the order of the records. `archived` None: the archive is looked at elsewhere."""
    profiles = find_all(places)
    for document in documents:
        place = Place(f'record "{str(document.get("record_id"))[:40]}"')
        checks = {
            "REC-01": rec_01(document, place),
            "REC-02": rec_02(document, place, now, keep),
            "REC-03": rec_03(document, place, archived),
        }
        for id, problems in checks.items():
            yield from filter(None, (finding(CATALOGUE[id], problem, profiles) for problem in problems))


def rec_01(document: Document, place: Place) -> Iterator[Problem]:
    """Whether the record says all that proves the choice."""
    missing = [said for path, said in NEEDED.items() if not _at(document, path)]
    if "jurisdiction" not in (document.get("pii_processing") or {}):
        missing.append("the place, or that it is unknown")
    if missing:
        yield Problem(place, f"It does not say: {', '.join(missing)}.", "Write it when the choice is made.")
        return
    result = {each["purpose"]: each["state"] for each in _at(document, "pii_processing.purposes") or ()}
    acts = [event for event in document["events"] if not event.get("service") and event.get("purpose") != "*"]
    last = {event.get("purpose"): event.get("event_state") for event in acts}
    unlike = sorted(str(purpose) for purpose, state in last.items() if result.get(purpose) != state)
    if unlike:
        said = f"Its acts end otherwise than its result, or no result is there, for: {', '.join(unlike)}."
        yield Problem(place, said, "Write the result of each purpose.")


def rec_02(document: Document, place: Place, now: datetime, keep: timedelta | None) -> Iterator[Problem]:
    """Whether it says nothing else, and is not kept for too long."""
    telling = [path for path, text in _strings(document) if ADDRESS.search(text) or AGENT.search(text)]
    if telling:
        said = f"An address or a user agent stands in: {', '.join(telling)}."
        yield Problem(place, said, "Leave it out: the receipt finds the record.")
    elif not any(rec_01(document, place)):
        yield from _shape(document, place)
    if keep is None:
        yield Problem(place, "No retention is set.", "Say how long records are kept.")
        return
    late = _late(document, now, keep)
    if late:
        said = f"It is kept {late.days} days longer than stated ({keep.days} days)."
        yield Problem(place, said, "Run `speculoos manage retain` every day.")


def _shape(document: Document, place: Place) -> Iterator[Problem]:
    try:
        Record.from_json(document)
    except InputError as fault:
        yield Problem(place, f"An export of it is not valid. {fault}", "Keep to the shape of record.schema.json.")


def _late(document: Document, now: datetime, keep: timedelta) -> timedelta | None:
    try:
        over = now - datetime.fromisoformat(document["record_time"]) - keep
    except (KeyError, TypeError, ValueError):
        return None
    return over if over > GRACE else None


def rec_03(document: Document, place: Place, archived: Collection[str] | None) -> Iterator[Problem]:
    """Whether what was shown is archived."""
    named = _at(document, "pii_processing.privacy_notice.texts_hash")
    if archived is not None and named and named not in archived:
        yield Problem(place, f"What was shown as {named} is not archived.", "Restore the archive from a backup.")


def rec_04(seen: Iterable[Propagation], places: Iterable[str] | None = None) -> Iterator[Finding]:
    """Whether each act of an account travels to its other devices, whichever it is, and a new device is told."""
    profiles, place = find_all(places), Place("account")
    for each in seen:
        if each.here != each.there:
            unlike = sorted(p for p in each.here.keys() | each.there.keys() if each.here.get(p) != each.there.get(p))
            said = f"After {each.act}, another device says otherwise of: {', '.join(unlike)}."
            problem = Problem(place, said, "Let grants, refusals and withdrawals travel alike.")
        elif not each.told:
            said = f"After {each.act}, a new device is not told that the account's choice counts."
            problem = Problem(place, said, "Say so where the choice first counts.")
        else:
            continue
        yield from filter(None, (finding(CATALOGUE["REC-04"], problem, profiles),))


def _at(document: Any, path: str) -> Any:
    for key in path.split("."):
        document = document.get(key) if isinstance(document, Mapping) else None
    return document


def _strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of the document with its path, the site's own words excepted."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in OURS:
                yield from _strings(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, path)
    elif isinstance(value, str) and not path.endswith(("_time", "schema_version")):
        yield path, value

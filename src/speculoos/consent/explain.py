"""A value of cookies_preferences read aloud, for people.

Reads what can be read even when the signature cannot be checked or does not hold, and says so: this is for looking,
never for deciding.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from speculoos.consent.choice import MAX_AGE_DAYS
from speculoos.consent.cookie import COOKIE_NAME, FORMAT, MAX_BYTES, Parts, Why, parts, signed_by
from speculoos.consent.layout import Layout
from speculoos.consent.state import State

DRAFT = 0
"""The version of a declaration that was never published: a file on somebody's disk."""

FAULTS = {
    Why.EMPTY: "It is empty.",
    Why.TOO_LONG: f"It is longer than {MAX_BYTES} bytes, so it was not written by Speculoos.",
    Why.MALFORMED: "It does not have the seven parts of a value: it was cut, changed or written by something else.",
    Why.UNKNOWN_FORMAT: f"It has another format than {FORMAT}, the one that this version of Speculoos knows.",
}

SAID = {
    State.GRANTED: "granted",
    State.REFUSED: "refused",
    State.WITHDRAWN: "withdrawn: granted before, and not any more",
}


def explain(
    value: str | bytes, keys: Sequence[str | bytes] | None = None, layout: Layout | None = None, site: str | None = None
) -> str:
    """What the value says, in plain words, several lines.

    Without `keys` and `site` the signature is not checked; without `layout`, or with one of another registry version,
    purposes and services are numbered in the order of the declaration instead of named. A draft's names are used with
    a word of doubt.
    """
    found = parts(value)
    if isinstance(found, Why):
        return f"This is not a value of {COOKIE_NAME} that counts. {FAULTS[found]}\n"
    return (
        "\n".join([*_head(found), *_said(found, layout), f"Receipt id: {found.receipt}.", _seal(found, keys, site)])
        + "\n"
    )


def _head(found: Parts) -> Iterator[str]:
    made = datetime.fromtimestamp(found.time, UTC)
    ends = made + timedelta(days=MAX_AGE_DAYS)
    yield f"A choice of cookie preferences (format {FORMAT}), about version {found.version} of the site's registry."
    yield f"Made on {made:%Y-%m-%d} at {made:%H:%M:%S} UTC; it counts until {ends:%Y-%m-%d} at {ends:%H:%M:%S} UTC."


def _said(found: Parts, layout: Layout | None) -> Iterator[str]:
    known = layout if layout and layout.version in (found.version, DRAFT) else None
    codes, refused = found.codes(), [*found.bits()]
    names = dict(enumerate(known.purposes)) if known else {}
    services = dict(enumerate(known.service_ids)) if known else {}
    for n in range(max(len(names), len(codes))):
        state = codes[n] if n < len(codes) else None
        yield f"  {names.get(n, f'purpose {n + 1}')}: {SAID[state] if state else 'not decided'}"
    if refused:
        yield f"Refused alone: {', '.join(services.get(n, f'service {n + 1}') for n in refused)}."
    if known and known.version == DRAFT:
        yield f"The names are those of a draft; they are right if version {found.version} had the same order."
    if not known:
        yield f"Without the declaration of version {found.version}, purposes are numbered as they stand in it."


def _seal(found: Parts, keys: Sequence[str | bytes] | None, site: str | None) -> str:
    if not keys or site is None:
        return "Signature: not checked, because that needs the site's id and its secret."
    if signed_by(found, keys, site):
        return f"Signature: holds for the site {site!r}."
    return f"Signature: does not hold for the site {site!r}, so the value counts for nothing."

"""The text of the cookie `cookies_preferences`.

    1.<version>.<time>.<purposes>.<services>.<receipt>.<signature>

    version    registry version, base 36
    time       seconds since 1970-01-01 UTC, base 36
    purposes   two bits a purpose, three purposes a character, in the order of the layout:
               0 unset, 1 granted, 2 refused, 3 withdrawn (granted before, and not any more)
    services   one bit a service refused alone, six services a character
    receipt    96 random bits
    signature  HMAC-SHA256 over all of the above and the site id, cut to 96 bits; the key is the site's own (SiteKey)

Characters stand for six bits, lowest first, in the URL-safe base64 alphabet; trailing zeros are left out, so there is
one text for each choice. Every character is legal in a cookie value and in a URL, and no value is over 64 bytes.
Knows no HTTP. What a visitor sends is never an exception: it decodes to a Choice or to a Refusal with its reason.
"""

import hmac
import re
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from speculoos.consent.choice import MAX_AGE_DAYS, Choice
from speculoos.consent.layout import Layout
from speculoos.consent.state import State
from speculoos.core.errors import UsageError

COOKIE_NAME = "cookies_preferences"
MAX_AGE = MAX_AGE_DAYS * 86_400
MAX_BYTES = 64
FORMAT = "1"

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SIX_BITS = {character: value for value, character in enumerate(ALPHABET)}
Said: TypeAlias = tuple[tuple[tuple[str, State], ...], frozenset[str]]

URL_SAFE = bytes.maketrans(b"+/", b"-_")

CODES = (None, State.GRANTED, State.REFUSED, State.WITHDRAWN)
TRIPLES = {c: (CODES[v & 3], CODES[v >> 2 & 3], CODES[v >> 4 & 3]) for c, v in SIX_BITS.items()}

VALUE = re.compile(
    r"(?P<body>1\.(?P<version>[1-9a-z][0-9a-z]{0,5}|0)\.(?P<time>[1-9a-z][0-9a-z]{0,6}|0)"
    r"\.(?P<purposes>(?:[A-Za-z0-9_-]*[B-Za-z0-9_-])?)\.(?P<services>(?:[A-Za-z0-9_-]*[B-Za-z0-9_-])?)"
    r"\.(?P<receipt>[A-Za-z0-9_-]{16}))\.(?P<signature>[A-Za-z0-9_-]{16})",
    re.ASCII,
)

LONGEST_TIME = 7  # base 36 needs the seventh digit from the end of 2038 on
FIXED_BYTES = len(FORMAT) + LONGEST_TIME + 16 + 16 + 6  # with the receipt, the signature and six dots
MIN_SECRET = 16
LABEL = b"speculoos cookies_preferences 1"


class Why(StrEnum):
    """Why a value does not count."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    UNKNOWN_FORMAT = "unknown_format"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_VERSION = "unknown_version"
    WRONG_LAYOUT = "wrong_layout"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that does not count: the visitor is treated as one who has not chosen."""

    reason: Why


class Parts(NamedTuple):
    """A well-formed value in its parts; nothing is checked against a secret or a layout yet."""

    body: str
    version: int
    time: int
    purposes: str
    services: str
    receipt: str
    signature: str

    def codes(self) -> list[State | None]:
        """What is said of each purpose by position, None where it is undecided."""
        codes = [state for character in self.purposes for state in TRIPLES[character]]
        while codes and codes[-1] is None:
            codes.pop()
        return codes

    def bits(self) -> Iterator[int]:
        """The positions of the services refused alone; costs only what is set."""
        number = sum(SIX_BITS[character] << 6 * n for n, character in enumerate(self.services))
        while number:
            lowest = number & -number
            yield lowest.bit_length() - 1
            number ^= lowest


def parts(value: str | bytes) -> Parts | Why:
    """The parts of a well-formed value, or what is wrong with it. Never raises."""
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    found = VALUE.fullmatch(text) if len(text) <= MAX_BYTES else None
    if found is None:
        return _fault(text, len(value) if isinstance(value, bytes) else _bytes(value))
    body, version, time, purposes, services, receipt, signature = found.groups()
    return Parts(body, int(version, 36), int(time, 36), purposes, services, receipt, signature)


class SiteKey(bytes):
    """The key of one site's cookie, 32 bytes: what a gate elsewhere needs, and no secret of any other site."""

    def __repr__(self) -> str:
        return "SiteKey(...)"  # a key in a log is a key lost


def site_key(secret: str | bytes, site: str) -> SiteKey:
    """The key that a secret gives for one site. UsageError for a secret that is too short to keep anything."""
    known = secret.encode() if isinstance(secret, str) else secret
    if len(known) < MIN_SECRET:
        raise UsageError(f"A signing secret needs at least {MIN_SECRET} bytes; this one has {len(known)}.")
    return SiteKey(hmac.digest(hmac.digest(known, LABEL, "sha256"), site.encode(), "sha256"))


def signed_by(found: Parts, keys: Sequence[str | bytes], site: str) -> bool:
    """Whether one of `keys` made the signature for this site."""
    return any(hmac.compare_digest(_signature(found.body, site, key), found.signature) for key in keys)


def encode(choice: Choice, layout: Layout, key: str | bytes, site: str) -> str:
    """The cookie value for a choice. Raises UsageError where choice and layout do not belong together."""
    text = body(choice, layout)
    value = f"{text}.{_signature(text, site, key)}"
    if len(value) > MAX_BYTES:
        raise UsageError(f"The choice needs {len(value)} bytes and {COOKIE_NAME} has {MAX_BYTES}: call fits() first.")
    if not VALUE.fullmatch(value):
        raise UsageError(f"{choice!r} cannot be written: a receipt id is 16 characters as new_receipt() makes them.")
    return value


def decode(
    value: str | bytes, layout_for: Callable[[int], Layout | None], keys: Sequence[str | bytes], site: str
) -> Choice | Refusal:
    """The choice in a cookie value, or why it does not count. Never raises on the visitor's bytes.

    `keys` are secrets, newest first, so that old values outlive a rotation. `layout_for` gives the layout of a
    registry version, or None; it is asked only for values whose signature holds, so nobody can make it work.
    """
    found = parts(value)
    if isinstance(found, Why):
        return Refusal(found)
    if not signed_by(found, keys, site):
        return Refusal(Why.BAD_SIGNATURE)
    layout = layout_for(found.version)
    return Refusal(Why.UNKNOWN_VERSION) if layout is None else _choice(found, layout)


def body(choice: Choice, layout: Layout) -> str:
    """The value without its signature."""
    if choice.version != layout.version:
        raise UsageError(f"The choice is of version {choice.version} and the layout of {layout.version}.")
    moment = int(choice.time.timestamp())
    purposes, services = _pack_states(choice, layout), _pack_services(choice, layout)
    return f"{FORMAT}.{_base36(choice.version)}.{_base36(moment)}.{purposes}.{services}.{choice.receipt}"


def longest(layout: Layout) -> int:
    """The most bytes that any choice under this layout can need, until the year 4453."""
    return FIXED_BYTES + len(_base36(layout.version)) - (-len(layout.purposes) // 3) - (-len(layout.services) // 6)


def fits(layout: Layout) -> None:
    """Raises UsageError if some choice under this layout could exceed 64 bytes: to be called before publishing.

    With versions up to 1295 there is room for 48 purposes without services, or 6 purposes with 84 services:
    purposes / 3 and services / 6, each rounded up, may come to 16 together.
    """
    need = longest(layout)
    if need > MAX_BYTES:
        raise UsageError(
            f"{len(layout.purposes)} optional purposes with {len(layout.services)} services need up to {need} bytes in "
            f"{COOKIE_NAME}, which has {MAX_BYTES}. Declare what one provider does for one purpose as one service."
        )


def max_age(choice: Choice, now: datetime, max_age_days: int = MAX_AGE_DAYS) -> int:
    """The seconds that the cookie may still live: 184 days for a choice made now, and never more."""
    left = choice.time + timedelta(days=max_age_days) - now
    return max(0, min(max_age_days * 86_400, round(left.total_seconds())))


def _fault(text: str, size: int) -> Why:
    if not text:
        return Why.EMPTY
    if size > MAX_BYTES:
        return Why.TOO_LONG
    return Why.UNKNOWN_FORMAT if re.match(r"(?!1\.)[0-9a-z]{1,2}\.", text, re.ASCII) else Why.MALFORMED


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _choice(found: Parts, layout: Layout) -> Choice | Refusal:
    said = _said(found, layout)
    if said is None:
        return Refusal(Why.WRONG_LAYOUT)
    return Choice(found.version, datetime.fromtimestamp(found.time, UTC), said[0], found.receipt, said[1])


def _said(found: Parts, layout: Layout) -> Said | None:
    """What the two masks say under a layout, or None if they speak of more than it has.

    Remembered with the layout, so that a request costs the same at any size of the registry. Only signed values
    come here.
    """
    masks = (found.purposes, found.services)
    known = layout.memory.get(masks)
    return known or layout.remember(masks, _unpack(found, layout))


def _unpack(found: Parts, layout: Layout) -> Said | None:
    codes, refused = found.codes(), [*found.bits()]
    if len(codes) > len(layout.purposes) or any(n >= len(layout.services) for n in refused):
        return None
    states = tuple((purpose, state) for purpose, state in zip(layout.purposes, codes, strict=False) if state)
    return states, frozenset(layout.service_ids[n] for n in refused)


def _pack_states(choice: Choice, layout: Layout) -> str:
    stored = dict(choice.states)
    unknown = stored.keys() - {*layout.purposes}
    if unknown or not all(state in CODES for state in stored.values()):
        raise UsageError(f"A choice holds decided purposes of its layout only, not {sorted(unknown) or choice.states}.")
    return _characters(CODES.index(stored.get(p)) << 2 * n for n, p in enumerate(layout.purposes))


def _pack_services(choice: Choice, layout: Layout) -> str:
    if unknown := choice.refused_services - {*layout.service_ids}:
        raise UsageError(f"Version {layout.version} of the registry has no optional service {sorted(unknown)}.")
    return _characters((s in choice.refused_services) << n for n, s in enumerate(layout.service_ids))


def _characters(parts: Iterable[int]) -> str:
    """A number, given as summands, six bits a character, lowest first and without trailing zeros."""
    number, text = sum(parts), ""
    while number:
        number, six = number >> 6, number & 63
        text += ALPHABET[six]
    return text


def _base36(number: int) -> str:
    if number < 0:
        raise UsageError(f"Versions count from 0 and times from 1970; {number} is neither.")
    text = ""
    while number >= 36:
        number, rest = divmod(number, 36)
        text = DIGITS[rest] + text
    return DIGITS[number] + text


def _signature(text: str, site: str, key: str | bytes) -> str:
    """96 bits in 16 characters. The text is six fields without dots of their own, so the site cannot run in."""
    mac = _prepared(key, site).copy()
    mac.update(f"{text}.{site}".encode())
    return b2a_base64(mac.digest()[:12], newline=False).translate(URL_SAFE).decode()


@lru_cache(maxsize=1024, typed=True)
def _prepared(key: str | bytes, site: str) -> hmac.HMAC:
    """HMAC under the site's key, from a secret or as it is."""
    return hmac.new(key if isinstance(key, SiteKey) else site_key(key, site), digestmod="sha256")

"""The verdicts carried out on header values, bytes in and bytes out. Nothing is altered that need not be.

Knows `Cookie` and `Set-Cookie`, and neither WSGI nor ASGI. What stays of a header stays byte for byte.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from speculoos.consent.choice import Effective
from speculoos.core.cookies import WSP, Rejected, decode_header, encode_header, parse_set_cookie
from speculoos.gate.decide import given, lifetime, missing, sent, too_long
from speculoos.gate.rules import Action, Verdict
from speculoos.gate.table import Table


@dataclass(frozen=True, slots=True)
class Incoming:
    """What the application is to see of a request's `Cookie` values, and what the browser is to be told to forget."""

    cookies: tuple[bytes, ...]
    forget: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The `Set-Cookie` values that the browser is given."""

    cookies: tuple[bytes, ...]
    verdicts: tuple[Verdict, ...]


def incoming(table: Table, effective: Effective, values: Iterable[bytes]) -> Incoming:
    """The verdict on every cookie of a request; a value of which nothing is left is dropped."""
    kept: list[bytes] = []
    verdicts: list[Verdict] = []
    for value in values:
        parts = decode_header(value).split(";")
        judged = [(part, sent(table, effective, name_of(part))) for part in parts if part.strip(WSP)]
        verdicts += [verdict for _, verdict in judged]
        if not any(verdict.changes for _, verdict in judged):
            kept.append(value)
        elif staying := [part for part, verdict in judged if not verdict.changes]:
            kept.append(encode_header(";".join(staying).lstrip(WSP)))
    names = dict.fromkeys(v.name for v in verdicts if v.changes and v.action is Action.EXPIRE)
    return Incoming(tuple(kept), tuple(names), tuple(verdicts))


def outgoing(table: Table, effective: Effective, values: Iterable[bytes], now: datetime) -> Outgoing:
    """The verdict on every cookie of a response, carried out where it is enforced."""
    kept: list[bytes] = []
    verdicts: list[Verdict] = []
    for value in values:
        verdict = given(table, effective, value, now)
        verdicts.append(verdict)
        if not verdict.changes:
            kept.append(value)
        elif verdict.action is Action.AMEND:
            kept.append(amended(table, value, now))
    return Outgoing(tuple(kept), tuple(verdicts))


def name_of(part: str) -> str:
    """The name of one pair of a `Cookie` header; a nameless cookie has the name ""."""
    name, equals, _ = part.partition("=")
    return name.strip(WSP) if equals else ""


def amended(table: Table, value: bytes, now: datetime) -> bytes:
    """The cookie as it was declared: no longer life, and the attributes that were missing."""
    cookie = parse_set_cookie(value)
    if isinstance(cookie, Rejected):
        return value
    entry, rules, text = table.entry(cookie.name, cookie.domain), table.rules, decode_header(value)
    parts = text.split(";")
    if rules.lifetimes and too_long(entry, lifetime(cookie, now)):
        parts = [part for n, part in enumerate(parts) if not n or attribute(part) not in {"max-age", "expires"}]
        parts += [f" Max-Age={entry.life}"] if entry.life else []
    if rules.attributes:
        parts += [f" {text}" for text in missing(entry, cookie)]
    return encode_header(";".join(parts))


def attribute(part: str) -> str:
    return part.partition("=")[0].strip(WSP).lower()

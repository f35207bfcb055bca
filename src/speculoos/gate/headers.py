"""The verdicts carried out on header values, bytes in and bytes out. Nothing is altered that need not be.

Knows `Cookie` and `Set-Cookie`, and neither WSGI nor ASGI. What stays of a header stays byte for byte.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from speculoos.consent.choice import Effective
from speculoos.core.cookies import WSP, Rejected, SetCookie, decode_header, encode_header, parse_set_cookie
from speculoos.gate.decide import given_cookie, lifetime, missing, sent, too_long
from speculoos.gate.rules import Action, Mode, Reason, Verdict
from speculoos.gate.table import KEPT_A_CHOICE, LONGEST, Table


@dataclass(frozen=True, slots=True)
class Incoming:
    """What the application is to see of a request's `Cookie` values, and what the browser is to be told to forget."""

    cookies: tuple[bytes, ...]
    forget: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


NO_COOKIES = Incoming((), (), ())


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The `Set-Cookie` values that the browser is given; `passed` are those among them that it will keep."""

    cookies: tuple[bytes, ...]
    verdicts: tuple[Verdict, ...]
    passed: tuple[SetCookie, ...] = ()


def incoming(table: Table, effective: Effective, values: Collection[bytes]) -> Incoming:
    """The verdict on every cookie of a request; a value of which nothing is left is dropped."""
    if not values:
        return NO_COOKIES
    known = table.verdicts(effective)
    kept: list[bytes] = []
    verdicts: list[Verdict] = []
    forget: dict[str, None] = {}
    for value in values:
        parts = decode_header(value).split(";")
        changes = False
        first = len(verdicts)
        for part in parts:
            name, equals, _ = part.partition("=")
            if equals:
                name = name.strip(WSP)
            elif part.strip(WSP):
                name = ""  # as name_of has it, without a call for each
            else:
                continue
            verdict = known.get(name) or _sent(table, effective, name, known)
            verdicts.append(verdict)
            changes = changes or verdict.changes
        if not changes:
            kept.append(value)
            continue
        judged = list(zip([part for part in parts if part.strip(WSP)], verdicts[first:], strict=True))
        forget |= {verdict.name: None for _, verdict in judged if verdict.changes}
        if staying := [part for part, verdict in judged if not verdict.changes]:
            kept.append(encode_header(";".join(staying).lstrip(WSP)))
    return Incoming(tuple(kept), tuple(forget), tuple(verdicts))


def _sent(table: Table, effective: Effective, name: str, known: dict[str, Verdict]) -> Verdict:
    """A verdict that is not known yet, kept for the next request under the same choice; names are bounded."""
    verdict = sent(table, effective, name)
    if len(name) <= LONGEST:
        if len(known) >= KEPT_A_CHOICE:
            known.clear()
        known[name] = verdict
    return verdict


def outgoing(table: Table, effective: Effective, values: Iterable[bytes], now: datetime) -> Outgoing:
    """The verdict on every cookie of a response, carried out where it is enforced."""
    kept: list[bytes] = []
    verdicts: list[Verdict] = []
    passed: list[SetCookie] = []
    for value in values:
        cookie = parse_set_cookie(value)
        if isinstance(cookie, Rejected):
            verdicts.append(Verdict(cookie.name, Action.ALLOW, Reason.MALFORMED, Mode.OFF))
            kept.append(value)
            continue
        verdict = given_cookie(table, effective, cookie, now)
        verdicts.append(verdict)
        if not verdict.changes:
            kept.append(value)
            passed.append(cookie)
        elif verdict.action is Action.AMEND:
            kept.append(amended(table, value, now))
            passed.append(cookie)
    return Outgoing(tuple(kept), tuple(verdicts), tuple(passed))


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

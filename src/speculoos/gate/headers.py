"""The verdicts carried out on header values, bytes in and bytes out. Nothing is altered that need not be.

Knows `Cookie` and `Set-Cookie`, and neither WSGI nor ASGI. What stays of a header stays byte for byte.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from speculoos.consent.choice import Effective
from speculoos.core.cookies import WSP, Rejected, decode_header, encode_header, parse_set_cookie
from speculoos.core.sites import canonical_host, registrable_domain
from speculoos.gate.decide import given, lifetime, missing, sent, too_long
from speculoos.gate.rules import Action, Verdict
from speculoos.gate.table import Entry, Table

GONE = "Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"


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


def forgetting(table: Table, names: Sequence[str], host: str, path: str) -> tuple[bytes, ...]:
    """`Set-Cookie` values that end cookies at every place where this host could have set them (EU-11).

    A request does not say under which domain and path a cookie was kept, so each place is named: the host alone and
    the domains above it, the declared path, `/` and the directory of this request.
    """
    return tuple(
        encode_header(text) for name in names for text in dict.fromkeys(_endings(table.entry(name), name, host, path))
    )


def _endings(entry: Entry, name: str, host: str, path: str) -> Iterable[str]:
    item = entry.item
    own = path.rpartition("/")[0] or "/"
    paths = dict.fromkeys([item.path] if item and item.path else ["/", own])
    tail = "; Secure; Partitioned" if item and item.partitioned else "; Secure" if name.lower().startswith("__") else ""
    for each in paths:
        yield f"{name}=; {GONE}; Path={each}{tail}"
        if not name.lower().startswith("__host-"):
            yield from (f"{name}=; {GONE}; Path={each}; Domain={domain}{tail}" for domain in domains(host))


def domains(host: str) -> tuple[str, ...]:
    """The host and the domains above it that a cookie of it may name, the registrable one last; none for addresses."""
    name = canonical_host(host)
    top = registrable_domain(name) if name else None
    if name is None or top is None:
        return ()
    labels = name.removesuffix(top).rstrip(".").split(".") if name != top else []
    return tuple(".".join([*labels[n:], top]) for n in range(len(labels) + 1))

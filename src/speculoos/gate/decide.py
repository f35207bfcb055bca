"""The verdict on one cookie: does it pass, and why.

Early returns in the order in which a lawyer would ask: is it looked at, is it a removal, is it declared, is it exempt
or granted, is it as it was declared. Pure: values in, a verdict out; no clock, settings, logging or I/O. Never raises
on what a visitor or an application sends.
"""

from datetime import datetime

from speculoos.consent.choice import Effective
from speculoos.core.cookies import Rejected, SetCookie, parse_set_cookie
from speculoos.gate.rules import Action, Mode, Reason, Rules, Verdict
from speculoos.gate.table import Entry, Table

A_DAY = 86_400
"""What a lifetime may be off by (POL-02)."""
PASSING = frozenset({Reason.EXEMPT, Reason.GRANTED})


def sent(table: Table, effective: Effective, name: str) -> Verdict:
    """On a cookie that a browser sends: may the application read it."""
    entry = table.entry(name)
    if entry.mode is Mode.OFF:
        return Verdict(name, Action.ALLOW, Reason.OFF, entry.mode)
    reason = entry.reason(effective)
    if reason in PASSING:
        return Verdict(name, Action.ALLOW, reason, entry.mode)
    return Verdict(name, Action.EXPIRE, reason, entry.mode)


def given(table: Table, effective: Effective, header: bytes, now: datetime) -> Verdict:
    """On a `Set-Cookie` of the application: may the browser be given it."""
    cookie = parse_set_cookie(header)
    if isinstance(cookie, Rejected):
        return Verdict(cookie.name, Action.ALLOW, Reason.MALFORMED, Mode.OFF)
    return given_cookie(table, effective, cookie, now)


def given_cookie(table: Table, effective: Effective, cookie: SetCookie, now: datetime) -> Verdict:
    """The same of a cookie that has been read already."""
    entry = table.entry(cookie.name, cookie.domain)
    if entry.mode is Mode.OFF:
        return Verdict(cookie.name, Action.ALLOW, Reason.OFF, entry.mode)
    life = lifetime(cookie, now)
    if life is not None and life <= 0:
        return Verdict(cookie.name, Action.ALLOW, Reason.DELETION, entry.mode)
    reason = entry.reason(effective)
    if reason not in PASSING:
        return Verdict(cookie.name, Action.STRIP, reason, entry.mode)
    fault = _fault(entry, cookie, life, table.rules)
    if fault is not None:
        return Verdict(cookie.name, Action.AMEND, fault, entry.mode)
    return Verdict(cookie.name, Action.ALLOW, reason, entry.mode)


def lifetime(cookie: SetCookie, now: datetime) -> int | None:
    """Seconds that the cookie is to live as sent, None until the browser's session ends. Max-Age beats Expires."""
    if cookie.max_age is not None:
        return cookie.max_age
    return None if cookie.expires is None else round((cookie.expires - now).total_seconds())


def too_long(entry: Entry, life: int | None) -> bool:
    """Whether it would outlive what is declared, by more than a day."""
    return entry.life is not None and life is not None and life > entry.life + (A_DAY if entry.life else 0)


def missing(entry: Entry, cookie: SetCookie) -> tuple[str, ...]:
    """The attributes that are declared and not there, as they are written."""
    item = entry.item
    if item is None:
        return ()
    wanted = (
        ("Secure", item.secure and not cookie.secure),
        ("HttpOnly", item.http_only and not cookie.http_only),
        (f"SameSite={item.same_site}", item.same_site and cookie.same_site is None),
    )
    return tuple(text for text, lacks in wanted if lacks)


def _fault(entry: Entry, cookie: SetCookie, life: int | None, rules: Rules) -> Reason | None:
    if rules.lifetimes and too_long(entry, life):
        return Reason.LIFETIME
    return Reason.ATTRIBUTES if rules.attributes and missing(entry, cookie) else None

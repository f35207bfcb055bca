"""Why a cookie passes the gate or does not, in words: for `speculoos gate explain` and for the back office.

Judges with the same functions as the gate itself, so it cannot say anything else than what happens. Knows no HTTP,
no secrets and no clock; no value of a visitor's cookie gets in here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from speculoos.consent.choice import GRANTING, Effective
from speculoos.consent.choice import Reason as Why
from speculoos.consent.cookie import COOKIE_NAME
from speculoos.consent.layout import NEVER_OPTIONAL
from speculoos.core.cookies import Rejected, SetCookie, decode_header, encode_header, parse_set_cookie
from speculoos.core.durations import seconds
from speculoos.core.errors import UsageError
from speculoos.gate import words
from speculoos.gate.decide import given, lifetime, missing, sent
from speculoos.gate.explain_text import as_json, as_text
from speculoos.gate.headers import amended
from speculoos.gate.rules import Action, Mode, Reason, Verdict
from speculoos.gate.table import Entry, Table
from speculoos.gate.words import Said, in_words
from speculoos.registry.frameworks import frameworks_of
from speculoos.registry.match import Matcher, glob
from speculoos.registry.model import SESSION, Json, Kind, Provider, Purpose, Service, StorageItem
from speculoos.registry.wellknown import WellKnown, lookup

Places = Mapping[str, tuple[int, int]]
"""(line, column) of the entries of a file, as `registry.load.places` gives them."""

Done = Mapping[Action, str]
REMOVED = (Action.STRIP, Action.EXPIRE)
A_VALUE = "..."


@dataclass(frozen=True, slots=True)
class Cover:
    """One declaration of the cookie. `state` is that of its purpose, None where it is exempt.

    `label` is what visitors read of the purpose, `ground` the written reason of the exemption.
    """

    service: Service
    item: StorageItem
    provider: Provider
    purpose: Purpose
    state: Why | None
    label: str
    ground: str
    line: int | None = None

    @property
    def allowed(self) -> bool:
        return self.state is None or self.state in GRANTING

    @property
    def attributes(self) -> tuple[str, ...]:
        """What is declared of it beside its lifetime, as a header writes it."""
        item = self.item
        said = (
            ("Secure", item.secure),
            ("HttpOnly", item.http_only),
            (f"SameSite={item.same_site}", item.same_site),
            ("Partitioned", item.partitioned),
            (f"Path={item.path}", item.path),
            (f"Domain={item.host}", item.host),
        )
        return tuple(text for text, there in said if there)


@dataclass(frozen=True, slots=True)
class Side:
    """One way through the gate: the verdict, why, what is done, and what would be done if it were enforced."""

    verdict: Verdict
    enforced: Verdict
    why: Said
    done: Said
    would: Said | None = None

    @property
    def removed(self) -> bool:
        """Whether it does not pass, or would not if the gate did more than report."""
        return self.verdict.action in REMOVED

    @property
    def sentences(self) -> tuple[Said, ...]:
        return (self.why, self.done, *((self.would,) if self.would else ()))


@dataclass(frozen=True, slots=True)
class Explained:
    """The verdict on a cookie's name: when the browser sends it, and when the site sets it.

    `covers` are the declarations that cover it, the most specific first; `elsewhere` those for other hosts, where none
    does. `known` is what is commonly true of a cookie of this name: a hint, never a declaration.
    """

    name: str
    host: str | None
    mode: Mode
    request: Side
    response: Side
    covers: tuple[Cover, ...]
    elsewhere: tuple[Cover, ...]
    known: WellKnown | None
    advice: tuple[Said, ...]

    @property
    def passes(self) -> bool:
        """Whether it gets through both ways, perhaps amended; in report_only, whether it would."""
        return not (self.request.removed or self.response.removed)

    def as_text(self) -> str:
        return as_text(self)

    def as_json(self) -> Json:
        return as_json(self)


def explain(
    table: Table,
    effective: Effective,
    name: str,
    now: datetime,
    *,
    set_cookie: str | None = None,
    host: str | None = None,
    places: Places | None = None,
) -> Explained:
    """The verdict on the cookie `name` for a visitor whose choice amounts to `effective`.

    `set_cookie` is how the site sets it; without it, as it is declared. `host` is the domain that it is set for, None
    is the site's own. Raises UsageError where `set_cookie` sets another cookie, or no cookie can have such a name.
    """
    header = as_declared(name, _item(table, name, host), host) if set_cookie is None else encode_header(set_cookie)
    asked = _Asked(table, effective, name, header, now)
    request, response = asked.request(), asked.response()
    matches = Matcher(table.registry).all(name, Kind.COOKIE, host)
    others = [] if matches else [(s, item) for s, item in table.registry.items() if covers_name(item, name)]
    covers, elsewhere = (
        tuple(_cover(table, effective, service, item, places or {}) for service, item in found)
        for found in (matches, others)
    )
    known = None if covers or elsewhere else lookup(name, host, Kind.COOKIE)
    advice = tuple(_advice(request, response, covers))
    return Explained(name, host, request.verdict.mode, request, response, covers, elsewhere, known, advice)


def _item(table: Table, name: str, host: str | None) -> StorageItem | None:
    found = Matcher(table.registry).match(name, Kind.COOKIE, host)
    return found.item if found else None


def as_declared(name: str, item: StorageItem | None, host: str | None = None) -> bytes:
    """A `Set-Cookie` of this name as its declaration has it."""
    if item is None:
        return encode_header(f"{name}={A_VALUE}{f'; Domain={host}' if host else ''}")
    life = None if item.lifetime in (None, SESSION) else seconds(item.lifetime)
    parts = (
        (f"{name}={A_VALUE}", True),
        (f"Domain={host or item.host}", host or item.host),
        (f"Path={item.path or '/'}", item.path or name.lower().startswith("__host-")),
        (f"Max-Age={life}", life),
        ("Secure", item.secure or item.partitioned or item.same_site == "None" or name.lower().startswith("__")),
        ("HttpOnly", item.http_only or name.lower().startswith(("__http-", "__host-http-"))),
        (f"SameSite={item.same_site}", item.same_site),
        ("Partitioned", item.partitioned),
    )
    return encode_header("; ".join(text for text, there in parts if there))


class _Asked:
    """One question, judged by the rules of the site and by the same rules enforced throughout."""

    def __init__(self, table: Table, effective: Effective, name: str, header: bytes, now: datetime) -> None:
        self.table, self.effective, self.name, self.header, self.now = table, effective, name, header, now
        self.strict = Table(table.registry, replace(table.rules, mode=Mode.ENFORCE, items=()))
        self.cookie = parse_set_cookie(header)
        if self.cookie.name != name:
            raise UsageError(f'Such a header sets the cookie "{self.cookie.name}", and the question is about "{name}".')

    def request(self) -> Side:
        verdict, enforced = (sent(table, self.effective, self.name) for table in (self.table, self.strict))
        entry = self.table.entry(self.name)
        return self._side(verdict, enforced, entry, words.REQUEST, words.REQUEST_WOULD)

    def response(self) -> Side:
        verdict, enforced = (given(table, self.effective, self.header, self.now) for table in (self.table, self.strict))
        domain = self.cookie.domain if isinstance(self.cookie, SetCookie) else None
        entry = self.table.entry(self.name, domain)
        return self._side(verdict, enforced, entry, words.RESPONSE, words.RESPONSE_WOULD)

    def _side(self, verdict: Verdict, enforced: Verdict, entry: Entry, does: Done, would: Done) -> Side:
        why = self._why(verdict.reason, entry)
        if verdict.mode is Mode.ENFORCE or verdict == enforced:
            return Side(verdict, enforced, why, self._done(does[verdict.action]))
        if verdict.mode is Mode.OFF:
            return Side(verdict, enforced, why, self._done(does[Action.ALLOW]), self._done(would[enforced.action]))
        return Side(verdict, enforced, why, Said(words.UNCHANGED), self._done(would[enforced.action]))

    def _done(self, template: str) -> Said:
        return Said(template, {"amended": decode_header(amended(self.strict, self.header, self.now))})

    def _why(self, reason: Reason, entry: Entry) -> Said:
        if reason in (Reason.GRANTED, Reason.NOT_GRANTED):
            return self._state(entry, wanted=reason is Reason.GRANTED)
        if reason is Reason.EXEMPT and self.name == COOKIE_NAME:
            return Said(words.OWN)
        return Said(words.REASONS[reason], self._values(reason, entry))

    def _values(self, reason: Reason, entry: Entry) -> dict[str, str]:
        match reason, self.cookie:
            case Reason.HOST, _:
                hosts = (item.host for _, item in self.table.registry.items() if covers_name(item, self.name))
                return {"hosts": ", ".join(dict.fromkeys(host or "the site's own" for host in hosts))}
            case Reason.MALFORMED, Rejected(reason=fault):
                return {"fault": fault.explanation}
            case Reason.LIFETIME, SetCookie() as cookie:
                return {"life": _life(lifetime(cookie, self.now)), "declared": _life(entry.life)}
            case Reason.ATTRIBUTES, SetCookie() as cookie:
                return {"missing": ", ".join(missing(entry, cookie))}
        return {}

    def _state(self, entry: Entry, *, wanted: bool) -> Said:
        """The first service that lets it pass or, where none does, the first that does not."""
        states = {id: self.effective.services.get(id, Why.UNKNOWN) for id in entry.optional}
        found = next(id for id, state in states.items() if (state in GRANTING) is wanted)
        service = next(s for s in self.table.registry.services if s.id == found)
        purpose = self.table.registry.purpose(service.purpose)
        label = label_of(purpose, self.table)
        return Said(words.STATES[states[found]], {"purpose": label, "service": service.function})


def covers_name(item: StorageItem, name: str) -> bool:
    """Whether a cookie of this name falls under the item, whatever its host."""
    return item.kind is Kind.COOKIE and (glob(item.name).matches(name) if item.is_pattern else item.name == name)


def label_of(purpose: Purpose, table: Table) -> str:
    """What visitors read of the purpose, in the site's default language; its id where nothing is said."""
    return purpose.label.best(table.registry.site.default_language)[1] or purpose.id


def _cover(table: Table, effective: Effective, service: Service, item: StorageItem, places: Places) -> Cover:
    registry = table.registry
    purpose, provider = registry.purpose(service.purpose), registry.provider(service.provider)
    return Cover(
        service,
        item,
        provider,
        purpose,
        None if service.exemption in NEVER_OPTIONAL else effective.services.get(service.id, Why.UNKNOWN),
        label_of(purpose, table),
        service.ground.best(registry.site.default_language)[1],
        _line(table, service, item, places),
    )


def _line(table: Table, service: Service, item: StorageItem, places: Places) -> int | None:
    """Where the item stands in the file, or what declares it there."""
    entry = f'services[{table.registry.services.index(service)}] "{service.id}"'
    path = f'{entry} > items[{service.items.index(item)}] "{item.name}"'
    for known in (path, entry):
        if known in places:
            return places[known][0]
    return None


def _advice(request: Side, response: Side, covers: tuple[Cover, ...]) -> Iterator[Said]:
    match response.verdict.reason if response.removed or not request.removed else request.verdict.reason:
        case Reason.UNDECLARED:
            yield Said(words.DECLARE)
            if frameworks := frameworks_of(request.verdict.name):
                line = f'frameworks = ["{frameworks[0]}"]'
                yield Said(words.FRAMEWORK, {"frameworks": " or ".join(frameworks), "line": line})
        case Reason.HOST:
            yield Said(words.DECLARE_HOST)
        case Reason.LIFETIME | Reason.ATTRIBUTES:
            yield Said(words.MEND)
        case Reason.NOT_GRANTED:
            optional = [cover for cover in covers if cover.state is not None]
            yield Said(words.ASK, {"purpose": '" or "'.join(dict.fromkeys(cover.label for cover in optional))})
            if len(optional) < len(covers):
                yield Said(words.SHARED, {"services": ", ".join(cover.service.function for cover in optional)})


def _life(length: int | None) -> str:
    return SESSION if not length or length < 0 else in_words(length)

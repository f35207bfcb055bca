"""A running gate: requests and responses pass through the current setup, and no fault of it stops the site.

The doors (WSGI, ASGI, Django) translate to and from this, and decide nothing. Names and values of headers are bytes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from speculoos.consent.choice import Effective
from speculoos.consent.cookie import COOKIE_NAME
from speculoos.core.cookies import WSP, decode_header, encode_header
from speculoos.gate.endings import Seen, forgetting, turn_of, unseen
from speculoos.gate.headers import incoming, name_of, outgoing
from speculoos.gate.rules import Action, Mode, Reason, Verdict
from speculoos.gate.setup import Setup
from speculoos.gate.shared import CACHING, Header, for_caches, kept_apart
from speculoos.gate.tally import Side, Tally
from speculoos.gate.told import NAME as TOLD
from speculoos.gate.told import told

SET_COOKIE = b"set-cookie"
CONTENT_TYPE = b"content-type"
DOCUMENTS = (b"text/html", b"application/xhtml+xml")
NO_DECLARATION = "no declaration"


class Gate:
    """One site's gate, shared by all threads and tasks of a process.

    A request keeps the setup that it began with; `swap` puts another one in its place for those that come. Where there
    is no setup, or anything fails, the gate falls to `fallback`: report_only lets everything through unchanged, enforce
    lets nothing through but the choice itself. Either is counted in `tally` and logged.
    """

    __slots__ = ("fallback", "seen", "setup", "tally")

    def __init__(
        self, setup: Setup | None = None, *, fallback: Mode = Mode.REPORT_ONLY, tally: Tally | None = None
    ) -> None:
        self.setup = setup
        self.fallback = fallback
        self.tally = tally or Tally()
        self.seen = Seen()

    def swap(self, setup: Setup) -> None:
        """Another version or other rules, from the next request on."""
        self.setup = setup

    def open(
        self,
        cookies: Sequence[bytes],
        *,
        host: str,
        path: str,
        gpc: bool = False,
        effective: Effective | None = None,
        now: datetime | None = None,
    ) -> "Passage":
        """Let a request in: `cookies` are its `Cookie` values, `path` is as the browser asked for it. Never raises.

        `effective` is what counts for this visitor where somebody knows more than the cookie says.
        """
        setup = self.setup
        if setup is None:
            return self.failed(NO_DECLARATION, cookies, path)
        try:
            return Passage(self, setup, cookies, host, path, effective, gpc, now or datetime.now(UTC))
        except Exception as fault:  # noqa: BLE001  (the site stays up, whatever fails here)
            return self.failed(fault, cookies, path)

    def failed(self, fault: BaseException | str, cookies: Sequence[bytes], path: str) -> "Passage":
        """The passage of a request that cannot be judged."""
        self.tally.fault(fault, self.fallback)
        return Blind(self, cookies, path)


class Passage:
    """One request's way in and its response's way out.

    `cookies` are the `Cookie` values that the application is to see, `changed` whether they are others than came.
    """

    __slots__ = ("_effective", "_gate", "_host", "_names", "_now", "_path", "_setup", "changed", "cookies", "verdicts")

    def __init__(
        self,
        gate: Gate,
        setup: Setup,
        cookies: Sequence[bytes],
        host: str,
        path: str,
        effective: Effective | None,
        gpc: bool,
        now: datetime,
    ) -> None:
        self._gate, self._setup, self._host, self._path, self._now = gate, setup, host, path, now
        self._effective = effective or setup.reader.effective(cookies, now, gpc=gpc)
        found = incoming(setup.table, self._effective, cookies)
        self.cookies, self.verdicts, self._names = found.cookies, found.verdicts, found.forget
        self.changed = bool(found.forget)
        self._count("request", found.verdicts)

    def close(self, headers: Sequence[Header]) -> list[Header]:
        """The headers that the browser is given for those of the application. Never raises."""
        try:
            return self._close(headers)
        except Exception as fault:  # noqa: BLE001  (the site stays up, whatever fails here)
            return self._gate.failed(fault, self.cookies, self._path).close(headers)

    def _close(self, headers: Sequence[Header]) -> list[Header]:
        setup, rules = self._setup, self._setup.rules
        kinds = [name.lower() for name, _ in headers]
        passed: list[Header] = list(headers)
        verdicts: tuple[Verdict, ...] = ()
        if SET_COOKIE in kinds:
            given = [value for kind, (_, value) in zip(kinds, headers, strict=True) if kind == SET_COOKIE]
            found = outgoing(setup.table, self._effective, given, self._now)
            verdicts = found.verdicts
            self._count("response", verdicts)
            passed = _replaced(headers, given, verdicts, found.cookies)
            for cookie in found.passed:
                self._gate.seen.note(cookie)
        document = is_document(headers) if CONTENT_TYPE in kinds else None
        names = self._names
        if document and rules.mode is Mode.ENFORCE and (setup.table.hidden or self._gate.seen.hidden):
            hidden = unseen(setup.table, self._effective, self._path, self._gate.seen)
            names = tuple(dict.fromkeys((*names, *hidden)))
        apart = self.changed or (bool(verdicts) and any(v.changes for v in verdicts))
        if names:
            ended = forgetting(setup.table, names, self._host, self._path, self._gate.seen, turn_of(self._now))
            # they come first, so that what the application sets in the same answer is what stays
            passed = [*((b"Set-Cookie", value) for value in ended), *passed]
            apart = apart or bool(ended)
        kept = not CACHING.isdisjoint(kinds) and for_caches(headers)
        apart = apart or (kept and self._granted(verdicts, document=document is not False))
        if rules.csp is not Mode.OFF and document is not False:
            apart = self._policy(passed, kept) or apart
        if apart:
            passed = kept_apart(passed)
        if rules.told and (value := told(self.verdicts, verdicts)):
            passed.append((TOLD, value))
        return passed

    def _granted(self, verdicts: Sequence[Verdict], *, document: bool) -> bool:
        """Whether a grant has let something through that caches must not keep: an item given, or read for a page."""
        concerned = (*self.verdicts, *verdicts) if document else verdicts
        return any(v.reason is Reason.GRANTED and v.mode is Mode.ENFORCE for v in concerned)

    def _policy(self, passed: list[Header], kept: bool) -> bool:
        """Add the policy of this visitor's scene; says whether the answer depends on the choice for it.

        An answer that is `kept` by caches gets one for everybody, as long as the policy only reports.
        """
        setup = self._setup
        watching = setup.rules.csp is not Mode.ENFORCE
        for_all = not setup.asks or (watching and kept)
        value = setup.declared_csp if for_all else setup.policy(self._effective)
        if not value:
            return False
        passed.append((setup.csp_name, value))
        if setup.endpoints:
            passed.append((b"Reporting-Endpoints", setup.endpoints))
        return not for_all and not watching

    def _count(self, side: Side, verdicts: Sequence[Verdict]) -> None:
        if judged := [verdict for verdict in verdicts if not verdict.passes]:
            items = [self._setup.table.entry(verdict.name).item for verdict in judged]
            names = [item.name if item else None for item in items]
            self._gate.tally.count_all(side, self._path, zip(judged, names, strict=True), self._now)


class Blind(Passage):
    """The passage of a request that was not judged."""

    __slots__ = ("_through",)

    def __init__(self, gate: Gate, cookies: Sequence[bytes], path: str) -> None:
        self._gate, self._path, self.verdicts = gate, path, ()
        self._through = gate.fallback is not Mode.ENFORCE
        self.cookies = tuple(cookies) if self._through else tuple(filter(None, map(choice_alone, cookies)))
        self.changed = not self._through

    def close(self, headers: Sequence[Header]) -> list[Header]:
        if self._through:
            return list(headers)
        return [(name, value) for name, value in headers if name.lower() != SET_COOKIE]


def is_document(headers: Sequence[Header]) -> bool | None:
    """Whether a page comes with its own Content-Security-Policy from here; None where nothing says what it is.

    An answer that is not modified (304) says nothing, and updates the headers of the page that the browser keeps.
    """
    for name, value in headers:
        if name.lower() == CONTENT_TYPE:
            return value.partition(b";")[0].strip().lower() in DOCUMENTS
    return None


def choice_alone(value: bytes) -> bytes:
    """A `Cookie` value with nothing but the visitor's choice."""
    parts = [part for part in decode_header(value).split(";") if name_of(part) == COOKIE_NAME]
    return encode_header(";".join(parts).strip(WSP))


def _replaced(
    headers: Sequence[Header], given: Sequence[bytes], verdicts: Sequence[Verdict], kept: Sequence[bytes]
) -> list[Header]:
    """The headers with each `Set-Cookie` as it was judged, every other one where it was."""
    if len(kept) == len(given) and not any(verdict.changes for verdict in verdicts):
        return list(headers)
    staying = iter(kept)
    judged = iter(verdicts)
    passed: list[Header] = []
    for name, value in headers:
        if name.lower() != SET_COOKIE:
            passed.append((name, value))
            continue
        verdict = next(judged)
        if not verdict.changes or verdict.action is Action.AMEND:
            passed.append((name, next(staying)))
    return passed

"""Whose request is it: the visitor's choice as their cookie and signal say it, for sites that need no platform.

The one place of the gate that knows secrets. No clock: the time is passed in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from speculoos.consent.choice import MAX_AGE_DAYS, Choice, Effective, effective, expired, standing
from speculoos.consent.cookie import COOKIE_NAME, MAX_BYTES, decode
from speculoos.consent.layout import Layout
from speculoos.law.decide import purposes_to_ask, purposes_to_object
from speculoos.registry.model import Registry

NAME = COOKIE_NAME.encode()
BLANKS = b" \t"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
REMEMBERED = 4096
"""Values of the cookie whose choice is kept, some 300 bytes each."""


@dataclass(frozen=True)
class Reader:
    """Reads choices about one registry version. `keys` sign the cookie, newest first; `site` is its short name.

    `layouts` are those of earlier versions, whose choices still count if nothing material has changed since
    `material_since`.
    """

    registry: Registry
    keys: tuple[str | bytes, ...]
    site: str
    layouts: tuple[Layout, ...] = ()
    material_since: int = 0
    max_age_days: int = MAX_AGE_DAYS

    @cached_property
    def layout(self) -> Layout:
        return Layout.of(self.registry)

    @cached_property
    def _by_version(self) -> dict[int, Layout]:
        return {layout.version: layout for layout in (*self.layouts, self.layout)}

    @cached_property
    def _asked(self) -> tuple[str, ...]:
        return tuple(purpose.id for purpose in purposes_to_ask(self.registry))

    @cached_property
    def _objection(self) -> tuple[str, ...]:
        return tuple(purpose.id for purpose in purposes_to_object(self.registry))

    def prepare(self) -> None:
        """Work out what the first request would have to wait for."""
        self.effective((), LONG_AGO)

    def effective(self, cookies: Iterable[bytes], now: datetime, *, gpc: bool = False) -> Effective:
        """What counts for a request with these `Cookie` values. Never raises on them."""
        choice = self.choice(cookies)
        if choice is not None and expired(choice, now, self.max_age_days):
            return self._judged(choice, now, gpc)
        known = self._answers.get((id(choice), gpc))
        if known is None or known[0] is not choice:  # until it is too old, a choice amounts to the same at any time
            if len(self._answers) >= REMEMBERED:
                self._answers.clear()
            known = self._answers[id(choice), gpc] = (choice, self._judged(choice, now, gpc))
        return known[1]

    def _judged(self, choice: Choice | None, now: datetime, gpc: bool) -> Effective:
        return effective(
            choice,
            self.layout,
            now,
            gpc=gpc,
            asked=self._asked,
            objection=self._objection,
            material_since=self.material_since,
            max_age_days=self.max_age_days,
        )

    @cached_property
    def _answers(self) -> dict[tuple[int, bool], tuple[Choice | None, Effective]]:
        """What choices amount to, by their identity: the same object comes by again for the same cookie."""
        return {}

    def choice(self, cookies: Iterable[bytes]) -> Choice | None:
        """The standing one among the values that are ours."""
        found: list[Choice] = []
        for value in cookies:
            at = value.find(NAME)
            while at >= 0:  # only the pairs that it stands in are looked at
                end = value.find(b";", at)
                pair = value[value.rfind(b";", 0, at) + 1 : end if end >= 0 else None]
                name, _, text = pair.partition(b"=")
                if name.strip(BLANKS) == NAME and (choice := self._read(text.strip(BLANKS))):
                    found.append(choice)
                at = value.find(NAME, end) if end >= 0 else -1
        return standing(found) if len(found) != 1 else found[0]

    @cached_property
    def _known(self) -> dict[bytes, Choice]:
        """What has been read: visitors send their choice with every request."""
        return {}

    def _read(self, value: bytes) -> Choice | None:
        if len(value) > MAX_BYTES:
            return None
        known = self._known.get(value)
        if known is not None:
            return known
        found = decode(value, self._by_version.get, self.keys, self.site)
        if not isinstance(found, Choice):
            return None
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        return self._known.setdefault(value, found)

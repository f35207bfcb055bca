"""Whose request is it: the visitor's choice as their cookie and signal say it, for sites that need no platform.

The one place of the gate that knows secrets. No clock: the time is passed in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from speculoos.consent.choice import MAX_AGE_DAYS, Choice, Effective, effective
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
        return effective(
            self.choice(cookies),
            self.layout,
            now,
            gpc=gpc,
            asked=self._asked,
            objection=self._objection,
            material_since=self.material_since,
            max_age_days=self.max_age_days,
        )

    def choice(self, cookies: Iterable[bytes]) -> Choice | None:
        """The first value among them that is one of ours."""
        for value in cookies:
            if NAME not in value:
                continue
            for part in value.split(b";"):
                if NAME in part:
                    name, _, text = part.partition(b"=")
                    if name.strip(BLANKS) == NAME and (found := self._read(text.strip(BLANKS))):
                        return found
        return None

    @cached_property
    def _known(self) -> dict[bytes, Choice | None]:
        """What has been read: visitors send their choice with every request."""
        return {}

    def _read(self, value: bytes) -> Choice | None:
        if len(value) > MAX_BYTES:
            return None
        known = self._known
        if value not in known:
            found = decode(value, self._by_version.get, self.keys, self.site)
            if len(known) >= REMEMBERED:
                known.clear()
            known[value] = found if isinstance(found, Choice) else None
        return known[value]

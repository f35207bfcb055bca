"""Google Consent Mode v2, Microsoft UET and Clarity: what a choice means to their tags, as data (law.md GCM, MS).

The commands are lists ready to be pushed by js/signals/modes.js. Everything is denied until granted: a signal is
granted when every purpose that stands for it is, and one that no purpose stands for never. No I/O, no clock.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from speculoos.consent.choice import Effective
from speculoos.core.errors import UsageError
from speculoos.registry.model import Registry

SIGNALS = ("ad_storage", "analytics_storage", "ad_user_data", "ad_personalization", "functionality_storage",
           "personalization_storage", "security_storage")  # fmt: skip
"""What Google's tags ask about; UET hears the first, Clarity the first two."""

Command = list[Any]


@dataclass(frozen=True, slots=True)
class ModeMapping:
    """Which signals a site's purposes stand for, and how its tags behave while they are denied.

    `wait_for_update` is in milliseconds. UsageError for a signal that does not exist.
    """

    signals: Mapping[str, tuple[str, ...]]
    wait_for_update: int = 500
    ads_data_redaction: bool = True
    url_passthrough: bool = False

    def __post_init__(self) -> None:
        wrong = sorted({s for signals in self.signals.values() for s in signals} - set(SIGNALS))
        if wrong:
            raise UsageError(f"There is no signal {wrong[0]!r}. There are: {', '.join(SIGNALS)}.")


@dataclass(frozen=True, slots=True)
class Commands:
    """What each vendor's queue is given, in order."""

    google: tuple[Command, ...]
    uet: tuple[Command, ...]
    clarity: tuple[Command, ...]

    def as_json(self) -> dict[str, list[Command]]:
        return {"google": [*self.google], "uet": [*self.uet], "clarity": [*self.clarity]}


def defaults(
    registry: Registry, mapping: ModeMapping, regions: Mapping[str, Collection[str]] | None = None, *, gpc: bool = False
) -> Commands:
    """What is pushed before any tag: denied everywhere, and in `regions` all but what is allowed there unasked.

    `regions` maps ISO 3166-2 codes to the purposes that the law there allows until objected to. Microsoft's queues
    know no regions, and with `gpc` no region allows anything.
    """
    unknown = sorted(set(mapping.signals) - {p.id for p in registry.purposes} - {s.purpose for s in registry.services})
    if unknown:
        raise UsageError(f"The purpose {unknown[0]!r} is not declared. Map the purposes of the declaration.")
    denied = _values(mapping, ())
    google: list[Command] = [["consent", "default", denied | {"wait_for_update": mapping.wait_for_update}]]
    for region, allowed in sorted((regions or {}).items()):
        values = _values(mapping, () if gpc else allowed)
        google.append(["consent", "default", values | {"region": [region], "wait_for_update": mapping.wait_for_update}])
    google.append(["set", "ads_data_redaction", mapping.ads_data_redaction])
    google.append(["set", "url_passthrough", mapping.url_passthrough])
    return Commands(tuple(google), (_uet("default", denied),), (_clarity(denied),))


def update(found: Effective, mapping: ModeMapping) -> Commands:
    """What is pushed after a choice: once, with every signal. GPC denies, because `found` grants nothing under it."""
    values = _values(mapping, [p for p in mapping.signals if found.grants(p)])
    return Commands((["consent", "update", values],), (_uet("update", values),), (_clarity(values),))


def _values(mapping: ModeMapping, granted: Collection[str]) -> dict[str, Any]:
    standing = {s: [p for p, signals in mapping.signals.items() if s in signals] for s in SIGNALS}
    return {s: "granted" if ps and all(p in granted for p in ps) else "denied" for s, ps in standing.items()}


def _uet(moment: str, values: Mapping[str, str]) -> Command:
    return ["consent", moment, {"ad_storage": values["ad_storage"]}]


def _clarity(values: Mapping[str, str]) -> Command:
    return ["consentv2", {"ad_Storage": values["ad_storage"], "analytics_Storage": values["analytics_storage"]}]

"""From a visitor's choice to the TC string that says it. Off unless a registered CMP id is configured (TCF-4).

Only consent is signalled, never legitimate interest: what a visitor did not grant is not claimed on another basis.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from speculoos.consent.choice import GRANTING, Effective, Reason
from speculoos.consent.tcf.gvl import VendorList
from speculoos.consent.tcf.model import TcString
from speculoos.core.errors import UsageError
from speculoos.registry.model import Registry


@dataclass(frozen=True, slots=True)
class TcfConfig:
    """What emitting TC strings needs. UsageError unless the CMP id can be a registered one.

    `registered` are the ids of the published CMP list, where the site keeps a copy: then the id must be in it.
    """

    cmp_id: int
    cmp_version: int
    publisher_country: str
    gvl: VendorList
    registered: frozenset[int] | None = None

    def __post_init__(self) -> None:
        known = self.registered is None or self.cmp_id in self.registered
        if not (0 < self.cmp_id < 4096 and known):
            raise UsageError(
                f"TCF is off: the CMP id {self.cmp_id} is not a registered one. Register the platform with IAB Europe "
                "and configure the id it gives out; a TC string under another id is worth nothing."
            )


@dataclass(frozen=True, slots=True)
class TcfMapping:
    """What of a site's declaration the framework knows: providers as vendors, purposes as purposes and features."""

    vendors: Mapping[str, int]
    purposes: Mapping[str, tuple[int, ...]]
    special_features: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))


def signal(
    registry: Registry, found: Effective, config: TcfConfig, mapping: TcfMapping, now: datetime, language: str = "en"
) -> TcString:
    """What the effective choice amounts to. A vendor has consent if all of its services that are optional are granted.

    Times are cut to the day, as the framework asks, so that the string is no fingerprint.
    """
    disclosed = _vendors(registry, config, mapping, {s.id for s in registry.services})
    granted = {s.id for s in registry.services if found.grants(s.purpose, s.id)}
    refused = {s.id for s in registry.services if found.reason(s.purpose, s.id) not in (*GRANTING, Reason.UNKNOWN)}
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return TcString(
        created=day,
        updated=day,
        cmp_id=config.cmp_id,
        cmp_version=config.cmp_version,
        screen=1,
        language=language[:2].upper(),
        vendor_list_version=config.gvl.version,
        policy_version=config.gvl.policy_version,
        publisher_country=config.publisher_country,
        purpose_consents=_granted(mapping.purposes, found),
        special_feature_opt_ins=_granted(mapping.special_features, found),
        vendor_consents=_vendors(registry, config, mapping, granted) - _vendors(registry, config, mapping, refused),
        disclosed_vendors=disclosed,
    )


def _granted(numbers: Mapping[str, tuple[int, ...]], found: Effective) -> frozenset[int]:
    """A number is granted if every purpose of ours that stands for it is: half a yes is a no."""
    refused = {n for purpose, ns in numbers.items() if not found.grants(purpose) for n in ns}
    return frozenset(n for ns in numbers.values() for n in ns) - refused


def _vendors(registry: Registry, config: TcfConfig, mapping: TcfMapping, services: Collection[str]) -> frozenset[int]:
    """Ids of the providers of `services`; what the vendor list does not have, or has deleted, is left out."""
    ids = {mapping.vendors[s.provider] for s in registry.services if s.id in services and s.provider in mapping.vendors}
    known = config.gvl.vendors
    return frozenset(n for n in ids if n in known and not known[n].deleted)

"""What the tags of others are told, as data for the page: consent modes, TCF and GPP (js/signals reads it).

A site's settings say which of its purposes stand for what; the declaration says the rest. Nothing here depends on the
visitor: what they chose is put in by the page. No I/O, no clock.
"""

from collections.abc import Collection, Mapping
from typing import Any

from speculoos.consent.gpp.fields import SECTIONS, Field
from speculoos.consent.layout import Layout
from speculoos.consent.modes import SIGNALS, ModeMapping, defaults
from speculoos.consent.tcf.model import POLICY_VERSION
from speculoos.core.errors import UsageError
from speculoos.registry.model import Registry

Json = dict[str, Any]

NOTICES = (
    "SharingNotice",
    "ProcessingNotice",
    "SaleOptOutNotice",
    "SharingOptOutNotice",
    "TargetedAdvertisingOptOutNotice",
)
OPT_OUTS = ("SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut")
NOT_COVERED, GIVEN = 2, 1


def modes(registry: Registry, settings: Mapping[str, Any], regions: Mapping[str, Collection[str]]) -> Json:
    """The defaults, and which purposes stand for each signal. UsageError for what is not declared."""
    mapping = mode_mapping(settings)
    said = defaults(registry, mapping, regions).as_json()
    standing = {s: [p for p, signals in mapping.signals.items() if s in signals] for s in SIGNALS}
    return {"defaults": said, "signals": standing}


def mode_mapping(settings: Mapping[str, Any]) -> ModeMapping:
    return ModeMapping(
        {purpose: tuple(signals) for purpose, signals in settings.get("signals", {}).items()},
        settings.get("wait_for_update", 500),
        settings.get("ads_data_redaction", True),
        settings.get("url_passthrough", False),
    )


def tcf(registry: Registry, settings: Mapping[str, Any]) -> Json | None:
    """What a TC string is made of; None without a registered CMP id: a string under no id is worth nothing (TCF-4)."""
    if not settings.get("cmp_id"):
        return None
    listed = settings["vendor_list"]
    vendors: dict[int, list[str]] = {}
    optional = set(Layout.of(registry).service_ids)
    for service in registry.services:
        number = settings.get("vendors", {}).get(service.provider)
        if number in listed["vendors"] and service.id in optional:
            vendors.setdefault(number, []).append(f"{service.purpose}:{service.id}")
    return {
        "cmp_id": settings["cmp_id"],
        "cmp_version": settings.get("cmp_version", 1),
        "publisher_country": settings["publisher_country"],
        "vendor_list_version": listed["version"],
        "policy_version": listed.get("policy_version", POLICY_VERSION),
        "gdpr_applies": True,
        "vendors": {str(number): units for number, units in sorted(vendors.items())},
        "purposes": _by_number(settings.get("purposes", {})),
        "special_features": _by_number(settings.get("special_features", {})),
    }


def gpp(registry: Registry, sections: Collection[str]) -> list[Json] | None:
    """The sections with their fields; an opt-out names the purposes that are sold or shared, the rest is fixed."""
    unknown = sorted(set(sections) - set(SECTIONS))
    if unknown:
        raise UsageError(f"There is no section {unknown[0]!r}. There are: {', '.join(SECTIONS)}.")
    layout = Layout.of(registry)
    sold = [purpose.id for purpose in registry.purposes if purpose.sale and purpose.id in layout.purposes]
    known = sorted((SECTIONS[name] for name in sections), key=lambda section: section.id)
    return [
        {"id": s.id, "name": s.name, "gpc": s.gpc, "fields": [_field(field, sold) for field in s.core]} for s in known
    ] or None


def _field(field: Field, sold: list[str]) -> list[Any]:
    value: Any = field.default()
    if field.name in OPT_OUTS and sold:
        value = ["opt", sold]
    elif field.name in NOTICES and sold:
        value = GIVEN
    elif field.name == "MspaCoveredTransaction":
        value = NOT_COVERED
    return [field.name, field.bits, field.count, value]


def _by_number(numbers: Mapping[str, Collection[int]]) -> dict[str, list[str]]:
    """Each number with the purposes of ours that stand for it."""
    found: dict[str, list[str]] = {}
    for purpose, ns in numbers.items():
        for n in ns:
            found.setdefault(str(n), []).append(purpose)
    return found

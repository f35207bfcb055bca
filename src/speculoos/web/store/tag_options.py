"""Judging a site's settings for the tags of others: consent modes, TCF, GPP. Each says what is wrong, or nothing."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from speculoos.consent.gpp.fields import SECTIONS
from speculoos.consent.modes import SIGNALS
from speculoos.law.place import place_of

LONGEST_WAIT = 10_000
MOST_VENDORS = 500
COUNTRY = re.compile(r"[A-Z]{2}")
REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
Check = Callable[[Any], bool]


def modes_fault(value: Any, _url: str) -> str:
    """`{"signals": {purpose: [signal]}, …}`, or {} for off."""
    known: dict[str, Check] = {
        "signals": lambda v: _lists(v, lambda each: each in SIGNALS),
        "wait_for_update": lambda v: _number(v, 0, LONGEST_WAIT),
        "ads_data_redaction": lambda v: isinstance(v, bool),
        "url_passthrough": lambda v: isinstance(v, bool),
        "regions": lambda v: isinstance(v, list) and all(_region(each) for each in v),
    }
    if value == {}:
        return ""
    if isinstance(value, Mapping) and not value.get("signals"):
        return _("Say with `signals` which purposes stand for which of: %s.") % ", ".join(SIGNALS)
    return _judge(value, known)


def tcf_fault(value: Any, _url: str) -> str:
    """`{"cmp_id": …}` with all that a TC string needs, or {} for off: without a registered CMP id it is off."""
    known: dict[str, Check] = {
        "cmp_id": lambda v: _number(v, 1, 4095),
        "cmp_version": lambda v: _number(v, 1, 4095),
        "publisher_country": lambda v: isinstance(v, str) and COUNTRY.fullmatch(v) is not None,
        "vendors": lambda v: _numbers(v, 65535),
        "purposes": lambda v: _lists(v, lambda each: _number(each, 1, 24)),
        "special_features": lambda v: _lists(v, lambda each: _number(each, 1, 12)),
        "vendor_list": _vendor_list,
        "registered": lambda v: isinstance(v, list) and all(_number(each, 1, 4095) for each in v),
    }
    if value == {}:
        return ""
    told = _judge(value, known)
    missing = [name for name in ("cmp_id", "publisher_country", "vendor_list") if not told and name not in value]
    if missing:
        return (
            _("TCF is off without a registered CMP id, a publisher's country and a vendor list: %s is missing.")
            % (missing[0])
        )
    if not told and "registered" in value and value["cmp_id"] not in value["registered"]:
        return str(_("The CMP id %d is not in the list of registered ones.") % value["cmp_id"])
    return told


def gpp_fault(value: Any, _url: str) -> str:
    fine = isinstance(value, list | tuple) and all(isinstance(each, str) and each in SECTIONS for each in value)
    return "" if fine else _("A list of sections of the United States: %s.") % ", ".join(SECTIONS)


def _judge(value: Any, known: Mapping[str, Check]) -> str:
    if not isinstance(value, Mapping):
        return _("An object with: %s.") % ", ".join(known)
    wrong = [name for name in value if name not in known or not known[name](value[name])]
    return _("“%s” is not known here, or its value cannot be.") % str(wrong[0])[:60] if wrong else ""


def _number(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _lists(value: Any, each: Check) -> bool:
    return isinstance(value, Mapping) and all(isinstance(v, list) and all(map(each, v)) for v in value.values())


def _numbers(value: Any, high: int) -> bool:
    small = isinstance(value, Mapping) and len(value) <= MOST_VENDORS
    return small and all(_number(each, 1, high) for each in value.values())


def _region(value: Any) -> bool:
    return isinstance(value, str) and REGION.fullmatch(value) is not None and place_of(value) is not None


def _vendor_list(value: Any) -> bool:
    """The version of the vendor list that is shown, and which of its vendors are alive."""
    if not isinstance(value, Mapping) or set(value) - {"version", "policy_version", "vendors"}:
        return False
    ids = value.get("vendors")
    versions = _number(value.get("version"), 1, 4095) and _number(value.get("policy_version", 5), 1, 63)
    return versions and isinstance(ids, list) and all(_number(each, 1, 65535) for each in ids)

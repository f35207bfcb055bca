"""What a TC string says, as frozen values. Knows no bits (see codec), no clock and no vendor list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

POLICY_VERSION = 5
"""The version of the framework's policies that came with TCF 2.3 (TCF-2)."""

CONSENT_ONLY = frozenset({1, 3, 4, 5, 6})
"""Purposes for which legitimate interest is never a basis: their bits are always 0 (TCF-1)."""


class RestrictionType(IntEnum):
    """What a publisher imposes on vendors for one purpose."""

    NOT_ALLOWED = 0
    REQUIRE_CONSENT = 1
    REQUIRE_LEGITIMATE_INTEREST = 2


@dataclass(frozen=True, slots=True)
class Restriction:
    """One publisher restriction: the vendors it binds, for one purpose."""

    purpose: int
    type: RestrictionType
    vendors: frozenset[int]


@dataclass(frozen=True, slots=True)
class PublisherTc:
    """What the publisher may do itself; custom purposes count from 1."""

    consents: frozenset[int] = frozenset()
    legitimate_interests: frozenset[int] = frozenset()
    custom_purposes: int = 0
    custom_consents: frozenset[int] = frozenset()
    custom_legitimate_interests: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TcString:
    """Every field of the string. `disclosed_vendors` and `allowed_vendors` are None where the segment is missing."""

    created: datetime
    updated: datetime
    cmp_id: int
    cmp_version: int
    screen: int
    language: str
    vendor_list_version: int
    publisher_country: str
    policy_version: int = POLICY_VERSION
    service_specific: bool = True
    non_standard_texts: bool = False
    special_feature_opt_ins: frozenset[int] = frozenset()
    purpose_consents: frozenset[int] = frozenset()
    purpose_legitimate_interests: frozenset[int] = frozenset()
    purpose_one_treatment: bool = False
    vendor_consents: frozenset[int] = frozenset()
    vendor_legitimate_interests: frozenset[int] = frozenset()
    restrictions: tuple[Restriction, ...] = ()
    disclosed_vendors: frozenset[int] | None = frozenset()
    allowed_vendors: frozenset[int] | None = None
    publisher: PublisherTc | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values: ids as sorted lists, times in ISO 8601."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Restriction | PublisherTc):
        return {name: _plain(getattr(value, name)) for name in value.__slots__}
    return int(value) if isinstance(value, IntEnum) else value


def ordered(restrictions: Iterable[Restriction]) -> tuple[Restriction, ...]:
    """Restrictions in the order of the string: by purpose, then by type."""
    return tuple(sorted(restrictions, key=lambda r: (r.purpose, r.type)))

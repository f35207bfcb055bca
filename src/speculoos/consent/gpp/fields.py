"""The fields of the US sections of the Global Privacy Platform, as data: names, widths and order.

A width of 2 is one number of two bits; a count behind it makes a list of so many. Nothing is computed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `bits` wide, `count` times (0: not a list), with the lowest and highest value it may have."""

    name: str
    count: int = 0
    bits: int = 2
    low: int = 0
    high: int = 2

    def default(self) -> int | list[int]:
        return [self.low] * self.count if self.count else self.low


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its number in the header, its fields, and what its second segment holds, if it may have one."""

    id: int
    name: str
    version: int
    core: tuple[Field, ...]
    gpc: bool = False
    sensitive: tuple[Field, ...] = ()


GPC_TYPE = 1
COVERED = Field("MspaCoveredTransaction", low=1)
MSPA = (COVERED, Field("MspaOptOutOptionMode"), Field("MspaServiceProviderMode"))
EXTRA = Field("AdditionalDataProcessingConsent")
OPT_OUTS = (
    Field("SaleOptOutNotice"), Field("TargetedAdvertisingOptOutNotice"),
    Field("SaleOptOut"), Field("TargetedAdvertisingOptOut"),
)  # fmt: skip


def _version(name: str, version: int) -> Field:
    return Field(name, bits=6, low=version, high=version)


def _sensitive(count: int) -> Field:
    return Field("SensitiveDataProcessing", count)


def _child(count: int = 0) -> Field:
    return Field("KnownChildSensitiveDataConsents", count)


def _state(
    id: int, name: str, notice: str, sensitive: int, child: int = 0, *, extra: bool = True, gpc: bool = True
) -> Section:
    """The shape that most states share."""
    middle = (_sensitive(sensitive), _child(child), *((EXTRA,) if extra else ()))
    return Section(id, name, 1, (_version("Version", 1), Field(notice), *OPT_OUTS, *middle, *MSPA), gpc)


def _late(id: int, name: str, *, gpc: bool, child: bool) -> Section:
    """The shape of the states that came with the second version of the MSPA."""
    head = (_version("MspaVersion", 1), COVERED, Field("MspaMode"), Field("ProcessingNotice"))
    core = (*head, *OPT_OUTS, *((_child(),) if child else ()), EXTRA)
    return Section(id, name, 1, core, gpc, () if gpc else (_sensitive(8),))


def _national(version: int, sensitive: int, child: int) -> Section:
    names = ("SharingNotice", "SaleOptOutNotice", "SharingOptOutNotice", "TargetedAdvertisingOptOutNotice",
             "SensitiveDataProcessingOptOutNotice", "SensitiveDataLimitUseNotice", "SaleOptOut", "SharingOptOut",
             "TargetedAdvertisingOptOut")  # fmt: skip
    middle = (_sensitive(sensitive), _child(child), Field("PersonalDataConsents"))
    return Section(7, "usnat", version, (_version("Version", version), *map(Field, names), *middle, *MSPA), gpc=True)


NATIONAL_1 = _national(1, 12, 2)
"""The national section before its second version, which is still in use."""

_CALIFORNIA = ("SaleOptOutNotice", "SharingOptOutNotice", "SensitiveDataLimitUseNotice", "SaleOptOut", "SharingOptOut")

_ALL = (
    _national(2, 16, 3),
    Section(8, "usca", 1, (_version("Version", 1), *map(Field, _CALIFORNIA), _sensitive(9), _child(2),
                           Field("PersonalDataConsents"), *MSPA), gpc=True),
    _state(9, "usva", "SharingNotice", 8, extra=False, gpc=False),
    _state(10, "usco", "SharingNotice", 7, extra=False),
    Section(11, "usut", 1, (_version("Version", 1), Field("SharingNotice"), *OPT_OUTS[:2],
                            Field("SensitiveDataProcessingOptOutNotice"), *OPT_OUTS[2:], _sensitive(8), _child(),
                            *MSPA)),
    _state(12, "usct", "SharingNotice", 8, 3, extra=False),
    _state(13, "usfl", "ProcessingNotice", 8, 3, gpc=False),
    _state(14, "usmt", "SharingNotice", 8, 3),
    _state(15, "usor", "ProcessingNotice", 11, 3),
    _state(16, "ustx", "ProcessingNotice", 8),
    _state(17, "usde", "ProcessingNotice", 9, 5),
    Section(18, "usia", 1, (_version("Version", 1), Field("ProcessingNotice"), *OPT_OUTS[:2],
                            Field("SensitiveDataOptOutNotice"), *OPT_OUTS[2:], _sensitive(8), _child(), *MSPA),
            gpc=True),
    _state(19, "usne", "ProcessingNotice", 8),
    _state(20, "usnh", "ProcessingNotice", 8, 3),
    _state(21, "usnj", "ProcessingNotice", 10, 5),
    _state(22, "ustn", "ProcessingNotice", 8),
    _state(23, "usmn", "ProcessingNotice", 8),
    _late(24, "usmd", gpc=True, child=False),
    _late(25, "usin", gpc=False, child=True),
    _late(26, "usky", gpc=False, child=True),
    _late(27, "usri", gpc=False, child=True),
)  # fmt: skip

SECTIONS: Mapping[str, Section] = MappingProxyType({section.name: section for section in _ALL})
"""The sections of the United States by name."""

TCF_EU, USP = 2, 6
NAMES: Mapping[int, str] = MappingProxyType(
    {TCF_EU: "tcfeuv2", 5: "tcfcav1", USP: "uspv1"} | {s.id: s.name for s in _ALL}
)
"""Every section that we can name, by its number in the header."""

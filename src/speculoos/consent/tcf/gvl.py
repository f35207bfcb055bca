"""The Global Vendor List, version 3, from its JSON: which vendors exist and on what they rest. Frozen.

No network: a site keeps the list that it shows, and says which one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from speculoos.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor: its purposes by legal basis. `flexible` purposes may be moved by a publisher restriction."""

    id: int
    name: str
    purposes: frozenset[int] = frozenset()
    legitimate_interests: frozenset[int] = frozenset()
    flexible: frozenset[int] = frozenset()
    special_purposes: frozenset[int] = frozenset()
    special_features: frozenset[int] = frozenset()
    deleted: bool = False


@dataclass(frozen=True)
class VendorList:
    """A list of one version, under one version of the policies."""

    version: int
    policy_version: int
    vendors: Mapping[int, Vendor]


def load(path: str | Path) -> VendorList:
    """The list in a file. InputError if it cannot be read or is not version 3 of the format."""
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The vendor list {str(path)!r} cannot be read. Give the JSON file as published.") from error
    return loads(text, str(path))


def loads(text: str, name: str = "<text>") -> VendorList:
    """The list in a text."""
    try:
        data = json.loads(text)
        if data["gvlSpecificationVersion"] != 3:
            raise ValueError("another version")
        vendors = {int(id): _vendor(int(id), entry) for id, entry in data["vendors"].items()}
        return VendorList(int(data["vendorListVersion"]), int(data["tcfPolicyVersion"]), MappingProxyType(vendors))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{name} is not a vendor list of version 3. Give the JSON file as published.") from error


def _vendor(id: int, entry: Mapping[str, Any]) -> Vendor:
    def numbers(key: str) -> frozenset[int]:
        return frozenset(int(n) for n in entry.get(key, ()))

    return Vendor(id, str(entry["name"]), numbers("purposes"), numbers("legIntPurposes"), numbers("flexiblePurposes"),
                  numbers("specialPurposes"), numbers("specialFeatures"), "deletedDate" in entry)  # fmt: skip

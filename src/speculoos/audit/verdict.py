"""The verdict of an audit: what was declared against what was observed, and whether the declaration is true.

A report needs nothing but this. Knows no check and no format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from speculoos.audit.finding import SiteFinding
from speculoos.audit.observed import Observation
from speculoos.law.catalogue import Severity
from speculoos.registry.model import Json, Kind, Registry


class Cell(StrEnum):
    """What became of an item in one scene."""

    SET = "set"
    ABSENT = "absent"
    REFUSED = "refused"  # the browser did not take it
    GONE = "gone"  # it was there, and was not any more at the end
    UNKNOWN = "unknown"  # the scene was not played


NO_CELLS: Mapping[str, Cell] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Row:
    """One item, declared or observed or both, by scene.

    `declared` names the service and the item that cover it, None for the undeclared. `name` and `host` are those that
    were observed, and those of the declaration for what never was; `observed` tells the two apart.
    """

    declared: tuple[str, str] | None  # Service.id, StorageItem.name
    kind: Kind
    name: str
    host: str
    cells: Mapping[str, Cell] = field(default_factory=lambda: NO_CELLS)  # Scene.id -> what became of it
    observed: bool = True
    consent: bool | None = None  # does it need consent in the strictest of the places; None where nobody knows

    def as_json(self) -> Json:
        """Plain values, in a fixed order."""
        return {
            "declared": None if self.declared is None else {"service": self.declared[0], "item": self.declared[1]},
            "kind": str(self.kind),
            "name": self.name,
            "host": self.host,
            "observed": self.observed,
            "consent": self.consent,
            "cells": {scene: str(cell) for scene, cell in self.cells.items()},
        }


EXIT = {True: 0, False: 1, None: 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`true` is False with any error, None where the audit could not tell, True else; `doubts` say why it could not."""

    observation: Observation
    registry: Registry | None
    jurisdictions: tuple[str, ...]
    findings: tuple[SiteFinding, ...]
    matrix: tuple[Row, ...]
    true: bool | None
    sentence: str
    doubts: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 true, 1 findings, 2 could not tell."""
        return EXIT[self.true]

    def count(self, severity: Severity) -> int:
        """How many findings are so grave."""
        return sum(found.finding.severity is severity for found in self.findings)

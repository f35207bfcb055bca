"""The gate's log, as the njs program writes it: a JSON object a line, with what was judged away from one exchange.

    {"time":"2026-11-24T12:00:00+00:00","path":"/shop","did":"request expire undeclared enforce _ga"}
    {"time":"2026-11-24T12:00:01+00:00","path":"/","did":"fault TypeError"}

Reads what others may have written into the file as well, and counts what it cannot read.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from speculoos.gate.rules import Action, Mode, Reason
from speculoos.gate.tally import path_shape

SIDES = ("request", "response")
FAULT = "fault "


class Row(NamedTuple):
    """One thing that was done, or would be: on which side, why, under which mode, to which name."""

    side: str
    action: str
    reason: str
    mode: str
    name: str


@dataclass
class Summary:
    """What a log says, counted. `faults` are those of the gate itself, by kind."""

    rows: Counter[Row] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    unread: int = 0
    first: str = ""
    last: str = ""

    def add(self, line: str) -> None:
        self.lines += 1
        try:
            said = json.loads(line)
            time, path, did = str(said["time"]), path_shape(str(said["path"])), str(said["did"])
            rows = [] if did.startswith(FAULT) else [Row(*each.split(" ", 4)) for each in did.split("; ")]
        except (ValueError, TypeError, KeyError, RecursionError):
            self.unread += 1
            return
        if not all(map(_known, rows)):
            self.unread += 1
            return
        self.first, self.last = min(self.first or time, time), max(self.last, time)
        self.rows.update(rows)
        self.paths.update([path] if rows else [])
        self.faults.update([did.removeprefix(FAULT)] if not rows else [])

    def as_json(self) -> dict[str, Any]:
        return {
            "first": self.first or None,
            "last": self.last or None,
            "lines": self.lines,
            "unread": self.unread,
            "rows": [{**row._asdict(), "count": count} for row, count in self.rows.most_common()],
            "paths": [{"path": path, "count": count} for path, count in self.paths.most_common()],
            "faults": [{"kind": kind, "count": count} for kind, count in self.faults.most_common()],
        }

    def as_text(self) -> str:
        """A plain table, the most frequent first."""
        table = [("count", *Row._fields), *((str(count), *row) for row, count in self.rows.most_common())]
        widths = [max(len(row[n]) for row in table) for n in range(len(table[0]))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
        ]
        shown = lines if self.rows else ["Nothing was judged away."]
        period = f" from {self.first} to {self.last}" if self.first else ""
        faults = [f"The gate failed {count} time(s) with {kind}." for kind, count in self.faults.most_common()]
        unread = [f"{self.unread} line(s) are not the gate's."] if self.unread else []
        return "\n".join([*shown, "", f"{self.lines} line(s){period}.", *faults, *unread, ""])


def summed(lines: Iterable[str]) -> Summary:
    """The summary of a log's lines."""
    summary = Summary()
    for line in lines:
        if line.strip():
            summary.add(line)
    return summary


def _known(row: Row) -> bool:
    return row.side in SIDES and row.action in {*Action} and row.reason in {*Reason} and row.mode in {*Mode}

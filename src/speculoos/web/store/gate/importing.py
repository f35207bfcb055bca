"""What a gate in nginx wrote down, read into the store: its log, or a log's summary, which knows no hours or paths."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from speculoos.gate.nginx.log import FAULT, Row, Summary, summed
from speculoos.gate.tally import MOST, Count, Side, hour, shape
from speculoos.web.store.gate.counts import KEPT, keep_counts


@dataclass(slots=True)
class Imported:
    """How many lines were read, how many of them say nothing that can be kept, and how much was counted."""

    lines: int = 0
    unread: int = 0
    counted: int = 0


def import_log(site_id: int, lines: Iterable[str], now: datetime) -> Imported:
    """Add what a log says to the counts of the site. What is older than counts are kept is passed over."""
    told, sums = Imported(), Counter[Count]()
    for line in lines:
        if not line.strip():
            continue
        told.lines += 1
        found = list(_counts(summed([line]), now))
        told.unread += not found
        for count in found:
            sums[replace(count, count=0)] += count.count
        if len(sums) >= MOST:
            told.counted += _keep(site_id, sums)
    told.counted += _keep(site_id, sums)
    return told


def import_summary(site_id: int, summary: Mapping[str, Any], now: datetime) -> Imported:
    """The same for what `speculoos gate summary --format json` prints: all of it in the hour of its last line."""
    told, sums, last = Imported(int(summary["lines"]), int(summary["unread"])), Counter[Count](), summary["last"]
    rows = [(" ".join(str(row[name]) for name in Row._fields), row["count"]) for row in summary["rows"]]
    faults = [(f"{FAULT}{fault['kind']}", fault["count"]) for fault in summary["faults"]]
    for did, number in [*rows, *faults]:
        line = json.dumps({"time": last, "path": "/", "did": did})
        for count in _counts(summed([line]), now):
            sums[replace(count, path="", count=0)] += int(number)
    told.counted += _keep(site_id, sums)
    return told


def _counts(summary: Summary, now: datetime) -> Iterator[Count]:
    """What one line counts."""
    moment = _moment(summary.first, now)
    if moment is None:
        return
    path = next(iter(summary.paths), "")
    for row, number in summary.rows.items():
        side: Side = "request" if row.side == "request" else "response"
        yield Count(hour(moment), side, shape(row.name), path, row.action, row.reason, row.mode, number)
    for kind in summary.faults:
        yield Count(hour(moment), "fault", shape(kind), "", "", "", "report_only", 1)


def _moment(text: str, now: datetime) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if now - KEPT <= moment <= now else None


def _keep(site_id: int, sums: Counter[Count]) -> int:
    keep_counts(site_id, [replace(what, count=number) for what, number in sums.items()])
    total = sum(sums.values())
    sums.clear()
    return total

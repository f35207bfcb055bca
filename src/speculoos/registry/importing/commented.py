"""A draft cookies.toml with a comment beside each entry: where it comes from, and what is still to be found out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from speculoos.registry.dump import to_toml
from speculoos.registry.importing.report import ItemSource, Missing, Report, ServiceSource

if TYPE_CHECKING:
    from speculoos.registry.importing import Imported

MAX_RAW = 60


def to_commented_toml(imported: "Imported") -> str:
    """The TOML text of the draft; comments follow the header of the entry that they are about."""
    report = imported.report
    comments = iter(_comments(report))
    lines = [f"# Draft imported from {_flat(report.source)}. Places are lines and columns of that source."]
    lines += [f"# Not read, {u.place}: {_flat(u.text)} ({_flat(u.reason)})" for u in report.unread]
    for line in to_toml(imported.registry).splitlines():
        lines.append(line)
        if line == "[site]":
            lines += [_todo(m) for m in report.missing if m.service is None]
        elif line in {"[[services]]", "[[services.items]]"}:
            lines += next(comments, ())
    return "\n".join(lines) + "\n"


def _comments(report: Report) -> Iterator[list[str]]:
    """The comments of each service and of each of its items, in the order of the file."""
    lacking: dict[tuple[str | None, str | None], list[Missing]] = {}
    for missing in report.missing:
        lacking.setdefault((missing.service, missing.item), []).append(missing)
    for service in report.services:
        yield [*_origin(service), *map(_todo, lacking.get((service.id, None), ()))]
        for item in service.items:
            # One name may stand in a service as a cookie and again in another storage: both lack what either lacks.
            yield [*_origin(item), *map(_todo, lacking.get((service.id, item.name), ()))]


def _origin(entry: ServiceSource | ItemSource) -> Iterator[str]:
    """Where the entry stands, and its cells for which a declaration has no key."""
    places = {name: found.place for name, found in entry.fields.items() if not name.startswith("other: ")}
    if places:
        yield "# From " + ", ".join(f"{name} {place}" for name, place in places.items())
    for name, found in entry.fields.items():
        if name.startswith("other: "):
            yield f"# {_flat(name.removeprefix('other: '))}: {_flat(found.raw)}"


def _todo(missing: Missing) -> str:
    raw = f": {_flat(missing.raw)}" if missing.raw else ""
    return f"# TODO {missing.field}: {_flat(missing.reason)}{raw}"


def _flat(text: str) -> str:
    """Text for one comment line: TOML comments hold no control characters."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= MAX_RAW else flat[: MAX_RAW - 1] + "\u2026"

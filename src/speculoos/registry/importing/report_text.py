"""The report of an import for people to read in a terminal."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from speculoos.registry.importing.source import Place

if TYPE_CHECKING:
    from speculoos.registry.importing.report import Report, ServiceSource

WIDTH = 100
SAYS = {"no_consent": "no consent needed", "consent": "consent needed"}


def report_text(report: "Report") -> str:
    """Everything the report knows, the unread before the rest."""
    return "\n".join(line.rstrip() for line in _lines(report)) + "\n"


def _lines(report: "Report") -> Iterator[str]:
    counts = report.counts
    yield f"{report.source}: {report.format}, {', '.join(report.languages) or 'language not recognised'}"
    if report.is_empty:
        yield "No storage item was recognised. This does not look like a cookie policy, or it names no cookies."
    else:
        size = f"{counts['services']} services, {counts['items']} items"
        yield f"{size}, {counts['missing']} facts missing, {counts['unread']} entries not read"
    for field, found in report.site.items():
        yield f"  site {field}: {found.value}  [{_at(found.place)}]"
    yield from _section("Not read", [f"{_at(u.place)}: {_short(u.text)}\n    {u.reason}" for u in report.unread])
    yield from _section("Read", [line for service in report.services for line in _service(service)])
    yield from _missing(report)
    yield from _section(
        "Kinds of cookie explained", [f"{_at(k.place)}: {k.kind}: {_short(k.quote)}" for k in report.kinds]
    )
    says = [f"{_at(s.place)}: {s.about}: {SAYS[s.says]}: {_short(s.quote)}" for s in report.statements]
    yield from _section("Said about consent", says)
    yield from _section("To look at", [f"{_at(h.place)}: {h.text}" if h.place else h.text for h in report.hints])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _service(service: "ServiceSource") -> Iterator[str]:
    said = [
        f"{name} {found.value!r}"
        for name, found in service.fields.items()
        if name in {"provider", "function"} and found.value
    ]
    yield f"{service.id}: {', '.join(said) or 'no provider or function stated'}"
    for item in service.items:
        life = item.fields.get("lifetime")
        stated = f"{life.value or '?'} from {_short(life.raw, 40)!r}" if life else "lifetime not stated"
        yield f"  {item.name}  [{_at(item.fields['name'].place)}]  {stated}"


def _missing(report: "Report") -> Iterator[str]:
    """Each field that is missing with the entries that lack it."""
    lines = []
    for (field, reason), group in groupby(
        sorted(report.missing, key=lambda m: (m.field, m.reason)), lambda m: (m.field, m.reason)
    ):
        entries = [m.entry + (f" ({m.raw!r})" if m.raw else "") for m in group]
        more = f" and {len(entries) - 8} more" if len(entries) > 8 else ""
        lines.append(f"{field}: {reason}: {', '.join(entries[:8])}{more}")
    yield from _section("Missing", lines)


def _at(place: Place | None) -> str:
    return str(place) if place else "-"


def _short(text: str, width: int = WIDTH) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "\u2026"

"""Rows to services: what belongs together, what needs no consent in the document's own words, what is missing.

Rows with the same provider, function, purpose and place are one service. An item's own words stay with the item
where the rows of a service differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from speculoos.registry.importing.clean import slug
from speculoos.registry.importing.entries import Findings, Hint
from speculoos.registry.importing.headings import Category
from speculoos.registry.importing.meaning import ReadItem, ReadRow
from speculoos.registry.importing.report import ItemSource, Missing, ServiceSource
from speculoos.registry.importing.source import Cell
from speculoos.registry.importing.statements import Statement
from speculoos.registry.model import Exemption, Location, Provider, Purpose, Service, StorageItem, Texts

NOT_STATED = "not in the source"
NECESSARY = "necessary"
Key = tuple[str, str, str, tuple[Location, ...]]


@dataclass(slots=True)
class _Group:
    """The rows of one service."""

    row: ReadRow
    items: list[tuple[ReadItem, ReadRow]] = field(default_factory=list)
    taken: set[tuple[str, str, str | None]] = field(default_factory=set)


@dataclass(slots=True)
class Assembled:
    """The parts of a registry and of its report."""

    providers: tuple[Provider, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    services: tuple[Service, ...] = ()
    sources: tuple[ServiceSource, ...] = ()
    missing: tuple[Missing, ...] = ()


def assemble(rows: Sequence[ReadRow], statements: Sequence[Statement], language: str, findings: Findings) -> Assembled:
    """The services in the order of the page."""
    groups = _groups(rows, findings)
    ids = _ids(groups)
    services = tuple(_service(id, group, statements, language) for id, group in zip(ids, groups, strict=True))
    sources = tuple(_sources(id, group) for id, group in zip(ids, groups, strict=True))
    names = dict.fromkeys(service.provider for service in services if service.provider)
    return Assembled(
        tuple(Provider(name) for name in names),
        _purposes(rows, language, findings),
        services,
        sources,
        tuple(_missing(services, groups)),
    )


def _groups(rows: Sequence[ReadRow], findings: Findings) -> list[_Group]:
    groups: dict[Key, _Group] = {}
    for row in rows:
        key = (row.provider, row.function, row.category.purpose if row.category else "", row.locations)
        group = groups.setdefault(key, _Group(row))
        for item in row.items:
            mark = (item.item.name, item.item.kind, item.item.host)
            if mark in group.taken:
                name = item.sources["name"]
                findings.reject(
                    Cell(item.item.name, name.raw, name.place), "stands twice in the same service; the first is kept"
                )
                continue
            group.taken.add(mark)
            group.items.append((item, row))
    return list(groups.values())


def _ids(groups: list[_Group]) -> list[str]:
    """Readable ids, made unique by a number."""
    taken: dict[str, int] = {}
    ids = []
    for group in groups:
        row = group.row
        base = slug(row.function) or slug(f"{row.provider} {row.category.purpose if row.category else ''}") or "service"
        taken[base] = taken.get(base, 0) + 1
        name = base if taken[base] == 1 else f"{base}-{taken[base]}"
        while name in ids:
            taken[base] += 1
            name = f"{base}-{taken[base]}"
        ids.append(name)
    return ids


def _service(id: str, group: _Group, statements: Sequence[Statement], language: str) -> Service:
    row, texts = group.row, list(dict.fromkeys(row.text for _, row in group.items))
    shared = texts[0] if len(texts) == 1 else ""
    purpose = row.category.purpose if row.category else ""
    exempt = purpose == NECESSARY
    return Service(
        id,
        row.provider,
        row.function,
        purpose,
        location=row.locations or (Location.FRONT_OFFICE,),
        exemption=Exemption.STRICTLY_NECESSARY if exempt else None,
        ground=_texts(_ground(row.category, statements), language) if exempt and row.category else Texts(),
        text=_texts(shared, language),
        items=tuple(_with_text(item.item, "" if shared else row.text, language) for item, row in group.items),
    )


def _texts(text: str, language: str) -> Texts:
    return Texts({language: text}) if text else Texts()


def _with_text(item: StorageItem, text: str, language: str) -> StorageItem:
    return replace(item, text=_texts(text, language)) if text else item


def _ground(category: Category, statements: Sequence[Statement]) -> str:
    """The document's own words for why no consent is needed: the category, and what it says of consent."""
    said = [s.quote for s in statements if s.about == NECESSARY and s.says == "no_consent"]
    return " \u2013 ".join(f"\u201c{words}\u201d" for words in dict.fromkeys([category.cell.text, *said[:1]]))


def _purposes(rows: Sequence[ReadRow], language: str, findings: Findings) -> tuple[Purpose, ...]:
    """The purposes in the order of the page, each labelled by the first heading that named it."""
    labels: dict[str, str] = {}
    for row in rows:
        if row.category and row.category.purpose:
            label = " ".join(row.category.cell.text.split())
            first = labels.setdefault(row.category.purpose, label)
            hint = Hint(f"{label!r} was read as the same purpose as {first!r}", row.category.cell.place)
            if label != first and hint not in findings.hints:
                findings.hints.append(hint)
    return tuple(Purpose(id, _texts(label, language)) for id, label in labels.items())


def _sources(id: str, group: _Group) -> ServiceSource:
    """The service's own fields from its first row; what differs by row goes with the items."""
    items = []
    for item, row in group.items:
        own = {key: found for key, found in row.sources.items() if group.row.sources.get(key) != found}
        items.append(ItemSource(item.item.name, {**item.sources, **own}))
    return ServiceSource(id, group.row.sources, tuple(items))


def _missing(services: Sequence[Service], groups: Sequence[_Group]) -> Iterator[Missing]:
    """What a declaration should say and these do not."""
    nowhere = not any(group.row.locations for group in groups)
    assumed = "the front office is assumed"
    if nowhere and groups:
        yield Missing("location", None, None, f"{NOT_STATED}; {assumed}")
    for service, group in zip(services, groups, strict=True):
        yield from _missing_in_service(service, group)
        if not nowhere and not group.row.locations:
            raw = group.row.sources.get("location")
            reason = f"not understood; {assumed}" if raw else f"{NOT_STATED}; {assumed}"
            yield Missing("location", service.id, None, reason, raw.raw if raw else None)
        for item, read in zip(service.items, (read for read, _ in group.items), strict=True):
            if not item.text and not service.text:
                yield Missing("text", service.id, item.name, NOT_STATED)
            if item.lifetime is None:
                yield _no_lifetime(service.id, item.name, read)


def _missing_in_service(service: Service, group: _Group) -> Iterator[Missing]:
    if not service.provider:
        yield Missing("provider", service.id, None, NOT_STATED)
    if not service.function:
        yield Missing("function", service.id, None, NOT_STATED)
    if not service.purpose:
        heading = group.row.category.cell.text if group.row.category else None
        yield Missing("purpose", service.id, None, "the heading names none" if heading else NOT_STATED, heading)


def _no_lifetime(service: str, name: str, read: ReadItem) -> Missing:
    source = read.sources.get("lifetime")
    return Missing("lifetime", service, name, read.lifetime_reason or NOT_STATED, source.raw if source else None)

"""The notice as a flat row of blocks: what the formats without a template of their own are written from.

Says what comes after what, and nothing about how it looks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from speculoos.policy.model import Consent, Fact, ItemLine, Labels, Notice, Phrase, PurposeGroup, Section, ServiceLine


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: Phrase


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Phrase


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labelled values: one line each where there is room."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each cell a stack of lines. The first column names the row."""

    headers: tuple[str, ...]
    rows: tuple[tuple[tuple[Phrase, ...], ...], ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Pairs | Table


def outline(notice: Notice) -> Iterator[Block]:
    """Every text of the notice once, in the order of the page."""
    yield from _opening(notice)
    for section in (*notice.explanation, notice.inventory):
        yield from _section(section)
    for group in notice.purposes:
        yield from _group(notice.labels, group)
    yield from _providers(notice)
    measured = (notice.measurement,) if notice.measurement else ()
    for section in (*measured, *notice.conduct):
        yield from _section(section)
    if notice.formats:
        yield Heading(2, Phrase(notice.formats_heading))
        yield Bullets(tuple(Phrase(link.text, href=link.href) for link in notice.formats))


def one_line(text: str) -> str:
    """The text without line breaks and runs of blanks; spaces that must not break stay what they are."""
    return re.sub(r"[ \t\n\v\f\r]+", " ", text).strip(" ")


def _opening(notice: Notice) -> Iterator[Block]:
    yield Heading(1, Phrase(notice.title))
    yield Paragraph(notice.site)
    yield Paragraph(Phrase(notice.lead))
    if notice.glance:
        yield Bullets(tuple(Phrase(line) for line in notice.glance))
    if notice.preferences:
        yield Paragraph(Phrase(notice.preferences.text, href=notice.preferences.href))


def _section(section: Section) -> Iterator[Block]:
    yield Heading(2, Phrase(section.heading))
    for text in section.paragraphs:
        yield Paragraph(Phrase(text))
    if section.terms:
        yield Pairs(tuple(Fact(term.term, Phrase(term.text)) for term in section.terms))
    if section.facts:
        yield Pairs(section.facts)


def _group(labels: Labels, group: PurposeGroup) -> Iterator[Block]:
    yield Heading(3, group.label)
    if group.text:
        yield Paragraph(group.text)
    headers = (labels.name, labels.provider, labels.function, labels.purpose, labels.lifetime, labels.consent)
    yield Table((*headers, labels.details), tuple(row for service in group.services for row in _rows(labels, service)))


def _rows(labels: Labels, service: ServiceLine) -> Iterator[tuple[tuple[Phrase, ...], ...]]:
    common = (service.function, Phrase(f"({service.location_text})"))
    provider = Phrase(service.provider.text)
    basis = labelled(labels, labels.legal_basis, service.legal_basis)
    if service.nothing:
        consent = _consent(labels, service.consent) if service.consent else ()
        details = _hosts(labels, service)
        yield (Phrase(service.nothing),), (provider,), common, (service.purpose,), (), (*consent, basis), details
    for item in service.items:
        yield (
            (Phrase(item.name),),
            (provider,),
            common,
            (service.purpose, *_some(item.text)),
            (item.lifetime,),
            (*_consent(labels, item.consent), basis),
            (*_details(labels, item), *_hosts(labels, service)),
        )


def _consent(labels: Labels, consent: Consent) -> tuple[Phrase, ...]:
    rule = labelled(labels, labels.rule, Phrase(consent.rule))
    return (Phrase(consent.text), Phrase(consent.reason), *_some(consent.ground), rule)


def _details(labels: Labels, item: ItemLine) -> tuple[Phrase, ...]:
    host = labelled(labels, labels.host, item.host)
    return (
        Phrase(item.kind_text),
        Phrase(item.party_text),
        *item.traits,
        host,
        labelled(labels, labels.recipients, item.recipients),
    )


def _hosts(labels: Labels, service: ServiceLine) -> tuple[Phrase, ...]:
    return (labelled(labels, labels.hosts, service.hosts),) if service.hosts else ()


def _some(phrase: Phrase | None) -> tuple[Phrase, ...]:
    return (phrase,) if phrase else ()


def labelled(labels: Labels, label: str, value: Phrase) -> Phrase:
    """A label and its value as one line, with the colon as the language writes it."""
    return Phrase(labels.pair.format(label=label, value=value.text), known=value.known, href=value.href)


def _providers(notice: Notice) -> Iterator[Block]:
    if notice.providers:
        yield Heading(2, Phrase(notice.provider_heading))
    for card in notice.providers:
        yield Heading(3, Phrase(card.name))
        yield Pairs(card.facts)

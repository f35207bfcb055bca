"""What a reader of the policy sees, as frozen values and finished words.

Every text here is shown in every format; a field marked CODE is for machines and stands in the
JSON beside the words that say the same. Knows nothing of how a notice is built or rendered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from speculoos.registry.model import Json, Registry

CODE = MappingProxyType({"code": True})
"""Marks a field for machines: an identifier or a code, never shown to readers."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The last audit of the running site against this version (times with a zone)."""

    at: datetime
    passed: bool
    declared: int
    observed: int
    undeclared: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fact of the site's. `known` is False when the site does not state it.

    `fallback` is the language of a text that is missing in the notice's own, None when there is no gap.
    """

    text: str
    known: bool = field(default=True, metadata=CODE)
    fallback: str | None = field(default=None, metadata=CODE)
    href: str | None = field(default=None, metadata=CODE)


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: Phrase


@dataclass(frozen=True, slots=True)
class Term:
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, in this order."""

    id: str = field(metadata=CODE)
    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    facts: tuple[Fact, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether the visitor is asked about an item, and why. `outcome` and `rule` are the law's."""

    outcome: str = field(metadata=CODE)
    text: str = ""
    reason: str = ""
    ground: Phrase | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One row of the table. `anchor` is the element id of the row, stable over versions."""

    anchor: str = field(metadata=CODE)
    name: str = ""
    kind: str = field(default="", metadata=CODE)
    kind_text: str = ""
    party: str = field(default="", metadata=CODE)
    party_text: str = ""
    host: Phrase = Phrase("")
    lifetime: Phrase = Phrase("")
    text: Phrase | None = None
    traits: tuple[Phrase, ...] = ()
    recipients: Phrase = Phrase("")
    consent: Consent = Consent("")


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """What the rows of one service have in common."""

    id: str = field(metadata=CODE)
    provider: Phrase = Phrase("")
    function: Phrase = Phrase("")
    location: tuple[str, ...] = field(default=(), metadata=CODE)
    location_text: str = ""
    purpose: Phrase = Phrase("")
    legal_basis: Phrase = Phrase("")
    hosts: Phrase | None = None
    items: tuple[ItemLine, ...] = ()
    nothing: str = ""  # said in the place of the items when there are none, with the decision on the service
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class PurposeGroup:
    """A purpose and everything declared under it. `anchor` is the element id of its heading."""

    id: str = field(metadata=CODE)
    anchor: str = field(metadata=CODE)
    label: Phrase = Phrase("")
    text: Phrase | None = None
    services: tuple[ServiceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderCard:
    anchor: str = field(metadata=CODE)
    name: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around the facts: column headings and captions."""

    contents: str = field(metadata=CODE)
    pair: str = field(metadata=CODE)  # "{label}: {value}" as the language writes it
    name: str
    provider: str
    function: str
    purpose: str
    lifetime: str
    consent: str
    details: str
    host: str
    recipients: str
    hosts: str
    legal_basis: str
    rule: str


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The policy of one registry version in one language: exactly what is shown."""

    language: str = field(metadata=CODE)
    direction: str = field(metadata=CODE)
    declaration: Registry = field(metadata=CODE)
    title: str
    site: Phrase
    lead: str
    glance: tuple[str, ...]
    labels: Labels
    explanation: tuple[Section, ...]
    inventory: Section
    purposes: tuple[PurposeGroup, ...]
    provider_heading: str
    providers: tuple[ProviderCard, ...]
    measurement: Section | None
    conduct: tuple[Section, ...]
    # The ways on from the page: no facts, and nothing to follow on paper.
    preferences: Link | None = field(metadata=CODE)
    formats: tuple[Link, ...] = field(metadata=CODE)
    formats_heading: str = field(metadata=CODE)

    def as_json(self) -> Json:
        """The registry's own JSON with the words of this notice beside it, under "language" and "notice"."""
        return self.declaration.as_json() | {"language": self.language, "notice": _plain(self)}

    def shown(self) -> Iterator[str]:
        """Every text that a reader sees, in the order of the page; column headings only where there are columns."""
        listed = any(service.items for group in self.purposes for service in group.services)
        idle = set() if listed else {value for value in _walk(self.labels) if isinstance(value, str)}
        return (value for value in _walk(self) if isinstance(value, str) and value and value not in idle)

    def phrases(self) -> Iterator[Phrase]:
        return (value for value in _walk(self) if isinstance(value, Phrase))

    @property
    def fallbacks(self) -> tuple[Phrase, ...]:
        """The texts shown in another language than the notice's because a translation is missing."""
        return tuple(p for p in self.phrases() if p.fallback)


def _walk(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, tuple):
        for part in value:
            yield from _walk(part)
    elif is_dataclass(value):
        for f in fields(value):
            if not f.metadata.get("code"):
                yield from _walk(getattr(value, f.name))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        shown = (f.name for f in fields(value) if f.name != "declaration")
        return {name: _plain(getattr(value, name)) for name in shown}
    return value

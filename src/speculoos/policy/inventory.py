"""The table of the policy: purposes, services, items and the providers behind them, in words.

Whether a visitor is asked is the law's decision and arrives with each item; nothing is decided here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from speculoos.core.sites import host_of, party
from speculoos.law.decide import Decision
from speculoos.law.rules import Verified
from speculoos.policy import words
from speculoos.policy.model import Consent, Fact, ItemLine, Phrase, ProviderCard, PurposeGroup, ServiceLine
from speculoos.policy.texts import Translator
from speculoos.registry.model import Party, Provider, Purpose, Registry, Service, StorageItem, Texts, Use

EEA = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI"}
    | {"LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
)
"""Where a provider needs no safeguard for a transfer (GDPR Art. 44: third countries are the others)."""

Decide: TypeAlias = Callable[[Service, StorageItem | None], Decision]


@dataclass(frozen=True, slots=True)
class Inventory:
    """What the lines of the table are written from: one registry, one language, the law's decisions."""

    registry: Registry
    translator: Translator
    decide: Decide
    anchors: dict[tuple[str, int], str]

    @property
    def host(self) -> str:
        return host_of(self.registry.site.url) or ""

    def text(self, texts: Texts) -> Phrase | None:
        return words.translated(self.translator, texts, self.registry.site.default_language)


def open_inventory(registry: Registry, translator: Translator, decide: Decide) -> Inventory:
    return Inventory(registry, translator, decide, item_anchors(registry))


def purpose_groups(inventory: Inventory) -> tuple[PurposeGroup, ...]:
    """Every declared service under its purpose, in the order of the declaration; empty purposes are left out."""
    used = dict.fromkeys(service.purpose for service in inventory.registry.services)
    declared = [purpose.id for purpose in inventory.registry.purposes if purpose.id in used]
    return tuple(_group(inventory, id) for id in dict.fromkeys([*declared, *used]))


def provider_cards(inventory: Inventory) -> tuple[ProviderCard, ...]:
    """Every provider of a service or recipient of data, with what the declaration tells of it."""
    names = dict.fromkeys(name for service in inventory.registry.services for name in _names(service))
    return tuple(_card(inventory.translator, inventory.registry.provider(name)) for name in names)


def provider_anchor(name: str) -> str:
    """The element id of a provider's card; a name that does not fit an id is told apart by its hash."""
    return _anchor("provider", name)


def _names(service: Service) -> Iterator[str]:
    yield service.provider
    yield from service.recipients
    for item in service.items:
        yield from item.recipients


def _group(inventory: Inventory, id: str) -> PurposeGroup:
    purpose = inventory.registry.purpose(id)
    services = [service for service in inventory.registry.services if service.purpose == id]
    return PurposeGroup(
        id=id,
        anchor=_anchor("purpose", id),
        label=_label(inventory, purpose),
        text=inventory.text(purpose.text),
        services=tuple(_service(inventory, service) for service in services),
    )


def _label(inventory: Inventory, purpose: Purpose) -> Phrase:
    given = inventory.text(purpose.label)
    usual = words.PURPOSES.get(purpose.id)
    if given is None or (given.fallback and usual):
        return Phrase(inventory.translator(usual)) if usual else Phrase(purpose.id.replace("_", " ").capitalize())
    return given


def _service(inventory: Inventory, service: Service) -> ServiceLine:
    _ = inventory.translator
    return ServiceLine(
        id=service.id,
        provider=Phrase(service.provider, href=f"#{provider_anchor(service.provider)}"),
        function=_function(inventory, service),
        location=tuple(str(place) for place in service.location),
        location_text=words.location(_, service.location),
        purpose=inventory.text(service.text) or words.unknown(_),
        legal_basis=words.legal_basis(_, service.legal_basis),
        hosts=Phrase(", ".join(service.hosts)) if service.hosts else None,
        items=tuple(_item(inventory, service, index) for index in range(len(service.items))),
        nothing="" if service.items else _("Nothing on your device"),
        consent=None if service.items else _consent(inventory, service, None),
    )


def _function(inventory: Inventory, service: Service) -> Phrase:
    default = {inventory.registry.site.default_language: service.function}
    return inventory.text(Texts(default | dict(service.labels))) or Phrase(service.function)


def _item(inventory: Inventory, service: Service, index: int) -> ItemLine:
    _, item = inventory.translator, service.items[index]
    relation = item.party or Party(party(item.host or inventory.host, inventory.host))
    return ItemLine(
        anchor=inventory.anchors[service.id, index],
        name=item.name,
        kind=str(item.kind),
        kind_text=_(words.KINDS[item.kind]),
        party=str(relation),
        party_text=_(words.PARTIES[relation]),
        host=Phrase(item.host or inventory.host),
        lifetime=words.lifetime(_, item.lifetime),
        text=inventory.text(item.text),
        traits=words.traits(_, item),
        recipients=_recipients(_, service, item),
        consent=_consent(inventory, service, item),
    )


def _recipients(_: Translator, service: Service, item: StorageItem) -> Phrase:
    names = list(dict.fromkeys([*service.recipients, *item.recipients]))
    return Phrase(_.listing(names)) if names else Phrase(_("none stated besides the provider"))


def _consent(inventory: Inventory, service: Service, item: StorageItem | None) -> Consent:
    _, decision = inventory.translator, inventory.decide(service, item)
    return Consent(
        outcome=str(decision.outcome),
        text=_(words.OUTCOMES[decision.outcome]),
        reason=_reason(_, service, decision),
        ground=inventory.text(service.ground),
        rule=_rule(_, decision),
    )


def _reason(_: Translator, service: Service, decision: Decision) -> str:
    """The claimed exemption where the law grants it; otherwise the use, which is what the law looks at."""
    if service.exemption and decision.exempt:
        return _(words.EXEMPTIONS[service.exemption])
    return _(words.USES[service.use or Use.OTHER])


def _rule(_: Translator, decision: Decision) -> str:
    """The id of the rule, marked where nobody has checked it against the primary text."""
    if decision.verified is Verified.UNVERIFIED:
        return _("{rule} (not yet checked against the text of the law)", rule=decision.rule)
    return decision.rule


def _card(_: Translator, provider: Provider) -> ProviderCard:
    country = words.territory(_, provider.country) if provider.country else None
    facts = [
        (_("Legal name"), provider.legal_name, None),
        (_("Country"), country, None),
        (_("Address"), provider.address, None),
        (_("Contact"), provider.contact, _mailbox(provider.contact)),
        (_("Privacy policy"), provider.policy_url, provider.policy_url),
        (_("Role"), _role(_, provider.role), None),
        (_("Safeguard for the transfer"), provider.safeguard, None),
    ]
    quiet = {_("Legal name"), _("Address"), _("Role")} | _needless(_, provider)
    kept = [fact for fact in facts if fact[1] or fact[0] not in quiet]
    cells = tuple(Fact(label, words.stated(_, value, href)) for label, value, href in kept)
    return ProviderCard(provider_anchor(provider.name), provider.name, cells)


def _needless(_: Translator, provider: Provider) -> set[str]:
    """Facts that no reader misses: inside the EEA there is no transfer to guard."""
    return {_("Safeguard for the transfer")} if (provider.country or "").upper() in EEA else set()


def _role(_: Translator, role: str | None) -> str | None:
    return _(words.ROLES[role]) if role in words.ROLES else role


def _mailbox(contact: str | None) -> str | None:
    if contact and re.fullmatch(r"[^@\s]+@[^@\s]+", contact):
        return f"mailto:{contact}"
    return contact


def _anchor(kind: str, name: str) -> str:
    """An element id of its own for each name: what the id cannot hold of a name, a mark stands for."""
    slug = _slug(name)
    return f"{kind}-{slug}" if slug == name else f"{kind}-{slug}-{sha256(name.encode()).hexdigest()[:6]}"


def _slug(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text).strip("-") or "item"


def item_anchors(registry: Registry) -> dict[tuple[str, int], str]:
    """An element id per item: its kind and name, so that a link lives as long as the name does.

    Where two items share both, the later ones are told apart by their service and host and not by a
    count, so that reordering a declaration moves as few links as can be.
    """
    anchors: dict[tuple[str, int], str] = {}
    taken: set[str] = set()
    for service in registry.services:
        for index, item in enumerate(service.items):
            anchor = next(name for name in _anchor_candidates(service, item) if name not in taken)
            anchors[service.id, index] = anchor
            taken.add(anchor)
    return anchors


def _anchor_candidates(service: Service, item: StorageItem) -> Iterator[str]:
    plain = f"{str(item.kind).replace('_', '-')}-{_slug(item.name)}"
    yield plain
    mark = sha256(f"{service.id}\0{item.name}\0{item.host}".encode()).hexdigest()[:6]
    yield f"{plain}-{mark}"
    count = 2
    while True:
        yield f"{plain}-{mark}-{count}"
        count += 1

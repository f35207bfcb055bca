"""From a registry version to the Notice that its readers see.

Everything comes from the registry, the language and the two dates that are handed in: the same
arguments give the same notice, on any machine and at any time.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from speculoos.law.decide import Outcome, decide_all
from speculoos.policy import sections, words
from speculoos.policy.inventory import open_inventory, provider_cards, purpose_groups
from speculoos.policy.model import Confirmation, Labels, Link, Notice, Phrase, PurposeGroup
from speculoos.policy.texts import Translator, marked, translator
from speculoos.registry.model import Registry

__all__ = ["Confirmation", "Notice", "build_notice"]

FORMATS = {
    "html": marked("Web page"),
    "pdf": marked("PDF"),
    "md": marked("Markdown"),
    "txt": marked("Plain text"),
    "json": marked("JSON"),
}


def build_notice(
    registry: Registry,
    language: str,
    *,
    published: datetime | None = None,
    confirmed: Confirmation | None = None,
    preferences_url: str | None = None,
    formats: Mapping[str, str] | None = None,
) -> Notice:
    """The policy of `registry` in `language` (a BCP 47 tag; English where there is no catalogue for it).

    `formats` maps a format's name (html, pdf, md, txt, json) to its address, `preferences_url` is where a
    choice is made and withdrawn. Both are shown as links and must be the caller's own, trusted addresses.
    """
    _ = translator(language)
    inventory = open_inventory(registry, _, partial(decide_all, registry))
    groups = purpose_groups(inventory)
    outcomes = _outcomes(groups)
    return Notice(
        language=_.tag,
        direction=_.direction,
        declaration=registry,
        title=_("Cookie policy"),
        site=Phrase(registry.site.name, href=words.safe_href(registry.site.url)),
        lead=_lead(_, registry),
        glance=sections.glance(_, outcomes, len({service.provider for service in registry.services})),
        labels=_labels(_, registry),
        explanation=(sections.what_is_a_cookie(_), sections.kinds(_)),
        inventory=sections.inventory_section(_, registry.site, empty=not groups),
        purposes=groups,
        provider_heading=_("Who provides the services") if groups else "",
        providers=provider_cards(inventory),
        measurement=sections.measurement_section(_, registry.site.measurement),
        conduct=(
            sections.choice_section(_, preferences_url, asked=Outcome.CONSENT in outcomes),
            sections.rights_section(_, registry.site),
            sections.responsible_section(_, registry.site),
            sections.about_section(_, registry, published, confirmed),
        ),
        formats=_formats(_, formats or {}),
        formats_heading=_("This policy in other formats") if formats else "",
        preferences=Link(_("Cookie preferences"), preferences_url) if preferences_url else None,
    )


def _outcomes(groups: tuple[PurposeGroup, ...]) -> list[str]:
    """What the law demands for each item, in the order of the table."""
    return [item.consent.outcome for group in groups for service in group.services for item in service.items]


def _lead(_: Translator, registry: Registry) -> str:
    if registry.site.measurement:
        return _(
            "{site} uses cookies so that it works properly, and measures how it is used. This page says what they are, "
            "what each one is for, how long it lasts, and what you can decide.",
            site=registry.site.name,
        )
    return _(
        "{site} uses cookies so that it works properly. This page says what they are, what each one is for, how long "
        "it lasts, and what you can decide.",
        site=registry.site.name,
    )


def _labels(_: Translator, registry: Registry) -> Labels:
    return Labels(
        contents=_("On this page"),
        pair=_("{label}: {value}"),
        name=_("Name"),
        provider=_("Provider"),
        function=_("Function and location"),
        purpose=_("Purpose"),
        lifetime=_("Lifetime"),
        consent=_("Consent"),
        details=_("Details"),
        host=_("Host"),
        recipients=_("Other recipients"),
        hosts=_("Connects to") if any(service.hosts for service in registry.services) else "",
        legal_basis=_("Legal basis"),
        rule=_("Rule"),
    )


def _formats(_: Translator, addresses: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(Link(_(FORMATS[name]), addresses[name]) for name in FORMATS if name in addresses)

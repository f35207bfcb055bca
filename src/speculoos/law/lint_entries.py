"""Checks on what each entry states: POL-01, 02, 03, 10, 15, and BAN-09 as far as a declaration shows it."""

from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlsplit

from speculoos.core import sites
from speculoos.law.checks import Context, check
from speculoos.law.conditions import is_own
from speculoos.law.constants import COOKIE_CAP, at_least, at_most, is_duration
from speculoos.law.findings import Problem, item_place, provider_place, service_place
from speculoos.law.profiles import EEA
from speculoos.law.sharing import sharing
from speculoos.registry.model import SESSION, Kind, Party, Registry, Service, StorageItem, Use
from speculoos.registry.wellknown_hosts import known_hosts

WITHOUT_LIFE = frozenset({Kind.PIXEL, Kind.DEVICE_READ})
STORES_NOTHING = frozenset({Use.AUDIENCE_SERVER})
LASTING_KINDS = frozenset({Kind.LOCAL_STORAGE, Kind.INDEXED_DB, Kind.CACHE_STORAGE, Kind.SERVICE_WORKER,
                           Kind.FILE_SYSTEM})  # fmt: skip


@check("POL-01")
def duration_is_stated(context: Context) -> Iterator[Problem]:
    for service, item in context.registry.items():
        if item.lifetime is None and item.kind not in WITHOUT_LIFE:
            yield Problem(
                item_place(context.registry, service, item, "lifetime"),
                "It is not stated how long it lives.",
                'Write an ISO 8601 duration such as "P13M" or "P184D", or "session".',
            )


@check("POL-01")
def host_is_stated(context: Context) -> Iterator[Problem]:
    for service, item in context.registry.items():
        if item.party is Party.THIRD and item.host is None:
            yield Problem(
                item_place(context.registry, service, item, "host"),
                "It is a third party's, but no host is named.",
                "Write the host that sets or reads it.",
                "EU-14",
            )


@check("POL-01")
def party_is_true(context: Context) -> Iterator[Problem]:
    own = urlsplit(context.registry.site.url).hostname or ""
    for service, item in context.registry.items():
        if item.party is Party.FIRST and item.host and sites.party(item.host, own) == "third":
            yield Problem(
                item_place(context.registry, service, item, "party"),
                f"It is called first-party, but {item.host} is not of the same registrable domain as {own}.",
                "Leave the party out, or correct the host.",
            )


@check("POL-01")
def service_is_described(context: Context) -> Iterator[Problem]:
    for service in context.registry.services:
        for field, message, hint in _undescribed(context.registry, service):
            yield Problem(service_place(context.registry, service, field), message, hint, "EU-14")


def _undescribed(registry: Registry, service: Service) -> Iterator[tuple[str, str, str]]:
    if not service.provider.strip():
        yield "provider", "No provider is named.", "Name the legal entity behind it."
    if not any(text.strip() for text in chain(service.text.values(), registry.purpose(service.purpose).text.values())):
        yield "text", "Its purpose is not put into words.", "Say in a sentence what it is for, as a visitor sees it."
    if not service.location:
        yield "location", "It is not stated where on the site it runs.", "Write front_office, back_office or both."
    if not service.items and service.use not in STORES_NOTHING:
        yield "items", "It declares nothing that it stores or reads.", (
            "List each item by name, or declare the use audience_server if nothing is stored or read."
        )  # fmt: skip


@check("POL-02")
def cookie_fits_the_cap(context: Context) -> Iterator[Problem]:
    for service, item in context.registry.items():
        life = item.lifetime or ""
        if item.kind is Kind.COOKIE and is_duration(life) and not at_most(life, COOKIE_CAP):
            yield Problem(
                item_place(context.registry, service, item, "lifetime"),
                f"No browser keeps a cookie longer than {COOKIE_CAP.days} days, so {item.lifetime} cannot be true.",
                f"Set and declare {COOKIE_CAP.iso} at most.",
                "T-01",
            )


@check("POL-02")
def kind_fits_the_life(context: Context) -> Iterator[Problem]:
    for service, item in context.registry.items():
        if item.lifetime == SESSION and item.kind in LASTING_KINDS:
            message = f"An item of the kind {item.kind} does not end with the session."
            hint = "Declare how long the site keeps it, or use session_storage."
        elif item.kind is Kind.SESSION_STORAGE and item.lifetime not in (None, SESSION):
            message = "Session storage ends with the session, whatever is declared."
            hint = 'Write "session".'
        else:
            continue
        yield Problem(item_place(context.registry, service, item, "lifetime"), message, hint)


@check("POL-03")
def recipients_are_identified(context: Context) -> Iterator[Problem]:
    for name, service in _recipients(context.registry).items():
        provider = context.registry.provider(name)
        place = provider_place(context.registry, name)
        for_whom = f'"{name}" gets access through "{service.id}"'
        if not provider.country:
            yield Problem(
                place.at("country"),
                f"{for_whom}, but its country is not stated.",
                "Write the two-letter code of the country where it is established.",
            )
        elif provider.country.upper() not in EEA and not provider.safeguard:
            yield Problem(
                place.at("safeguard"),
                f"{for_whom} from {provider.country}, outside the EEA, and no safeguard for the transfer is stated.",
                "Name it: an adequacy decision, standard clauses, binding corporate rules.",
            )


def _recipients(registry: Registry) -> dict[str, Service]:
    """Everybody beyond the controller who gets access, with the first service that lets them."""
    found: dict[str, Service] = {}
    for service in registry.services:
        names = [*service.recipients, *(name for item in service.items for name in item.recipients)]
        if _is_foreign(registry, service):
            names.insert(0, service.provider)
        for name in names:
            found.setdefault(name, service)
    return found


def _is_foreign(registry: Registry, service: Service) -> bool:
    """Whether the service's provider is somebody else; without a controller, whether its items are a third party's."""
    own = is_own(registry, registry.provider(service.provider))
    if own is not None:
        return not own
    site = urlsplit(registry.site.url).hostname or ""
    return any(i.party is Party.THIRD or (i.host and sites.party(i.host, site) == "third") for i in service.items)


@check("POL-10")
def pixel_is_listed(context: Context) -> Iterator[Problem]:
    for service in context.registry.services:
        if service.use is Use.EMAIL_PIXEL and all(item.kind is not Kind.PIXEL for item in service.items):
            yield Problem(
                service_place(context.registry, service, "items"),
                "It reads the device by a pixel, but lists no item of the kind pixel.",
                'Add the pixel\'s address as an item with kind = "pixel".',
            )


@check("POL-10")
def page_lists_other_storage(context: Context) -> Iterator[Problem]:
    if context.policy_page is None:
        return
    shown = {name for row in context.policy_page.rows for name in row.names}
    for service, item in context.registry.items():
        if item.kind is not Kind.COOKIE and item.name not in shown and item.name not in context.policy_page.text:
            yield Problem(
                item_place(context.registry, service, item),
                f"The page does not list it; being {item.kind} instead of a cookie makes no difference.",
                "Render the page from the registry.",
            )


@check("POL-15")
def pattern_is_narrow(context: Context) -> Iterator[Problem]:
    for service, item in context.registry.items():
        if item.is_pattern and len(item.name.replace("*", "")) < 2:
            yield Problem(
                item_place(context.registry, service, item, "name"),
                f'The pattern "{item.name}" covers more than anybody can explain.',
                "Write the part of the name that does not change.",
            )


@check("POL-15")
def pattern_has_one_purpose(context: Context) -> Iterator[Problem]:
    for service, item in context.registry.items():
        others = [s for s, _ in _overlaps(context.registry, service, item) if s.purpose != service.purpose]
        if others:
            yield Problem(
                item_place(context.registry, service, item, "name"),
                f'The pattern "{item.name}" also covers what "{others[0].id}" declares for another purpose.',
                "Narrow the pattern, or give both services one purpose.",
                "EU-04",
            )


def _overlaps(registry: Registry, service: Service, item: StorageItem) -> tuple[tuple[Service, StorageItem], ...]:
    return sharing(registry, service, item) if item.is_pattern else ()


@check("POL-17")
def hosts_are_named(context: Context) -> Iterator[Problem]:
    """The hosts of its third-party items are known as well, so a service with one of them can be held back."""
    site = urlsplit(context.registry.site.url).hostname or ""
    asked = {s.id for s, _, decisions in context.decisions if not all(d.exempt for d in decisions.values())}
    for service in context.registry.services:
        known = service.hosts or any(i.host and sites.party(i.host, site) == "third" for i in service.items)
        foreign = service.provider != context.registry.site.name and _is_foreign(context.registry, service)
        if service.id in asked and foreign and not known:
            common = ", ".join(f'"{host}"' for host in known_hosts(service)) or '"www.example.com"'
            yield Problem(
                service_place(context.registry, service, "hosts"),
                "It is somebody else's and waits for consent, but no host is named: the gate cannot hold it back.",
                f"Write where it loads from, such as hosts = [{common}].",
            )


@check("BAN-09")
def choice_lives_long_enough(context: Context) -> Iterator[Problem]:
    for service, item in context.registry.items():
        life = item.lifetime or ""
        if service.use is not Use.CONSENT_CHOICE or not (life == SESSION or is_duration(life)):
            continue
        for profile in context.profiles:
            need = profile.choice_lifetime
            if life == SESSION or not at_least(life, need):
                yield Problem(
                    item_place(context.registry, service, item, "lifetime"),
                    f"{profile.name} expects a choice to be remembered for {need.days} days; {item.lifetime} is less.",
                    f"Set and declare {need.iso}, for refusals as for grants.",
                    profile.reask_rule,
                    only=(profile.code,),
                )

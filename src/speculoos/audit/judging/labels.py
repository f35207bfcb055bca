"""The checks of what the declaration says of what was seen: observed at all, necessary, first-party, back office."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from speculoos.audit.finding import Evidence, Guess, Subject
from speculoos.audit.judging import guess
from speculoos.audit.judging.case import Case
from speculoos.audit.judging.fold import Found, of_item, of_request
from speculoos.audit.judging.storage import place_of, subject_of
from speculoos.audit.judging.words import item_words
from speculoos.audit.observed import Outcome, SceneKind
from speculoos.core.sites import canonical_host, host_of
from speculoos.law.findings import Problem, item_place, service_place
from speculoos.registry.model import Exemption, Kind, Location, Party, Service, StorageItem, Use
from speculoos.registry.wellknown import lookup

UNSEEABLE = frozenset((Kind.ETAG, Kind.PIXEL, Kind.DEVICE_READ))
"""Kinds that no observer reports as items."""

NECESSARY = (Exemption.STRICTLY_NECESSARY, Exemption.COMMUNICATION)
NECESSARY_USES = (Use.AUTHENTICATION, Use.REMEMBER_ME, Use.SECURITY, Use.INPUT, Use.CONSENT_CHOICE)
BACK_OFFICE = frozenset(
    ("admin", "administrator", "back-office", "backoffice", "cms", "dashboard", "wp-admin", "wp-login.php")
)
"""First parts of a path that is no page of the front office."""


def unseen(case: Case) -> Iterator[Found]:
    """SITE-02: declared, and in no scene of an audit that saw all that it set out to see."""
    if not _saw_everything(case):
        return
    observed = {(m.service.id, m.item) for item in case.observation.items for m in case.sharing(item)}
    observed |= {(m.service.id, m.item) for r in case.observation.readings if (m := case.reading(r))}
    scenes = tuple(Evidence(scene.id) for scene in case.observation.scenes)
    for service, item in case.registry.items():
        if (service.id, item) not in observed and _can_be_seen(case, service, item):
            host = canonical_host(item.host or "") or ""
            words = item_words(item.kind, item.name, host)
            problem = Problem(
                item_place(case.registry, service, item),
                f"The {words} is declared, and was seen in no scene.",
                "Take it out if nothing sets it any more. If only an act of the visitor sets it (signing in, a cart), "
                "audit a journey that does so.",
            )
            yield Found("SITE-02", problem, Subject(item.kind, item.name, host), scenes)


def necessary_trackers(case: Case) -> Iterator[Found]:
    """SITE-08: what is known to track, called necessary."""
    for item in case.observation.items:
        match = case.match(item)
        known = lookup(item.name, canonical_host(item.host) or case.site, item.kind) if match else None
        if match is None or known is None or known.use not in guess.TRACKING or not _necessary(match.service):
            continue
        subject = subject_of(case, item, aspect="necessary")
        problem = Problem(
            place_of(case, item),
            f"The {item_words(item.kind, subject.name, subject.host)} is declared as necessary; {known.origin} uses "
            f"this name: {known.function[0].lower()}{known.function[1:]}.",
            "Declare what it does, and ask for consent where that needs it. If it is something else, rename it.",
        )
        hunch = guess.of_item(case, item)
        yield Found("SITE-08", problem, subject, (of_item(item),), guess=hunch.guess if hunch else None)


def necessary_hosts(case: Case) -> Iterator[Found]:
    """SITE-08: a host that only known trackers have, in a service that is called necessary."""
    for request, host in case.third_parties():
        origin = guess.tracks(host)
        for service in case.hosts.declaring(host) if origin else ():
            if _necessary(service):
                problem = Problem(
                    service_place(case.registry, service, "hosts"),
                    f'The host {host} belongs to "{service.id}", which is declared as necessary; {origin} has it.',
                    "Declare what it does, and ask for consent where that needs it.",
                )
                subject = Subject(name=service.id, host=host, aspect="necessary")
                known = Guess(origin, f"{origin} loads from hosts like {host}.", guess.KNOWN_HOST)
                yield Found("SITE-08", problem, subject, (of_request(request),), guess=known)


def false_first_parties(case: Case) -> Iterator[Found]:
    """SITE-08: declared as first-party, and kept at another site's host."""
    for item in case.observation.items:
        match, host = case.match(item), canonical_host(item.host)
        if match is None or match.item.party is not Party.FIRST or not host or case.own(host):
            continue
        subject = subject_of(case, item, aspect="party")
        problem = Problem(
            place_of(case, item).at("party"),
            f"The {item_words(item.kind, subject.name, subject.host)} is declared as first-party, and {host} is "
            "another site.",
            'Declare it with party = "third", and name who receives it.',
        )
        yield Found("SITE-08", problem, subject, (of_item(item),), 'party = "third"\n')


def misplaced(case: Case) -> Iterator[Found]:
    """SITE-09: what belongs to the back office alone, on a page that an anonymous visitor reads."""
    for item in case.observation.items:
        matches = case.sharing(item)
        if not matches or item.refused or _is_back_office(case, item.page):
            continue
        if any(Location.FRONT_OFFICE in match.service.location for match in matches):
            continue
        subject = subject_of(case, item)
        problem = Problem(
            place_of(case, item),
            f"The {item_words(item.kind, subject.name, subject.host)} is declared for the back office, and an "
            "anonymous visitor of the front office has it.",
            f'Declare "{matches[0].service.id}" for the front office too, or set it in the back office alone.',
        )
        lines = 'location = ["front_office", "back_office"]\n'
        yield Found("SITE-09", problem, subject, (of_item(item),), lines)


def _saw_everything(case: Case) -> bool:
    observation = case.observation
    played = all(scene.outcome is Outcome.PLAYED for scene in observation.scenes)
    granted = observation.scene(SceneKind.GRANTED) is not None
    return played and granted and not observation.blind and not observation.canary.blind


def _can_be_seen(case: Case, service: Service, item: StorageItem) -> bool:
    if item.kind in UNSEEABLE or Location.FRONT_OFFICE not in service.location:
        return False
    theirs = bool(item.host) and not case.own(item.host or "")
    return not theirs or case.observation.canary.third_party_cookies


def _necessary(service: Service) -> bool:
    return service.exemption in NECESSARY or service.use in NECESSARY_USES


def _is_back_office(case: Case, page: str) -> bool:
    try:
        path = urlsplit(page).path
    except ValueError:
        return False
    start = urlsplit(case.observation.url).path.rstrip("/") if host_of(page) == case.site else ""
    parts = path.removeprefix(start).split("/")
    return any(part.lower() in BACK_OFFICE for part in parts[:2])

"""What changed between two declarations, and what is material."""

import dataclasses
from typing import Any

import pytest

from speculoos.registry.diff import Change, diff
from speculoos.registry.material import Why
from speculoos.registry.model import (
    Contact,
    Exemption,
    Identifiability,
    Kind,
    Measurement,
    Party,
    Provider,
    Purpose,
    Registry,
    Service,
    Site,
    StorageItem,
    Texts,
    Use,
)

NECESSARY = Service(
    "auth",
    "Own",
    "Authentication",
    "necessary",
    use=Use.AUTHENTICATION,
    exemption=Exemption.STRICTLY_NECESSARY,
    text=Texts({"en": "Remembers who is signed in."}),
    items=(StorageItem("sessionid", lifetime="P14D", identifiability=Identifiability.IDENTIFIED),),
)
STATS = Service(
    "stats",
    "Acme",
    "Statistics",
    "audience",
    use=Use.AUDIENCE,
    text=Texts({"en": "Counts visits."}),
    recipients=("Hoster",),
    items=(
        StorageItem(
            "_a*",
            party=Party.FIRST,
            lifetime="P6M",
            renewed=False,
            identifiability=Identifiability.RANDOM,
            recipients=("Lab",),
        ),
    ),
)
BASE = Registry(
    Site("Site", "https://site.example", controller=Contact("Site Ltd"), measurement=Measurement("own", shared=False)),
    (Provider("Own"), Provider("Acme")),
    (
        Purpose("necessary", Texts({"en": "Necessary"}), Texts({"en": "Needed to serve you."})),
        Purpose("audience", Texts({"en": "Audience"}), Texts({"en": "To see what is read.", "fr": "Pour compter."})),
    ),
    (NECESSARY, STATS),
    3,
)


def with_service(old: Service, **fields: Any) -> Registry:
    new = dataclasses.replace(old, **fields)
    return dataclasses.replace(BASE, services=tuple(new if s is old else s for s in BASE.services))


def with_item(service: Service, **fields: Any) -> Registry:
    return with_service(service, items=(dataclasses.replace(service.items[0], **fields),))


def with_purpose(index: int, **fields: Any) -> Registry:
    purposes = list(BASE.purposes)
    purposes[index] = dataclasses.replace(purposes[index], **fields)
    return dataclasses.replace(BASE, purposes=tuple(purposes))


def with_site(**fields: Any) -> Registry:
    return dataclasses.replace(BASE, site=dataclasses.replace(BASE.site, **fields))


def plus(*services: Service, purposes: tuple[Purpose, ...] = ()) -> Registry:
    return dataclasses.replace(BASE, services=BASE.services + services, purposes=BASE.purposes + purposes)


def only(new: Registry) -> Change:
    (change,) = diff(BASE, new).changes
    return change


EXTRA = StorageItem("extra")
MATERIAL = [
    (dataclasses.replace(BASE, purposes=(*BASE.purposes, Purpose("ads"))), Why.NEW_PURPOSE),
    (plus(Service("ads", "Acme", "Ads", "audience")), Why.NEW_SERVICE),
    (plus(Service("vault", "New", "Vault", "audience", exemption=Exemption.STATISTICS)), Why.NEW_RECIPIENT),
    (with_service(STATS, items=(*STATS.items, EXTRA)), Why.NEW_ITEM),
    (with_service(STATS, provider="New"), Why.NEW_RECIPIENT),
    (with_service(NECESSARY, provider="New"), Why.NEW_RECIPIENT),
    (with_service(STATS, recipients=("Hoster", "New")), Why.NEW_RECIPIENT),
    (with_item(STATS, recipients=("Lab", "New")), Why.NEW_RECIPIENT),
    (with_service(STATS, use=Use.ADS_BEHAVIOURAL), Why.OTHER_USE),
    (with_service(NECESSARY, exemption=None), Why.NOT_EXEMPT),
    (with_service(STATS, text=Texts({"en": "Counts visits and sells them."})), Why.WORDING),
    (with_purpose(1, text=Texts({"en": "To see what is read.", "fr": "Pour vendre."})), Why.WORDING),
    (with_purpose(1, sale=True), Why.SALE),
    (with_item(STATS, lifetime="P13M"), Why.LONGER),
    (with_item(STATS, lifetime="P185D"), Why.LONGER),
    (with_item(NECESSARY, lifetime="P15D"), Why.LONGER),
    (with_item(STATS, lifetime=None), Why.UNLIMITED),
    (with_item(STATS, renewed=True), Why.RENEWED),
    (with_item(STATS, identifiability=Identifiability.PSEUDONYMOUS), Why.MORE_IDENTIFYING),
    (with_item(STATS, party=Party.THIRD), Why.THIRD_PARTY),
    (with_site(controller=Contact("Other Ltd")), Why.NEW_CONTROLLER),
    (with_site(measurement=Measurement("own", shared=True)), Why.SHARED),
]


@pytest.mark.parametrize(("new", "why"), MATERIAL, ids=[f"{n}-{why.name}" for n, (_, why) in enumerate(MATERIAL)])
def test_material(new, why):
    """What got worse for visitors is material, and says why."""
    change = only(new)

    assert change.material
    assert change.reason == why
    assert diff(BASE, new).material


NOT_MATERIAL = [
    with_purpose(1, label=Texts({"en": "Measurement"})),
    with_purpose(1, text=Texts({"en": "To see what is read.", "fr": "Pour compter.", "de": "Zum Zählen."})),
    with_purpose(1, text=Texts({"en": "To see what is read."})),
    with_purpose(1, text=Texts({"en": "To  see what\nis read. ", "fr": "Pour compter."})),
    with_purpose(0, text=Texts({"en": "Needed."})),
    with_service(NECESSARY, text=Texts({"en": "Remembers you."})),
    with_service(STATS, function="Analytics"),
    with_service(STATS, exemption=Exemption.STATISTICS),
    with_service(NECESSARY, exemption=Exemption.COMMUNICATION),
    with_service(STATS, use=None),
    with_service(STATS, provider="Hoster"),
    with_service(STATS, recipients=()),
    with_service(STATS, hosts=("cdn.acme.example", "*.acme.example")),
    with_service(STATS, items=()),
    with_item(STATS, lifetime="P184D"),
    with_item(STATS, lifetime="session"),
    with_item(STATS, identifiability=Identifiability.NONE),
    with_item(STATS, identifiability=None),
    with_item(NECESSARY, renewed=True),
    with_item(NECESSARY, party=Party.THIRD),
    with_item(NECESSARY, secure=True),
    with_site(name="The Site"),
    dataclasses.replace(BASE, services=(NECESSARY,)),
    dataclasses.replace(BASE, purposes=BASE.purposes[:1]),
    dataclasses.replace(BASE, providers=BASE.providers[:1]),
    dataclasses.replace(BASE, providers=(Provider("Own", country="FR"), Provider("Acme"))),
    dataclasses.replace(BASE, services=(STATS, NECESSARY)),
]


@pytest.mark.parametrize("new", NOT_MATERIAL, ids=map(str, range(len(NOT_MATERIAL))))
def test_not_material(new):
    """Names, translations, blanks, corrections and what got better are told and do not void a choice."""
    changes = diff(BASE, new).changes

    assert changes
    assert not any(change.material for change in changes)


def test_new_host_is_told():
    """It says where somebody who is named is reached, and not that anybody else receives data."""
    assert str(only(with_service(STATS, hosts=("cdn.acme.example", "*.acme.example")))) == (
        "service \"stats\": hosts nothing -> 'cdn.acme.example, *.acme.example'."
    )


def test_new_exempt_service_is_disclosed():
    """An exempt service under a purpose of its own is told and asks nobody."""
    csrf = Service("csrf", "Own", "CSRF", "safety", exemption=Exemption.STRICTLY_NECESSARY, items=(EXTRA,))
    changed = diff(BASE, plus(csrf, purposes=(Purpose("safety"),)))

    assert [(c.entry, c.what) for c in changed.changes] == [
        ('purpose "safety"', "added"),
        ('service "csrf"', "added"),
        ('service "csrf" > item "extra" (cookie)', "added"),
    ]
    assert {c.reason for c in changed.changes} == {Why.EXEMPT}
    assert not changed.material


def test_first_statement_is_not_longer():
    """Stating a lifetime that was unknown is not a longer life."""
    unknown = with_item(STATS, lifetime=None)
    (change,) = diff(unknown, BASE).changes

    assert (change.what, change.before, change.after, change.material) == ("lifetime", None, "P6M", False)


def test_lifetime_that_is_none_counts_as_unknown():
    """A draft may hold a lifetime that is no duration; leaving one for it is a limit lost."""
    (change,) = diff(BASE, with_item(STATS, lifetime="6 months")).changes

    assert change.reason == Why.UNLIMITED


def test_session_that_persists_is_longer():
    (change,) = diff(with_item(NECESSARY, lifetime="session"), BASE).changes

    assert change.reason == Why.LONGER


def test_item_is_known_by_name_kind_and_host():
    """The same name of another kind or host is another item."""
    moved = with_item(STATS, kind=Kind.LOCAL_STORAGE, host="acme.test")

    assert [(c.entry, c.what) for c in diff(BASE, moved).changes] == [
        ('service "stats" > item "_a*" (local_storage at acme.test)', "added"),
        ('service "stats" > item "_a*" (cookie)', "removed"),
    ]


def test_moved_to_another_purpose():
    """A service under another purpose is material even where it tells nobody new."""
    (change,) = diff(BASE, with_service(STATS, purpose="necessary", provider="Acme")).changes

    assert (change.what, change.reason) == ("purpose", Why.OTHER_PURPOSE)


def test_draft_with_an_id_twice():
    """A draft may hold an id twice; the second is compared with the second."""
    twice = plus(STATS)

    assert diff(twice, twice).changes == ()
    assert {c.entry.split(" > ")[0] for c in diff(BASE, twice).changes} == {'service "stats" #2'}


def test_text_report():
    """One line a change, material ones marked."""
    new = dataclasses.replace(with_item(STATS, lifetime="P13M", secure=True), version=4)

    assert diff(BASE, new).as_text() == (
        "Version 3 to version 4: 2 changes, 1 material.\n"
        "! service \"stats\" > item \"_a*\" (cookie): lifetime 'P6M' -> 'P13M'. "
        "The item lives longer than visitors were told.\n"
        '  service "stats" > item "_a*" (cookie): secure nothing -> \'true\'.\n'
    )
    assert diff(BASE, BASE).as_text() == "Version 3 to version 3: nothing changed.\n"


def test_json_report():
    """The JSON names both versions by number and hash."""
    new = dataclasses.replace(with_purpose(1, sale=True), version=4)

    assert diff(BASE, new).as_json() == {
        "old": {"version": 3, "hash": BASE.hash},
        "new": {"version": 4, "hash": new.hash},
        "material": True,
        "changes": [
            {
                "entry": 'purpose "audience"',
                "what": "sale",
                "before": "false",
                "after": "true",
                "material": True,
                "reason": "The purpose now counts as sale or sharing.",
            }
        ],
    }

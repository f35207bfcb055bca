"""Faults and findings as remarks: each at the entry and the form's field it concerns. No database."""

import pytest

from speculoos.registry.model import Kind, Provider, Purpose, Registry, Service, Site, StorageItem
from speculoos.web.office.merging import append, put_in_place
from speculoos.web.office.remarks import Spot, remarks_on

SITE = Site("Shop", "https://shop.example")


def service(id, *items, **more):
    named = tuple(StorageItem(name) for name in items)
    return Service(id, **{"provider": "P", "function": id, "purpose": "needed", "items": named} | more)


def registry(*services, **more):
    return Registry(**{"site": SITE, "providers": (Provider("P"),), "purposes": (Purpose("needed"),)} | more,
                    services=services)  # fmt: skip


def spots(declared, severity="fault"):
    return [remark.spot for remark in remarks_on(declared) if remark.severity == severity]


@pytest.mark.parametrize(
    ("declared", "spot"),
    [
        (registry(service("a", provider="Q")), Spot("services", 0, None, "provider")),
        (registry(service("a"), service("b", purpose="other")), Spot("services", 1, None, "purpose")),
        (registry(service("a", "x", "*")), Spot("services", 0, 1, "name")),
        (registry(site=Site("Shop", "nowhere")), Spot("site", None, None, "url")),
        (registry(site=Site("Shop", "https://a.example", languages=("x!",))), Spot("site", None, None, "languages")),
        (registry(providers=(Provider("P", country="XX"),)), Spot("providers", 0, None, "country")),
        (registry(purposes=(Purpose("a"), Purpose("a"))), Spot("purposes", 1, None, "ident")),
        (registry(service('a" > items[0] "b', provider="Q")), Spot("services", 0, None, "provider")),
    ],
)  # fmt: skip
def test_a_fault_is_at_its_field(declared, spot):
    """Even an id made to look like a path leads to the right entry."""
    assert spot in spots(declared)


def test_a_finding_is_at_its_item():
    """An item without a lifetime has the finding at its own lifetime."""
    found = [r for r in remarks_on(registry(service("a", "x"), service("b", "y", "z"))) if r.code == "POL-01"]

    assert Spot("services", 1, 1, "lifetime") in [r.spot for r in found]


def test_faults_come_first():
    kinds = [r.severity for r in remarks_on(registry(service("a", "x", provider="Q")))]

    assert kinds[0] == "fault"
    assert kinds == sorted(kinds, key=("fault", "error", "warning", "info").index)


def test_adding_takes_what_is_new_with_what_it_needs():
    """New services come with their purposes and providers; what is there stays as it is."""
    draft = registry(service("a", "x"))
    new = service("b", "y", provider="Q", purpose="stats")
    other = registry(service("a2", "x"), new, providers=(Provider("Q"), Provider("R")), purposes=(Purpose("stats"),))
    merged = append(draft, other)

    assert merged.registry.services == (draft.services[0], new)
    assert [p.name for p in merged.registry.providers] == ["P", "Q"]
    assert [p.id for p in merged.registry.purposes] == ["needed", "stats"]
    assert [s.id for s in merged.known] == ["a2"]


def test_an_id_that_is_taken_gets_a_number():
    merged = append(registry(service("a", "x"), service("a-2", "w")), registry(service("a", "y"), service("a-2", "v")))

    assert [s.id for s in merged.registry.services] == ["a", "a-2", "a-3", "a-2-2"]


def test_another_kind_of_the_same_name_is_new():
    """A local storage key is not there because a cookie has its name."""
    key = service("b", items=(StorageItem("x", kind=Kind.LOCAL_STORAGE),))

    assert append(registry(service("a", "x")), registry(key)).added == (key,)


def test_replacing_keeps_the_site_unless_told():
    other = registry(service("b"), site=Site("Other", "https://other.example"), version=4)

    assert put_in_place(registry(), other).registry == registry(service("b"))
    assert put_in_place(registry(), other, site_too=True).registry.site.name == "Other"

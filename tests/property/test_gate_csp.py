"""Properties of the derived policy, whatever a declaration has for hosts."""

import re

from hypothesis import given
from hypothesis import strategies as st

from speculoos.consent.choice import acts_for, choose, effective
from speculoos.consent.layout import Layout
from speculoos.gate.csp import LONGEST, OWN, Scenes
from speculoos.registry.model import Exemption, Registry, Service, Site, StorageItem
from tests.property.strategies import ids
from tests.unit.gate.declared import NOW
from tests.unit.gate.policies import allows

HEADER = re.compile(r"default-src [A-Za-z0-9'*:./_ -]+")
SITE = "https://www.shop.example/"
named = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "*.", ".", "https://"]),
    st.sampled_from(
        ["shop.example", "a.shop.example", "www.shop.example", "x.test", "a.x.test", "b.a.x.test", "co.uk"]
    ),
    st.sampled_from(["", "", "", ":81", "/p", "; img-src *", "\r\nX: y", ",", " "]),
)
hosts = st.one_of(named, named, st.text(max_size=12), st.ip_addresses().map(str))
services = st.builds(
    Service,
    id=ids,
    provider=st.just("P"),
    function=st.just("f"),
    purpose=st.sampled_from(["a", "b", "c"]),
    exemption=st.sampled_from([None, None, Exemption.STRICTLY_NECESSARY, Exemption.STATISTICS]),
    hosts=st.lists(hosts, max_size=3).map(tuple),
    items=st.lists(st.builds(StorageItem, name=ids, host=st.none() | hosts), max_size=2).map(tuple),
)
registries = st.builds(
    Registry,
    site=st.sampled_from([SITE, "http://localhost:8000", "http://127.0.0.1", "", "x"]).map(lambda url: Site("S", url)),
    services=st.lists(services, max_size=5, unique_by=lambda service: service.id).map(tuple),
    version=st.just(1),
)
URLS = [
    f"{scheme}://{host}/x"
    for scheme in ("https", "wss")
    for host in ("shop.example", "www.shop.example", "a.shop.example", "c.shop.example", "x.test", "a.x.test", "q.test")
]


def policy(registry, granted):
    layout = Layout.of(registry)
    known = [purpose for purpose in layout.purposes if purpose in granted]
    choice = choose(layout, acts_for(layout, known), NOW).choice
    return Scenes(registry).policy(effective(choice, layout, NOW))


purposes = st.sets(st.sampled_from(["a", "b", "c"]))


@given(registries, purposes, purposes)
def test_granting_more_never_takes_a_host_away(registry, some, more):
    less, all = policy(registry, some), policy(registry, some | more)
    assert [url for url in URLS if allows(less, url) and not allows(all, url)] == []


@given(registries, purposes)
def test_a_header_is_safe_bounded_and_always_the_same(registry, granted):
    made = policy(registry, granted)
    assert made == policy(registry, granted)
    assert len(made) <= LONGEST
    assert HEADER.fullmatch(made)
    assert made.startswith(OWN)


@given(registries, purposes)
def test_what_is_declared_by_services_that_wait_alone_is_held_back(registry, granted):
    """A host of the site's own passes in spite of that only where it is the site itself."""
    shop = Registry(Site("S", SITE), services=registry.services, version=1)
    optional = {id for id, purpose in Layout.of(shop).services if purpose not in granted}
    held = [host for s in shop.services if s.id in optional for host in s.hosts]
    passing = {
        each
        for s in shop.services
        if s.id not in optional
        for each in (*s.hosts, *(item.host for item in s.items if item.host))
    }
    made = policy(shop, granted)
    for host in ("x.test", "a.x.test", "a.shop.example"):
        if host in held and not any("x.test" in each or "shop.example" in each for each in passing):
            assert not allows(made, f"https://{host}/x")


@given(registries)
def test_a_scene_is_what_such_a_visitor_gets(registry):
    for scene in Scenes(registry).scenes():
        assert scene.policy == policy(registry, scene.granted)

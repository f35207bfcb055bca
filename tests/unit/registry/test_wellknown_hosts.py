"""What is known of the hosts of common services, and how a declared service is recognised."""

import pytest

from speculoos.registry.check_values import bad_source
from speculoos.registry.model import Service, StorageItem
from speculoos.registry.wellknown import WELL_KNOWN
from speculoos.registry.wellknown_hosts import known_hosts, table


def service(id, function="", provider="", *items):
    return Service(id, provider, function, "p", items=items)


def test_every_host_is_one_that_a_declaration_may_name():
    hosts = [host for hosts in table().values() for host in hosts]

    assert len(table()) > 50
    assert [host for host in hosts if bad_source(host)] == []
    assert all(len({*hosts}) == len(hosts) for hosts in table().values())


def test_the_services_that_are_known_by_their_third_party_items_have_hosts():
    third = {entry.origin for entry in WELL_KNOWN if entry.hosts}
    assert third - {*table()} == set()


@pytest.mark.parametrize(
    ("declared", "first"),
    [
        (service("stats", "Statistics", "Acme", StorageItem("_ga_ABC123")), "*.google-analytics.com"),
        (service("film", "Player", "Acme", StorageItem("VISITOR_INFO1_LIVE", host="youtube.com")), "www.youtube.com"),
        (service("youtube", "Films"), "www.youtube.com"),
        (service("v", "Films by YouTube", "Google Ireland"), "www.youtube.com"),
        (service("google-tag-manager"), "*.googletagmanager.com"),
        (service("cloud", "Matomo Cloud"), "*.matomo.cloud"),
    ],
)
def test_a_service_is_known_by_its_items_or_by_its_name(declared, first):
    assert known_hosts(declared)[0] == first


@pytest.mark.parametrize(
    "declared",
    [
        service("x", "X marks the spot"),
        service("own", "Statistics", "Shop", StorageItem("visits")),
        service("redditor", "Spotifying"),
        service("", ""),
    ],
)
def test_what_is_not_known_has_none(declared):
    assert known_hosts(declared) == ()

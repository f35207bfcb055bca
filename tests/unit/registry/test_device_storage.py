"""deviceStorage.json in and out."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from speculoos.core.errors import InputError
from speculoos.registry.device_storage import PURPOSES, Read, from_device_storage, to_device_storage
from speculoos.registry.load import from_json
from speculoos.registry.model import Kind, Registry, Site, Texts, Use
from tests.property.registry_strategies import registries

SITE = Site("Shop", "https://shop.example")
GOOD: dict[str, Any] = {
    "identifier": "_vend_*",
    "type": "cookie",
    "maxAgeSeconds": 2592000,
    "cookieRefresh": True,
    "domains": ["vendor.example", "*"],
    "purposes": [1, 7],
    "specialPurposes": [1],
    "description": "Tells one browser from another",
    "optOut": False,
}


def read(*disclosures: Any, **more: Any) -> Read:
    return from_device_storage(json.dumps({"disclosures": list(disclosures), **more}), "Vendor Ltd.")


def test_each_purpose_becomes_a_service_with_the_item_on_each_host() -> None:
    """A disclosure with three purposes and two hosts is six items in three services."""
    found = read(GOOD)

    assert [service.purpose for service in found.services] == ["tcf_1", "tcf_7", "tcf_special_1"]
    assert [item.host for item in found.services[0].items] == ["vendor.example", None]
    assert found.left == ()


def test_the_facts_of_a_disclosure_are_carried() -> None:
    """Lifetime, renewal and description arrive in our words."""
    item = read(GOOD).services[0].items[0]

    assert (item.name, item.kind, item.lifetime, item.renewed) == ("_vend_*", Kind.COOKIE, "P30D", True)
    assert item.text == Texts({"en": "Tells one browser from another"})


def test_what_is_read_is_a_declaration_without_faults() -> None:
    """The registry of a site with the vendor alone passes every check."""
    registry = read(GOOD, {**GOOD, "identifier": "vend", "type": "web", "maxAgeSeconds": None}).registry(SITE)

    assert from_json(registry.as_json()) == registry


def test_zero_seconds_are_the_session() -> None:
    """A maxAgeSeconds of 0 means until the browser closes."""
    assert read({**GOOD, "maxAgeSeconds": 0}).services[0].items[0].lifetime == "session"


def test_an_opt_out_is_a_use_of_its_own() -> None:
    """An item that keeps an opt-out stands in a service that remembers a choice, and goes back as an opt-out."""
    found = read({**GOOD, "optOut": True})

    assert {service.use for service in found.services} == {Use.CONSENT_CHOICE}
    assert to_device_storage(found.registry(SITE)).data["disclosures"][0]["optOut"] is True


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        ({"identifier": "*"}, 'disclosures[0] "*"', "forbids"),
        ({"type": "app"}, 'disclosures[0] "_vend_*"', "'app'"),
        ({"identifier": 5}, "disclosures[0]", "no identifier"),
        ({"identifier": "a=b"}, 'disclosures[0] "a=b"', "cannot contain"),
        ({"colour": "red"}, 'disclosures[0] "_vend_*" > colour', "not known"),
        ({"purposes": [1, 99]}, 'disclosures[0] "_vend_*" > purposes', "99"),
        ({"maxAgeSeconds": "long"}, 'disclosures[0] "_vend_*" > maxAgeSeconds', "'long'"),
        ({"maxAgeSeconds": -1}, 'disclosures[0] "_vend_*" > maxAgeSeconds', "-1"),
        ({"domains": ["not a host"]}, 'disclosures[0] "_vend_*" > domains', "not a host"),
        ({"domains": ["*.vendor.example"]}, 'disclosures[0] "_vend_*" > domains', "read as"),
    ],
)
def test_what_cannot_be_carried_over_is_named(change: dict[str, Any], where: str, why: str) -> None:
    """Each thing that is left has its place and its reason."""
    left = read({**GOOD, **change}).left

    assert [one.where for one in left] == [where] or {one.where for one in left} == {where}
    assert why in left[0].why


def test_other_lists_of_the_file_are_left_by_name() -> None:
    """What is neither storage nor a host is reported."""
    assert [one.where for one in read(GOOD, scripts=[]).left] == ["scripts"]


def test_the_domains_that_a_vendor_contacts_are_its_hosts() -> None:
    """They go with each of its services, and out again; what a domain is used for has no place, and is told."""
    found = read(GOOD, domains=[{"domain": "x.example", "use": "To count"}, {"domain": "*.y.example"}])
    written = to_device_storage(found.registry(SITE)).data

    assert {service.hosts for service in found.services} == {("x.example", "*.y.example")}
    assert [one.where for one in found.left] == ["domains[0] > use"]
    assert [one["domain"] for one in written["domains"]] == ["x.example", "*.y.example"]


@pytest.mark.parametrize("domain", ["*", "https://x.example", {"domain": 5}, 5, {"domain": "*.com"}])
def test_a_domain_that_is_no_host_is_named(domain: Any) -> None:
    entry = {"domain": domain} if isinstance(domain, str) else domain
    found = read(GOOD, domains=[entry])

    assert [one.where for one in found.left] == ["domains[0]"]
    assert found.services[0].hosts == ()
    assert [one.where for one in read(domains=[{"domain": "x.example"}]).left] == ["domains[0]"]


def test_a_contradiction_is_reported() -> None:
    """The second disclosure of one identifier with other facts is left, once for each place it would have had."""
    found = read(GOOD, {**GOOD, "maxAgeSeconds": 60})

    assert found.left
    assert all("contradicts" in one.why for one in found.left)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"disclosures": {}}', "[" * 100_000, "null"])
def test_other_texts_are_input_errors(text: str) -> None:
    """What is no disclosure is refused in words."""
    with pytest.raises(InputError):
        from_device_storage(text, "Vendor")


def test_out_and_in_again_is_the_same() -> None:
    """Written out, several purposes and hosts are one disclosure again."""
    two = {**GOOD, "identifier": "vend", "type": "web", "purposes": [8], "specialPurposes": []}

    written = to_device_storage(read(GOOD, two).registry(SITE))

    assert written.data == {"disclosures": [GOOD, two]}
    assert written.left == ()


def test_a_declaration_in_other_words_reports_what_the_format_lacks() -> None:
    """Attributes, own purposes, unknown facts and other kinds are each named."""
    data = {
        "site": {"name": "Shop", "url": "https://shop.example"},
        "services": [
            {
                "id": "own",
                "provider": "Shop",
                "function": "Sign-in",
                "purpose": "signing_in",
                "items": [
                    {"name": "sid", "lifetime": "P13M", "secure": True},
                    {"name": "px", "kind": "pixel"},
                    {"name": "db", "kind": "indexed_db"},
                ],
            }
        ],
    }
    written = to_device_storage(from_json(data))
    told = "\n".join(map(str, written.left))

    assert [one["identifier"] for one in written.data["disclosures"]] == ["sid", "db"]
    for said in (
        "no place for secure",
        '"signing_in" has no number',
        "mean month",
        "kind pixel",
        'became "web"',
        "null",
    ):
        assert said in told


def test_one_vendor_alone_can_be_written() -> None:
    """Asked for a provider, nobody else's items are disclosed."""
    assert to_device_storage(read(GOOD).registry(SITE), "Somebody else").data == {"disclosures": []}


def test_every_purpose_of_the_framework_is_known() -> None:
    """Eleven purposes and three special ones."""
    assert len(PURPOSES) == 14


@settings(deadline=None, max_examples=40)
@given(registries())
def test_any_registry_can_be_written_and_read_again(registry: Registry) -> None:
    """What is written is read without complaint about its form, and no item is lost without a word."""
    written = to_device_storage(registry)

    names = {(item.name, item.host) for _, item in registry.items() if item.kind in ("cookie", "local_storage")}
    back = from_device_storage(written.text, "Vendor")
    found = {(item.name, item.host) for service in back.services for item in service.items}
    reported = "\n".join(map(str, back.left))
    assert all(pair in found or json.dumps(pair[0], ensure_ascii=False) in reported for pair in names)

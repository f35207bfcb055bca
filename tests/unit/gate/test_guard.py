"""The data of the browser's guard says of names, hosts and choices what the gate's table says."""

import json
from dataclasses import replace

import pytest

from speculoos.consent.layout import Layout
from speculoos.gate.guard import DATA, digest, idle, script, settings
from speculoos.gate.rules import Mode, Rules
from speculoos.registry.model import Kind, Site, StorageItem
from tests.unit.gate.declared import LAYOUT, NECESSARY, REGISTRY, service

RULES = Rules(Mode.ENFORCE, (("_pk*", Mode.OFF),), reports="https://consent.example/reports")


def with_items(*items, **changes):
    return replace(REGISTRY, services=(service("one", "media", *items, **changes),))


def test_each_name_stands_once_with_all_the_optional_services_that_it_serves():
    rows = settings(REGISTRY, RULES)["items"]

    assert ["sessionid", []] in rows["cookie"]
    assert ["shared", [0, 1]] in rows["cookie"]
    assert rows["local_storage"] == [["key", [0]]]
    assert rows["session_storage"] == []


def test_what_no_page_of_the_site_can_write_is_left_out():
    items = [StorageItem(name, kind, host=host) for kind in (Kind.COOKIE, Kind.LOCAL_STORAGE) for name, host in
             (("own", None), ("same", "www.shop.example"), ("wide", "Shop.example"), ("deep", "a.www.shop.example"),
              ("away", "film.example"), ("none", "no host"))]  # fmt: skip

    rows = settings(with_items(*items), RULES)["items"]

    assert [row[0] for row in rows["cookie"]] == ["own", "same", "wide", "deep"]
    assert rows["cookie"][2] == ["wide", [0], "shop.example"]
    assert [row[0] for row in rows["local_storage"]] == ["own", "same", "wide"]


def test_the_choice_itself_is_no_row_whatever_declares_it():
    """The guard always lets it pass: without it nothing could be granted."""
    assert settings(with_items(StorageItem("cookies_preferences")), RULES)["items"]["cookie"] == []


def test_it_reads_choices_about_earlier_versions_too():
    data = settings(REGISTRY, RULES, (Layout(2, ("media",), (("film", "media"),)), LAYOUT), material_since=2)

    assert data["layouts"]["2"] == {"purposes": ("media",), "services": ("film",)}
    assert data["layouts"]["3"]["purposes"] == LAYOUT.purposes
    assert (data["since"], data["services"]) == (2, LAYOUT.services)


def test_places_that_ask_otherwise_are_told_apart():
    anywhere = settings(REGISTRY, RULES)
    french = settings(replace(REGISTRY, site=Site("Shop", "https://shop.example/", jurisdictions=("FR",))), RULES)

    assert anywhere["ask"] == ["statistics", "media"]
    assert anywhere["places"]["CA"] == {"ask": [], "days": 366}
    assert french["places"] == {}


def test_modes_are_those_of_the_rules():
    data = settings(REGISTRY, RULES)

    assert (data["mode"], data["modes"], data["reports"]) == ("enforce", [["_pk*", "off"]], RULES.reports)
    assert not idle(RULES)
    assert not idle(Rules(Mode.OFF, (("_ga", Mode.ENFORCE),)))
    assert idle(Rules(Mode.OFF))


def test_the_script_is_the_code_with_the_data_in_it():
    hostile = with_items(StorageItem('</script>"\u2028'), exemption=NECESSARY)
    text = script(f"a({DATA});b", settings(hostile, RULES))

    assert text.isascii()
    assert "</script" not in text
    assert json.loads(text[2:-3])["items"]["cookie"][0][0] == '</script>"\u2028'
    assert digest(text).startswith("sha384-")
    assert digest(text) != digest(text, "sha256")


def test_code_without_a_place_for_the_data_is_refused():
    with pytest.raises(ValueError, match="no place"):
        script("a();", {})

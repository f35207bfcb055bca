"""A site's settings for the tags of others: what is served, what is refused, and what is off."""

import json

import pytest
from django.test import Client

from speculoos.law.profiles import enabled_profiles
from speculoos.web.front.signals import content, snippets
from speculoos.web.store.options import Options, faults, keep_options
from speculoos.web.store.publish import current, forget
from speculoos.web.store.sites import Site

pytestmark = pytest.mark.django_db

FILE = "/s/biscuiterie/defaults.js"
URL = "https://www.shop.example/"
MODES = {"signals": {"statistics": ["analytics_storage"]}}
TCF = {"cmp_id": 31, "publisher_country": "BE", "vendor_list": {"version": 142, "vendors": [8]}}


@pytest.fixture
def bakery(platform) -> Site:
    return Site.objects.get(slug="biscuiterie")


def settle(site: Site, **options) -> Options:
    options = Options.from_json(options)
    assert faults(options.as_json(), URL) == {}
    keep_options(site.pk, options)
    forget()
    return options


def served(client: Client):
    answer = client.get(FILE)
    text = answer.content.decode()
    return json.loads(text.removeprefix("window.speculoosSignals=").partition(";\n")[0])


def test_a_site_that_settles_nothing_has_no_such_file_and_no_such_tag(client, bakery):
    assert client.get(FILE).status_code == 404
    assert snippets("https://cmp.example", "biscuiterie", Options()) == []


def test_the_defaults_come_with_their_program_for_pages_of_any_host(client, bakery):
    settle(bakery, modes=MODES)
    answer = client.get(FILE)

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert served(client)["modes"]["signals"]["analytics_storage"] == ["statistics"]
    assert b"__tcfapi" in answer.content
    assert client.get("/embed/1/signals.js")["Cache-Control"].count("immutable")


def test_a_region_starts_with_what_its_law_allows_unasked(client, bakery):
    settle(bakery, modes=MODES | {"regions": ["US-CA", "FR"]})
    google = served(client)["modes"]["defaults"]["google"]
    regions = {c[2]["region"][0]: c[2]["analytics_storage"] for c in google if c[1] == "default" and "region" in c[2]}

    assert regions == {"FR": "denied", "US-CA": "granted"}


def test_tcf_is_off_without_an_id_and_a_purpose_that_has_gone_takes_its_part_along(client, bakery):
    registry = current("biscuiterie").registry
    assert content(registry, settle(bakery, gpp=["usca"])).keys() == {"gpp"}
    assert content(registry, settle(bakery, modes={"signals": {"gone": ["ad_storage"]}})) == {}
    assert content(registry, settle(bakery, tcf=TCF)).keys() == {"tcf"}


def test_the_snippet_puts_the_defaults_first(office, bakery):
    page = "/office/sites/biscuiterie/versions/"
    assert "defaults.js" not in office.get(page).content.decode()

    settle(bakery, modes=MODES)
    text = office.get(page).content.decode()
    order = [text.index(name) for name in ("biscuiterie/defaults.js", "embed/1/speculoos.js", "embed/1/signals.js")]
    assert order == sorted(order)


def test_nothing_in_the_data_can_end_its_script(client, bakery):
    settle(bakery, modes=MODES)
    assert "<" not in client.get(FILE).content.decode().partition(";\n")[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("modes", {"wait_for_update": 5}),
        ("modes", {"signals": {"statistics": ["all_storage"]}}),
        ("modes", MODES | {"wait_for_update": -1}),
        ("modes", MODES | {"ads_data_redaction": "yes"}),
        ("modes", MODES | {"regions": ["Atlantis"]}),
        ("modes", MODES | {"else": 1}),
        ("modes", []),
        ("tcf", {"cmp_id": 0}),
        ("tcf", {"cmp_id": True}),
        ("tcf", {"publisher_country": "BE"}),
        ("tcf", TCF | {"publisher_country": "Belgium"}),
        ("tcf", TCF | {"cmp_id": 4096}),
        ("tcf", TCF | {"registered": [1, 2]}),
        ("tcf", TCF | {"purposes": {"statistics": [25]}}),
        ("tcf", TCF | {"vendors": {"Ads": "8"}}),
        ("tcf", TCF | {"vendor_list": {"version": 1}}),
        ("gpp", ["uszz"]),
        ("gpp", "usca"),
        ("gpp", [["usca"]]),
    ],
)
def test_a_wrong_setting_is_refused_with_a_message(name, value):
    assert list(faults({name: value}, URL)) == [name]
    assert faults({name: value}, URL)[name].endswith(".")


def test_every_place_may_be_a_region():
    codes = {"UK": "GB", "CA": "US-CA", "QC": "CA-QC", "EU": "PL"}
    for profile in enabled_profiles():
        region = codes.get(profile.code, profile.code)
        assert faults({"modes": MODES | {"regions": [region]}}, URL) == {}, region

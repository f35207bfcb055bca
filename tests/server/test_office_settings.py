"""A site's settings in the back office and over the API: read, changed, judged, and counting at once."""

from dataclasses import replace

import pytest
from django.test import Client

from speculoos.gate.rules import Mode, Rules
from speculoos.web.api.options import OptionsIn
from speculoos.web.store.gate.options import project_rules, rules_of
from speculoos.web.store.options import Options, options_of
from speculoos.web.store.publish import current
from speculoos.web.store.sites import Site
from tests.server.api_tools import send

pytestmark = pytest.mark.django_db

PAGE = "/office/sites/biscuiterie/settings/"
GIVEN = {
    "origins": "https://a.example, https://b.example",
    "place": "CA",
    "place_header": "CF-IPCountry",
    "visitor_may_choose_place": "on",
    "retention_months": "12",
    "modes": '{"signals": {"statistics": ["analytics_storage"]}}',
    "gpp": ["usca", "usnat"],
    "gate": "enforce",
    "gate_items": "_ga* report_only\n\n  sessionid   off",
    "gate_attributes": "on",
    "gate_csp": "off",
    "gate_told": "on",
}
UNTOUCHED = {"gate_lifetimes": "on", "gate_attributes": "on"}
"""What a browser sends of a form that is all defaults."""


def kept() -> Options:
    return options_of(Site.objects.get(slug="biscuiterie").pk)


def test_every_setting_is_on_the_page_with_where_its_value_comes_from(office):
    page = office.get(PAGE).content.decode()

    for name in Options.__slots__:
        assert f'name="{name}"' in page, name
    assert "TCF is off: no CMP id is configured." in page
    assert '<a href="/office/sites/biscuiterie/gate/">Before you enforce, see what it would do.</a>' in page
    assert "Default: report_only." in page
    assert "Default: 60, the platform's." in page
    assert "Set for this site." not in page


def test_what_is_saved_counts_at_once_and_only_that_is_stored(office):
    current("biscuiterie")
    answer = office.post(PAGE, GIVEN, follow=True)

    assert answer.status_code == 200
    assert "Set for this site." in answer.content.decode()
    found = current("biscuiterie").options
    assert (found.origins, found.place, found.gpp) == (
        ("https://a.example", "https://b.example"),
        "CA",
        ("usca", "usnat"),
    )
    assert found.retention_months == 12
    assert found.gate_items == (("_ga*", "report_only"), ("sessionid", "off"))
    assert found.gate_lifetimes is False
    assert set(kept().changed()) == {*GIVEN, "gate_lifetimes"} - {"gate_attributes"}


def test_what_is_cleared_is_the_default_again(office):
    office.post(PAGE, GIVEN)
    office.post(PAGE, UNTOUCHED)
    assert kept() == Options()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("origins", "http://a.example"),
        ("shared_domain", "elsewhere.example"),
        ("place", "Atlantis"),
        ("place_header", "Cookie"),
        ("retention_months", "0"),
        ("modes", "{not json"),
        ("tcf", '{"publisher_country": "BE"}'),
        ("gpp", "uszz"),
        ("gate", "strict"),
        ("gate_items", "* enforce"),
        ("gate_items", "_ga*"),
        ("gate_items", "_ga* strict"),
        ("gate_csp", "on"),
    ],
)
def test_a_wrong_setting_stays_in_the_form_and_saves_nothing(office, name, value):
    answer = office.post(PAGE, GIVEN | {name: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert kept() == Options()


def test_a_form_that_is_behind_is_refused(office):
    seen = office.get(PAGE).context["seen"]
    office.post(PAGE, GIVEN)
    answer = office.post(PAGE, GIVEN | {"seen": seen, "retention_months": "3"})

    assert answer.status_code == 422
    assert kept().retention_months == 12


def test_nobody_else_comes_in(platform):
    assert Client().get(PAGE).status_code == 302


API = "/api/v1/sites/biscuiterie/options"


def test_a_machine_reads_and_replaces_the_settings(office):
    assert office.get(API).json()["set"] == []
    csrf = Client(enforce_csrf_checks=False)
    assert csrf.get(API).status_code == 401

    answer = send(office, "PUT", API, {"origins": ["https://a.example"], "place": "CA"})
    assert answer.status_code == 200, answer.content
    assert sorted(answer.json()["set"]) == ["origins", "place"]
    assert current("biscuiterie").options.place == "CA"
    assert office.get(API).json() == answer.json()


def test_wrong_settings_are_all_named_at_once_and_none_is_kept(office):
    answer = send(office, "PUT", API, {"origins": ["http://a.example"], "place": "Atlantis", "account_choice": True})

    assert answer.status_code == 422
    assert sorted(each["pointer"] for each in answer.json()["errors"]) == ["/origins", "/place"]
    assert kept() == Options()
    assert send(office, "PUT", API, {"nonsense": 1}).status_code == 422


REPORTS = "/api/v1/sites/biscuiterie/reports"


def test_the_gate_follows_the_settings_at_once(office):
    send(office, "PUT", API, {"gate": "enforce", "gate_items": [["_ga*", "report_only"]], "gate_csp": "off"})
    options = current("biscuiterie").options

    assert hash(options)
    rules = Rules(Mode.ENFORCE, (("_ga*", Mode.REPORT_ONLY),), csp=Mode.OFF, reports=REPORTS)
    assert rules_of(options, "biscuiterie") == rules
    assert send(office, "PUT", API, {"gate_items": [["_ga*"]]}).status_code == 422


def test_only_the_home_site_begins_with_what_the_project_says(settings):
    settings.SPECULOOS = {"gate": "enforce", "gate_items": [["a*", "off"]], "gate_lifetimes": False, "gate_told": True}

    assert rules_of(Options(), "biscuiterie") == Rules(reports=REPORTS)
    assert project_rules() == Rules(Mode.ENFORCE, (("a*", Mode.OFF),), lifetimes=False, told=True)
    assert rules_of(Options(gate="off"), "platform").mode is Mode.OFF
    assert replace(project_rules(), reports=rules_of(Options(), "platform").reports) == rules_of(Options(), "platform")


def test_the_api_knows_every_setting():
    assert set(OptionsIn.model_fields) == set(Options.__slots__)

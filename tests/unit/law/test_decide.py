"""The decision table, written down a second time from the rulebook, and the cases that its cells depend on."""

from dataclasses import replace

import pytest

from speculoos.law.decide import (
    Outcome,
    decide,
    decide_all,
    decider,
    purposes_to_ask,
    purposes_to_object,
    strictest_by_purpose,
)
from speculoos.law.profiles import PROFILES, Regime
from speculoos.law.rules import RULES, Verified
from speculoos.law.table import REGIMES, TABLE
from speculoos.registry.model import Exemption, Identifiability, Kind, Party, Provider, Purpose, Registry, Texts, Use
from tests.unit.law.declared import MEASURED, SITE, clean, founding, item, measured, registry, service

COLUMNS = ("DE", "FR", "IT", "ES", "NL", "UK", "CH", "CA")
LETTERS = {"N": Outcome.NONE, "O": Outcome.OBJECTION, "C": Outcome.CONSENT, "X": Outcome.OPT_OUT}

FITTING = {
    Use.AUTHENTICATION: item("sessionid", lifetime="session", identifiability=Identifiability.IDENTIFIED),
    Use.REMEMBER_ME: item("remember", lifetime="P90D", identifiability=Identifiability.IDENTIFIED),
    Use.SECURITY: item("csrftoken", lifetime="session", identifiability=Identifiability.RANDOM),
    Use.INPUT: item("cart", lifetime="session"),
    Use.CONSENT_CHOICE: item("cookies_preferences", lifetime="P366D", identifiability=Identifiability.RANDOM),
    Use.INTERFACE: item("django_language", lifetime="session", identifiability=Identifiability.NONE),
}
THIRD = item("_v", host="vendor.test", party=Party.THIRD)

# What each column says where every condition holds; `site` and `party` as the row describes them.
ROWS = [
    (Use.AUTHENTICATION, FITTING[Use.AUTHENTICATION], "N N N N N N N N"),
    (Use.REMEMBER_ME, FITTING[Use.REMEMBER_ME], "N N N N N N N N"),
    (Use.SECURITY, FITTING[Use.SECURITY], "N N N N N N N N"),
    (Use.INPUT, FITTING[Use.INPUT], "N N N N N N N N"),
    (Use.CONSENT_CHOICE, FITTING[Use.CONSENT_CHOICE], "N N N N N N N N"),
    (Use.INTERFACE, FITTING[Use.INTERFACE], "N N N N N N N N"),
    (Use.PERSONALISATION, item(), "C C C C C C O N"),
    (Use.AUDIENCE_SERVER, None, "N N N N N N N N"),
    (Use.AUDIENCE, item(), "C O N O N O O N"),
    (Use.AUDIENCE_JOINED, item(identifiability=Identifiability.IDENTIFIED), "C C C C C C C N"),
    (Use.AUDIENCE_JOINED, item(), "C C C C C C O N"),
    (Use.AUDIENCE_VENDOR, THIRD, "C C C C C C O X"),
    (Use.TESTING, item(), "C O O O O O O N"),
    (Use.REPLAY, item(), "C C C C C C C X"),
    (Use.EMBED, THIRD, "C C C C C C O X"),
    (Use.ADS_CONTEXTUAL, item(), "C C C C C C O N"),
    (Use.ADS_CONTEXTUAL, THIRD, "C C C C C C O X"),
    (Use.ADS_BEHAVIOURAL, item(), "C C C C C C C X"),
    (Use.EMAIL_PIXEL, item(kind=Kind.PIXEL), "C C C C C C O N"),
    (Use.OTHER, item(), "C C C C C C C N"),
]


def outcome(one, jurisdiction, site=SITE, **fields):
    return decide(registry(one, site=site, **fields), one, one.items[0] if one.items else None, jurisdiction).outcome


@pytest.mark.parametrize(("use", "stored", "row"), ROWS, ids=[f"{use}-{i}" for i, (use, _, _) in enumerate(ROWS)])
def test_table(use, stored, row):
    """Each row gives, column by column, what the rulebook says where the conditions hold."""
    one = service(use, stored) if stored else replace(service(use), items=())

    found = [outcome(one, column) for column in COLUMNS]

    assert found == [LETTERS[letter] for letter in row.split()]


def test_table_covers_every_use_and_every_regime():
    assert set(TABLE) == set(Use)
    assert {len(row.cells) for row in TABLE.values()} == {len(REGIMES)}
    assert set(REGIMES) == set(Regime)


def test_table_cites_only_rules_that_exist():
    cited = {id for row in TABLE.values() for id in (row.rule, *row.rules.values())}
    demanded = {
        id
        for p in PROFILES.values()
        for id in (p.consent_rule, p.exemption_rule, p.statistics_rule, p.reask_rule, p.refusal_rule, p.gpc_rule)
        if id
    }

    assert cited | demanded <= set(RULES)


@pytest.mark.parametrize(
    ("jurisdiction", "cited"),
    [
        ("DE", "DE-01"),
        ("BE", "BE-01"),
        ("IE", "IE-01"),
        ("FR", "FR-05"),
        ("IT", "IT-03"),
        ("ES", "ES-03"),
        ("NL", "NL-01"),
        ("UK", "UK-02"),
        ("CH", "CH-01"),
        ("CA", "US-01"),
    ],
)
def test_statistics_cite_the_place_s_own_rule(jurisdiction, cited):
    one = service()

    decision = decide(registry(one), one, one.items[0], jurisdiction)

    assert decision.rule == cited
    assert decision.verified is RULES[cited].verified
    assert decision.jurisdiction == jurisdiction


def test_a_rule_from_memory_makes_the_decision_unverified():
    one = service(Use.AUTHENTICATION, FITTING[Use.AUTHENTICATION])
    found = registry(one)

    assert decide(found, one, one.items[0], "DE").verified is Verified.UNVERIFIED
    assert decide(found, one, one.items[0], "UK").verified is Verified.SECONDARY


# One fact changed at a time; the column loses its exemption exactly where the condition is its own.
BROKEN = [
    ("not for this site alone", {"sole_use": False}, "FR IT ES NL UK"),
    ("nothing said of its sole use", {"sole_use": None}, "FR IT ES NL UK"),
    ("nothing said of one site", {"one_site": None}, "FR IT ES NL"),
    ("nothing said of sharing", {"shared": None}, "FR IT ES NL UK"),
    ("measured for longer than it says", {"tracker_lifetime": "P14M"}, "FR IT ES NL"),
    ("kept too long", {"data_retention": "P26M"}, "FR ES"),
    ("nothing said of retention", {"data_retention": None}, "FR ES"),
    ("no objection", {"objection_url": None}, "FR ES UK"),
    ("another operator that sees addresses", {"operator": "Counters Inc"}, "IT"),
]


@pytest.mark.parametrize(("why", "facts", "lost"), BROKEN, ids=[why for why, _, _ in BROKEN])
def test_statistics_lose_the_exemption_with_any_condition(why, facts, lost):
    """A condition that is contradicted or not shown means consent, in the places that make it."""
    found = {place for place in COLUMNS[1:6] if outcome(service(), place, measured(**facts)) is Outcome.CONSENT}

    assert found == set(lost.split())


@pytest.mark.parametrize(
    ("stored", "lost"),
    [
        ({"lifetime": "P14M"}, "FR IT ES NL"),
        ({"lifetime": "P394D"}, "FR IT ES NL"),
        ({"lifetime": None}, "FR IT ES NL"),
        ({"renewed": True}, "FR ES"),
        ({"renewed": None}, "FR ES"),
        ({"recipients": ("Somebody",)}, "FR IT ES NL UK"),
        ({"identifiability": Identifiability.IDENTIFIED}, "FR IT ES NL UK"),
        ({"host": "counter.test"}, "FR IT ES NL UK"),
        ({"party": Party.THIRD}, "FR IT ES NL UK"),
    ],
)
def test_statistics_lose_the_exemption_with_the_item(stored, lost):
    found = {
        place for place in COLUMNS[1:6] if outcome(service(Use.AUDIENCE, item(**stored)), place) is Outcome.CONSENT
    }

    assert found == set(lost.split())


@pytest.mark.parametrize("lifetime", ["P13M", "P393D", "P1Y", "P1Y1M", "P56W", "session", "PT1H"])
def test_thirteen_months_are_thirteen_months_in_any_unit(lifetime):
    assert (
        outcome(service(Use.AUDIENCE, item(lifetime=lifetime)), "NL", measured(tracker_lifetime=None)) is Outcome.NONE
    )


def test_a_masked_address_lets_italy_s_third_party_tool_pass():
    site = measured(operator="Counters Inc", ip_masked=True)

    assert outcome(service(), "IT", site) is Outcome.NONE


def test_no_measurement_declared_means_no_exemption():
    assert outcome(service(), "FR", replace(SITE, measurement=None)) is Outcome.CONSENT


def test_measurement_shared_with_others_is_the_vendor_s_row():
    assert outcome(service(), "CA", measured(shared=True)) is Outcome.OPT_OUT


def test_measurement_across_sites_is_the_joined_row():
    one = service(Use.AUDIENCE, item(identifiability=None))

    assert outcome(one, "CH", measured(one_site=False)) is Outcome.CONSENT


def test_server_side_statistics_that_store_something_are_ordinary_statistics():
    assert outcome(service(Use.AUDIENCE_SERVER), "DE") is Outcome.CONSENT


def test_a_long_sign_in_is_no_session():
    """Two weeks still count as a session; more needs the user's own remember me."""
    for lifetime, expected in [("P14D", Outcome.NONE), ("P15D", Outcome.CONSENT), ("P1Y", Outcome.CONSENT)]:
        assert outcome(service(Use.AUTHENTICATION, item("sessionid", lifetime=lifetime)), "FR") is expected
    assert outcome(service(Use.REMEMBER_ME, item("sessionid", lifetime="P1Y")), "FR") is Outcome.NONE


def test_a_lifetime_that_is_not_stated_contradicts_nothing():
    """The sign-in of an imported policy stays exempt; that its duration is missing is the lint's to say."""
    assert outcome(service(Use.AUTHENTICATION, item("sessionid", lifetime=None)), "FR") is Outcome.NONE


@pytest.mark.parametrize("use", sorted(FITTING))
def test_exempt_uses_are_the_site_s_own(use):
    """A third party's item is not exempt for being called a sign-in, a cart or a choice."""
    foreign = replace(FITTING[use], host="elsewhere.test")

    assert outcome(service(use, foreign), "FR") is Outcome.CONSENT


@pytest.mark.parametrize("use", [Use.CONSENT_CHOICE, Use.INTERFACE])
def test_a_choice_that_tells_visitors_apart_is_not_exempt(use):
    telling = replace(FITTING[use], identifiability=Identifiability.PSEUDONYMOUS)

    assert outcome(service(use, telling), "DE") is Outcome.CONSENT


def test_a_year_of_csrf_is_exempt_and_more_is_not():
    for lifetime, expected in [("P364D", Outcome.NONE), ("P13M", Outcome.CONSENT)]:
        assert outcome(service(Use.SECURITY, item("csrftoken", lifetime=lifetime)), "DE") is expected


def test_a_long_csrf_token_is_told_as_unmet():
    one = service(Use.SECURITY, item("csrftoken", lifetime="P364D"))

    decision = decide(registry(one), one, one.items[0], "DE")

    assert [c.id for c in decision.unmet] == ["short"]


def test_bot_defence_is_exempt_only_where_needed_and_not_reused():
    facts = {"exemption": Exemption.STRICTLY_NECESSARY, "ground": Texts({"en": "The form drew 900 fakes a day."})}
    one = service(Use.BOT_DEFENCE, THIRD, provider="Guard Inc", **facts)
    processor = (Provider("Guard Inc", country="FR", role="processor"),)

    assert outcome(one, "DE", providers=processor) is Outcome.NONE
    assert outcome(one, "CA", providers=processor) is Outcome.NONE
    assert outcome(one, "DE", providers=()) is Outcome.CONSENT
    assert outcome(replace(one, ground=Texts()), "DE", providers=processor) is Outcome.CONSENT
    assert outcome(replace(one, exemption=None), "DE", providers=processor) is Outcome.CONSENT
    assert outcome(replace(one, recipients=("Other",)), "DE", providers=processor) is Outcome.CONSENT


def test_appearance_is_the_united_kingdom_s_exception_alone():
    one = service(Use.PERSONALISATION, item(), exemption=Exemption.APPEARANCE)

    assert outcome(one, "UK") is Outcome.OBJECTION
    assert outcome(one, "FR") is Outcome.CONSENT
    assert outcome(replace(one, recipients=("Somebody",)), "UK") is Outcome.CONSENT


def test_an_interface_under_the_appearance_exception_can_be_objected_to():
    one = service(Use.INTERFACE, FITTING[Use.INTERFACE], exemption=Exemption.APPEARANCE)

    assert outcome(one, "UK") is Outcome.OBJECTION
    assert outcome(one, "FR") is Outcome.NONE


def test_what_is_sold_can_be_opted_out_of_in_california_whatever_it_is_for():
    one = service(Use.ADS_CONTEXTUAL, item())
    sold = (Purpose("statistics", sale=True),)

    assert outcome(one, "CA", purposes=sold) is Outcome.OPT_OUT
    assert outcome(service(Use.PERSONALISATION), "CA", purposes=sold) is Outcome.OPT_OUT


class TestUnknownUse:
    """Where the use is not declared, a claim counts only with its written ground."""

    GROUND = Texts({"en": "The visitor asked for the map to open where they left it."})

    def claimed(self, **fields):
        return service(None, item("map"), **({"exemption": Exemption.STRICTLY_NECESSARY} | fields))

    def test_with_a_ground_it_is_taken_at_its_word(self):
        one = self.claimed(ground=self.GROUND)

        decision = decide(registry(one), one, one.items[0], "DE")

        assert (decision.outcome, decision.rule) == (Outcome.NONE, "EU-03")
        assert "own written ground" in decision.reason

    def test_without_a_ground_it_needs_consent(self):
        one = self.claimed()

        decision = decide(registry(one), one, one.items[0], "DE")

        assert (decision.outcome, decision.rule) == (Outcome.CONSENT, "EU-20")

    def test_a_blank_ground_is_none(self):
        assert outcome(self.claimed(ground=Texts({"en": "  "})), "DE") is Outcome.CONSENT

    def test_selling_is_never_necessary(self):
        sold = (Purpose("statistics", sale=True),)

        assert outcome(self.claimed(ground=self.GROUND), "DE", purposes=sold) is Outcome.CONSENT

    def test_an_emergency_exists_in_the_united_kingdom_alone(self):
        one = self.claimed(exemption=Exemption.EMERGENCY, ground=self.GROUND)

        assert outcome(one, "UK") is Outcome.NONE
        assert outcome(one, "DE") is Outcome.CONSENT

    def test_a_claim_of_statistics_is_judged_as_statistics(self):
        one = self.claimed(exemption=Exemption.STATISTICS)

        assert outcome(one, "FR") is Outcome.OBJECTION
        assert outcome(one, "DE") is Outcome.CONSENT

    def test_no_claim_needs_consent(self):
        assert outcome(self.claimed(exemption=None), "DE") is Outcome.CONSENT


def test_a_claim_that_the_table_does_not_support_does_not_help():
    one = service(
        Use.ADS_BEHAVIOURAL,
        exemption=Exemption.STRICTLY_NECESSARY,
        ground=Texts({"en": "The site lives on advertising."}),
    )

    decision = decide(registry(one), one, one.items[0], "DE")

    assert decision.outcome is Outcome.CONSENT
    assert "strictly_necessary" in decision.reason


class TestSharedItem:
    """One item under several services is exempt only if it is exempt for each (EU-04)."""

    sign_in = service(Use.AUTHENTICATION, FITTING[Use.AUTHENTICATION], id="sign-in", purpose="necessary")
    profiling = service(Use.ADS_BEHAVIOURAL, FITTING[Use.AUTHENTICATION], id="profiling", purpose="marketing")

    def test_the_stricter_purpose_decides(self):
        both = registry(self.sign_in, self.profiling)

        decision = decide(both, self.sign_in, self.sign_in.items[0], "FR")

        assert (decision.outcome, decision.rule) == (Outcome.CONSENT, "EU-04")
        assert '"profiling"' in decision.reason

    def test_two_exempt_purposes_stay_exempt(self):
        cart = replace(service(Use.INPUT, FITTING[Use.AUTHENTICATION]), id="cart")

        decision = decide(registry(self.sign_in, cart), self.sign_in, self.sign_in.items[0], "FR")

        assert decision.outcome is Outcome.NONE

    def test_a_pattern_covers_a_name(self):
        pattern = replace(self.profiling, items=(replace(self.profiling.items[0], name="sess*"),))
        both = registry(self.sign_in, pattern)

        assert decide(both, self.sign_in, self.sign_in.items[0], "FR").rule == "EU-04"
        assert decide(both, pattern, pattern.items[0], "FR").rule == "EU-06"

    @pytest.mark.parametrize("change", [{"host": "shop.example.org"}, {"kind": Kind.LOCAL_STORAGE}, {"name": "other"}])
    def test_another_host_kind_or_name_is_another_item(self, change):
        other = replace(self.profiling, items=(replace(self.profiling.items[0], **change),))

        assert decide(registry(self.sign_in, other), self.sign_in, self.sign_in.items[0], "FR").outcome is Outcome.NONE


def test_several_places_mean_the_strictest_of_them():
    one = service()
    found = registry(one)

    assert decide_all(found, one, one.items[0], ["IT", "DE", "CH"]).jurisdiction == "DE"
    assert decide_all(found, one, one.items[0], ["IT", "CH"]).outcome is Outcome.OBJECTION
    assert decide_all(found, one, one.items[0]).jurisdiction == "FR"
    assert decide_all(found, one, one.items[0], []).jurisdiction == "STRICTEST"
    assert decider(found, ["IT"])(one, one.items[0]) == decide(found, one, one.items[0], "IT")


def test_an_unknown_place_gets_whatever_any_place_asks():
    sold = registry(service(Use.INPUT, FITTING[Use.INPUT]), purposes=(Purpose("statistics", sale=True),))
    one = sold.services[0]

    assert decide(sold, one, one.items[0], "FR").outcome is Outcome.NONE
    assert decide(sold, one, one.items[0], None).outcome is Outcome.OPT_OUT


class TestPurposes:
    def test_the_places_of_the_site_are_the_default(self):
        found = clean()

        assert [p.id for p in purposes_to_ask(found)] == ["marketing"]
        assert [p.id for p in purposes_to_object(found)] == ["statistics"]

    def test_each_place_has_its_own(self):
        found = clean()

        assert [p.id for p in purposes_to_ask(found, ["DE"])] == ["statistics", "marketing"]
        assert [p.id for p in purposes_to_ask(found, ["CA"])] == []
        assert [p.id for p in purposes_to_object(found, ["CA"])] == ["marketing"]
        assert [p.id for p in purposes_to_ask(found, [])] == ["statistics", "marketing"]

    def test_a_service_without_items_is_asked_for_too(self):
        video = replace(service(Use.EMBED), items=(), purpose="media")

        assert [p.id for p in purposes_to_ask(registry(video))] == ["media"]

    def test_a_purpose_without_services_is_not_asked_for(self):
        found = replace(clean(), purposes=(*clean().purposes, Purpose("unused")))

        assert "unused" not in strictest_by_purpose(found)

    def test_an_empty_registry_asks_for_nothing(self):
        assert purposes_to_ask(Registry(SITE)) == ()

    def test_the_founding_document_asks_until_its_grounds_are_written(self):
        """Imported as it stands it gives no reason for any exemption; with reasons there is nothing to ask."""
        imported = founding()
        ground = Texts({"en": "The visitor asked for this part of the platform."})
        mended = replace(imported, services=tuple(replace(s, ground=ground) for s in imported.services))

        assert [p.id for p in purposes_to_ask(imported)] == ["necessary"]
        assert purposes_to_ask(mended) == ()


def test_the_reason_names_the_place_and_what_is_missing():
    one = service()

    decision = decide(registry(one, site=measured(sole_use=None)), one, one.items[0], "FR")

    assert decision.reason.startswith("France: ")
    assert "the only use" in decision.reason
    assert [c.field for c in decision.unmet] == ["site.measurement.sole_use"]


def test_a_reason_adds_what_a_place_makes_of_it():
    """Counting on the server still wants a basis for what is handled, and France's objection is our own default."""
    nothing = replace(service(Use.AUDIENCE_SERVER), items=())
    one = service()

    assert "GDPR" in decide(registry(nothing), nothing, None, "DE").reason
    assert "our default" in decide(registry(one), one, one.items[0], "FR").reason
    assert "our default" not in decide(registry(one), one, one.items[0], "UK").reason


def test_facts_of_the_fixture_hold():
    """The clean measurement is clean, so that a broken one shows its own fault alone."""
    assert outcome(service(), "FR", replace(SITE, measurement=MEASURED)) is Outcome.OBJECTION

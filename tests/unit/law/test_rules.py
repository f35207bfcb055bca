"""Rules, constants and profiles as data."""

import pytest

from speculoos.law import constants
from speculoos.law.constants import at_least, at_most, is_duration
from speculoos.law.profiles import (
    EEA,
    PROFILES,
    STRICTEST,
    Regime,
    choice_lifetime,
    enabled_profiles,
    find,
    find_all,
    is_known,
)
from speculoos.law.rules import RULES, STATE, Verified, rule, verified

CODES = ["EU", "FR", "IT", "ES", "DE", "NL", "BE", "IE", "UK", "CH", "CA", "US", "BR", "QC", "IN"]


class TestRules:
    def test_each_says_what_where_from_and_how_far_checked(self):
        for id, entry in RULES.items():
            assert entry.id == id
            assert entry.text.endswith(".")
            assert entry.source
            assert set(entry.marks) <= set("PSTM")
            assert entry.marks
            assert entry.state == STATE

    @pytest.mark.parametrize("prefix", ["EU-", "FR-", "IT-", "ES-", "UK-", "US-", "T-", "GPC-"])
    def test_are_numbered_without_gaps(self, prefix):
        numbers = [int(id.removeprefix(prefix)) for id in RULES if id.startswith(prefix)]

        assert numbers == list(range(1, len(numbers) + 1))

    @pytest.mark.parametrize(
        ("id", "expected"),
        [
            ("EU-05", Verified.UNVERIFIED),
            ("EU-01", Verified.UNVERIFIED),
            ("EU-20", Verified.SECONDARY),
            ("FR-06", Verified.SECONDARY),
            ("FR-05", Verified.PRIMARY),
            ("US-01", Verified.PRIMARY),
        ],
    )
    def test_the_weakest_mark_governs(self, id, expected):
        assert verified(id) is expected

    def test_an_unknown_rule_is_our_fault(self):
        with pytest.raises(KeyError):
            rule("EU-99")


class TestConstants:
    def test_values(self):
        """The rulebook's derived constants, in seconds where it gives them."""
        assert constants.SIX_MONTHS.seconds == 15_897_600
        assert constants.THIRTEEN_MONTHS.seconds == 33_955_200
        assert constants.COOKIE_CAP.seconds == 34_560_000
        assert constants.TWELVE_MONTHS.days == 366
        assert constants.TWENTY_FIVE_MONTHS.days == 758
        assert constants.THIRTEEN_MONTHS.seconds < constants.COOKIE_CAP.seconds

    def test_each_comes_from_a_rule(self):
        limits = [value for value in vars(constants).values() if isinstance(value, constants.Limit)]

        assert len(limits) >= 7
        assert {limit.rule for limit in limits} <= set(RULES)

    @pytest.mark.parametrize(
        ("iso", "limit", "expected"),
        [
            ("P13M", constants.THIRTEEN_MONTHS, True),
            ("P1Y1M", constants.THIRTEEN_MONTHS, True),
            ("P393D", constants.THIRTEEN_MONTHS, True),
            ("P394D", constants.THIRTEEN_MONTHS, False),
            ("P14M", constants.THIRTEEN_MONTHS, False),
            ("P25M", constants.TWENTY_FIVE_MONTHS, True),
            ("P2Y1M", constants.TWENTY_FIVE_MONTHS, True),
            ("P759D", constants.TWENTY_FIVE_MONTHS, False),
            ("P400D", constants.COOKIE_CAP, True),
            ("P400DT1S", constants.COOKIE_CAP, False),
            ("soon", constants.COOKIE_CAP, False),
        ],
    )
    def test_at_most(self, iso, limit, expected):
        assert at_most(iso, limit) is expected

    @pytest.mark.parametrize(
        ("iso", "limit", "expected"),
        [
            ("P184D", constants.SIX_MONTHS, True),
            ("P6M", constants.SIX_MONTHS, True),
            ("P180D", constants.SIX_MONTHS, False),
            ("P12M", constants.TWELVE_MONTHS, True),
            ("P1Y", constants.TWELVE_MONTHS, True),
            ("P365D", constants.TWELVE_MONTHS, False),
            ("soon", constants.SIX_MONTHS, False),
        ],
    )
    def test_at_least(self, iso, limit, expected):
        assert at_least(iso, limit) is expected

    def test_is_duration(self):
        assert is_duration("P1D")
        assert not is_duration("session")

    def test_a_limit_is_written_as_a_declaration_writes_it(self):
        assert constants.SIX_MONTHS.iso == "P184D"


class TestProfiles:
    def test_there_is_one_for_each_place(self):
        assert set(PROFILES) == {*CODES, "eu-omnibus-proposal", "STRICTEST"}
        assert [p.code for p in enabled_profiles()] == CODES

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ("fr", "FR"),
            (" De ", "DE"),
            ("GB", "UK"),
            ("PT", "EU"),
            ("GR", "EU"),
            ("EL", "EU"),
            ("NO", "EU"),
            ("US-CA", "CA"),
            ("US-TX", "US"),
            ("CA-QC", "QC"),
            ("ca", "CA"),
        ],
    )
    def test_find(self, asked, code):
        assert find(asked).code == code

    @pytest.mark.parametrize("asked", [None, "", "JP", "US-FL", "eu-omnibus-proposal", "EU-OMNIBUS-PROPOSAL", "ÿ"])
    def test_what_is_not_known_or_not_law_gets_the_strictest(self, asked):
        assert find(asked) is STRICTEST

    def test_is_known(self):
        """A typing error and a proposal are not known, so that a caller can say so."""
        codes = ("FR", "pt", "GB", "strictest", "FX", "", "eu-omnibus-proposal")

        assert [code for code in codes if is_known(code)] == ["FR", "pt", "GB", "strictest"]

    def test_the_proposal_is_kept_but_off(self):
        assert not PROFILES["eu-omnibus-proposal"].enabled

    def test_find_all_keeps_order_and_drops_doubles(self):
        assert [p.code for p in find_all(["FR", "PT", "GR", "DE"])] == ["FR", "EU", "DE"]
        assert find_all([]) == find_all(None) == (STRICTEST,)

    def test_choices_live_longer_in_the_united_states(self):
        assert {code for code in CODES if choice_lifetime(code).days == 366} == {"CA", "US"}
        assert {choice_lifetime(code).days for code in [*CODES, None]} == {184, 366}

    def test_the_signal_binds_in_the_united_states_and_where_nothing_is_known(self):
        assert {p.code for p in PROFILES.values() if p.gpc_binding} == {"CA", "US", "STRICTEST"}

    def test_the_strictest_demands_all_that_any_place_demands(self):
        for flag in ("refusal_first_layer", "refusal_equal", "gpc_binding", "opt_in"):
            assert getattr(STRICTEST, flag)
        assert STRICTEST.regime is Regime.STRICT

    def test_each_describes_what_it_exempts(self):
        assert all(p.exempts.endswith(".") for p in PROFILES.values())

    def test_the_economic_area_has_thirty_states(self):
        assert len(EEA - {"EL"}) == 30

"""Consent modes follow the choice exactly."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.consent.choice import acts_for, choose, effective
from speculoos.consent.layout import Layout
from speculoos.consent.modes import SIGNALS, ModeMapping, defaults, update
from speculoos.core.errors import UsageError
from speculoos.registry.model import Purpose, Registry, Site

NOW = datetime(2026, 11, 24, tzinfo=UTC)
REGISTRY = Registry(
    Site("Bakery", "https://bakery.test"), purposes=(Purpose("ads"), Purpose("profile"), Purpose("count"))
)
LAYOUT = Layout(1, ("ads", "profile", "count"), (("a", "ads"), ("b", "profile"), ("c", "count")))
MAPPING = ModeMapping({
    "ads": ("ad_storage", "ad_user_data"), "profile": ("ad_personalization", "ad_user_data"),
    "count": ("analytics_storage",),
})  # fmt: skip


def found(granted, gpc=False):
    return effective(choose(LAYOUT, acts_for(LAYOUT, granted), NOW).choice, LAYOUT, NOW, gpc=gpc)


def test_everything_is_denied_before_any_tag():
    made = defaults(REGISTRY, MAPPING)
    (consent, default, values), *settings = made.google

    assert (consent, default, values.pop("wait_for_update")) == ("consent", "default", 500)
    assert values == dict.fromkeys(SIGNALS, "denied")
    assert settings == [["set", "ads_data_redaction", True], ["set", "url_passthrough", False]]
    assert made.uet == (["consent", "default", {"ad_storage": "denied"}],)
    assert made.clarity == (["consentv2", {"ad_Storage": "denied", "analytics_Storage": "denied"}],)


def test_a_region_of_objection_allows_until_objected_and_not_under_gpc():
    allowed = defaults(REGISTRY, MAPPING, {"US-CA": ["count"]}).google[1][2]
    denied = defaults(REGISTRY, MAPPING, {"US-CA": ["count"]}, gpc=True).google[1][2]

    assert (allowed["region"], allowed["analytics_storage"], allowed["ad_storage"]) == (["US-CA"], "granted", "denied")
    assert denied["analytics_storage"] == "denied"


@given(st.sets(st.sampled_from(LAYOUT.purposes)), st.booleans())
def test_signals_follow_the_choice_exactly(granted, gpc):
    """A signal is granted if and only if there is a purpose behind it and each of them is granted without GPC."""
    ((_, _, values),) = update(found(granted, gpc), MAPPING).google

    for signal in SIGNALS:
        behind = {p for p, signals in MAPPING.signals.items() if signal in signals}
        assert values[signal] == ("granted" if behind and behind <= granted and not gpc else "denied")


def test_microsoft_hears_the_same():
    made = update(found(["count"]), MAPPING)

    assert made.uet == (["consent", "update", {"ad_storage": "denied"}],)
    assert made.clarity == (["consentv2", {"ad_Storage": "denied", "analytics_Storage": "granted"}],)


def test_a_signal_that_does_not_exist_is_the_callers_fault():
    with pytest.raises(UsageError, match="no signal"):
        ModeMapping({"ads": ("ads",)})


def test_a_purpose_that_is_not_declared_is_the_callers_fault():
    with pytest.raises(UsageError, match="not declared"):
        defaults(REGISTRY, ModeMapping({"cake": ("ad_storage",)}))

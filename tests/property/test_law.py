"""What holds of the law for any declaration whatever."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from speculoos.law.catalogue import CATALOGUE
from speculoos.law.decide import Outcome, decide, decide_all, entries, purposes_to_ask, purposes_to_object
from speculoos.law.lint import Page, lint
from speculoos.law.profiles import PROFILES, find
from speculoos.law.report import report
from speculoos.law.rules import RULES
from speculoos.registry.model import Measurement, Registry
from tests.property.strategies import lifetimes, registries

relaxed = settings(deadline=None)  # a busy machine is no reason to fail
facts = st.one_of(st.none(), st.booleans())
measurements = st.one_of(
    st.none(),
    st.builds(
        Measurement,
        tool=st.just("counter"),
        operator=st.sampled_from([None, "Somebody"]),
        sole_use=facts,
        one_site=facts,
        shared=facts,
        tracker_lifetime=lifetimes,
        data_retention=lifetimes,
        objection_url=st.sampled_from([None, "https://site.example/object"]),
        ip_masked=facts,
    ),
)
places = st.sampled_from([*PROFILES, "PT", "GB", "US-TX", "nowhere", "", None])


@st.composite
def declarations(draw) -> Registry:
    registry = draw(registries())
    return replace(registry, site=replace(registry.site, measurement=draw(measurements)))


@relaxed
@given(declarations(), places)
def test_every_entry_gets_a_decision_that_explains_itself(registry, place):
    for service, item in entries(registry):
        decision = decide(registry, service, item, place)

        assert decision.outcome in Outcome
        assert decision.reason.endswith(".")
        assert decision.verified is RULES[decision.rule].verified
        assert decision.jurisdiction == find(place).code


@relaxed
@given(declarations(), places)
def test_no_place_is_stricter_than_the_unknown_one(registry, place):
    for service, item in entries(registry):
        here = decide(registry, service, item, place).outcome.strictness

        assert here <= decide(registry, service, item, None).outcome.strictness


@relaxed
@given(declarations(), st.lists(places.filter(bool), max_size=4))
def test_several_places_are_as_strict_as_the_strictest(registry, asked):
    for service, item in entries(registry):
        outcomes = [decide(registry, service, item, place).outcome for place in asked or [None]]

        assert decide_all(registry, service, item, asked).outcome is max(outcomes, key=lambda o: o.strictness)


@relaxed
@given(declarations(), st.sampled_from(["DE", "FR", "IT", "ES", "NL", "UK", "STRICTEST"]))
def test_silence_never_helps(registry, place):
    """Where less is said of the measurement, nothing becomes less strict than it was with the facts that exempt it."""
    silent = replace(registry, site=replace(registry.site, measurement=None))
    for service, item in entries(registry):
        with_facts = decide(registry, service, item, place).outcome.strictness

        assert decide(silent, service, item, place).outcome.strictness >= with_facts


@relaxed
@given(declarations(), places, st.data())
def test_another_service_never_makes_an_item_less_strict(registry, place, data):
    if not registry.services:
        return
    kept = data.draw(st.sampled_from(registry.services))
    alone = replace(registry, services=(kept,))
    for item in kept.items or (None,):
        before = decide(alone, kept, item, place).outcome.strictness

        assert decide(registry, kept, item, place).outcome.strictness >= before


@relaxed
@given(declarations(), st.lists(places.filter(bool), max_size=3))
def test_a_purpose_is_asked_for_or_objected_to_but_not_both(registry, asked):
    ask = {p.id for p in purposes_to_ask(registry, asked)}
    object_ = {p.id for p in purposes_to_object(registry, asked)}

    assert not ask & object_
    assert ask | object_ <= {service.purpose for service in registry.services}


@relaxed
@given(declarations(), st.lists(places.filter(bool), max_size=3), st.text(max_size=60))
def test_lint_is_stable_and_cites_what_exists(registry, asked, html):
    found = lint(registry, asked, Page(html, registry.site.url), registry)

    assert found == lint(registry, asked, Page(html, registry.site.url), registry)
    assert len(set(found)) == len(found)
    for finding in found:
        assert finding.id in CATALOGUE
        assert finding.rule in RULES
        assert finding.jurisdictions
    for format in ("text", "json", "sarif"):
        assert report(found, format).endswith("\n")

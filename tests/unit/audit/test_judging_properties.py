"""Whatever a browser reports, the judge answers, and answers the same again."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from speculoos.audit.judging import judge
from speculoos.audit.observed import Canary, Item, Observation, Outcome, Page, Reading, Request, Scene, SceneKind, Via
from speculoos.audit.verdict import Verdict
from speculoos.law.catalogue import Severity
from speculoos.law.profiles import enabled_profiles
from speculoos.registry.model import Kind, Registry
from tests.property.registry_strategies import registries
from tests.unit.audit.judged import CLEAN, DECLARED

odd = st.text(st.characters(), max_size=12)  # lone surrogates too: names come as bytes
few = st.sampled_from(("", "untouched", "refused", "granted", "alone:statistics", "withdrawn", "signal", "no_scripts"))
names = st.one_of(st.sampled_from(("_ga", "count_id", "count_1", "*", "__Host-x", "IDE", "s_12345678")), odd)
hosts = st.one_of(
    st.sampled_from(
        ("www.shop.example", ".shop.example", "tube.example", "bat.bing.com", "127.0.0.1", "[::1]", "co.uk")
    ),
    odd,
)
urls = st.one_of(
    st.sampled_from(("https://www.shop.example/", "http://[x", "//", "data:,", "https://bat.bing.com/")), odd
)
moments = st.floats(0, 100)
refusals = st.sampled_from(("", "", "ThirdPartyPhaseout", "not_kept"))
headers = st.lists(
    st.tuples(
        st.sampled_from(("content-security-policy", "vary", "cache-control")),
        st.one_of(st.sampled_from(("default-src https://tube.example", "img-src *.tube.example:*; x", "Cookie")), odd),
    ),
    max_size=3,
).map(tuple)


def tuples(strategy: st.SearchStrategy[Any], size: int = 4) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=size).map(tuple)


items = st.builds(
    Item, few, st.sampled_from(Kind), names, hosts, urls, via=st.sampled_from(Via), setter=urls, at=moments,
    before_choice=st.booleans(), path=odd, lifetime=st.one_of(st.none(), st.integers(-1, 10**20)),
    secure=st.booleans(), same_site=st.sampled_from(("", "Lax", "None")), host_only=st.booleans(), refused=refusals,
    gone=st.booleans(),
)  # fmt: skip
observations = st.builds(
    Observation,
    urls,
    st.just(datetime(2026, 1, 1, tzinfo=UTC)),
    odd,
    tuples(st.builds(Scene, st.sampled_from(SceneKind), st.sampled_from(Outcome), st.sampled_from(("", "statistics")),
                     odd, st.one_of(st.none(), moments)), 6),
    tuples(st.builds(Page, few, urls, headers=headers, problem=odd)),
    tuples(items, 6),
    tuples(st.builds(Request, few, urls, urls, hosts, at=moments, before_choice=st.booleans(), blocked=odd,
                     cookies=tuples(names))),
    tuples(st.builds(Reading, few, urls, odd, urls, moments, st.booleans())),
    st.builds(Canary, st.booleans(), tuples(st.tuples(odd, st.booleans()))),
    tuples(odd, 1),
)  # fmt: skip
places = tuples(st.sampled_from([p.code for p in enabled_profiles()]), 3)


@settings(max_examples=100)
@given(observations, st.one_of(st.none(), st.just(DECLARED), registries()), places)
def test_judging_never_raises_and_is_the_same_each_time(
    seen: Observation, registry: Registry | None, codes: tuple[str, ...]
):
    one, two = judge(seen, registry, codes), judge(seen, registry, codes)

    assert told(one) == told(two)
    assert len({found.id for found in one.findings}) == len(one.findings)
    assert (one.true is False) == any(f.finding.severity is Severity.ERROR for f in one.findings)
    assert (one.true is None) <= bool(one.doubts)
    assert one.sentence.endswith(".")


@settings(max_examples=50)
@given(st.permutations(CLEAN.items[:6]), st.lists(items, max_size=4))
def test_the_order_of_sightings_says_nothing(order: list[Item], more: list[Item]):
    one = Observation(CLEAN.url, CLEAN.started, "", CLEAN.scenes, CLEAN.pages, (*CLEAN.items[:6], *more))
    two = Observation(CLEAN.url, CLEAN.started, "", CLEAN.scenes, CLEAN.pages, (*reversed(more), *order))

    assert [f.id for f in judge(one, DECLARED).findings] == [f.id for f in judge(two, DECLARED).findings]
    assert judge(one, DECLARED).sentence == judge(two, DECLARED).sentence


def told(verdict: Verdict) -> str:
    """All that a verdict says, as text."""
    said = [f.as_json() for f in verdict.findings], [r.as_json() for r in verdict.matrix]
    return json.dumps([*said, verdict.sentence, verdict.true])

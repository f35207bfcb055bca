"""Properties of matching: it agrees with a naive reference that asks every declaration in turn."""

import re

from hypothesis import given
from hypothesis import strategies as st

from speculoos.registry.match import Match, Matcher, glob
from speculoos.registry.model import Kind, Registry
from tests.property.strategies import HOSTS, close_names, hosts, names, patterns, registries

few_names = st.one_of(close_names, patterns)
crowded = registries(item_name=few_names, max_services=3)
observed_hosts = st.one_of(st.none(), hosts, hosts.map(lambda host: f".{host.upper()}:443"))


def naive_name(pattern: str, name: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name, re.DOTALL) is not None


def naive_host(registry: Registry, declared: str | None, observed: str | None) -> bool:
    """The rule in words: equal or below; for the site's own also the parent that its cookies may name."""
    site = registry.site.url.removeprefix("https://").removeprefix("http://").partition(":")[0].rstrip("/")
    seen = site if observed is None else observed.lower().lstrip(".").removesuffix(":443")
    own = site if declared is None else declared
    if seen == own or seen.endswith(f".{own}") or (declared is None and observed is None):
        return True
    return declared is None and site == "www.site.example" and seen == "site.example"


def naive(registry: Registry, name: str, kind: Kind, host: str | None) -> list[Match]:
    fitting = [
        Match(service, item)
        for service, item in registry.items()
        if item.kind is kind and naive_name(item.name, name) and naive_host(registry, item.host, host)
    ]
    return sorted(
        fitting,
        key=lambda match: (
            "*" in match.item.name,
            -len(match.item.name.replace("*", "")),
            -len(match.item.name.split("*")[0]),
            match.item.host is None,
            -len(match.item.host or ""),
        ),
    )


@given(crowded, st.one_of(close_names, names), st.sampled_from(Kind), observed_hosts)
def test_all_equals_the_reference(registry, name, kind, host):
    assert list(Matcher(registry).all(name, kind, host)) == naive(registry, name, kind, host)


@given(crowded, close_names, observed_hosts)
def test_match_is_the_first_of_all(registry, name, host):
    matcher = Matcher(registry)
    for kind in Kind:
        everybody = matcher.all(name, kind, host)
        assert matcher.match(name, kind, host) == (everybody[0] if everybody else None)


@given(patterns, st.text("ab_", max_size=12))
def test_glob_equals_the_reference(pattern, name):
    assert glob(pattern + "*").matches(name) is naive_name(pattern + "*", name)
    if "*" in pattern:
        assert glob(pattern).matches(name) is naive_name(pattern, name)


@given(registries())
def test_declaration_covers_itself(registry):
    """An item observed by the very name, kind and host that it is declared with is covered."""
    matcher = Matcher(registry)
    for service, item in registry.items():
        assert Match(service, item) in matcher.all(item.name, item.kind, item.host)


@given(registries(), st.text(), st.one_of(st.none(), st.text(), st.sampled_from(HOSTS)))
def test_never_raises(registry, name, host):
    """Any name from any host is answered."""
    match = Matcher(registry).match(name, Kind.COOKIE, host)

    assert match is None or match.item.kind is Kind.COOKIE

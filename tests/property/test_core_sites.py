"""Properties of hosts and sites."""

from hypothesis import given
from hypothesis import strategies as st

from speculoos.core.sites import (
    canonical_host,
    domain_match,
    host_of,
    is_public_suffix,
    party,
    registrable_domain,
    same_site,
)
from tests.property.strategies import hosts

labels = st.from_regex(r"[a-z0-9\u00e0-\u00ff]{1,8}", fullmatch=True)
domains = st.lists(labels, min_size=1, max_size=4).map(".".join)
anything = st.one_of(st.text(), domains, hosts, st.ip_addresses().map(str))


@given(anything)
def test_canonical_host_is_settled(host):
    """The canonical form is its own canonical form, in lower-case ASCII."""
    name = canonical_host(host)
    if name is not None:
        assert canonical_host(name) == name
        assert name.isascii()
        assert name == name.lower()


@given(anything, anything)
def test_never_raises(one, two):
    """Any two texts have a relation, and it is mutual."""
    assert same_site(one, two) is same_site(two, one)
    assert party(one, two) in {"first", "third"}
    assert domain_match(one, two) in {True, False}
    assert is_public_suffix(one) in {True, False}
    assert host_of(one) is None or isinstance(host_of(one), str)


@given(anything)
def test_registrable_domain_is_of_the_site(host):
    """The registrable domain is settled, first-party, and matched by the host."""
    domain = registrable_domain(host)
    if domain is not None:
        assert registrable_domain(domain) == domain
        assert party(host, domain) == "first"
        assert domain_match(host, domain)


@given(domains, st.sampled_from(["", "."]), st.sampled_from(["", ":80"]))
def test_spelling_does_not_matter(host, dot, port):
    """Case, a trailing dot and a port change nothing."""
    assert canonical_host(host.upper() + dot + port) == canonical_host(host)


@given(hosts, labels)
def test_subdomains_match(host, label):
    assert domain_match(f"{label}.{host}", host)
    assert not domain_match(f"x{host}", host)

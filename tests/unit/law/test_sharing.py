"""Which services declare the same item."""

import pytest

from speculoos.law.sharing import sharing
from speculoos.registry.model import Use
from tests.unit.law.declared import item, registry, service


def shared(name: str, *others: str) -> list[str]:
    """The names that overlap with the first service's item."""
    services = [service(Use.OTHER, item(other), id=f"s{i}") for i, other in enumerate((name, *others))]
    found = sharing(registry(*services), services[0], services[0].items[0])
    return [their.name for _, their in found]


@pytest.mark.parametrize(
    ("name", "others", "expected"),
    [
        ("a", ("a", "b"), ["a"]),
        ("a", ("a*", "b*"), ["a*"]),
        ("a*", ("ab", "b", "a*"), ["ab"]),
        ("_pk_id.*", ("_pk_id.1", "_pk_ses.1"), ["_pk_id.1"]),
        ("x.y", ("xzy", "x?y", "x[y"), []),
        ("a\nb", ("a*",), ["a*"]),
    ],
)
def test_overlap(name, others, expected):
    """Equal names overlap, and a pattern with what it covers; nothing but `*` is special."""
    assert sorted(set(shared(name, *others)) - {name}) == sorted(set(expected) - {name})


def test_the_same_pattern_twice_overlaps():
    assert shared("a*", "a*") == ["a*"]


def test_the_order_is_the_declaration_s():
    assert shared("abc", "a*", "abc", "ab*") == ["a*", "abc", "ab*"]


def test_hosts_are_compared_without_case():
    one = service(Use.OTHER, item("a", host="Shop.example.org"), id="one")
    two = service(Use.OTHER, item("a", host="shop.example.org"), id="two")

    assert [s.id for s, _ in sharing(registry(one, two), one, one.items[0])] == ["two"]


def test_a_service_does_not_share_with_itself():
    one = service(Use.OTHER, item("a"), item("a*"))

    assert sharing(registry(one), one, one.items[0]) == ()


def test_registries_do_not_see_each_other():
    """The index belongs to one registry, even where another has equal services."""
    one, two = service(Use.OTHER, item("a"), id="one"), service(Use.OTHER, item("a"), id="two")

    assert sharing(registry(one, two), one, one.items[0]) != ()
    assert sharing(registry(one), one, one.items[0]) == ()

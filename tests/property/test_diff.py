"""Properties of the difference between two declarations."""

import dataclasses
import json

from hypothesis import given, settings

from speculoos.registry.diff import ADDED, REMOVED, diff
from speculoos.registry.material import Why
from tests.property.strategies import registries, successions

few = settings(max_examples=50)  # a pair of declarations is dear to draw


def turned(what: str) -> str:
    return {ADDED: REMOVED, REMOVED: ADDED}.get(what, what)


@few
@given(registries())
def test_nothing_changed(registry):
    """A declaration does not differ from itself, whatever its version."""
    assert diff(registry, registry.with_version(registry.version + 1)).changes == ()


@few
@given(successions())
def test_symmetric(versions):
    """Looking back, the same entries changed, the other way round."""
    old, new = versions
    there = {(c.entry, c.what, c.before, c.after) for c in diff(old, new).changes}
    back = {(c.entry, turned(c.what), c.after, c.before) for c in diff(new, old).changes}

    assert there == back


@few
@given(successions())
def test_every_change_of_the_hash_is_a_change(versions):
    """Two declarations have equal hashes where nothing changed, and there alone."""
    old, new = versions
    assert (not diff(old, new).changes) is (old.hash == new.hash)


@few
@given(registries())
def test_order_is_content(registry):
    """Services in another order are another page: told, and not material."""
    turned_round = dataclasses.replace(registry, services=registry.services[::-1])
    change = diff(registry, turned_round)

    assert [c.what for c in change.changes] == ["order"] * (len(registry.services) > 1)
    assert not change.material


@few
@given(successions())
def test_reasons(versions):
    """A material change says why, in one of the fixed sentences; no other claims to be material."""
    old, new = versions
    for change in diff(old, new).changes:
        assert change.reason in {"", *Why}
        assert change.material is (change.reason not in {"", Why.EXEMPT})


@few
@given(successions())
def test_reports(versions):
    """The JSON is JSON, and the text has a line a change, material ones marked."""
    old, new = versions
    change = diff(old, new)

    assert json.loads(json.dumps(change.as_json()))["material"] is change.material
    marks = [line[:1] == "!" for line in change.as_text().split("\n")[1:-1]]
    assert marks == [c.material for c in change.changes]

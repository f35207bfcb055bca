"""Round trips of the file formats, and the places that faults name, for any registry."""

import json

from hypothesis import given

from speculoos.registry.dump import to_json, to_toml
from speculoos.registry.load import from_json, loads
from speculoos.registry.model import Registry
from speculoos.registry.schema import validator
from tests.property.registry_strategies import registries


@given(registries())
def test_toml_round_trip(registry: Registry) -> None:
    """What is written as TOML is read back as the same registry with the same hash."""
    back = loads(to_toml(registry), "toml")

    assert back == registry
    assert back.hash == registry.hash


@given(registries())
def test_json_round_trip(registry: Registry) -> None:
    """What is written as JSON is read back as the same registry, from text and from data."""
    text = to_json(registry)

    assert loads(text, "json") == registry
    assert from_json(json.loads(text)) == registry


@given(registries())
def test_every_registry_satisfies_the_published_schema(registry: Registry) -> None:
    """The JSON of a registry has no fault in the eyes of the published schema."""
    assert list(validator().iter_errors(registry.as_json())) == []

"""The published schema and the dataclasses say the same."""

import dataclasses
import types
import typing
from enum import StrEnum
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from speculoos.registry.model import (
    Contact,
    Measurement,
    Provider,
    Purpose,
    Registry,
    Service,
    Site,
    StorageItem,
    Texts,
)
from speculoos.registry.schema import schema

TYPES = {
    "site": Site,
    "contact": Contact,
    "measurement": Measurement,
    "provider": Provider,
    "purpose": Purpose,
    "service": Service,
    "item": StorageItem,
}


def test_the_schema_is_a_schema() -> None:
    """It is valid JSON Schema 2020-12, with an id and a title."""
    Draft202012Validator.check_schema(schema())

    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["$id"]
    assert schema()["title"]


@pytest.mark.parametrize("name", TYPES)
def test_keys_and_fields_agree(name: str) -> None:
    """Each table has the fields of its dataclass in their order, no others, and requires those without a default."""
    table, fields = schema()["$defs"][name], dataclasses.fields(TYPES[name])
    nothing = dataclasses.MISSING

    assert list(table["properties"]) == [field.name for field in fields]
    assert table["required"] == [f.name for f in fields if f.default is nothing and f.default_factory is nothing]
    assert table["additionalProperties"] is False


def test_the_root_has_the_fields_of_a_registry_with_hash_and_schema() -> None:
    """Beside the fields of a Registry there are the computed hash, the address of the schema and the frameworks."""
    fields = {field.name for field in dataclasses.fields(Registry)}

    assert set(schema()["properties"]) == fields | {"hash", "$schema", "frameworks"}


@pytest.mark.parametrize("name", TYPES)
def test_types_agree(name: str) -> None:
    """Texts, lists, flags, tables and listed values are the same on both sides; what may be None may be null."""
    hints = typing.get_type_hints(TYPES[name])
    for key, node in schema()["$defs"][name]["properties"].items():
        kind, optional = without_none(hints[key])
        said = resolved(node)

        assert type_names(said) == expected(kind), f"{name}.{key}"
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            assert [value for value in said["enum"] if value is not None] == list(kind)
        if optional and "$ref" not in node:
            assert "null" in node["type"], f"{name}.{key}"
            assert None in node.get("enum", [None])


@pytest.mark.parametrize("name", TYPES)
def test_every_key_is_explained(name: str) -> None:
    """Editors show the description of each key."""
    for key, node in schema()["$defs"][name]["properties"].items():
        assert node.get("description", "").endswith("."), f"{name}.{key}"


def without_none(kind: Any) -> tuple[Any, bool]:
    if typing.get_origin(kind) in {types.UnionType, typing.Union}:
        return next(arg for arg in typing.get_args(kind) if arg is not type(None)), True
    return kind, False


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    return schema()["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def type_names(node: dict[str, Any]) -> set[str]:
    """The types but null; a plain text that stands for a table or a list is a convenience and left out."""
    names = set(node["type"] if isinstance(node["type"], list) else [node["type"]]) - {"null"}
    return names - {"string"} if len(names) > 1 else names


def expected(kind: Any) -> set[str]:
    if typing.get_origin(kind) is tuple:
        return {"array"}
    if kind is Texts or dataclasses.is_dataclass(kind):
        return {"object"}
    return {"boolean"} if kind is bool else {"string"}

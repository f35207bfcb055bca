"""The published JSON Schema of the registry, read from schema.json beside this module."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator


@cache
def schema() -> dict[str, Any]:
    """The schema, JSON Schema 2020-12."""
    text = files("speculoos.registry").joinpath("schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def validator() -> Validator:
    """A validator of the schema, ready for use."""
    return Draft202012Validator(schema())

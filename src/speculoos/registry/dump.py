"""A Registry to files: TOML, JSON and CSV. What is written here, load reads back as the same Registry."""

import json
from typing import Any

from speculoos.registry.model import Json, Registry
from speculoos.registry.toml_text import fresh

__all__ = ["plain", "to_json", "to_toml"]


def to_json(registry: Registry) -> str:
    """The published JSON shape, indented, keys in the order of the model; ends with a newline."""
    return json.dumps(registry.as_json(), ensure_ascii=False, indent=2) + "\n"


def to_toml(registry: Registry, original: str | None = None) -> str:
    """The TOML text of the Registry; comments and layout of `original` survive where it still says the same."""
    return fresh(plain(registry))


def plain(registry: Registry) -> Json:
    """The data of a TOML file: the JSON shape without nulls, the computed hash and the version number of a draft."""
    data = registry.as_json(hashed=False)
    version = data.pop("version")
    kept: Json = _without_nothing(data)
    return {"version": version, **kept} if version else kept


def _without_nothing(value: Any) -> Any:
    """The value without keys that hold null or an empty table; an empty list of places says something, and stays."""
    if isinstance(value, dict):
        kept = ((k, _without_nothing(v)) for k, v in value.items())
        return {k: v for k, v in kept if v is not None and v != {} and (v != [] or k == "location")}
    return [_without_nothing(entry) for entry in value] if isinstance(value, list) else value

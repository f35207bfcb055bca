"""A Registry to files: TOML, JSON and CSV. What is written here, load reads back as the same Registry."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from speculoos.core.errors import DeclarationError
from speculoos.registry.frameworks import KEY
from speculoos.registry.load import loads
from speculoos.registry.model import Json, Registry
from speculoos.registry.spreadsheet import to_csv
from speculoos.registry.syntax import read_toml
from speculoos.registry.toml_body import comments, identity
from speculoos.registry.toml_edit import edited
from speculoos.registry.toml_text import fresh

__all__ = ["plain", "to_csv", "to_json", "to_toml"]

IMPLIED = {"kind": "cookie"}
"""What nearly every item says is left unsaid in a file for people."""


def to_json(registry: Registry) -> str:
    """The published JSON shape, indented, keys in the order of the model; ends with a newline."""
    return json.dumps(registry.as_json(), ensure_ascii=False, indent=2) + "\n"


def to_toml(registry: Registry, original: str | None = None) -> str:
    """The TOML text of the Registry; comments and layout of `original` survive where it still says the same.

    DeclarationError where `original` is not TOML. Where the original is written in so odd a way that it cannot be
    changed in place, the text is written anew below the comments of the original.
    """
    data = plain(registry)
    if original is None or not original.strip():
        return fresh(data)
    unix = original.removeprefix("\ufeff").replace("\r\n", "\n")
    written = read_toml(unix, "the original").data
    for wanted in _ways(data, written, unix):
        text = edited(unix, written, _with_extras(wanted, written, registry), registry.site.default_language)
        if _says(text, registry):
            break
    else:
        text = "".join(f"{line}\n" for line in comments(unix)) + "\n" + fresh(data)
    return text.replace("\n", "\r\n") if "\r\n" in original else text


def plain(registry: Registry) -> Json:
    """The data of a TOML file: the JSON shape without nulls, the computed hash and the version number of a draft."""
    data = registry.as_json(hashed=False)
    version = data.pop("version")
    kept: Json = _without_nothing(data)
    return {"version": version, **kept} if version else kept


def _with_extras(data: Json, written: Json, registry: Registry) -> Json:
    """The data with the two keys that say nothing about the content: a schema stays, a hash follows the content."""
    schema = {"$schema": written["$schema"]} if "$schema" in written else {}
    return {**schema, **data, **({"hash": registry.hash} if "hash" in written else {})}


def _ways(data: Json, written: Json, text: str) -> Iterator[Json]:
    """The data as they are to be written: with the line that names the frameworks where it still holds, else whole."""
    if written.get(KEY):
        with suppress(DeclarationError):
            yield _with_frameworks(data, written, plain(loads(text, "toml")))
    yield data


def _with_frameworks(data: Json, written: Json, before: Json) -> Json:
    """The data without what the frameworks have added to the declaration before."""
    kept = dict(data)
    for key in ("providers", "purposes", "services"):
        own = {identity(key, entry) for entry in written.get(key, [])}
        added = [entry for entry in before.get(key, []) if identity(key, entry) not in own]
        kept[key] = [entry for entry in data.get(key, []) if entry not in added]
    return {**{key: value for key, value in kept.items() if value != []}, KEY: written[KEY]}


def _says(text: str, registry: Registry) -> bool:
    try:
        return loads(text, "toml") == registry
    except DeclarationError:
        return False


def _without_nothing(value: Any) -> Any:
    """The value without keys that say nothing: null, an empty table, the usual kind; no place at all is a statement."""
    if isinstance(value, dict):
        kept = ((k, _without_nothing(v)) for k, v in value.items())
        return {
            k: v for k, v in kept if v is not None and v != {} and (v != [] or k == "location") and v != IMPLIED.get(k)
        }
    return [_without_nothing(entry) for entry in value] if isinstance(value, list) else value

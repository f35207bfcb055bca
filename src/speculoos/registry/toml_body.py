"""Edits of the plain keys of one section, by tomlkit, so that their comments and their way of writing stay."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Item

from speculoos.registry.model import Json
from speculoos.registry.places_toml import STRING
from speculoos.registry.toml_text import TEXTS, key_text, pair_lines, shortened, value_text

LISTS = {"location", "recipients", "hosts", "languages", "jurisdictions", "metrics"}
"""The keys whose list of one may be written as a plain text."""

STRING_OR_COMMENT = re.compile(rf"{STRING}|#[^\n]*")

IDENTITY = {"items": ("name", "kind", "host", "path"), "providers": ("name",)}
DEFAULTS: Json = {"kind": "cookie", "location": ["front_office"], "default_language": "en"}


def identity(key: str, entry: Json) -> tuple[str, ...]:
    """What makes an entry of a list the same entry in another version of the file."""
    parts = (entry.get(part, DEFAULTS.get(part)) for part in IDENTITY.get(key, ("id",)))
    return tuple(part if isinstance(part, str) else repr(part) for part in parts)


def same(key: str, written: Any, wanted: Any, language: str) -> bool:
    """Whether what is written says what is wanted, in whatever permitted way it says it."""
    return bool(canonical(key, written, language) == canonical(key, wanted, language))


def canonical(key: str, value: Any, language: str) -> Any:
    """The value with the conveniences of a file resolved, and without what says nothing."""
    if isinstance(value, str):
        if key in TEXTS:
            return {language: value} if value else {}
        return [value] if key in LISTS else value
    if isinstance(value, dict):
        inner = ((k, canonical(k, v, language)) for k, v in value.items())
        return {k: v for k, v in inner if not _is_nothing(k, v)}
    return [canonical("", entry, language) for entry in value] if isinstance(value, list) else value


def _is_nothing(key: str, value: Any) -> bool:
    return (
        value == DEFAULTS.get(key)
        or value == {}
        or (value == [] and key != "location")
        or (key == "sale" and not value)
    )


def edited_body(body: str, wanted: Json, language: str) -> str:
    """The lines of a section changed to say `wanted`: what already says it stays to the letter."""
    written = tomllib.loads(body)
    if same("", written, wanted, language):
        return body
    with suppress(TOMLKitError, ValueError, KeyError, TypeError, AttributeError):
        edited = _with_added(_edited(body, wanted, language), wanted, language)
        if same("", tomllib.loads(edited), wanted, language):
            return edited
    return "".join(f"{line}\n" for line in (*comments(body), *_all_lines(wanted, language)))


def comments(text: str) -> Iterator[str]:
    """The lines of a text that are comments."""
    return (line for line in text.split("\n") if line.lstrip().startswith("#"))


def _all_lines(wanted: Json, language: str) -> Iterator[str]:
    return (line for key, value in wanted.items() for line in pair_lines(key, value, language))


def _edited(body: str, wanted: Json, language: str) -> str:
    document = tomlkit.parse(body)
    _merge(document, wanted, language)
    return document.as_string()


def _merge(table: Any, wanted: Json, language: str) -> None:
    """Change the keys that a tomlkit table has; keys that it lacks are added by the caller or, inside a value, here."""
    for key in list(table):
        if key in wanted:
            _change(table, key, wanted[key], language)
        elif not _is_nothing(key, canonical(key, _plain(table[key]), language)):
            del table[key]


def _change(table: Any, key: str, wanted: Any, language: str) -> None:
    written = table[key]
    if same(key, _plain(written), wanted, language):
        return
    if isinstance(written, dict) and isinstance(wanted, dict):
        _merge(written, wanted, language)
        for added in (name for name in wanted if name not in written):
            written[added] = _item(wanted[added])
    elif isinstance(written, Array) and isinstance(wanted, list):
        _merge_list(table, key, wanted, language)
    else:
        table[key] = _item(shortened(wanted, language) if key in TEXTS and isinstance(wanted, dict) else wanted)


def _merge_list(table: Any, key: str, wanted: list[Any], language: str) -> None:
    """Keep the entries that stay, with their comments, if no two have changed places; else write the list anew."""
    marks = [_mark(key, entry) for entry in wanted]
    array = table[key]
    for index in reversed(range(len(array))):
        if _mark(key, _plain(array[index])) not in marks:
            del array[index]
    kept = [_mark(key, _plain(entry)) for entry in array]
    if kept != marks[: len(kept)]:
        table[key] = tomlkit.value(_anew(array, wanted))
        return
    for entry, new in zip(array, wanted, strict=False):
        if isinstance(new, dict):
            _change({"": entry}, "", new, language)
    for new in wanted[len(kept) :]:
        array.append(_item(new))


def _anew(array: Array, wanted: list[Any]) -> str:
    """The list in its new order; the comments inside cannot follow their entries, and stand before them."""
    notes = [found.group() for found in STRING_OR_COMMENT.finditer(array.as_string()) if found.group().startswith("#")]
    if not notes:
        return _inline(wanted)
    return "\n".join(["[", *(f"  {note}" for note in notes), *(f"  {_inline(entry)}," for entry in wanted), "]"])


def _mark(key: str, entry: Any) -> Any:
    return identity(key, entry) if isinstance(entry, dict) else entry


def _item(value: Any) -> Item:
    """A tomlkit value written as the rest of the project writes it."""
    return tomlkit.value(_inline(value))


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{key_text(key)} = {_inline(entry)}" for key, entry in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return value_text(value)


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _with_added(body: str, wanted: Json, language: str) -> str:
    """The body with lines for the keys that it lacks, after its last line, indented as its first."""
    written = tomllib.loads(body)
    missing = {k: v for k, v in wanted.items() if k not in written and not _is_nothing(k, v)}
    lines = list(_all_lines(missing, language))
    if not lines:
        return body
    kept = body.rstrip("\n ")
    tail = body[len(kept) :].removeprefix("\n")
    indent = next((line[: len(line) - len(line.lstrip())] for line in kept.split("\n") if line.strip()), "")
    return "".join(f"{line}\n" for line in (*([kept] if kept else []), *(indent + line for line in lines))) + tail

"""A declaration as clean TOML text, without an original to keep to.

Every table and entry gets its header, texts stand one language a line, and whatever is in the site's
default language alone is a plain string.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from speculoos.registry.model import Json

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
TEXTS = {"text", "label", "labels", "ground"}
"""The keys that hold one text in several languages."""


def fresh(data: Json) -> str:
    """The whole declaration."""
    language = data["site"].get("default_language", "en")
    return "\n".join(table_lines((), data, language)).strip() + "\n"


def table_lines(path: tuple[str, ...], table: Json, language: str) -> Iterator[str]:
    """The lines of a table below its header: plain keys first, then the tables and entries inside it."""
    inner = {key: value for key, value in table.items() if is_inner(key, value)}
    for key, value in table.items():
        if key not in inner:
            yield from pair_lines(key, value, language)
    for key, value in inner.items():
        for entry in value if isinstance(value, list) else [value]:
            yield from section_lines((*path, key), entry, language, is_entry=isinstance(value, list))


def section_lines(path: tuple[str, ...], table: Json, language: str, *, is_entry: bool) -> Iterator[str]:
    """An empty line, the header and the content of one table or one entry of a list."""
    name = ".".join(key_text(key) for key in path)
    yield ""
    yield f"[[{name}]]" if is_entry else f"[{name}]"
    yield from table_lines(path, table, language)


def is_inner(key: str, value: Any) -> bool:
    """Whether the value gets a header of its own."""
    if isinstance(value, dict):
        return key not in TEXTS
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def pair_lines(key: str, value: Any, language: str) -> Iterator[str]:
    """The lines that state one key: one, or one for each language."""
    if key in TEXTS and isinstance(value, dict):
        value = shortened(value, language)
    if isinstance(value, dict):
        for tag, text in value.items():
            yield f"{key}.{key_text(tag)} = {value_text(text)}"
    else:
        yield f"{key_text(key)} = {value_text(value)}"


def shortened(texts: dict[str, str], language: str) -> Any:
    """A text in the default language alone as the plain string that load takes for it."""
    return texts[language] if list(texts) == [language] and texts[language] else texts


def key_text(key: str) -> str:
    """A key, in quotes where it must be."""
    return key if BARE_KEY.fullmatch(key) else value_text(key)


def value_text(value: Any) -> str:
    """A string, number, boolean or list of them; TOML reads all that JSON writes except a raw DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

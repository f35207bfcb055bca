"""Data of the right structure to a Registry, driven by the types of the dataclasses.

Trusts its input: structure and check have looked at it before. The two conveniences of a file are
resolved here: a plain text is a text in the site's default language, a single name is a list of one.
"""

import dataclasses
import types
import typing
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias

from speculoos.registry.model import Registry, Texts

Maker: TypeAlias = Callable[[Any, str], Any]


def build(data: dict[str, Any]) -> Registry:
    """The Registry that the data states."""
    language = data["site"].get("default_language") or "en"
    known = {field.name for field in dataclasses.fields(Registry)}
    made: Registry = _maker(Registry)({k: v for k, v in data.items() if k in known}, language)
    return made


@cache
def _maker(kind: Any) -> Maker:
    """A function of (value, default language) that makes a value of the type."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return _maker(next(arg for arg in args if arg is not types.NoneType))
    if origin is tuple:
        return _list_maker(_maker(args[0]))
    if kind is Texts:
        return _texts
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _table_maker(kind)
    if kind is int or (isinstance(kind, type) and issubclass(kind, StrEnum)):
        return lambda value, _: kind(value)
    return lambda value, _: value


def _texts(value: Any, language: str) -> Texts:
    if isinstance(value, str):
        return Texts({language: value} if value else {})
    return Texts(value)


def _list_maker(make: Maker) -> Maker:
    def made(value: Any, language: str) -> tuple[Any, ...]:
        return tuple(make(entry, language) for entry in ([value] if isinstance(value, str) else value))

    return made


def _table_maker(kind: type) -> Maker:
    hints = typing.get_type_hints(kind)
    makers = {field.name: _maker(hints[field.name]) for field in dataclasses.fields(kind)}

    def made(value: Any, language: str) -> Any:
        return kind(**{name: makers[name](v, language) for name, v in value.items() if v is not None})

    return made

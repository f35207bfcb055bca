"""Faults of structure: keys, types and listed values, judged by the JSON Schema and said in plain words.

What the values mean together is check's business.
"""

from collections.abc import Iterator
from typing import Any

from speculoos.registry.closest import closest
from speculoos.registry.places import DataPath, Problem, quoted
from speculoos.registry.schema import schema, validator

OTHER_WORDS = {
    "category": "purpose",
    "group": "purpose",
    "cookie": "items",
    "cookies": "items",
    "storage": "items",
    "duration": "lifetime",
    "expires": "lifetime",
    "expiry": "lifetime",
    "expiration": "lifetime",
    "max_age": "lifetime",
    "retention": "lifetime",
    "ttl": "lifetime",
    "domain": "host",
    "type": "kind",
    "technology": "kind",
    "description": "text",
    "vendor": "provider",
    "company": "provider",
    "title": "label",
    "httponly": "http_only",
    "samesite": "same_site",
    "essential": "exemption",
    "necessary": "exemption",
    "required": "exemption",
    "ground_text": "ground",
    "website": "url",
    "domains": "host",
    "categories": "purposes",
    "vendors": "providers",
    "homepage": "url",
    "language": "default_language",
}
"""Words that other tools use for our keys."""

OTHER_VALUES = {
    "necessary": "strictly_necessary",
    "essential": "strictly_necessary",
    "strictly": "strictly_necessary",
    "first_party": "first",
    "third_party": "third",
    "internal": "first",
    "external": "third",
    "http": "cookie",
    "localstorage": "local_storage",
    "sessionstorage": "session_storage",
    "indexeddb": "indexed_db",
    "web": "local_storage",
    "client": "script",
    "javascript": "script",
    "js": "script",
    "analytics": "audience",
    "statistical": "statistics",
    "backend": "back_office",
    "frontend": "front_office",
    "front": "front_office",
    "back": "back_office",
    "admin": "back_office",
}
"""Words that other tools use for our listed values."""

TYPE_NAMES = {
    "string": "a text",
    "array": "a list",
    "object": "a table",
    "boolean": "true or false",
    "integer": "a whole number",
}


def structure(data: Any) -> Iterator[Problem]:
    """Every departure of the data from the schema, one problem a path."""
    seen: set[DataPath] = set()
    for error in validator().iter_errors(data):
        for problem in _problems(error):
            if problem.path not in seen:
                seen.add(problem.path)
                yield problem


def _problems(error: Any) -> Iterator[Problem]:
    """One ValidationError in our words; Any, because its types call every field possibly unset."""
    path: DataPath = tuple(error.absolute_path)
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(path, error)
        case "required":
            yield from _missing_keys(path, error)
        case "propertyNames" | "pattern" if "propertyNames" in error.absolute_schema_path:
            yield _bad_language(path, error.instance)
        case "enum":
            yield _bad_value(path, error)
        case "type":
            yield Problem(
                path, f"must be {_expected(error.schema)}, not {_described(error.instance)}.", _type_hint(path, error)
            )
        case _:
            yield Problem(path, *_other(error))


def _unknown_keys(path: DataPath, error: Any) -> Iterator[Problem]:
    known = dict(error.schema["properties"])
    for key in error.instance:
        if key not in known and isinstance(key, str):
            yield Problem((*path, key), "is not a key of the declaration here.", _key_hint(key, list(known)))


def _key_hint(key: str, known: list[str]) -> str:
    close = closest(key, known, OTHER_WORDS)
    return f'Did you mean "{close}"?' if close else f"Known here: {', '.join(known)}."


def _missing_keys(path: DataPath, error: Any) -> Iterator[Problem]:
    for key in error.schema["required"]:
        if key not in error.instance:
            known = error.schema["properties"][key]
            hint = f"Add it: {known.get('description', _expected(known))}"
            yield Problem((*path, key), "is missing.", hint)


def _bad_language(path: DataPath, tag: str) -> Problem:
    return Problem((*path, tag), "is not a language tag.", 'Write a BCP 47 tag such as "en", "fr" or "pt-BR".')


def _bad_value(path: DataPath, error: Any) -> Problem:
    values = [value for value in error.validator_value if value is not None]
    instance = error.instance if isinstance(error.instance, str) else ""
    close = closest(instance, values, OTHER_VALUES)
    hint = f'Did you mean "{close}"? ' if close else ""
    return Problem(path, f"{_described(error.instance)} is not known here.", f"{hint}Possible: {', '.join(values)}.")


def _expected(node: dict[str, Any]) -> str:
    """What the schema wants at a place, in words."""
    while "$ref" in node:
        node = schema()["$defs"][node["$ref"].rpartition("/")[2]]
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    named = [TYPE_NAMES[name] for name in types if name != "null"]
    return str(node.get("title")) if "title" in node else " or ".join(named)


def _described(value: Any) -> str:
    """A value in words."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {str(value)[:20]}"
        case str():
            return quoted(value) if value else "an empty text"
        case list() | tuple():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"a {type(value).__name__}"


def _type_hint(path: DataPath, error: Any) -> str:
    value = error.instance
    if path[-1:] == ("lifetime",) and type(value) is int and value > 0:
        days, rest = divmod(value, 86400)
        return f'For that many seconds write "{f"PT{value}S" if rest else f"P{days}D"}".'
    if isinstance(value, dict) and "array" in error.schema.get("type", ()) and len(path) == 1:
        return f"In TOML write each entry under [[{path[0]}]], with two brackets."
    if value is None:
        return "Leave the key out when there is nothing to say."
    return ""


def _other(error: Any) -> tuple[str, str]:
    """Message and hint for the few remaining keywords of the schema."""
    match error.validator:
        case "pattern" if error.validator_value == r"\S":
            return "must not be empty.", "Leave the key out when there is nothing to say, or fill it."
        case "minimum":
            return f"must be at least {error.validator_value}.", ""
        case "pattern":
            return f"{_described(error.instance)} has the wrong form.", "Take the line out: it is computed anew."
        case _:
            return f"does not fit the schema ({error.validator}).", ""

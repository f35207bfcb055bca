"""An example value for a schema: the schema's own, else one made from its parts."""

from typing import Any

Json = dict[str, Any]
DEEPEST = 6
PLAIN: Json = {"string": "text", "integer": 1, "number": 1.5, "boolean": False, "null": None}


def sample(found: Json, schema: Json, depth: int = 0) -> Any:
    """A value that the schema takes, as its author would show it."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return sample(found, found["components"]["schemas"][name], depth)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if "const" in schema or "default" in schema:
        return schema.get("const", schema.get("default"))
    if "anyOf" in schema:
        return sample(found, schema["anyOf"][0], depth)
    return _made(found, schema, depth)


def _made(found: Json, schema: Json, depth: int) -> Any:
    kind = schema.get("type", "object")
    if kind == "array":
        return [sample(found, schema.get("items", {}), depth + 1)] if depth < DEEPEST else []
    if kind == "object":
        named = schema.get("properties", {}) if depth < DEEPEST else {}
        return {name: sample(found, told, depth + 1) for name, told in named.items()}
    return "2026-11-24T08:00:00Z" if schema.get("format") == "date-time" else PLAIN[kind]

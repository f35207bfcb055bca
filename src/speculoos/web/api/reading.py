"""The OpenAPI document as a person reads it: sections, operations, tables of fields. No HTML but that of Markdown.

Knows the document and nothing of how the routes work, so what the page says is what the document says.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from speculoos.web.api.curl import curl
from speculoos.web.api.errors import PROBLEMS
from speculoos.web.api.openapi import METHODS, SEPARATOR
from speculoos.web.api.samples import sample

Json = dict[str, Any]
KINDS = {kind.title: name for name, kind in PROBLEMS.items()}
MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a type's name, with the shape it leads to."""

    text: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One parameter or property."""

    name: str
    place: str
    type: tuple[Part, ...]
    required: bool
    text: SafeString
    limits: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an operation. `problems` are the kinds it stands for, each with its title."""

    status: str
    text: str
    problems: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, tuple[Part, ...]], ...]
    headers: tuple[tuple[str, SafeString], ...]
    sample: str


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    text: SafeString
    security: str
    scope: str
    parameters: tuple[FieldRow, ...]
    body: tuple[Part, ...]
    body_sample: str
    success: tuple[Answer, ...]
    problems: tuple[Answer, ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    text: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema by name."""

    name: str
    text: SafeString
    fields: tuple[FieldRow, ...]
    type: tuple[Part, ...]
    limits: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    name: str
    status: int
    title: str
    text: SafeString


def problems() -> tuple[ProblemRow, ...]:
    return tuple(ProblemRow(name, k.status, k.title, _inline(k.meaning)) for name, k in PROBLEMS.items())


def intro(found: Json) -> SafeString:
    return _markdown(found["info"]["description"])


def sections(found: Json, origin: str) -> tuple[Section, ...]:
    """The operations by tag, in the order of the tags."""
    return tuple(
        Section(tag["name"], tag["description"], tuple(_operations(found, tag["name"], origin)))
        for tag in found["tags"]
    )


def shapes(found: Json) -> tuple[Shape, ...]:
    """The schemas that have fields or a name of their own, by name."""
    schemas = found["components"]["schemas"]
    return tuple(
        Shape(name, _markdown(s.get("description", "")), tuple(_fields(s)), tuple(_type(s)), _limits(s))
        for name, s in sorted(schemas.items())
    )


def _operations(found: Json, tag: str, origin: str) -> Iterator[Operation]:
    for path, methods in found["paths"].items():
        for method in METHODS:
            if method in methods and tag in methods[method]["tags"]:
                yield _operation(found, path, method, methods[method], origin)


def _operation(found: Json, path: str, method: str, told: Json, origin: str) -> Operation:
    parameters = [resolved(found, each) for each in told["parameters"]]
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answers = [_answer(found, status, resolved(found, each)) for status, each in told["responses"].items()]
    scopes = [scope for each in told["security"] for scope in each.get("BearerToken", [])]
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        text=_markdown(told["description"]),
        security="open" if not told["security"] else "optional" if {} in told["security"] else "needed",
        scope=scopes[0] if scopes else "",
        parameters=tuple(_parameter(each) for each in parameters),
        body=tuple(_type(body)) if body else (),
        body_sample=_pretty(sample(found, body)) if body else "",
        success=tuple(a for a in answers if a.status[0] in "23"),
        problems=tuple(a for a in answers if a.problems),
        curl=curl(found, origin, path, method, told),
    )


def resolved(found: Json, given: Json) -> Json:
    """What a reference leads to, or the thing itself."""
    while "$ref" in given:
        step: Any = found
        for name in given["$ref"].removeprefix("#/").split("/"):
            step = step[name]
        given = step
    return given


def _answer(found: Json, status: str, told: Json) -> Answer:
    content = told.get("content", {})
    json_schema = content.get("application/json", {}).get("schema")
    return Answer(
        status=status,
        text=told["description"],
        problems=tuple((KINDS[title], title) for title in told["description"].split(SEPARATOR) if title in KINDS),
        bodies=tuple((media_type, tuple(_type(body.get("schema", {})))) for media_type, body in content.items()),
        headers=tuple((name, _inline(header["description"])) for name, header in told.get("headers", {}).items()),
        sample=_pretty(sample(found, json_schema)) if json_schema and "$ref" in json_schema else "",
    )


def _parameter(told: Json) -> FieldRow:
    schema, text = told["schema"], _markdown(told.get("description", ""))
    return FieldRow(told["name"], told["in"], tuple(_type(schema)), told["required"], text, _limits(schema))


def _fields(schema: Json) -> Iterator[FieldRow]:
    required = schema.get("required", [])
    for name, told in schema.get("properties", {}).items():
        text = _markdown(told.get("description", ""))
        yield FieldRow(name, "body", tuple(_type(told)), name in required, text, _limits(told))


def _type(schema: Json) -> Iterator[Part]:
    """The type in words; shapes are linked."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        yield Part(name, name)
    elif "anyOf" in schema:
        yield from _joined([tuple(_type(each)) for each in schema["anyOf"]])
    elif "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        yield Part(" | ".join(json.dumps(value) for value in values))
    elif isinstance(schema.get("type"), list):
        yield from _joined([tuple(_type(schema | {"type": each})) for each in schema["type"]])
    elif schema.get("type") == "array":
        yield Part("list of ")
        yield from _type(schema.get("items", {}))
    elif isinstance(schema.get("additionalProperties"), dict) and not schema.get("properties"):
        yield Part("object of ")
        yield from _type(schema["additionalProperties"])
    else:
        kind: str = schema.get("type", "bytes" if "contentMediaType" in schema else "anything")
        yield Part("time (RFC 3339)" if schema.get("format") == "date-time" else kind)


def _joined(alternatives: list[tuple[Part, ...]]) -> Iterator[Part]:
    for n, parts in enumerate(alternatives):
        if n:
            yield Part(" or ")
        yield from parts


BOUNDS = {"minimum": "at least {}", "maximum": "at most {}", "minLength": "at least {} characters",
          "maxLength": "at most {} characters", "maxItems": "at most {} entries", "minItems": "at least {} entries",
          "pattern": "matches {}", "default": "default {}"}  # fmt: skip

NOT_EMPTY = r"\S"
"""The pattern of a text that says something; readers expect no less."""


def _limits(schema: Json) -> str:
    """The bounds in words; those of an optional value stand inside its first alternative."""
    inner: Json = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), {})
    told = {k: v for k, v in (inner | schema).items() if k in BOUNDS and v not in (None, "", NOT_EMPTY)}
    return ", ".join(
        BOUNDS[k].format(json.dumps(v) if k == "default" and not isinstance(v, str) else v) for k, v in told.items()
    )


def _markdown(text: str) -> SafeString:
    """Our own text as HTML; markup in it would be shown and not obeyed."""
    html: str = MARKDOWN.render(text)
    return mark_safe(html)  # noqa: S308  (CommonMark with HTML switched off)


def _inline(text: str) -> SafeString:
    html: str = MARKDOWN.renderInline(text)
    return mark_safe(html)  # noqa: S308  (as above)


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)

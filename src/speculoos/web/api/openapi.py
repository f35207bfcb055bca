"""The OpenAPI document: what ninja reads from the routes, completed with what it cannot know.

Each step takes the document and adds one thing: the published schema of a registry, security, bodies, files, and
every problem that a route can answer. The document holds no address of a host, so it is the same everywhere.
"""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import reverse

from speculoos.registry.schema import schema as registry_schema
from speculoos.web.api.api import TAGS, api
from speculoos.web.api.describe import REGISTRY
from speculoos.web.api.errors import MEDIA_TYPE, PROBLEMS
from speculoos.web.api.examples import EXAMPLES
from speculoos.web.api.schemas import ProblemOut

Json = dict[str, Any]
REF = "#/components/schemas/{model}"
METHODS = ("get", "put", "post", "delete", "patch")

SECURITY = {
    "BearerToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token from the back office. What an operation lists is the scope that the token needs.",
    },
    "StaffSession": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "The session of the back office; to change anything, add the header X-CSRFToken.",
    },
}
NOT_MODIFIED = "The caller has it already: If-None-Match names the ETag."
SEPARATOR = " · "
"""Between the titles of the problems that share a status."""
WITH_BODY = ("not-json", "no-length", "too-large", "not-this-media-type")
WITH_SCOPE = ("sign-in", "not-allowed")
PROBLEM_HEADERS = {401: {"WWW-Authenticate": "How to authenticate."}, 405: {"Allow": "The methods of this address."}}


@cache
def document() -> Json:
    """The complete document. It is the caller's to read and nobody's to change."""
    found = copy.deepcopy(dict(api.get_openapi_schema(path_prefix=reverse("speculoos:api_root"))))
    schemas = found["components"]["schemas"]
    schemas |= _registry_components() | _components(ProblemOut)
    for operation in operations(found):
        _complete(operation, schemas)
    found["components"] |= {"securitySchemes": SECURITY, "responses": {"Problem": _problem("Any other problem.")}}
    _drop_unused(found)
    found["servers"] = [{"url": "/", "description": "This platform"}]
    found["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    found["info"] |= {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    return _renamed(found)


def operations(found: Json) -> Iterator[Json]:
    """Every operation of the document."""
    return (path[method] for path in found["paths"].values() for method in METHODS if method in path)


def _complete(operation: Json, schemas: Json) -> None:
    told = {key: operation.pop(key) for key in [*operation] if key.startswith("x-")}
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    operation["description"] = " ".join(operation["description"].split("\n")).replace("  ", "\n\n").strip()
    _parameters(operation, told)
    _security(operation, told)
    _body(operation, told, schemas)
    _success(operation, told)
    _problems(operation, told)


def _parameters(operation: Json, told: Json) -> None:
    operation["parameters"] = [_parameter(each) for each in operation["parameters"]]
    for name, text in told["x-wants"].items():
        schema = {"type": "string"}
        operation["parameters"].append({"in": "header", "name": name, "required": False, "description": text,
                                        "schema": schema} if name != "Cookie" else
                                       {"in": "cookie", "name": "cookies_preferences", "required": False,
                                        "description": text, "schema": schema})  # fmt: skip
    if told["x-revalidated"]:
        operation["parameters"].append({"$ref": "#/components/parameters/IfNoneMatch"})


def _parameter(given: Json) -> Json:
    """A parameter whose description and example stand once, beside its schema."""
    schema = {k: v for k, v in given["schema"].items() if k not in ("title", "description", "example")}
    for each in schema.pop("anyOf", ()):  # a parameter is there or not; in an address there is no null
        schema |= each if each.get("type") != "null" else {}
    kept = {k: v for k, v in given.items() if v is not None}
    return kept | {"schema": schema}


def _security(operation: Json, told: Json) -> None:
    if told["x-scope"]:
        operation["security"] = [{"BearerToken": [told["x-scope"]]}, {"StaffSession": []}]
    elif told["x-scope-if-sent"]:
        operation["security"] = [{}, {"BearerToken": [told["x-scope-if-sent"]]}]
    else:
        operation["security"] = []


def _body(operation: Json, told: Json, schemas: Json) -> None:
    body = told["x-body"]
    if body is None:
        return
    name = body if isinstance(body, str) else body.__name__
    if not isinstance(body, str):
        schemas |= _components(body)
    content = {media_type: {"schema": {"$ref": REF.format(model=name)}} for media_type in told["x-bodies"]}
    operation["requestBody"] = {"required": True, "content": content}


def _success(operation: Json, told: Json) -> None:
    status = next(status for status in operation["responses"] if status.startswith("2"))
    success = operation["responses"][status]
    success["description"] = {"200": "As asked.", "201": "Made.", "204": "Taken; there is nothing to say."}[status]
    if status == "204":
        return
    content = success.setdefault("content", {})
    if told["x-registry"]:
        content["application/json"] = {"schema": {"$ref": REF.format(model=REGISTRY)}}
    for media_type in told["x-files"]:
        content.setdefault(media_type, {"schema": _file_schema(media_type)})
    headers = told["x-headers"] | ({"Link": "The pages beside this one (RFC 8288)."} if _is_list(operation) else {})
    if headers:
        success["headers"] = {k: {"description": v, "schema": {"type": "string"}} for k, v in headers.items()}


def _file_schema(media_type: str) -> Json:
    if media_type == "application/json":
        return {"type": "object", "description": "The policy as data: everything that its reader sees."}
    return {"type": "string"} if media_type.startswith("text/") else {"contentMediaType": media_type}


def _is_list(operation: Json) -> bool:
    return any(parameter.get("name") == "offset" for parameter in operation["parameters"])


def _problems(operation: Json, told: Json) -> None:
    if told["x-revalidated"]:
        operation["responses"]["304"] = {"description": NOT_MODIFIED}
    by_status: dict[int, list[str]] = {}
    for kind in [*_usual_problems(operation, told), *told["x-problems"]]:
        by_status.setdefault(PROBLEMS[kind].status, []).append(PROBLEMS[kind].title)
    for status in sorted(by_status):
        operation["responses"][str(status)] = _problem(SEPARATOR.join(by_status[status]), status)
    operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}


def _usual_problems(operation: Json, told: Json) -> Iterator[str]:
    """The kinds that follow from what a route takes."""
    places = {parameter.get("in") for parameter in operation["parameters"]}
    yield "bad-request"
    yield from WITH_BODY if "requestBody" in operation else ()
    yield from WITH_SCOPE if told["x-scope"] or told["x-scope-if-sent"] else ()
    yield from ("not-found",) if "path" in places else ()
    yield "wrong-method"
    yield from ("wrong-values",) if "query" in places or "requestBody" in operation else ()


def _problem(description: str, status: int = 0) -> Json:
    content = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="ProblemOut")}}}
    headers = {k: {"description": v, "schema": {"type": "string"}} for k, v in PROBLEM_HEADERS.get(status, {}).items()}
    return {"description": description, "content": content} | ({"headers": headers} if headers else {})


def _components(model: Any) -> Json:
    """The schema of a model and of what it is made of, as components."""
    made: Json = model.model_json_schema(ref_template=REF, by_alias=True)
    parts: Json = made.pop("$defs", {})
    return parts | {model.__name__: made}


def _registry_components() -> Json:
    """The published schema, its definitions as components of their own."""
    source = copy.deepcopy(registry_schema())
    parts = {f"Registry{_camel(name)}": part for name, part in source.pop("$defs").items()}
    whole = {k: v for k, v in source.items() if k not in ("$schema", "$id")} | {"title": REGISTRY}
    whole["properties"].pop("$schema", None)
    moved: Json = _walk({REGISTRY: whole} | parts, _moved_reference)
    return moved


def _moved_reference(reference: str) -> str:
    return re.sub(r"^#/\$defs/(.+)$", lambda m: REF.format(model=f"Registry{_camel(m[1])}"), reference)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _drop_unused(found: Json) -> None:
    """Ninja keeps the schema of an enum that it has written into a parameter already."""
    text = json.dumps(found)
    schemas = found["components"]["schemas"]
    for name in [name for name in schemas if f'"{REF.format(model=name)}"' not in text]:
        del schemas[name]


def _renamed(found: Json) -> Json:
    """Readers meet `Site` and not `SiteOut`, and examples under the same names."""
    components = found["components"]
    named = {_name(name): schema for name, schema in components["schemas"].items()}
    components["schemas"] = {name: _titled(name, named[name]) for name in sorted(named)}
    text = {"in": "header", "name": "If-None-Match", "required": False, "schema": {"type": "string"}}
    components["parameters"] = {"IfNoneMatch": text | {"description": "An ETag that the caller has already."}}
    renamed: Json = _walk(found, lambda reference: re.sub(r"(?<=/schemas/)(\w+)$", lambda m: _name(m[1]), reference))
    return renamed


def _name(name: str) -> str:
    """`Site` for SiteOut, `SitePage` for Page[SiteOut]."""
    page = re.fullmatch(r"Page_(\w+?)Out_", name)
    return f"{page[1]}Page" if page else name.removesuffix("Out")


def _titled(name: str, schema: Json) -> Json:
    """The schema without the titles that pydantic makes of the fields' names, and with its example."""
    fields = {k: {a: b for a, b in v.items() if a != "title"} for k, v in schema.get("properties", {}).items()}
    kept = {k: v for k, v in schema.items() if k != "title"} | ({"properties": fields} if fields else {})
    return kept | ({"examples": [EXAMPLES[name]]} if name in EXAMPLES else {})


def _walk(value: Any, change: Any) -> Any:
    """The value with every reference changed."""
    if isinstance(value, dict):
        return {k: change(v) if k == "$ref" else _walk(v, change) for k, v in value.items()}
    return [_walk(each, change) for each in value] if isinstance(value, list) else value

"""An operation as a line for the shell."""

import json
import shlex
from typing import Any
from urllib.parse import quote, urlencode

from speculoos.web.api.describe import REGISTRY
from speculoos.web.api.samples import sample

Json = dict[str, Any]
BEARER = '"Authorization: Bearer $SPECULOOS_TOKEN"'


def curl(found: Json, origin: str, path: str, method: str, told: Json) -> str:
    """The command, with the examples of the document as values; long commands are broken into lines."""
    parts = ["curl", *(["-X", method.upper()] if method not in ("get", "post") else [])]
    lines = [" ".join([*parts, shlex.quote(origin + _path(path, told) + _query(told))])]
    if told["security"] and {} not in told["security"]:
        lines.append(f"-H {BEARER}")
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d {_data(found, body)}")
    return " \\\n  ".join(lines)


def _path(path: str, told: Json) -> str:
    for parameter in _named(told, "path"):
        path = path.replace(f"{{{parameter['name']}}}", quote(str(parameter.get("example", "1"))))
    return path


def _query(told: Json) -> str:
    values = [(p["name"], p.get("example", "1")) for p in _named(told, "query") if p["required"]]
    return f"?{urlencode(values)}" if values else ""


def _named(told: Json, place: str) -> list[Json]:
    return [parameter for parameter in told["parameters"] if parameter.get("in") == place]


def _data(found: Json, body: Json) -> str:
    if body["$ref"].endswith(f"/{REGISTRY}"):
        return "@registry.json"
    return shlex.quote(json.dumps(sample(found, body), ensure_ascii=False))

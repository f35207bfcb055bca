"""The OpenAPI document is well formed, complete, and true: every route answers as it says."""

import json
import re

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator

from speculoos.registry.load import from_json
from speculoos.web.api.examples import EXAMPLES
from speculoos.web.api.openapi import METHODS, document, operations
from speculoos.web.api.urls import urlpatterns
from speculoos.web.store.access import ApiToken
from tests.server.api_tools import BAKERY, HOME, ROOT, send, token, validator

DOCUMENT = document()
OPERATIONS = list(operations(DOCUMENT))


def walk(value, at=""):
    """Every object of the document with its place."""
    if isinstance(value, dict):
        yield at, value
        for key, each in value.items():
            yield from walk(each, f"{at}/{key}")
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from walk(each, f"{at}/{n}")


def resolve(reference):
    found = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def test_the_head_is_complete():
    """A document names its version, licence, server and tags, and fits the published fields alone."""
    assert re.fullmatch(r"3\.1\.\d", DOCUMENT["openapi"])
    assert {"title", "version", "description", "license"} <= {*DOCUMENT["info"]}
    assert DOCUMENT["servers"]
    assert {*DOCUMENT} == {"openapi", "info", "servers", "paths", "components", "tags"}
    assert {*DOCUMENT["components"]} == {"schemas", "responses", "parameters", "securitySchemes"}


def test_every_reference_leads_somewhere():
    references = {value["$ref"] for _, value in walk(DOCUMENT) if isinstance(value.get("$ref"), str)}

    assert len(references) > 40
    assert all(isinstance(resolve(reference), dict) for reference in references)


def test_every_schema_is_a_schema_and_used():
    """Components are JSON Schema 2020-12, and none lies about unused."""
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Za-z0-9]+", name)
        Draft202012Validator.check_schema(schema)
    used = {value["$ref"].rsplit("/", 1)[-1] for _, value in walk(DOCUMENT) if "/schemas/" in str(value.get("$ref"))}
    assert {*DOCUMENT["components"]["schemas"]} - used == set()


def test_every_example_fits_its_schema():
    """An example in the documentation can be sent or received as it stands."""
    shown = {name: s["examples"] for name, s in DOCUMENT["components"]["schemas"].items() if "examples" in s}

    assert {*EXAMPLES} <= {*shown}
    for name, examples in shown.items():
        for example in examples:
            validator(name).validate(example)
    assert from_json(EXAMPLES["Registry"]).services


def test_operations_are_named_tagged_and_described():
    """Every operation has an id of its own, one known tag, a summary and a description."""
    names = [operation["operationId"] for operation in OPERATIONS]
    tags = {tag["name"] for tag in DOCUMENT["tags"]}

    assert len(names) == len({*names})
    assert all(re.fullmatch(r"[a-z]+[A-Za-z]+", name) for name in names)
    assert {tag for operation in OPERATIONS for tag in operation["tags"]} == tags
    assert all(len(operation["tags"]) == 1 and operation["summary"] for operation in OPERATIONS)
    assert all(len(operation["description"]) > 10 for operation in OPERATIONS)
    assert not [at for at, value in walk(DOCUMENT["paths"]) if any(key.startswith("x-") for key in value)]


def test_parameters_are_described():
    """Every parameter says what it is, and those of a path are those in the path."""
    for path, way in DOCUMENT["paths"].items():
        for operation in way.values():
            parameters = [resolve(p["$ref"]) if "$ref" in p else p for p in operation["parameters"]]
            assert all(p["description"] and p["schema"] for p in parameters), path
            named = {p["name"] for p in parameters if p["in"] == "path"}
            assert named == {*re.findall(r"\{(\w+)\}", path)}


def test_every_response_is_described():
    """Success, problems and the rest: every response has words and, where there is content, a media type."""
    for operation in OPERATIONS:
        responses = {s: resolve(r["$ref"]) if "$ref" in r else r for s, r in operation["responses"].items()}
        assert {"default", "400", "405"} <= {*responses}
        assert "404" in responses or not any(p.get("in") == "path" for p in operation["parameters"])
        assert {"401", "403"} <= {*responses} or not operation["security"]
        assert sum(status.startswith("2") for status in responses) == 1
        for status, response in responses.items():
            assert response["description"], operation["operationId"]
            assert status in ("204", "304") or response["content"], operation["operationId"]


def test_security_is_stated_everywhere():
    """An operation is open, or names a scope that tokens can have and a scheme that the document explains."""
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert all(scheme["description"] for scheme in schemes.values())
    for operation in OPERATIONS:
        for requirement in operation["security"]:
            assert {*requirement} <= {*schemes}
            assert {*requirement.get("BearerToken", [])} <= {*ApiToken.SCOPES}


def test_every_route_is_documented():
    """No address of the API is missing from the document, and the document has no address more."""
    routes = {str(p.pattern) for p in urlpatterns if str(p.pattern).startswith("v1/")} - {"v1/openapi.json"}
    documented = {path.removeprefix("/api/") for path in DOCUMENT["paths"]}

    assert {re.sub(r"<(\w+:)?(\w+)>", r"{\2}", route) for route in routes} == documented


def test_the_document_is_what_is_served(client, db):
    assert client.get(f"{ROOT}/openapi.json").json() == json.loads(json.dumps(DOCUMENT))


BODIES = {
    "recordConsent": {"act": "refuse"},
    "publishVersion": {"note": "For the test"},
    "replaceDraft": EXAMPLES["Registry"],
    "sendReports": DOCUMENT["components"]["schemas"]["ReportsIn"]["examples"][0],
    "sendGateCounts": {"counts": [{"hour": timezone.now().isoformat(), "side": "fault", "name": "E", "mode": "off"}]},
    "replaceOptions": {"place": "FR", "origins": ["https://shop.example.org"]},
}
ROUTES = [(path, method) for path, way in DOCUMENT["paths"].items() for method in METHODS if method in way]


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_every_route_answers_as_documented(platform, client, owner, path, method):
    """With the documented examples a route succeeds, with a documented media type, a body that fits, and headers."""
    told = DOCUMENT["paths"][path][method]
    headers = token(owner, *ApiToken.SCOPES)
    made = send(client, "POST", f"{BAKERY}/consents", {"act": "refuse"}).json()
    if told["operationId"] == "publishVersion":
        send(client, "PUT", f"{HOME}/draft", EXAMPLES["Registry"], **headers)
    site = "biscuiterie" if any(word in path for word in ("consents", "ledger", "notices")) else "platform"
    named = {"receipt": made["receipt"], "record": made["record"], "hash": made["texts_hash"], "format": "jsonld"}
    url = path.format(site=site, number=1, **named)
    required = {p["name"]: p["example"] for p in told["parameters"] if p.get("in") == "query" and p["required"]}

    response = send(client, method.upper(), f"{url}?{query(required)}", BODIES.get(told["operationId"]), **headers)

    check_documented(told, response)


def query(values):
    return "&".join(f"{name}={value}" for name, value in values.items())


def check_documented(told, response):
    status, success = next((s, r) for s, r in told["responses"].items() if s.startswith("2"))
    assert response.status_code == int(status), response.content
    if status == "204":
        assert not response.content
        assert not response.cookies
        return
    media_type = response["Content-Type"].partition(";")[0]
    schema = success["content"][media_type]["schema"]
    assert {*success.get("headers", {})} - {"Link", "Set-Cookie"} <= {*response.headers}
    assert bool(response.cookies) == ("Set-Cookie" in success.get("headers", {}))
    body = json.loads(response.getvalue())
    Draft202012Validator(schema | {"components": DOCUMENT["components"]}).validate(body)
    if "304" in told["responses"]:
        assert response["ETag"]


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if len(next(iter(o["responses"].values())).get("content", ())) > 1]
)
def test_every_documented_media_type_is_answered(platform, client, owner, operation):
    """The formats of an operation and its documented media types are the same set."""
    path = next(p for p, way in DOCUMENT["paths"].items() if operation in way.values())
    formats = next(p for p in operation["parameters"] if p.get("name") == "format")["schema"]["enum"]
    headers = token(owner, *ApiToken.SCOPES)
    urls = [path.format(site="platform", number=1, format=f) + f"?format={f}" for f in formats]
    found = {client.get(url, headers=headers)["Content-Type"].partition(";")[0] for url in urls}

    assert found == {*operation["responses"]["200"]["content"]}

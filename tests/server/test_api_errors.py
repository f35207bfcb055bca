"""Every route of the OpenAPI document, asked wrongly in every way, answers with a problem and never with a 500."""

import re

import pytest

from speculoos.web.api.errors import BY_STATUS, PROBLEMS
from speculoos.web.api.openapi import METHODS, document
from tests.server.api_tools import ROOT, check_problem, send, token, validator

ROUTES = [(path, method, told) for path, way in document().get("paths", {}).items() for method, told in way.items()]
NAMES = [told["operationId"] for _, _, told in ROUTES]
every_route = pytest.mark.parametrize(("path", "method", "told"), ROUTES, ids=NAMES)


def routes_with(test):
    """The parametrisation over the routes of which `test` is true."""
    chosen = [route for route in ROUTES if test(*route)]
    return pytest.mark.parametrize(("path", "method", "told"), chosen, ids=[told["operationId"] for *_, told in chosen])


every_site_route = routes_with(lambda path, _, __: "{site}" in path)
every_body_route = routes_with(lambda _, __, told: "requestBody" in told)

HOSTILE_SITES = ("b%C3%A4ckerei", "%00", "a%2Fb", "%FF", "..", "a b", "%F0%9F%8D%AA", "a%0Ab")
SCOPES = ("registry:read", "registry:write", "consents:write", "consents:read", "gate:write", "gate:read")
WRONG_BODIES = [
    b" ", b"{", b"[1,", b"nonsense", b"\xff\xfe", b"\x00", b'{"a":1,"a":2}', b"NaN", b'{"a":1e999}', b'"\\ud800"',
    b'{"a":"\\u0000"}', b"[" * 100_000, b'{"a":' * 40 + b"1" + b"}" * 40, b"9" * 5000, b"\xef\xbb\xbf{}", b"[[[[]]]]",
]  # fmt: skip
WRONG_TYPES = [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=utf-16",
    "application/json; charset=latin-1", "application/json; charset=nonsense", "\xff", "application/xml", "json",
]  # fmt: skip


def filled(path, **values):
    """The path with its examples, or with other values by name."""
    defaults = {"site": "platform", "number": "1", "receipt": "unknown", "record": "0123", "hash": "0123",
                "format": "jsonl"}  # fmt: skip
    return re.sub(r"\{(\w+)\}", lambda m: str((defaults | values)[m[1]]), path)


def secured(told):
    return told["security"] and {} not in told["security"]


@every_route
def test_every_route_refuses_other_methods(platform, client, path, method, told):
    """An address answers the methods that it documents, and names them to all others."""
    documented = {each.upper() for each in document()["paths"][path]}

    for other in {each.upper() for each in METHODS} - documented | {"TRACE", "PURGE"}:
        response = send(client, other, filled(path), {})
        check_problem(response, 405, "wrong-method")
        allowed = {*response["Allow"].split(", ")}
        assert allowed == documented | {"OPTIONS"} | ({"HEAD"} if "GET" in documented else set())


@every_route
def test_every_secured_route_wants_to_know_who_calls(platform, client, owner, path, method, told):
    """Without a token, with a bad one and with one of another scope, a secured route says so."""
    if not secured(told):
        assert send(client, method.upper(), filled(path), {}).status_code not in (401, 403)
        return
    scope = next(scope for each in told["security"] for scope in each.get("BearerToken", []))
    others = token(owner, *{*SCOPES} - {scope})

    check_problem(send(client, method.upper(), filled(path), {}), 401, "sign-in")
    check_problem(send(client, method.upper(), filled(path), {}, Authorization="Bearer x"), 401, "sign-in")
    check_problem(send(client, method.upper(), filled(path), {}, **others), 403, "not-allowed")


@every_site_route
def test_every_route_of_a_site_knows_what_is_not_there(platform, client, owner, path, method, told):
    """A site that does not exist, or that only looks like one that does, is not found."""
    headers = token(owner, *SCOPES)
    query = {p["name"]: p.get("example", 1) for p in told["parameters"] if p.get("in") == "query" and p["required"]}
    for site in ("nowhere", "s" * 500, "PLATFORM", "-", "_", *HOSTILE_SITES):
        url = filled(path, site=site) + "?" + "&".join(f"{k}={v}" for k, v in query.items())
        check_problem(send(client, method.upper(), url, {"act": "refuse"}, **headers), 404, "not-found")


QUERIES = {
    "integer": ["", "x", "-1", "1.5", "9" * 30, "1e3", "%00", "9" * 5000],
    "string": ["%00", "x" * 5000, "\N{COOKIE}" * 500, "%FF", "%ED%A0%80"],
}


@every_route
def test_every_parameter_of_the_query_is_checked(platform, client, owner, path, method, told):
    """Wrong values are refused, or ignored where a text is just a text; none breaks anything."""
    headers = token(owner, *SCOPES)
    for parameter in (p for p in told["parameters"] if p.get("in") == "query"):
        schema = parameter["schema"]
        kinds = {schema.get("type"), *(each.get("type") for each in schema.get("anyOf", ()))}
        kind = "integer" if "integer" in kinds else "string"
        for value in QUERIES[kind]:
            response = send(client, method.upper(), f"{filled(path)}?{parameter['name']}={value}", {}, **headers)
            if kind == "integer" or "enum" in schema:
                body = check_problem(response, 422, "wrong-values")
                assert "422" in told["responses"]
                assert f"/{parameter['name']}" in [error["pointer"] for error in body["errors"]]
            else:
                assert response.status_code < 500


@every_body_route
def test_every_body_is_checked(platform, client, owner, path, method, told):
    """What is no JSON, or JSON that nobody means, is refused with a reason."""
    headers = token(owner, *SCOPES)
    for raw in WRONG_BODIES:
        response = send(client, method.upper(), filled(path), raw, **headers)
        assert check_problem(response)["detail"]
        assert response.status_code in (400, 413, 422), (raw[:40], response.content)
        assert str(response.status_code) in told["responses"]
    check_problem(client.generic(method.upper(), filled(path), headers=headers), 415, "not-this-media-type")


@every_body_route
def test_every_body_must_be_json(platform, client, owner, path, method, told):
    """Another media type or character set is refused before the body is looked at."""
    headers = token(owner, *SCOPES)
    for content_type in WRONG_TYPES:
        response = send(client, method.upper(), filled(path), b"{}", content_type=content_type, **headers)
        check_problem(response, 415, "not-this-media-type")


@every_body_route
def test_every_body_has_a_limit(platform, client, owner, path, method, told):
    """A body is refused by its stated length before it is read, and by its real one afterwards."""
    headers = token(owner, *SCOPES)
    url = filled(path)

    check_problem(send(client, method.upper(), url, b" " * 5_100_000, **headers), 413, "too-large")
    check_problem(send(client, method.upper(), url, b" " * 7_000_000, **headers), 413, "too-large")
    chunked = headers | {"Transfer-Encoding": "chunked"}
    check_problem(send(client, method.upper(), url, b"{}", **chunked), 411, "no-length")
    stated = {"CONTENT_LENGTH": "9" * 40, "HTTP_AUTHORIZATION": headers["Authorization"]}
    check_problem(client.generic(method.upper(), url, b"{}", "application/json", **stated), 413, "too-large")


@pytest.mark.parametrize(
    "url", [ROOT, f"{ROOT}/nothing", f"{ROOT}/sites/", "/api/", "/api/docs/x", "/api/v2/", f"{ROOT}//sites", "/api/%00"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_addresses_that_are_none(platform, client, url, method):
    """Nothing under /api/ answers with a page."""
    check_problem(send(client, method, url, {}), 404, "not-found")


def test_too_many_parameters(platform, client):
    """A flood of parameters is refused."""
    check_problem(client.get(f"{ROOT}/sites?{'&'.join(f'a{n}=1' for n in range(6000))}"), 400, "bad-request")


def test_an_unknown_host_is_refused_in_the_one_shape(platform, client):
    response = client.get(f"{ROOT}/sites", headers={"Host": "evil.example"})

    assert response.status_code in (200, 400)
    assert response.status_code == 200 or response["Content-Type"] == "application/problem+json"


def test_every_kind_of_problem_has_a_place(platform):
    """Statuses lead to kinds of the same status, and the example of a problem is one."""
    assert {status: PROBLEMS[name].status for status, name in BY_STATUS.items()} == {s: s for s in BY_STATUS}
    for example in document()["components"]["schemas"]["Problem"]["examples"]:
        validator("Problem").validate(example)

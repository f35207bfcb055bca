"""What the tests of the API share: addresses, tokens, and what every problem must look like."""

import json
import re

from django.test import Client
from jsonschema import Draft202012Validator

from speculoos.web.api.openapi import document
from speculoos.web.store.access import ApiToken

ROOT = "/api/v1"
HOME = f"{ROOT}/sites/platform"
BAKERY = f"{ROOT}/sites/biscuiterie"


def token(owner, *scopes, site=None, **fields):
    """The headers of a machine with a token of these scopes."""
    _, secret = ApiToken.issue(user=owner, name="machine", scopes=[*scopes], site=site, **fields)
    return {"Authorization": f"Bearer {secret}"}


def send(client: Client, method: str, url: str, body=None, **headers):
    """A request with a JSON body."""
    content = body if isinstance(body, bytes) else json.dumps(body)
    kind = headers.pop("content_type", "application/json")
    return client.generic(method, url, content, content_type=kind, headers=headers)


def check_problem(response, status=None, kind=None):
    """The one shape of errors (RFC 9457), with a `type` that the documentation explains."""
    assert response.status_code == status or status is None, (response.status_code, response.content[:300])
    assert response["Content-Type"] == "application/problem+json", response["Content-Type"]
    body = json.loads(response.content)
    validator("Problem").validate(body)
    assert body["status"] == response.status_code
    assert re.fullmatch(r"/api/docs#problem-[a-z-]+", body["type"]), body["type"]
    assert kind is None or body["type"].endswith(f"#problem-{kind}"), body["type"]
    assert response.status_code != 401 or response["WWW-Authenticate"].startswith("Bearer ")
    assert response.status_code != 405 or response["Allow"]
    assert not response.cookies
    return body


def validator(name):
    """A validator of one shape of the OpenAPI document."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

"""Arbitrary input to the routes that read it: always an answer in a known shape, never a fault of ours."""

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speculoos.web.api.examples import EXAMPLES
from tests.server.api_tools import BAKERY, HOME, ROOT, check_problem, send, token

SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.text(max_size=12) | st.sampled_from(["media", "video", "statistics", "visits", "necessary"])
acts = st.fixed_dictionaries(
    {"act": st.sampled_from(["grant", "refuse", "save", "withdraw", "accept"])},
    optional={
        "purposes": st.lists(names, max_size=4) | values,
        "services": st.lists(names, max_size=4) | values,
        "language": st.sampled_from(["en", "fr", "xx"]) | values,
        "method": st.sampled_from(["banner", "api", "signal"]) | values,
        "gpc": st.booleans() | values,
    },
)


def check(response, *fine):
    if response.status_code not in fine:
        check_problem(response)
        assert 400 <= response.status_code < 500


@SOME
@given(body=acts | values)
def test_any_choice_is_recorded_or_refused(platform, client, body):
    """A choice that is answered 201 never grants what was not named."""
    response = send(client, "POST", f"{BAKERY}/consents", json.dumps(body).encode())

    check(response, 201)
    if response.status_code == 201 and body["act"] in ("refuse", "withdraw"):
        assert "granted" not in response.json()["state"].values()
    client.cookies.clear()


@SOME
@given(body=st.binary(max_size=200), content_type=st.sampled_from(["application/json", "application/x+json", "a/b"]))
def test_any_bytes_are_answered(platform, client, body, content_type):
    check(send(client, "POST", f"{BAKERY}/consents", body, content_type=content_type), 201)


def mutated(draw):
    """The example registry with one value anywhere replaced, taken out or added."""
    registry = json.loads(json.dumps(EXAMPLES["Registry"]))
    at = registry
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if isinstance(at[key], dict | list) and at[key] and draw(st.booleans()):
            at = at[key]
            continue
        at[key] = draw(values | st.text(max_size=300))
        break
    return registry


@SOME
@given(data=st.data())
def test_any_registry_is_kept_or_full_of_faults(platform, client, owner, data):
    """A draft that is answered 200 can be read, judged and rendered; anything else changes nothing."""
    headers = token(owner, "registry:read", "registry:write")
    body = data.draw(st.composite(mutated)())
    response = send(client, "PUT", f"{HOME}/draft", json.dumps(body).encode(), **headers)

    check(response, 200)
    assert client.get(f"{HOME}/draft", headers=headers).status_code == 200
    assert client.get(f"{HOME}/draft/findings", headers=headers).status_code == 200
    assert client.get(f"{HOME}/draft/policy?format=txt", headers=headers).status_code == 200


@SOME
@given(
    url=st.sampled_from([f"{ROOT}/sites", f"{HOME}/policy", f"{HOME}/decisions", f"{HOME}/diff", f"{HOME}/matches"]),
    query=st.dictionaries(
        st.sampled_from(["limit", "offset", "format", "language", "jurisdictions", "version", "old", "new", "name"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.integers().map(str),
    ),
)
def test_any_query_is_answered(platform, client, url, query):
    check(client.get(url, query), 200)


@SOME
@given(cookie=st.binary(max_size=120), gpc=st.text(st.characters(max_codepoint=255), max_size=5))
def test_any_cookie_is_answered(platform, client, cookie, gpc):
    """Whatever a browser sends as its cookie, the state is answered, and nothing is granted by a forgery."""
    headers = {"HTTP_COOKIE": "cookies_preferences=" + cookie.decode("latin-1"), "HTTP_SEC_GPC": gpc}
    response = client.get(f"{BAKERY}/preferences", **headers)

    assert response.status_code == 200
    assert not any(purpose["granted"] for purpose in response.json()["purposes"])


@SOME
@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_address_is_answered(platform, client, path):
    """Nothing under /api/v1/sites/ but a site's own address is one."""
    check(client.get(f"{ROOT}/sites/{quote(path, safe='/')}"), 200)


@pytest.mark.parametrize("receipt", ["%00", "a%0Ab", "%F0%9F%8D%AA", "x" * 3000, "..", "a%2Fb"])
def test_any_receipt_is_answered(platform, client, owner, receipt):
    headers = token(owner, "consents:read")

    check_problem(client.get(f"{BAKERY}/consents/{receipt}", headers=headers), 404, "not-found")


@pytest.mark.parametrize("stated", ["Bearer \x7f", "Bearer a b", "bearer x", "BEARER x", "Bearer \u00e9"])
def test_any_token_is_answered(platform, client, stated):
    check_problem(client.get(f"{HOME}/draft", headers={"Authorization": stated}), 401, "sign-in")

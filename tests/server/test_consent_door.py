"""The fast door to the consents answers exactly as Django's front door does, and lets everything else through."""

import json
import re

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from speculoos.web import consent_door
from speculoos.web.consent_door import ConsentDoor
from speculoos.web.store.options import SiteOptions
from speculoos.web.store.publish import forget
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, HOME, token

pytestmark = pytest.mark.django_db
URL = f"{BAKERY}/consents"
ABROAD = "https://www.biscuiterie-dandoy.example"
GRANT = {"act": "grant", "method": "banner"}
DEEP = b'{"act": ' + b"[" * 5000 + b"]" * 5000 + b"}"

TABLE = {
    "grant": {},
    "refuse in French": {"body": {"act": "refuse", "language": "fr"}, "HTTP_ACCEPT_LANGUAGE": "fr, en;q=0.5"},
    "in a language without pages": {"HTTP_ACCEPT_LANGUAGE": "tlh"},
    "some purposes": {"body": {"act": "save", "purposes": ["statistics"], "services": ["video"]}},
    "on the home site": {"url": f"{HOME}/consents", "body": {"act": "refuse"}},
    "with the signal": {"HTTP_SEC_GPC": "1"},
    "with a query": {"query": "a=b"},
    "with a broken cookie": {"HTTP_COOKIE": "cookies_preferences=1.2.3; sessionid=x; =; \xff"},
    "with a language cookie": {"HTTP_COOKIE": "django_language=de"},
    "over TLS": {"wsgi.url_scheme": "https"},
    "from another site": {"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site"},
    "from null": {"HTTP_ORIGIN": "null"},
    "from no address": {"HTTP_ORIGIN": "http://["},
    "to another host": {"HTTP_HOST": "a b"},
    "to an unknown site": {"url": "/api/v1/sites/nowhere/consents"},
    "to a long name": {"url": f"/api/v1/sites/{'n' * 300}/consents"},
    "with a bad token": {"HTTP_AUTHORIZATION": "Bearer nothing"},
    "with no token at all": {"HTTP_AUTHORIZATION": "Basic YTpi"},
    "an old version": {"body": GRANT | {"version": 99}},
    "an unknown purpose": {"body": GRANT | {"purposes": ["nonsense"]}},
    "unknown fields": {"body": GRANT | {"x": 1}},
    "no act": {"body": {}},
    "a list": {"body": [1]},
    "no body": {"raw": b""},
    "no JSON": {"raw": b"act=grant"},
    "not UTF-8": {"raw": b'{"act": "\xff"}'},
    "a NUL": {"raw": b'{"act": "\\u0000"}'},
    "too deep": {"raw": DEEP},
    "too large": {"raw": b" " * 70_000},
    "a form": {"CONTENT_TYPE": "application/x-www-form-urlencoded"},
    "latin-1": {"CONTENT_TYPE": "application/json; charset=latin-1"},
    "chunked": {"HTTP_TRANSFER_ENCODING": "chunked"},
    "a weak key": {"HTTP_IDEMPOTENCY_KEY": "short"},
    "a strong key": {"HTTP_IDEMPOTENCY_KEY": "k" * 20},
}
OWN = re.compile(rb'"(?:receipt|record|time|valid_until)":"[^"]*"')
"""What two acts never share."""


@pytest.fixture
def doors(platform):
    """Both ways in, without Django's closing of connections around a request: the test's transaction is in one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    django = get_wsgi_application()
    yield {"fast": ConsentDoor(django), "django": django}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def environ(url=URL, body=GRANT, raw=None, query="", method="POST", **more):
    content = json.dumps(body).encode() if raw is None else raw
    made = RequestFactory().generic(method, url, content, "application/json", QUERY_STRING=query).environ
    made.pop("HTTP_COOKIE", None)
    return made | more


def ask(door, **request):
    started = []
    chunks = door(environ(**request), lambda status, headers, *_: started.extend([status, headers]))
    body = b"".join(chunks)
    chunks.close()
    return started[0], started[1], body


def alike(answer):
    """An answer without what two acts never share."""
    status, headers, body = answer
    shared = [(n, re.sub(r"=[^;]*;", "=…;", v, count=1) if n == "Set-Cookie" else v) for n, v in headers]
    # the dates in a cookie are those of its second
    shared = [(n, re.sub(r"expires=[^;]*", "", v)) for n, v in shared]
    return status, sorted(shared), OWN.sub(b"", body)


@pytest.mark.parametrize("request_", TABLE.values(), ids=TABLE.keys())
def test_both_doors_answer_alike(doors, request_):
    fast, slow = (alike(ask(doors[name], **request_)) for name in ("fast", "django"))
    if "HTTP_IDEMPOTENCY_KEY" in request_:
        fast, slow = (alike(ask(doors[name], **request_)) for name in ("fast", "django"))
    assert fast == slow


def test_the_table_goes_through_the_fast_door(doors, monkeypatch):
    """All but what is no such post: else the table would compare Django with itself."""
    seen = []
    view = consent_door.consents_view
    monkeypatch.setattr(
        consent_door, "consents_view", lambda request, site: (seen.append(site), view(request, site))[1]
    )
    for request in TABLE.values():
        ask(doors["fast"], **request)
    assert len(seen) == len(TABLE) - 2, "a long name and a host that is none never come to the view"


@pytest.mark.parametrize("first", ["fast", "django"])
def test_a_retry_through_the_other_door_is_recorded_once(doors, first):
    second = {"fast": "django", "django": "fast"}[first]
    answers = [ask(doors[name], HTTP_IDEMPOTENCY_KEY="r" * 20) for name in (first, second)]
    assert [each[0] for each in answers] == ["201 Created"] * 2
    assert answers[0][2] == answers[1][2]
    assert ConsentRecord.objects.count() == 1


def test_a_page_of_the_declared_origin_may_read_either_answer(doors):
    site = Site.objects.get(slug="biscuiterie")
    SiteOptions.objects.update_or_create(site=site, defaults={"values": {"origins": [ABROAD]}})
    forget()
    answers = [alike(ask(doors[name], HTTP_ORIGIN=ABROAD, HTTP_SEC_FETCH_SITE="cross-site")) for name in doors]
    assert answers[0][1] == answers[1][1]
    assert ("Access-Control-Allow-Origin", ABROAD) in answers[0][1]
    assert b'"cookie"' in answers[0][2]


def test_a_machine_with_a_token_is_answered_alike(doors, owner):
    headers = {"HTTP_AUTHORIZATION": token(owner, "consents:write")["Authorization"]}
    elsewhere = {"HTTP_ORIGIN": "https://evil.example"}
    answers = [alike(ask(doors[name], **headers, **elsewhere)) for name in doors]
    assert answers[0] == answers[1]
    assert answers[0][0] == "201 Created"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_other_methods_are_django_s(doors, method, monkeypatch):
    monkeypatch.setattr(consent_door, "consents_view", None)
    assert alike(ask(doors["fast"], method=method)) == alike(ask(doors["django"], method=method))


class Hooked:
    """A project's middleware that wants to know the view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        return None


def stamped(get_response):
    """A project's middleware that marks every answer."""

    def stamp(request):
        response = get_response(request)
        response["X-Stamp"] = "ours"
        return response

    return stamp


def test_a_project_s_own_middleware_stands_before_the_fast_door(platform, doors, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.stamped"]
    assert ("X-Stamp", "ours") in ask(ConsentDoor(doors["django"]))[1]


def test_a_middleware_that_wants_to_know_the_view_shuts_the_fast_door(doors, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Hooked"]
    assert ConsentDoor(doors["django"]).open is False


def test_a_fault_of_ours_is_a_500_of_the_same_shape(doors, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("ours")

    monkeypatch.setattr("speculoos.web.api.consents.chosen_by", broken)
    answers = [alike(ask(doors[name])) for name in doors]
    assert answers[0] == answers[1]
    assert answers[0][0].startswith("500")

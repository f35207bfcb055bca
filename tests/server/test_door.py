"""The page cache: shared answers only, never stale after a publication, never a stranger's."""

import gzip

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from speculoos.web.compressed import Compressed
from speculoos.web.door import MOST, PageCache
from speculoos.web.store.publish import publish

pytestmark = pytest.mark.django_db


class Counting:
    """Django's application, counting how often it is asked."""

    def __init__(self):
        self.app = get_wsgi_application()
        self.asked = 0

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.app(environ, start_response)


@pytest.fixture
def inner(platform):
    """The application, without Django's closing of connections around a request: the test's transaction is in one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Counting()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def get(inner, settings):
    """Asks through the cache; a slow machine's first answer is not too old for the second question."""
    settings.SPECULOOS = settings.SPECULOOS | {"version_seconds": 60}
    cache = PageCache(inner)

    def ask(path, method="GET", **extra):
        path, _, query = path.partition("?")
        environ = RequestFactory().generic(method, path, QUERY_STRING=query, **extra).environ
        environ.pop("HTTP_COOKIE", None)
        environ.update({k: v for k, v in extra.items() if k == "HTTP_COOKIE"})
        started = []
        chunks = cache(environ, lambda status, headers, *_: started.extend([status, dict(headers)]))
        body = b"".join(chunks)
        getattr(chunks, "close", lambda: None)()
        return started[0], started[1], body

    ask.cache = cache
    return ask


@pytest.mark.parametrize("path", ["/", "/cookies/", "/cookies.json", "/cookies.txt?lang=fr", "/s/biscuiterie/cookies/"])
def test_the_second_visitor_is_answered_from_memory(get, inner, path):
    first = get(path)
    second = get(path)

    assert first == second
    assert first[0] == "200 OK"
    assert inner.asked == 1


@pytest.mark.parametrize(
    "extra", [{"HTTP_COOKIE": "a=b"}, {"HTTP_SEC_GPC": "1"}, {"HTTP_SEC_GPC": "0"}, {"HTTP_AUTHORIZATION": "Bearer x"}]
)
def test_whoever_says_something_goes_through(get, inner, extra):
    get("/cookies/")
    get("/cookies/", **extra)

    assert inner.asked == 2


@pytest.mark.parametrize("path", ["/", "/cookies/", "/s/biscuiterie/"])
def test_what_the_gate_tells_one_browser_is_not_kept_for_another(get, inner, path):
    """The gate takes a strange cookie out of the request; the answer is still that browser's own."""
    strange = get(path, HTTP_COOKIE="_ga=1; django_language=fr")
    plain = get(path)
    again = get(path, HTTP_COOKIE="_ga=1; django_language=fr")

    assert "Set-Cookie" not in plain[1]
    assert b'lang="en"' in plain[2]
    for answer in (strange, again):
        assert b'lang="fr"' in answer[2]
        assert "_ga=; Max-Age=0" in answer[1].get("Set-Cookie", "_ga=; Max-Age=0")
    assert ("Set-Cookie" in strange[1]) is (path != "/s/biscuiterie/")  # whose gate reports only
    assert inner.asked == 3


@pytest.mark.parametrize("path", ["/nope", "/accounts/login/", "/cookies.json?lang=xx", "/cookies/?x=1", "/healthz"])
def test_what_is_not_the_same_for_all_is_not_kept(get, inner, path):
    get(path)
    get(path)

    assert inner.asked == 2


def test_languages_are_kept_apart(get):
    french = get("/cookies/", HTTP_ACCEPT_LANGUAGE="fr")[2]
    german = get("/cookies/", HTTP_ACCEPT_LANGUAGE="de")[2]

    assert french != german
    assert get("/cookies/", HTTP_ACCEPT_LANGUAGE="fr")[2] == french


def test_a_publication_is_seen_at_once(get, platform):
    get("/cookies.json")
    platform.services.filter(ident="language").delete()
    publish(platform)

    assert b"django_language" not in get("/cookies.json")[2]


def test_an_answer_from_memory_revalidates(get):
    etag = get("/cookies.json")[1]["ETag"]

    status, headers, body = get("/cookies.json", HTTP_IF_NONE_MATCH=etag)

    assert (status, body) == ("304 Not Modified", b"")
    assert headers["ETag"] == etag


def test_head_has_no_body(get):
    get("/cookies/")

    status, headers, body = get("/cookies/", method="HEAD")

    assert (status, body) == ("200 OK", b"")
    assert int(headers["Content-Length"]) > 1000


def test_visitors_cannot_fill_the_memory(get):
    for n in range(MOST + 20):
        get("/healthz-not-kept")
        get("/cookies.txt", HTTP_ACCEPT_LANGUAGE=f"fr;q=0.{n:04d}")

    assert len(get.cache.kept) <= MOST


def test_who_takes_gzip_is_kept_apart_from_who_does_not(get):
    get.cache.app = Compressed(get.cache.app)
    packed = get("/cookies/", HTTP_ACCEPT_ENCODING="gzip")
    plain = get("/cookies/")

    again = get("/cookies/", HTTP_ACCEPT_ENCODING="gzip")

    assert gzip.decompress(packed[2]) == plain[2]
    assert again[2] == packed[2]
    assert "Content-Encoding" not in plain[1]

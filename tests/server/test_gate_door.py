"""The Django door of the gate: what is not declared or not granted neither reaches a view nor a browser."""

import asyncio
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse, StreamingHttpResponse
from django.test import AsyncRequestFactory, Client, RequestFactory

from speculoos.web import samples
from speculoos.web.gate.middleware import GateMiddleware, source
from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.publish import forget, publish
from speculoos.web.store.sites import Site
from tests.server.gate_tools import BAKERY, SHOP, choice, sent, with_cookies

pytestmark = pytest.mark.django_db


def test_a_view_sees_only_what_is_declared_and_granted(enforcing, through):
    refused = choice()
    seen, answer = through(f"django_language=fr; _ga=1; biscuiterie_visits=3; {refused}")

    assert seen["meta"] == seen["header"] == f"django_language=fr; {refused}"
    assert set(seen["cookies"]) == {"django_language", "cookies_preferences"}
    ended = {text.split("=")[0] for text in sent(answer)}
    assert ended == {"_ga", "biscuiterie_visits"}
    assert all("Max-Age=0" in text for text in sent(answer))


def test_what_was_granted_passes_both_ways_untouched(enforcing, through):
    def count(_):
        response = HttpResponse("fine")
        response.set_cookie("biscuiterie_visits", "4", path="/", secure=True, httponly=True, samesite="Lax")
        return response

    cookie = f"biscuiterie_visits=3; {choice('statistics')}"
    seen, answer = through(cookie, count)

    assert seen["meta"] == cookie
    assert sent(answer) == ["biscuiterie_visits=4; HttpOnly; Path=/; SameSite=Lax; Secure"]
    assert type(answer.cookies) is SimpleCookie
    assert answer.cookies["biscuiterie_visits"].value == "4"
    assert "Cache-Control" not in answer.headers


def test_what_a_view_sets_is_judged_however_it_sets_it(enforcing, through):
    def careless(_):
        response = HttpResponse("fine", headers={"Set-Cookie": "by_hand=1; Path=/"})
        response.set_cookie("_ga", "1")
        response.set_cookie("django_language", "fr", max_age=10**7)
        return response

    _, answer = through("", careless)

    assert [text.split("; ")[0] for text in sent(answer)] == ["django_language=fr"]
    assert "Max-Age" not in sent(answer)[0]  # it was declared for the session
    assert "HttpOnly" in sent(answer)[0]
    assert answer.cookies["django_language"]["httponly"]
    assert "private" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]


def test_a_declared_cookie_set_by_hand_stays_as_it_was(enforcing, through):
    text = "django_language=caf\xe9; Path=/; HttpOnly; Secure; SameSite=Lax"
    _, answer = through("", lambda _: HttpResponse("fine", headers={"Set-Cookie": text}))

    assert sent(answer) == [text]


def test_names_beyond_ascii_are_ended_under_wsgi_and_asgi(enforcing, through):
    _, answer = through("caf\xe9=1")

    text = next(iter(answer.cookies.values())).output(header="")
    sent_by_server = text.encode("latin-1") if type(text) is str else text.encode("ascii")
    assert sent_by_server.strip().startswith(b"caf\xe9=; Max-Age=0")


def test_an_ending_stands_before_what_is_set_anew(enforcing, through):
    """The request's unsigned counter ends, and the one under a host of its own judgement stays what it is."""

    def grant(_):
        response = HttpResponse("fine", headers={"Set-Cookie": "django_language=fr; Secure; HttpOnly; SameSite=Lax"})
        response.delete_cookie("_ga")
        return response

    _, answer = through("_ga=1", grant)
    texts = sent(answer)

    assert texts[-2].startswith("django_language=fr")
    assert texts[-1].startswith('_ga=""')
    assert all(text.startswith("_ga=; Max-Age=0") for text in texts[:-2])


def test_headers_of_one_name_are_joined_and_the_sites_own_stay(enforcing, through):
    """A second Content-Security-Policy only narrows the first: both count, in one header or in two."""
    keep_options(enforcing.pk, Options(gate_csp="enforce", gate_told=True))
    forget()
    own = {"Content-Security-Policy": "img-src 'self'", "Vary": "Accept-Language", "X-Mine": "1"}
    _, answer = through("_ga=1", lambda _: HttpResponse("fine", headers=own))

    first, _, derived = answer.headers["Content-Security-Policy"].partition(", ")
    assert first == own["Content-Security-Policy"]
    assert derived.startswith("default-src ")
    assert answer.headers["Vary"] == "Accept-Language, Cookie, Sec-GPC"
    assert answer.headers["X-Mine"] == "1"
    assert answer.headers["Reporting-Endpoints"].endswith('/api/v1/sites/biscuiterie/reports"')
    assert answer.headers["Speculoos-Gate"] == '"_ga";on=request;action=expire;reason=undeclared;mode=enforce'


def test_streams_pass_untouched(enforcing):
    def pieces():
        yield b"one"
        yield b"two"

    async def later():
        yield b"one"
        await asyncio.sleep(0)
        yield b"two"

    def sync_view(_):
        response = StreamingHttpResponse(pieces())
        response.set_cookie("_ga", "1")
        return response

    async def async_view(_):
        response = StreamingHttpResponse(later())
        response.set_cookie("_ga", "1")
        return response

    async def read(response):
        return [piece async for piece in response]

    answer = GateMiddleware(sync_view)(RequestFactory().get("/"))
    assert (list(answer.streaming_content), sent(answer)) == ([b"one", b"two"], [])
    answer = async_to_sync(GateMiddleware(async_view))(AsyncRequestFactory().get("/"))
    assert (async_to_sync(read)(answer), sent(answer)) == ([b"one", b"two"], [])


def test_cookies_that_come_one_by_one_are_one_header_for_django(enforcing):
    """HTTP/2 may send a header for each cookie; Django alone joins them by commas, which makes one cookie of two."""
    seen = {}

    async def view(request):
        seen.update(request.COOKIES, raw=[value for name, value in request.scope["headers"] if name == b"cookie"])
        return HttpResponse("fine")

    said = choice()
    request = with_cookies(AsyncRequestFactory().get("/"), "django_language=fr", "_ga=1", said)
    async_to_sync(GateMiddleware(view))(request)

    name, _, value = said.partition("=")
    assert seen == {"django_language": "fr", name: value, "raw": [b"django_language=fr", said.encode()]}


def test_report_only_changes_nothing_and_counts(enforcing, through):
    keep_options(enforcing.pk, Options(gate="report_only"))
    forget()
    source().home.gate.tally.drain()

    def set_ga(_):
        response = HttpResponse("fine")
        response.set_cookie("_gid", "1")
        return response

    seen, answer = through("_ga=1", set_ga)

    assert (seen["meta"], sent(answer)) == ("_ga=1", ["_gid=1; Path=/"])
    assert "Cache-Control" not in answer.headers
    counted = {(c.side, c.name, c.action, c.mode) for c in source().home.gate.tally.drain()}
    assert counted == {
        ("request", "_ga", "expire", "report_only"),
        ("response", "_gid", "strip", "report_only"),
    }


def test_off_is_not_looked_at(enforcing, through):
    keep_options(enforcing.pk, Options(gate="off"))
    forget()

    assert through("_ga=1")[0]["meta"] == "_ga=1"
    assert source().site_gate(RequestFactory().get("/")) is None


def test_a_new_version_counts_from_the_next_request_on(enforcing, through):
    assert through("_ga=1")[0]["meta"] is None
    service = enforcing.services.get(ident="language")
    service.items.create(name="_ga", kind="cookie", position=9)
    publish(enforcing)

    assert through("_ga=1")[0]["meta"] == "_ga=1"


def test_no_request_costs_a_query_while_the_version_is_known(enforcing, django_assert_num_queries):
    cookie = choice("statistics")
    middleware = GateMiddleware(lambda _: HttpResponse("fine"))
    middleware(RequestFactory().get("/", headers={"cookie": cookie}))

    with django_assert_num_queries(0):
        middleware(RequestFactory().get("/", headers={"cookie": f"{cookie}; _ga=1"}))


def test_a_site_that_publishes_nothing_has_no_gate(db, settings, through):
    settings.SPECULOOS = {"gate": "enforce", "gate_fault": "enforce"}

    assert through("_ga=1")[0]["meta"] == "_ga=1"


def test_the_choice_of_an_account_counts_on_a_device_that_was_told_nothing(account, through, owner):
    def seen(session: str) -> set[str]:
        return set(through(f"{session}; biscuiterie_visits=3", path=SHOP)[0]["cookies"])

    assert seen(account) == {"sessionid", "biscuiterie_visits"}
    assert seen(f"{account}x") == {"sessionid"}
    assert seen("sessionid=") == {"sessionid"}
    owner.set_password("another one, so that every earlier session ends")
    owner.save()
    assert seen(account) == {"sessionid"}


def test_a_project_without_a_database_goes_by_a_file(settings, through, tmp_path, django_assert_num_queries):
    path = tmp_path / "cookies.toml"
    path.write_bytes((Path(samples.__file__).parent / "platform.toml").read_bytes())
    settings.SPECULOOS = {"gate": "enforce", "gate_registry": str(path)}

    with django_assert_num_queries(0):
        assert through("sessionid=1; _ga=1")[0]["meta"] == "sessionid=1"


@pytest.mark.parametrize("path", ["/", "/cookies/", "/office/", "/api/v1/", "/accounts/login/", "/nowhere/"])
def test_the_platform_rids_itself_of_strange_cookies_everywhere(office, path):
    """Not an error for anybody: the page is as without them."""
    bare = office.get(path)
    office.cookies["_ga"] = "GA1.2.3"
    office.cookies["django_language"] = "fr"
    answer = office.get(path)

    assert answer.status_code == bare.status_code
    assert [text for text in sent(answer) if not text.startswith(("_ga=; Max-Age=0", "csrftoken="))] == []
    assert any(text.startswith("_ga=") for text in sent(answer))
    assert answer.wsgi_request.COOKIES.keys() - {"csrftoken"} == {"django_language", "sessionid"}


def test_pages_of_a_hosted_site_have_its_own_gate(platform):
    """What the shop declares passes on its pages, what the platform declares is not its business."""
    shop = Site.objects.get(slug=BAKERY)
    keep_options(shop.pk, Options(gate="enforce"))
    forget()
    client = Client(headers={"cookie": f"{choice('statistics')}; biscuiterie_visits=3; sessionid=1; _ga=1"})

    answer = client.get(f"/s/{BAKERY}/")
    assert answer.cookies["biscuiterie_visits"].value == "4"
    assert answer.wsgi_request.COOKIES.keys() == {"cookies_preferences", "biscuiterie_visits", "sessionid"}
    assert "Content-Security-Policy-Report-Only" not in answer.headers
    answer = client.get("/")
    assert answer.wsgi_request.COOKIES.keys() == {"cookies_preferences", "sessionid"}
    assert client.get("/s/nowhere/").wsgi_request.COOKIES.keys() == {"cookies_preferences", "sessionid"}

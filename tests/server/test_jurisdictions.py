"""The place decides what is asked, in which words, and how long it is remembered; unknown is the strictest."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from speculoos.web.door import PageCache
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.options import Options, faults, keep_options
from speculoos.web.store.publish import current, forget, publish
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, send

pytestmark = pytest.mark.django_db

SITE = "/s/biscuiterie/"
PREFERENCES = SITE + "cookies/preferences/"
EDGE = "Edge-Country"
OWN = {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"}
YEAR, HALF = 366 * 86_400, 184 * 86_400


@pytest.fixture
def bakery(platform) -> Site:
    return Site.objects.get(slug="biscuiterie")


def settle(site: Site, **options) -> None:
    keep_options(site.pk, Options(**options))
    forget()


def declare(site: Site, *jurisdictions: str, **options) -> None:
    """The bakery as a site of these places."""
    replace_draft(
        site,
        dataclasses.replace(
            draft := draft_registry(site), site=dataclasses.replace(draft.site, jurisdictions=jurisdictions)
        ),
    )
    publish(site)
    settle(site, **options)


def asks(client: Client, country: str | None = None, **more) -> bool:
    headers = ({EDGE: country} if country else {}) | more
    return b'id="speculoos-banner"' in client.get(SITE, headers=headers).content


def test_the_edge_decides_only_where_the_site_names_its_header(client, bakery):
    settle(bakery)
    assert asks(client, "US-CA")

    settle(bakery, place_header=EDGE)
    assert not asks(client, "US-CA")
    assert asks(client, "FR")
    assert asks(client, "XX")
    assert asks(client)


def test_a_site_that_declares_its_places_asks_elsewhere_as_at_home(client, bakery):
    declare(bakery, "FR", "DE", place_header=EDGE)
    assert asks(client, "US-CA")

    declare(bakery, "CA", place_header=EDGE)
    assert not asks(client, "FR")


def test_where_nothing_is_asked_there_is_a_way_to_object_under_its_own_name(client, bakery):
    settle(bakery, place_header=EDGE)
    home = client.get(SITE, headers={EDGE: "US-CA"}).content.decode()
    page = client.get(PREFERENCES, headers={EDGE: "US-CA"}).content.decode()

    assert f'<a href="{PREFERENCES}">Your Privacy Choices</a>' in home
    assert "<h1>Your Privacy Choices</h1>" in page
    assert "it is on until you object to it" in page
    assert "Nothing below is on unless" not in page
    assert "Your Privacy Choices" not in client.get(SITE, headers={EDGE: "FR"}).content.decode()


def test_an_objection_counts_at_once_and_the_signal_does_without_one(client, bakery):
    settle(bakery, place_header=EDGE)
    there = {EDGE: "US-CA", "Accept": "application/json"}

    def granted(**more):
        found = client.get(f"{BAKERY}/preferences", headers=there | more).json()["purposes"]
        return {purpose["granted"] for purpose in found}

    assert granted() == {True}
    assert granted(**{"Sec-GPC": "1"}) == {False}
    client.post(PREFERENCES, {"act": "refuse"}, headers=there)
    client.cookies["cookies_preferences"]["path"] = "/"
    assert granted() == {False}


@pytest.mark.parametrize("act", ["grant", "refuse"])
@pytest.mark.parametrize(("country", "seconds", "code"), [("US-CA", YEAR, "CA"), ("FR", HALF, "FR"), ("XX", HALF, "")])
def test_grant_and_refusal_live_as_long_as_the_place_wants(client, bakery, act, country, seconds, code):
    settle(bakery, place_header=EDGE)
    answer = client.post(PREFERENCES, {"act": act}, headers={EDGE: country, "Accept": "application/json"})

    record = ConsentRecord.objects.get()
    assert answer.cookies["cookies_preferences"]["max-age"] == seconds
    assert record.jurisdiction == code
    assert record.document["pii_processing"]["jurisdiction"] == (code or None)


def test_a_refusal_of_200_days_ago_stands_in_california_and_not_in_france(client, bakery, monkeypatch):
    settle(bakery, place_header=EDGE)
    client.post(PREFERENCES, {"act": "refuse"}, headers={EDGE: "US-CA"})
    later = datetime.now(UTC) + timedelta(days=200)

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return later.astimezone(tz)

    monkeypatch.setattr("speculoos.web.front.context.datetime", Later)
    reasons = {
        country: client.get(f"{SITE}", headers={EDGE: country}).content.count(b'id="speculoos-banner"')
        for country in ("US-CA", "FR")
    }
    assert reasons == {"US-CA": 0, "FR": 1}


def test_a_retry_is_answered_with_the_life_it_was_given(client, bakery):
    settle(bakery, place_header=EDGE)
    key = {"Idempotency-Key": "k" * 20, EDGE: "US-CA"}
    first = send(client, "POST", f"{BAKERY}/consents", {"act": "grant"}, **key)
    again = send(client, "POST", f"{BAKERY}/consents", {"act": "grant"}, **key)

    assert first.json() == again.json()
    assert first.cookies["cookies_preferences"].value == again.cookies["cookies_preferences"].value


def test_the_visitors_own_word_counts_for_their_choice_where_the_site_asks(client, bakery):
    settle(bakery)
    client.post(PREFERENCES, {"act": "grant", "jurisdiction": "CA"})
    settle(bakery, visitor_may_choose_place=True)
    page = client.get(PREFERENCES).content.decode()
    answer = client.post(PREFERENCES, {"act": "refuse", "jurisdiction": "CA"})
    wrong = client.post(PREFERENCES, {"act": "refuse", "jurisdiction": "Atlantis"})

    assert '<option value="CA">California</option>' in page
    assert '<option value="UK">United Kingdom</option>' in page
    assert [r.jurisdiction for r in ConsentRecord.objects.order_by("pk")] == ["", "CA"]
    assert answer.cookies["cookies_preferences"]["max-age"] == YEAR
    assert set(answer.cookies) == {"cookies_preferences"}
    assert wrong.status_code == 400


def test_answers_vary_by_the_header_that_places_visitors(client, bakery):
    settle(bakery)
    assert EDGE not in client.get(SITE)["Vary"]

    settle(bakery, place_header=EDGE)
    assert EDGE in client.get(SITE)["Vary"]
    assert EDGE in client.get(f"{BAKERY}/preferences")["Vary"]


def test_the_page_cache_keeps_places_apart_and_few(bakery):
    """A page made for California is not served to France, and no header can fill the memory."""
    settle(bakery, place_header=EDGE)

    def app(environ, start_response):
        current("biscuiterie")
        start_response("200 OK", [])
        return [environ.get("HTTP_EDGE_COUNTRY", "").encode()]

    cache = PageCache(app)

    def get(country):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": SITE, "HTTP_EDGE_COUNTRY": country}
        return b"".join(cache(environ, lambda *_: None))

    assert [get(c) for c in ("US-CA", "FR", "US-CA", "FR-75")] == [b"US-CA", b"FR", b"US-CA", b"FR"]
    for number in range(100):
        get(f"Z{number}")
    assert len(cache.kept) == 3


def test_the_embedded_banner_is_told_of_the_places_that_differ(client, bakery):
    settle(bakery)
    told = client.get(f"{SITE}embed.json").json()

    assert told["days"] == 184
    assert told["places"]["CA"]["ask"] == []
    assert told["places"]["CA"]["days"] == 366
    assert told["places"]["CA"]["texts"]["preferences"] == "Your Privacy Choices"
    assert "DE" not in told["places"]
    assert all(purpose["ask"] for purpose in told["purposes"])


def test_the_file_of_a_site_that_is_in_one_place_speaks_of_no_other(client, bakery):
    settle(bakery, place="CA")
    told = client.get(f"{SITE}embed.json").json()
    assert told["days"] == 366
    assert not any(purpose["ask"] for purpose in told["purposes"])
    assert told["places"]["FR"]["days"] == 184

    declare(bakery, "FR")
    assert client.get(f"{SITE}embed.json").json()["places"] == {}


def test_a_page_on_another_host_says_where_its_visitor_is(client, bakery):
    settle(bakery)
    answer = send(client, "POST", f"{BAKERY}/consents", {"act": "refuse", "jurisdiction": "CA"}, **OWN)

    assert answer.json()["cookie"]["max_age"] == YEAR
    assert ConsentRecord.objects.get().jurisdiction == "CA"


def test_a_further_origin_of_the_site_may_post_and_no_other(client, bakery):
    body = {"act": "refuse"}
    other = {"Sec-Fetch-Site": "cross-site", "Origin": "https://shop.example"}
    assert send(client, "POST", f"{BAKERY}/consents", body, **other).status_code == 403

    settle(bakery, origins=("https://shop.example",))
    answer = send(client, "POST", f"{BAKERY}/consents", body, **other)
    assert answer.status_code == 201
    assert answer["Access-Control-Allow-Origin"] == "https://shop.example"
    assert "cookie" in answer.json()
    assert (
        send(client, "POST", f"{BAKERY}/consents", body, **other | {"Origin": "https://shop.example.evil"}).status_code
        == 403
    )


URL = "https://www.shop.example/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("place", "Atlantis"),
        ("place", "STRICTEST"),
        ("place_header", "Cookie"),
        ("place_header", "two words"),
        ("place_header", 7),
        ("visitor_may_choose_place", "yes"),
        ("origins", "https://a.example"),
        ("origins", ["http://a.example"]),
        ("origins", ["https://a.example/"]),
        ("origins", ["https://a.example:443"]),
        ("origins", ["https://A.example"]),
        ("origins", ["https://u@a.example"]),
        ("origins", ["https://a.example:x"]),
        ("origins", ["null"]),
        ("origins", [None]),
        ("origins", [f"https://a{n}.example" for n in range(51)]),
        ("shared_domain", "other.example"),
        ("shared_domain", "example"),
        ("shared_domain", ".shop.example"),
        ("shared_domain", "a.shop.example"),
        ("shared_domain", None),
        ("retention_months", 0),
        ("retention_months", True),
        ("nonsense", 1),
    ],
)
def test_a_wrong_setting_is_refused_with_a_message(name, value):
    assert list(faults({name: value}, URL)) == [name]
    assert faults({name: value}, URL)[name].endswith(".")


def test_right_settings_survive_the_way_through_the_database(bakery):
    options = Options(
        place="CA",
        place_header="CF-IPCountry",
        visitor_may_choose_place=True,
        origins=("https://a.example", "https://b.example:8443"),
        shared_domain="shop.example",
        retention_months=12,
    )
    assert faults(options.as_json(), URL) == {}
    keep_options(bakery.pk, options)

    assert Options.from_json(json.loads(json.dumps(options.changed()))) == options
    forget()
    assert current("biscuiterie").options == options

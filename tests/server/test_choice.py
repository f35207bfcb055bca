"""The choice over HTTP: one cookie, one record an act, and what counts afterwards."""

from dataclasses import replace

import pytest
from django.test import Client

from speculoos.consent.record import Record
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.publish import publish
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site

pytestmark = pytest.mark.django_db

SITE = "/s/biscuiterie/"
PREFERENCES = SITE + "cookies/preferences/"


@pytest.fixture
def bakery(platform) -> Site:
    return Site.objects.get(slug="biscuiterie")


def choose(client: Client, act: str, **more):
    return client.post(PREFERENCES, {"act": act} | more, headers={"Accept": "application/json"})


@pytest.mark.parametrize(("act", "state"), [("grant", "granted"), ("refuse", "refused")])
def test_a_choice_sets_one_cookie_for_184_days_and_keeps_one_record(client: Client, bakery, act, state):
    answer = choose(client, act)

    cookie = answer.cookies["cookies_preferences"]
    assert set(answer.cookies) == {"cookies_preferences"}
    assert (cookie["max-age"], cookie["path"], cookie["samesite"]) == (184 * 86_400, SITE, "Lax")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert len(cookie.value) <= 64
    assert set(answer.json()["state"].values()) == {state}
    record = ConsentRecord.objects.get()
    assert record.receipt == answer.json()["receipt"]
    assert record.act == act
    assert Record.from_json(record.document).as_json() == record.document


def test_a_record_holds_no_address_and_no_user_agent(client: Client, bakery):
    client.post(PREFERENCES, {"act": "grant"}, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Curious/1.0")

    stored = str(ConsentRecord.objects.values())
    assert "203.0.113" not in stored
    assert "Curious" not in stored


def test_refusing_after_a_grant_is_a_withdrawal_under_the_same_receipt(client: Client, bakery):
    first = choose(client, "grant").json()

    second = choose(client, "refuse").json()

    assert set(second["state"].values()) == {"withdrawn"}
    assert second["receipt"] == first["receipt"]
    assert ConsentRecord.objects.count() == 2


@pytest.mark.parametrize(
    ("boxes", "granted"),
    [
        ({"purpose": ["statistics"]}, {"statistics"}),
        ({"purpose": ["statistics", "media"]}, {"statistics", "media"}),
        ({"service": ["video"]}, {"media"}),
        ({"purpose": ["comfort"], "shown": ["reading"]}, set()),
        ({}, set()),
    ],
)
def test_saving_allows_what_is_ticked(client: Client, bakery, boxes, granted):
    states = choose(client, "save", **boxes).json()["state"]

    assert {purpose for purpose, state in states.items() if state == "granted"} == granted


@pytest.mark.parametrize(
    "data",
    [{}, {"act": "accept"}, {"act": "grant\0"}, {"act": "save", "purpose": "necessary"},
     {"act": "save", "service": "x"},
     {"act": "save", "purpose": "x" * 5000}, {"act": ""}],
)  # fmt: skip
def test_nonsense_is_a_client_error_and_leaves_no_trace(client: Client, bakery, data):
    answer = client.post(PREFERENCES, data, headers={"Accept": "application/json"})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not answer.cookies
    assert not ConsentRecord.objects.exists()


def test_a_visitor_without_scripts_gets_a_page_for_nonsense(client: Client, bakery):
    answer = client.post(PREFERENCES, {"act": "?"}, headers={"Accept": "text/html"})

    assert answer.status_code == 400
    assert b"<h1>" in answer.content


@pytest.mark.parametrize(
    "value", ["", "1", "granted", "1.1.x.y.z", "%00", "\xff" * 20, "a" * 9000, "1.1.t8k2zq.A.-.AAAAAAAAAAAAAAAA.BBBB"]
)
def test_a_hand_made_value_counts_for_nothing(client: Client, bakery, value):
    client.cookies["cookies_preferences"] = value

    answer = client.get(SITE)

    assert answer.status_code == 200
    assert b"speculoos-banner" in answer.content


def test_a_value_of_one_site_does_not_count_on_another(client: Client, bakery):
    value = choose(client, "grant").cookies["cookies_preferences"].value
    other = Site.objects.create(slug="other", name="Other", url="https://other.example")
    replace_draft(other, draft_registry(bakery))
    publish(other)

    answer = client.get("/s/other/", headers={"Cookie": f"cookies_preferences={value}"})

    assert b"speculoos-banner" in answer.content


def test_both_choices_on_one_host_are_kept_apart(client: Client, bakery):
    """A browser sends the cookie of /s/biscuiterie/ and the one of / together, the longer path first."""
    bakery_value = choose(client, "grant").cookies["cookies_preferences"].value
    home_value = client.post("/cookies/preferences/", {"act": "refuse"}).cookies["cookies_preferences"].value

    for pair in (f"cookies_preferences={bakery_value}; cookies_preferences={home_value}",
                 f"cookies_preferences={home_value}; cookies_preferences={bakery_value}"):  # fmt: skip
        answer = Client().get(SITE, headers={"Cookie": pair})

        assert b"speculoos-banner" not in answer.content


def test_a_material_change_asks_again_and_a_small_one_does_not(client: Client, bakery):
    choose(client, "grant")
    registry = draft_registry(bakery)
    provider = bakery.providers.get(name="Filmpje Video")
    provider.contact = "desk@filmpje.example"
    provider.save()
    publish(bakery)
    assert b"speculoos-banner" not in client.get(SITE).content

    item = bakery.services.get(ident="visits").items.get()
    item.lifetime = "P60D"
    item.save()
    version = publish(bakery)

    assert version.material
    assert b"speculoos-banner" in client.get(SITE).content
    assert registry.version == 0


@pytest.mark.parametrize(
    ("header", "honoured"), [("1", True), ("0", False), ("", False), ("true", False), ("01", False), ("1,1", True)]
)
def test_the_signal_is_honoured_at_exactly_one(client: Client, bakery, header, honoured):
    answer = client.get(SITE, headers={"Sec-GPC": header})

    assert (b"speculoos-banner" not in answer.content) is honoured
    assert (b"Global Privacy Control" in answer.content) is honoured


def test_nothing_can_be_granted_while_the_signal_is_on(client: Client, bakery):
    answer = client.post(PREFERENCES, {"act": "grant"}, headers={"Accept": "application/json", "Sec-GPC": "1"})

    assert set(answer.json()["state"].values()) == {"refused"}
    assert (ConsentRecord.objects.get().act, ConsentRecord.objects.get().method) == ("signal", "signal")


def test_a_standing_refusal_on_a_site_without_choices_is_remembered(client: Client, platform):
    answer = client.post("/cookies/preferences/", {"act": "refuse"}, headers={"Accept": "application/json"})

    assert answer.json()["state"] == {}
    assert "cookies_preferences" in answer.cookies
    assert ConsentRecord.objects.get().act == "refuse"


def test_the_check_of_a_choice_costs_no_sql(client: Client, bakery, django_assert_num_queries):
    choose(client, "grant")
    client.get(PREFERENCES)

    with django_assert_num_queries(0):
        client.get(PREFERENCES)


def test_allowing_a_service_leaves_the_rest_as_it_is(client: Client, bakery):
    """What a placeholder's button sends: the undecided stay so, and others under the purpose are refused alone."""
    registry = draft_registry(bakery)
    video = next(service for service in registry.services if service.id == "video")
    replace_draft(bakery, replace(registry, services=(*registry.services, replace(video, id="sound", items=()))))
    publish(bakery)

    first = choose(client, "allow", service="video", method="banner").json()["state"]
    second = choose(client, "allow", service="sound").json()["state"]

    assert first == {"media": "granted", "media:sound": "refused"}
    assert second == {"media": "granted"}
    assert [record.act for record in ConsentRecord.objects.order_by("pk")] == ["grant", "grant"]
    assert client.get(SITE).context["visit"].asks


def test_nothing_is_allowed_while_the_signal_is_on_or_by_no_name(client: Client, bakery):
    answer = client.post(
        PREFERENCES, {"act": "allow", "service": "video"}, headers={"Accept": "application/json", "Sec-GPC": "1"}
    )

    assert "granted" not in answer.json()["state"].values()
    assert choose(client, "allow", service="none").status_code == 400

"""The visitor's choice over the API: acts, cookie, record, signal, and who may send one."""

from datetime import timedelta

import pytest
from django.test import Client

from speculoos.consent.record import Record
from speculoos.web.store.access import ApiToken
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, HOME, check_problem, send, token, validator

URL = f"{BAKERY}/consents"
PURPOSES = ["statistics", "comfort", "media"]


def act(client, url=URL, headers=None, **body):
    return send(client, "POST", url, body, **(headers or {}))


def state(client, url=BAKERY, **headers):
    return client.get(f"{url}/preferences", headers=headers).json()


@pytest.fixture
def bakery(platform, client):
    """A client to which the bakery's cookie is sent, as a server passes its visitor's cookie on."""

    def sent(**body):
        response = act(client, **body)
        if response.cookies:
            client.cookies["cookies_preferences"] = response.cookies["cookies_preferences"].value
            client.cookies["cookies_preferences"]["path"] = "/"
        return response

    client.act = sent
    return client


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"act": "grant"}, ["granted", "granted", "granted"]),
        ({"act": "refuse"}, ["refused", "refused", "refused"]),
        ({"act": "withdraw"}, ["refused", "refused", "refused"]),
        ({"act": "save"}, ["refused", "refused", "refused"]),
        ({"act": "save", "purposes": ["media"]}, ["refused", "refused", "granted"]),
        ({"act": "save", "services": ["video"]}, ["refused", "refused", "granted"]),
        ({"act": "grant", "purposes": ["comfort"]}, ["unset", "granted", "unset"]),
        ({"act": "grant", "services": ["video"]}, ["unset", "unset", "granted"]),
        ({"act": "refuse", "purposes": ["comfort"]}, ["unset", "refused", "unset"]),
    ],
)
def test_an_act_on_a_fresh_visitor(bakery, body, expected):
    """Each act does to the purposes named what it says, and leaves the others as they were."""
    response = bakery.act(**body)

    assert response.status_code == 201, response.content
    validator("Consent").validate(response.json())
    assert response.json()["state"] == dict(zip(PURPOSES, expected, strict=True))
    assert {p["id"]: p["state"] for p in state(bakery)["purposes"]} == response.json()["state"]


def test_the_act_is_recorded_before_it_is_answered(bakery):
    """The record is there, in its published shape, and names what was shown."""
    body = bakery.act(act="grant", language="fr", method="banner").json()
    row = ConsentRecord.objects.get(record_id=body["record"])
    record = Record.from_json(row.document)

    assert (row.act, row.method, row.language, row.receipt) == ("grant", "banner", "fr", body["receipt"])
    assert record.shown.registry_hash == body["registry"]["hash"]
    assert record.shown.language == "fr"


def test_the_cookie_is_set_as_declared(bakery):
    """One cookie, for 184 days, out of reach of scripts, and for the site's own path."""
    response = bakery.act(act="refuse")
    morsel = response.cookies["cookies_preferences"]

    assert [*response.cookies] == ["cookies_preferences"]
    assert (morsel["max-age"], morsel["httponly"], morsel["samesite"]) == (184 * 86_400, True, "Lax")
    assert morsel["secure"]
    assert response["Cache-Control"] == "private, no-store"


def test_the_cookie_keeps_to_its_site(platform, client):
    """A hosted site's choice goes to its own path and the home site's to the whole host."""
    paths = [
        act(client, f"{url}/consents", act="refuse").cookies["cookies_preferences"]["path"] for url in (HOME, BAKERY)
    ]

    assert paths == ["/", "/s/biscuiterie/"]


def test_withdrawing_after_granting(bakery):
    """A withdrawal of one purpose leaves the others granted and the receipt the same."""
    granted = bakery.act(act="grant").json()
    withdrawn = bakery.act(act="withdraw", purposes=["media"]).json()

    assert withdrawn["state"] == {"statistics": "granted", "comfort": "granted", "media": "withdrawn"}
    assert withdrawn["receipt"] == granted["receipt"]
    assert withdrawn["record"] != granted["record"]
    assert ConsentRecord.objects.filter(receipt=granted["receipt"]).count() == 2


def test_withdrawing_everything(bakery):
    bakery.act(act="grant")

    assert {*bakery.act(act="withdraw").json()["state"].values()} == {"withdrawn"}


def test_refusing_one_service_alone(bakery):
    """A service can be refused under a granted purpose, and allowed again."""
    bakery.act(act="grant")
    refused = bakery.act(act="refuse", services=["video"]).json()
    before = state(bakery)["purposes"][2]
    allowed = bakery.act(act="grant", services=["video"]).json()

    assert (refused["refused_services"], refused["state"]["media"]) == (["video"], "granted")
    assert (before["granted"], before["services"][0]["reason"]) == (True, "service_refused")
    assert allowed["refused_services"] == []


GRANTS = [
    {"act": "grant"},
    {"act": "grant", "purposes": ["media"]},
    {"act": "grant", "services": ["video"]},
    {"act": "save", "purposes": PURPOSES},
]


@pytest.mark.parametrize("body", GRANTS)
@pytest.mark.parametrize(("headers", "gpc"), [({"Sec-GPC": "1"}, False), ({}, True)])
def test_nothing_is_granted_under_the_signal(bakery, body, headers, gpc):
    """Global Privacy Control wins over whatever the body says, by header or passed on by a server."""
    response = bakery.act(headers=headers, gpc=gpc, **body)

    assert response.status_code == 201
    assert response.json()["signal"]
    assert "granted" not in response.json()["state"].values()


def test_the_signal_shows_in_the_state(bakery):
    """What was granted counts as refused while the signal is on, and nothing is asked."""
    bakery.act(act="grant")
    with_signal, without = state(bakery, **{"Sec-GPC": "1"}), state(bakery)

    assert (with_signal["signal"], with_signal["asks"]) == (True, False)
    assert not any(p["granted"] for p in with_signal["purposes"])
    assert all(p["granted"] for p in without["purposes"])


def test_the_state_of_a_fresh_visitor(platform, client):
    """The bakery asks, the platform has nothing to ask for; nobody's state is kept by a cache."""
    response = client.get(f"{BAKERY}/preferences")
    fresh = response.json()

    validator("Preferences").validate(fresh)
    assert (fresh["asks"], fresh["choice"], state(client, HOME)["asks"]) == (True, None, False)
    assert response["Cache-Control"] == "private, no-store"
    assert {"Cookie", "Sec-GPC"} <= {*response["Vary"].split(", ")}


def test_a_forged_cookie_does_not_count(platform, client):
    client.cookies["cookies_preferences"] = "1.1.abc.ggg.forged"

    assert state(client)["choice"] is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/page"},
    ],
)
def test_another_origin_cannot_choose(platform, client, headers):
    """A page elsewhere cannot choose for a visitor; nothing is recorded and no cookie set."""
    check_problem(act(client, headers=headers, act="grant"), 403, "cross-origin")
    assert not ConsentRecord.objects.exists()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}])
def test_the_own_pages_and_programs_can_choose(platform, client, headers):
    assert act(client, headers=headers, act="refuse").status_code == 201


def test_no_csrf_token_is_needed_or_set(platform):
    """The choice of an anonymous visitor works with Django's CSRF checks on, and stores no token."""
    response = act(Client(enforce_csrf_checks=True), act="refuse")

    assert response.status_code == 201
    assert "csrftoken" not in response.cookies


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"act": "grant", "purposes": ["nothing"]}, 422, "not-a-choice"),
        ({"act": "save", "services": ["nothing"]}, 422, "not-a-choice"),
        ({"act": "grant", "purposes": ["necessary"]}, 422, "not-a-choice"),
        ({"act": "grant", "language": "xx"}, 422, "not-a-choice"),
        ({"act": "accept"}, 422, "wrong-values"),
        ({}, 422, "wrong-values"),
        ({"act": "grant", "purposes": "media"}, 422, "wrong-values"),
        ({"act": "grant", "purposes": ["media"] * 201}, 422, "wrong-values"),
        ({"act": "grant", "surprise": 1}, 422, "wrong-values"),
        ([], 422, "wrong-values"),
        (None, 422, "wrong-values"),
        ("grant", 422, "wrong-values"),
        (b"grant", 400, "not-json"),
    ],
)
def test_what_is_not_a_choice(platform, client, body, status, kind):
    """A wrong body is told what is wrong with it; nothing is recorded and no cookie set."""
    check_problem(send(client, "POST", URL, body), status, kind)
    assert not ConsentRecord.objects.exists()


def test_every_wrong_value_is_told_at_once(platform, client):
    body = check_problem(act(client, act="accept", purposes=[1], surprise=True), 422, "wrong-values")

    assert {error["pointer"] for error in body["errors"]} == {"/act", "/purposes/0", "/surprise"}
    assert {error["in"] for error in body["errors"]} == {"body"}


def test_a_server_chooses_for_its_visitor(platform, client, owner):
    """A token with the scope may send a choice from anywhere, for its own site."""
    bakery = Site.objects.get(slug="biscuiterie")
    good = token(owner, "consents:write", site=bakery) | {"Sec-Fetch-Site": "cross-site"}

    assert act(client, headers=good, act="refuse").status_code == 201
    check_problem(act(client, f"{HOME}/consents", headers=good, act="refuse"), 404, "not-found")
    check_problem(act(client, headers=token(owner, "consents:read"), act="refuse"), 403, "not-allowed")
    check_problem(act(client, headers={"Authorization": "Bearer nonsense"}, act="refuse"), 401, "sign-in")


def test_the_records_of_a_receipt(bakery, owner):
    """Whoever may read consents finds every act under a receipt, the newest first, and nobody else does."""
    receipt = bakery.act(act="grant").json()["receipt"]
    ConsentRecord.objects.update(time=ConsentRecord.objects.get().time - timedelta(minutes=1))
    bakery.act(act="withdraw")
    headers = token(owner, "consents:read")
    body = bakery.get(f"{URL}/{receipt}", headers=headers).json()

    assert [row["act"] for row in body["items"]] == ["withdraw", "grant"]
    assert body["items"][0]["document"]["pii_principal_id"] == receipt
    check_problem(bakery.get(f"{URL}/{receipt}"), 401, "sign-in")
    check_problem(bakery.get(f"{HOME}/consents/{receipt}", headers=headers), 404, "not-found")
    check_problem(bakery.get(f"{URL}/unknown", headers=headers), 404, "not-found")
    check_problem(bakery.get(f"{URL}/{receipt}", headers=token(owner, "consents:write")), 403, "not-allowed")


def test_a_token_of_another_site_finds_no_receipt(bakery, owner, platform):
    receipt = bakery.act(act="grant").json()["receipt"]

    check_problem(bakery.get(f"{URL}/{receipt}", headers=token(owner, "consents:read", site=platform)), 404)
    assert ApiToken.objects.get().last_used is not None

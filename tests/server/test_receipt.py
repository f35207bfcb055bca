"""The visitor's receipt, for their own choice and nobody else's, and the retry that is recorded once."""

import json
import re

import pytest
from django.test import Client

from speculoos.consent.sealed import Sealed, faults
from speculoos.web.store.ledger import LedgerEntry
from speculoos.web.store.records import ConsentRecord
from tests.server.api_tools import BAKERY, check_problem, send

PAGE = "/s/biscuiterie/cookies/preferences/receipt/"
FILE = "/s/biscuiterie/cookies/preferences/receipt.json"
FORM = "/s/biscuiterie/cookies/preferences/"
KEY = "k3Y-0123456789abcdef"


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))


@pytest.fixture
def visitor(platform, client):
    client.post(FORM, {"act": "grant"})
    client.post(FORM, {"act": "refuse"})
    return client


def test_the_receipt_shows_every_act_with_its_proof(visitor):
    page = visitor.get(PAGE).content.decode()

    assert page.index("You refused") < page.index("You allowed")
    assert all(record in page for record in ConsentRecord.objects.values_list("record_id", flat=True))
    assert f'href="{FILE}"' in page
    assert PAGE in visitor.get(FORM).content.decode()


def test_the_downloaded_receipt_verifies(visitor):
    response = visitor.get(FILE)
    receipt = Sealed.from_json(json.loads(response.content))

    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert faults(receipt) == []
    assert [each.index for each in receipt.records] == [0, 1]


def test_without_a_choice_there_is_none(visitor):
    """A stranger, and one who made a value up."""
    forger = Client()
    forger.cookies["cookies_preferences"] = visitor.cookies["cookies_preferences"].value[:-3] + "AAA"
    for stranger in (Client(), forger):
        assert stranger.get(FILE).status_code == 404
        assert "Nothing is recorded" in stranger.get(PAGE).content.decode()


def test_the_home_site_has_the_page_too(platform, client):
    client.post("/cookies/preferences/", {"act": "refuse"})

    assert "You refused" in client.get("/cookies/preferences/receipt/").content.decode()


def post(client, key=KEY, **body):
    return send(client, "POST", f"{BAKERY}/consents", {"act": "grant"} | body, **({"Idempotency-Key": key}))


def test_a_retry_is_recorded_once_and_answered_the_same(platform):
    """Even by a client that never got the first answer's cookie."""
    first, second = post(Client()), post(Client())

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first.cookies["cookies_preferences"].value == second.cookies["cookies_preferences"].value
    assert ConsentRecord.objects.count() == LedgerEntry.objects.count() == 1


def test_another_act_under_the_same_key_is_refused(platform):
    post(Client())
    response = post(Client(), act="refuse")

    assert response.status_code == 422
    assert ConsentRecord.objects.count() == 1


def test_another_key_is_another_act(platform):
    post(Client())
    post(Client(), key=f"{KEY}-2")

    assert ConsentRecord.objects.count() == 2


def test_the_same_key_on_another_site_is_another_act(platform):
    post(Client())
    send(Client(), "POST", "/api/v1/sites/platform/consents", {"act": "grant"}, **{"Idempotency-Key": KEY})

    assert ConsentRecord.objects.count() == 2


@pytest.mark.parametrize("key", ["short", "x" * 201, "with a space in it"])
def test_a_key_that_could_be_guessed_is_refused(platform, key):
    check_problem(post(Client(), key=key), 400)
    assert ConsentRecord.objects.count() == 0


def test_a_form_may_carry_its_key_in_a_field(platform, client):
    for _ in range(2):
        assert client.post(FORM, {"act": "grant", "idempotency_key": KEY}).status_code == 302

    assert ConsentRecord.objects.count() == 1


def test_a_race_of_the_same_retry_answers_with_the_first(platform, monkeypatch):
    """Both looked before either had written: the second finds the first by the constraint."""
    first = post(Client())
    monkeypatch.setattr("speculoos.web.api.consents.recorded", lambda *_: None)

    assert post(Client()).json() == first.json()
    assert ConsentRecord.objects.count() == LedgerEntry.objects.count() == 1


def test_the_receipt_leads_to_what_was_shown(visitor):
    """To the visitor of the choice alone, in a page that can do nothing."""
    page = visitor.get(PAGE).content.decode()
    link = re.search(rf'href="({PAGE}[0-9a-f]{{64}}/)"', page)[1]
    response = visitor.get(link)

    assert "Your choice on cookies" in response.content.decode()
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert Client().get(link).status_code == 404
    assert visitor.get(f"{PAGE}{'0' * 64}/").status_code == 404

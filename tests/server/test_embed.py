"""What pages of a site on another host use: the script, the site's file, and choices across origins."""

import base64
import dataclasses
import hashlib
import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from speculoos.consent.choice import Choice
from speculoos.consent.cookie import decode
from speculoos.registry.model import Provider
from speculoos.web.conf import config
from speculoos.web.front.origin import site_origins
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.publish import current, layout_of, publish
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, check_problem, send

URL = f"{BAKERY}/consents"
CROSS = {"Sec-Fetch-Site": "cross-site"}
OWN = CROSS | {"Origin": "http://127.0.0.1:8000"}
STRANGER = CROSS | {"Origin": "https://elsewhere.example"}
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,idempotency-key"}


@pytest.fixture
def bakery(platform, client):
    return client


def options(client, origin):
    return client.options(URL, headers=PREFLIGHT | {"Origin": origin})


def test_the_script_may_be_kept_for_ever_and_run_anywhere(bakery):
    answer = bakery.get("/embed/1/speculoos.js")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer["Cache-Control"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_the_file_says_what_the_banner_needs_and_sets_nothing(bakery):
    answer = bakery.get("/s/biscuiterie/embed.json?lang=fr", headers={"Origin": "https://any.example"})
    told = answer.json()

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert told["lang"] == "fr"
    assert told["texts"]["refuse"] == "Tout refuser"
    assert [p["label"] for p in told["purposes"]] == ["Statistiques", "Confort", "Vidéos"]
    assert told["layouts"]["1"]["purposes"] == [p["id"] for p in told["purposes"]]
    assert told["purposes"][0]["services"][0]["items"][0]["life"] == "30\u00a0jours"
    assert "cookies_preferences" not in json.dumps(told["purposes"])


def test_the_file_is_revalidated(bakery):
    first = bakery.get("/s/biscuiterie/embed.json")
    again = bakery.get("/s/biscuiterie/embed.json", headers={"If-None-Match": first["ETag"]})

    assert "max-age=3600" in first["Cache-Control"]
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("language", "spoken", "direction"),
    [
        ("nl", "nl", "ltr"),
        ("fr-BE", "fr", "ltr"),
        ("ar-EG", "ar", "rtl"),
        ("zh-TW", "zh-hant", "ltr"),
        ("eo", "en", "ltr"),
    ],
)
def test_a_versions_file_is_for_ever_and_comes_in_the_nearest_language(bakery, language, spoken, direction):
    answer = bakery.get(f"/s/biscuiterie/embed.1.{language}.json")

    assert "immutable" in answer["Cache-Control"]
    assert (answer.json()["lang"], answer.json()["dir"]) == (spoken, direction)


def test_another_version_or_site_is_not_there(bakery):
    assert bakery.get("/s/biscuiterie/embed.2.en.json").status_code == 404
    assert bakery.get("/s/nowhere/embed.json").status_code == 404


def test_a_preflight_from_the_site_is_allowed_without_credentials(bakery):
    answer = options(bakery, "http://127.0.0.1:8000")

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "http://127.0.0.1:8000"
    assert "idempotency-key" in answer["Access-Control-Allow-Headers"]
    assert "Origin" in answer["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1:8001", "https://127.0.0.1:8000"]
)
def test_a_preflight_from_elsewhere_is_refused(bakery, origin):
    answer = options(bakery, origin)

    check_problem(answer, 403, "cross-origin")
    assert "Access-Control-Allow-Origin" not in answer


def test_a_choice_from_the_sites_own_origin_comes_back_as_data(bakery):
    answer = send(bakery, "POST", URL, {"act": "save", "services": ["video"], "version": 1}, **OWN)
    cookie = answer.json()["cookie"]

    assert answer.status_code == 201
    assert not answer.cookies
    assert answer["Access-Control-Allow-Origin"] == OWN["Origin"]
    assert (cookie["name"], cookie["max_age"]) == ("cookies_preferences", 184 * 86_400)
    site = current("biscuiterie")
    found = decode(cookie["value"], lambda n: layout_of(site, n), config().secrets(), "biscuiterie")
    assert isinstance(found, Choice)
    assert dict(found.states)["media"] == "granted"


def test_the_previous_value_keeps_receipt_and_withdrawal(bakery):
    first = send(bakery, "POST", URL, {"act": "grant"}, **OWN).json()
    second = send(bakery, "POST", URL, {"act": "save", "previous": first["cookie"]["value"]}, **OWN).json()

    assert second["receipt"] == first["receipt"]
    assert second["state"]["media"] == "withdrawn"


def test_a_choice_from_elsewhere_is_refused_and_records_nothing(bakery):
    answer = send(bakery, "POST", URL, {"act": "grant"}, **STRANGER)

    check_problem(answer, 403, "cross-origin")
    assert "Access-Control-Allow-Origin" not in answer
    assert ConsentRecord.objects.count() == 0


def test_an_answer_to_another_versions_question_is_none(bakery):
    answer = send(bakery, "POST", URL, {"act": "grant", "version": 7}, **OWN)

    check_problem(answer, 409, "other-version")
    assert ConsentRecord.objects.count() == 0


def republish(**changes):
    """The bakery's declaration, published again with another address or other purposes."""
    site = Site.objects.get(slug="biscuiterie")
    replace_draft(site, dataclasses.replace(draft_registry(site), **changes))
    return publish(site)


def test_a_page_that_is_a_version_behind_is_recorded_with_what_it_showed(bakery):
    """An hour in a browser's cache loses no choice, as long as nothing material has changed."""
    registry = current("biscuiterie").registry
    version = republish(site=dataclasses.replace(registry.site, name="Biscuiterie"))
    assert (version.number, version.material) == (2, False)

    answer = send(bakery, "POST", URL, {"act": "grant", "version": 1}, **OWN)

    assert answer.status_code == 201
    assert answer.json()["registry"]["version"] == 1
    assert ConsentRecord.objects.get().version == 1
    assert answer.json()["cookie"]["value"].startswith("1.1.")


def test_after_a_material_change_the_old_question_is_answered_no_more(bakery):
    registry = current("biscuiterie").registry
    providers = (*registry.providers, Provider("Another Company"))
    services = [dataclasses.replace(s, provider="Another Company") if s.id == "video" else s for s in registry.services]
    version = republish(providers=providers, services=tuple(services))
    assert version.material

    check_problem(send(bakery, "POST", URL, {"act": "grant", "version": 1}, **OWN), 409, "other-version")


def test_a_choice_of_our_own_page_still_comes_as_a_cookie(bakery):
    answer = send(bakery, "POST", URL, {"act": "refuse"}, **{"Sec-Fetch-Site": "same-origin"})

    assert "cookies_preferences" in answer.cookies
    assert answer.json().get("cookie") is None


@pytest.mark.parametrize(
    ("url", "origins"),
    [
        ("https://www.shop.example/x", {"https://shop.example", "https://www.shop.example"}),
        ("https://Shop.example:8443", {"https://shop.example:8443", "https://www.shop.example:8443"}),
        ("ftp://shop.example", set()),
        ("shop", set()),
    ],
)
def test_the_origins_of_a_site(url, origins):
    assert site_origins(url) == origins


def test_the_printed_tag_carries_the_hash_of_what_is_served(bakery, capsys):
    call_command("embed_snippet", "biscuiterie")
    tag = capsys.readouterr().out
    served = bakery.get("/embed/1/speculoos.js").content

    assert f'sha384-{base64.b64encode(hashlib.sha384(served).digest()).decode()}"' in tag
    assert re.search(r'data-site="biscuiterie"', tag)


def test_there_is_no_tag_for_no_site(platform):
    with pytest.raises(CommandError, match="no published site nowhere"):
        call_command("embed_snippet", "nowhere")


def test_the_back_office_shows_the_tag(office):
    page = office.get("/office/sites/biscuiterie/versions/").content.decode()

    assert "/embed/1/speculoos.js" in page
    assert "sha384-" in page

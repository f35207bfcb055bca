"""What anybody may read: sites, registries, versions, policies, and the caching of each."""

import csv
import hashlib
import io
import json
import re
import tomllib
from base64 import b64encode

import pytest

from speculoos.registry.load import from_json, loads
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.publish import current, publish
from tests.server.api_tools import BAKERY, HOME, ROOT, check_problem

OPEN = [
    f"{ROOT}/", f"{ROOT}/openapi.json", f"{ROOT}/jurisdictions", f"{ROOT}/sites", HOME, f"{HOME}/registry",
    f"{HOME}/registry?format=toml", f"{HOME}/registry?format=csv", f"{HOME}/versions", f"{HOME}/versions/1",
    f"{HOME}/policy", f"{HOME}/policy?format=txt&language=fr", f"{HOME}/versions/1/policy?format=md",
    f"{HOME}/decisions", f"{HOME}/matches?name=sessionid", f"{HOME}/diff?old=1&new=1", f"{HOME}/preferences",
]  # fmt: skip


@pytest.mark.parametrize("url", OPEN)
def test_anonymous_reading_sets_no_cookie(platform, client, url):
    """A visitor may read everything that is open without anything being stored on their device."""
    response = client.get(url)

    assert response.status_code == 200
    assert not response.cookies
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("url", [url for url in OPEN if "preferences" not in url])
def test_what_may_be_kept_is_revalidated(platform, client, url):
    """The ETag of an answer brings 304 without content, strong or weak, alone or in a list."""
    first = client.get(url)

    for stated in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        again = client.get(url, headers={"If-None-Match": stated})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("url", OPEN)
def test_head_answers_as_get_without_content(platform, client, url):
    """HEAD has the headers of GET and no content."""
    got, head = client.get(url), client.head(url)

    assert head.status_code == got.status_code
    assert head.content == b""
    assert head["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize("url", OPEN)
def test_options_names_the_methods(platform, client, url):
    response = client.options(url)

    assert response.status_code == 204
    assert {"GET", "HEAD", "OPTIONS"} <= {*response["Allow"].split(", ")}


def test_root_links_lead_somewhere(platform, office):
    """Every link of the root answers."""
    links = office.get(f"{ROOT}/").json()["links"]

    assert {office.get(url).status_code for url in links.values()} == {200}


def test_site_links_lead_somewhere(platform, client):
    """Every link of a site answers, the choice by POST alone."""
    links = client.get(BAKERY).json()["links"]
    found = {name: client.get(url).status_code for name, url in links.items() if name != "matches"}

    assert found == {name: 405 if name == "consents" else 200 for name in found}


def test_sites_come_in_pages(platform, client):
    """A page has the addresses of its neighbours, in the body and in the header."""
    first = client.get(f"{ROOT}/sites?limit=1")
    second = client.get(first.json()["next"])

    assert [first.json()["items"][0]["site"], second.json()["items"][0]["site"]] == ["biscuiterie", "platform"]
    assert first.json()["count"] == 2
    assert first.json()["previous"] is None
    assert second.json()["next"] is None
    assert second.json()["previous"] == f"{ROOT}/sites?limit=1&offset=0"
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert client.get(f"{ROOT}/sites?offset=1000").json()["items"] == []


def test_unpublished_site_does_not_exist(platform, client):
    """A site shows nothing of its draft before its first version."""
    platform.versions.all().delete()

    check_problem(client.get(f"{HOME}/registry"), 404, "not-found")
    assert [site["site"] for site in client.get(f"{ROOT}/sites").json()["items"]] == ["biscuiterie"]


def test_registry_has_the_fixed_shape(platform, client):
    """The registry names its version and hash, and reads back as the same registry."""
    body = client.get(f"{HOME}/registry").json()

    assert body["version"] == 1
    assert from_json(body).hash == body["hash"] == current("platform").registry.hash
    assert {item["name"] for s in body["services"] for item in s["items"]} == {
        "sessionid", "django_language", "csrftoken", "cookies_preferences",
    }  # fmt: skip


def test_registry_as_toml_is_the_same_registry(platform, client):
    response = client.get(f"{HOME}/versions/1?format=toml")

    assert response["Content-Type"] == "application/toml"
    assert tomllib.loads(response.content.decode())["site"]["name"] == "Opendatasoft platform"
    assert loads(response.content.decode(), "toml").hash == current("platform").registry.hash


def test_registry_as_csv_has_a_row_for_each_item(platform, client):
    response = client.get(f"{HOME}/versions/1?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "sessionid" in response.content.decode()
    assert len(rows) >= 4


def publish_change(site, owner=None):
    """Publish a second version of the site that differs in one word."""
    registry = draft_registry(site).as_json(hashed=False)
    registry["services"][0]["function"] = "Signing in"
    replace_draft(site, from_json(registry))
    return publish(site, owner)


def test_version_never_changes_and_current_does(platform, client):
    """A version may be kept for ever; the current registry must be asked for again."""
    before = client.get(f"{HOME}/versions/1")
    old = client.get(f"{HOME}/registry")
    publish_change(platform)
    after = client.get(f"{HOME}/versions/1")

    assert before.content == after.content
    assert before["Cache-Control"] == "public, max-age=31536000, immutable"
    assert old["Cache-Control"] == "public, no-cache"
    assert client.get(f"{HOME}/registry", headers={"If-None-Match": old["ETag"]}).json()["version"] == 2


def test_versions_are_listed_newest_first(platform, client):
    made = publish_change(platform)
    body = client.get(f"{HOME}/versions").json()

    assert [row["number"] for row in body["items"]] == [2, 1]
    assert body["items"][0]["hash"] == made.hash
    assert client.get(body["items"][1]["links"]["registry"]).json()["version"] == 1


@pytest.mark.parametrize("number", ["0", "3", "2147483648", "9" * 30, "9" * 5000, "-1", "1.0", "current"])
def test_version_that_is_not_there(platform, client, number):
    """Whatever stands in place of a version's number is not found, at any size."""
    check_problem(client.get(f"{HOME}/versions/{number}"), 404, "not-found")


def test_diff_says_what_changed(platform, client):
    publish_change(platform)
    body = client.get(f"{HOME}/diff?old=1&new=2").json()

    assert [(c["what"], c["before"], c["after"]) for c in body["changes"]] == [
        ("function", "Authentication", "Signing in")
    ]
    assert (body["old"]["version"], body["new"]["version"]) == (1, 2)


@pytest.mark.parametrize(
    ("format", "content_type", "start"),
    [
        ("json", "application/json", b"{"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("md", "text/markdown; charset=utf-8", b""),
        ("txt", "text/plain; charset=utf-8", b""),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
    ],
)
def test_policy_in_every_format(platform, client, format, content_type, start):
    """The policy comes in five formats, each named for what it is."""
    response = client.get(f"{HOME}/policy?format={format}&language=fr")

    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Content-Language"] == "fr"
    assert response["Content-Disposition"] == f'inline; filename="cookies-platform-v1-fr.{format}"'
    assert response.content.startswith(start)
    assert format == "pdf" or "Authentification" in response.content.decode()


def test_policy_page_allows_its_own_style_and_nothing_else(platform, client):
    """The style of the policy document is allowed by its hash, so the page looks as it should."""
    response = client.get(f"{HOME}/policy?format=html")
    style = re.search(rb"<style>(.*?)</style>", response.content, re.DOTALL)[1]
    hash = b64encode(hashlib.sha256(style).digest()).decode()

    assert f"style-src 'sha256-{hash}'" in response["Content-Security-Policy"]
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("language", ["xx", "en-", "FR", "%00", "../en", "e" * 21])
def test_policy_in_a_language_that_is_not_there(platform, client, language):
    check_problem(client.get(f"{HOME}/policy?language={language}"), 422, "wrong-values")


def test_decisions_name_their_rule(platform, client):
    """Every item of a version has a decision; a place that the site does not name can be asked for."""
    body = client.get(f"{BAKERY}/decisions?jurisdictions=de,FR").json()
    registry = current("biscuiterie").registry

    assert body["jurisdictions"] == ["DE", "FR"]
    assert [d["item"] for d in body["decisions"]] == [item.name for _, item in registry.items()]
    assert all(d["rule"] and d["outcome"] in ("none", "objection", "opt_out", "consent") for d in body["decisions"])


def test_decisions_refuse_unknown_places(platform, client):
    for asked in ("XX", ",", "FR,XX", "\N{NULL}"):
        check_problem(client.get(f"{HOME}/decisions", {"jurisdictions": asked}), 422, "wrong-values")


def test_matches_say_who_declares_an_item(platform, client):
    declared = client.get(f"{HOME}/matches?name=sessionid").json()
    stray = client.get(f"{HOME}/matches?name=_ga").json()

    assert declared["declared"]
    assert declared["matches"][0]["service"] == "authentication"
    assert declared["matches"][0]["item"]["name"] == "sessionid"
    assert (stray["declared"], stray["matches"]) == (False, [])


def test_jurisdictions_are_those_of_the_law(platform, client):
    codes = {row["code"] for row in client.get(f"{ROOT}/jurisdictions?limit=200").json()["items"]}

    assert {"FR", "DE", "UK", "CA", "QC"} <= codes


def test_openapi_document_is_json(platform, client):
    response = client.get(f"{ROOT}/openapi.json")

    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content)["openapi"] == "3.1.0"

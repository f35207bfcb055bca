"""What stands in the place of what is blocked: its words, and the frame that lets in what was granted, and no more."""

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from speculoos.web.front.embed import script_bytes
from speculoos.web.front.showing import wording
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.publish import current, publish
from speculoos.web.store.sites import Site

FILM = "https://film.example/embed/42?x=1&y=%22"
INSIDE = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
OWN = INSIDE | {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def bakery(platform, client):
    """The sample bakery, whose videos come from film.example and its sub-domains of players."""
    site = Site.objects.get(slug="biscuiterie")
    registry = draft_registry(site)
    hosts = ("film.example", "*.players.example")
    services = [replace(s, hosts=hosts) if s.id == "video" else s for s in registry.services]
    replace_draft(site, replace(registry, services=tuple(services)))
    publish(site)
    return client


def framed(client, src=FILM, headers=INSIDE, **more):
    return client.get(f"/s/biscuiterie/frame/?{urlencode({'src': src} | more)}", headers=headers)


def test_the_file_says_who_loads_from_where_and_sets_nothing(bakery):
    answer = bakery.get("/s/biscuiterie/blocked.json?lang=fr", headers={"Origin": "https://any.example"})
    told = answer.json()

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert told["texts"]["allow"] == "Autoriser « {service} »"
    assert told["frame"] == "http://testserver/s/biscuiterie/frame/"
    video = next(each for each in told["services"] if each["unit"] == "media:video")
    assert (video["by"], video["purpose"], video["always"]) == ("Filmpje Video", "Vidéos", False)
    assert {"film.example", "*.players.example"} <= {*video["hosts"]}


def test_the_third_script_is_kept_for_ever(bakery):
    answer = bakery.get("/embed/1/placeholders.js")

    assert answer.content == script_bytes("placeholders")
    assert "immutable" in answer["Cache-Control"]


def test_a_declared_host_is_framed_under_a_policy_of_its_own(bakery):
    answer = framed(bakery, name='A "film" <b>')
    page, policy = answer.content.decode(), answer["Content-Security-Policy"]

    assert answer.status_code == 200
    assert 'src="https://film.example/embed/42?x=1&amp;y=%22" title="A &quot;film&quot; &lt;b&gt;"' in page
    assert policy.startswith("default-src 'none'; frame-src https://film.example; ")
    assert "frame-ancestors 'self' http://127.0.0.1:8000 http://www.127.0.0.1:8000;" in policy
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert not answer.cookies


def test_kinds_have_an_element_and_a_directive_each(bakery):
    image, media = framed(bakery, kind="image"), framed(bakery, kind="media")

    assert b"<img src=" in image.content
    assert "; img-src https://film.example;" not in media["Content-Security-Policy"]
    assert "img-src https://film.example;" in image["Content-Security-Policy"]
    assert b"<video src=" in media.content
    assert framed(bakery, kind="script").status_code == 404


@pytest.mark.parametrize(
    "src",
    ["", "film.example", "https://elsewhere.example/", "https://film.example.evil.example/", "ftp://film.example/",
     "javascript:alert(1)", "data:text/html,x", "https://film.example@evil.example/", "https://evil.example#film.example",
     "https://players.example/", "https://film.example:x/", "//film.example/", "https://film.example/" + "x" * 5000,
     "https://film.example\\@evil.example/", "https://[::1/", "https://film.example;script-src/"],
)  # fmt: skip
def test_it_is_no_way_to_anywhere_else(bakery, src):
    assert framed(bakery, src).status_code == 404


def test_sub_domains_where_they_are_declared_and_ports(bakery):
    assert framed(bakery, "https://a.players.example:8443/x")["Content-Security-Policy"].startswith(
        "default-src 'none'; frame-src https://a.players.example:8443;"
    )


def test_it_is_a_frame_and_never_a_page(bakery):
    """Or a link to it would show another company's page under our address."""
    assert framed(bakery, headers={"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none"}).status_code == 403


def test_under_global_privacy_control_nothing_is_let_in(bakery):
    assert framed(bakery, headers=INSIDE | {"Sec-GPC": "1"}).status_code == 403


def test_on_our_own_pages_the_choice_decides(bakery):
    assert framed(bakery, headers=OWN).status_code == 403
    bakery.post("/s/biscuiterie/cookies/preferences/", {"act": "grant"})
    assert framed(bakery, headers=OWN).status_code == 200
    bakery.post("/s/biscuiterie/cookies/preferences/", {"act": "refuse"})
    assert framed(bakery, headers=OWN).status_code == 403


def test_the_words_of_placeholders_are_in_the_archive_with_the_banner_s(bakery):
    site = current("biscuiterie")

    kept = wording(site, "biscuiterie", "nl", None, embedded=True)

    assert "‘{service}’ toestaan" in json.dumps(kept.content, ensure_ascii=False)

"""All languages at the front, a few in the back office: which one is met, in which direction, and how it is chosen."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from speculoos.web.languages import FULL, NAMES, folder, offered
from speculoos.web.store.sites import Site

OTHERS = [code for code, _ in settings.LANGUAGES if code not in FULL]
PAGES = ("/", "/cookies/", "/cookies/preferences/")


@pytest.fixture
def bakery(platform) -> Site:
    return Site.objects.get(slug="biscuiterie")


def frame(answer) -> str:
    """The opening tag of the page."""
    return re.search("<html[^>]*>", answer.content.decode())[0]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("fr", "ltr"), ("zh-hant", "ltr")])
def test_a_page_states_its_language_and_its_direction(client: Client, platform, path, language, direction):
    answer = client.get(path, headers={"Accept-Language": language})

    assert frame(answer) == f'<html lang="{language}" dir="{direction}">'


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("zh-TW", "zh-hant"),
        ("zh-HK", "zh-hant"),
        ("zh-CN", "zh-hans"),
        ("zh", "zh-hans"),
        ("pt-AO", "pt"),
        ("no", "nb"),
        ("nn", "nb"),
        ("iw", "he"),
    ],
)
def test_a_browser_gets_the_script_or_language_nearest_to_its_own(client: Client, platform, asked, served):
    assert client.get("/", headers={"Accept-Language": asked}).headers["Content-Language"] == served


@pytest.mark.parametrize("language", OTHERS)
def test_the_back_office_is_english_as_a_whole_where_it_is_not_translated(admin_client: Client, platform, language):
    for path in (reverse("speculoos:office"), reverse("speculoos:api_docs")):
        answer = admin_client.get(path, headers={"Accept-Language": language})

        assert frame(answer) == '<html lang="en" dir="ltr">'
        assert answer.headers["Content-Language"] == "en"
        codes = re.findall('<option value="([a-z-]+)" lang=', answer.content.decode())
        assert set(codes) <= set(FULL)


def test_the_chooser_is_a_labelled_list_of_languages_by_their_own_names(client: Client, platform):
    text = client.get("/").content.decode()
    chooser = re.search('<form class="languages" method="post".*?</form>', text, re.DOTALL)[0]

    assert '<label for="language">' in chooser
    assert '<select id="language" name="language">' in chooser
    assert re.findall('<option value="([^"]+)" lang="([^"]+)"[^>]*>([^<]+)</option>', chooser) == [
        (code, code, name) for code, name in settings.LANGUAGES
    ]
    assert '<option value="en" lang="en" selected>' in chooser


@pytest.mark.parametrize("path", ["/s/biscuiterie/cookies/", "/s/biscuiterie/cookies/preferences/", "/s/biscuiterie/"])
def test_a_text_of_another_language_keeps_its_own_direction(client: Client, bakery, path):
    """An English purpose in an Arabic sentence does not pull the full stop to the wrong side."""
    text = client.get(path, headers={"Accept-Language": "ar"}).content.decode()
    strangers = re.findall('<span lang="en"[^>]*>', text)

    assert strangers
    assert set(strangers) == {'<span lang="en" dir="auto">'}


def test_the_purposes_that_the_banner_names_keep_their_own_direction(client: Client, bakery):
    text = client.get("/s/biscuiterie/", headers={"Accept-Language": "he"}).content.decode()

    assert text.count('<strong dir="auto">') == 3
    assert "<strong>" not in text


def test_a_language_is_offered_only_with_both_its_catalogues(tmp_path, monkeypatch):
    for code in ("fr", "nl"):
        (tmp_path / folder(code)).mkdir()
    monkeypatch.setattr("speculoos.web.languages.CATALOGUES", tmp_path)
    monkeypatch.setattr("speculoos.policy.texts.languages", lambda: ("en", "fr", "uk"))

    assert offered() == [("fr", "Français")]


def test_thirty_five_languages_are_known_by_name():
    assert len(NAMES) == len(set(NAMES.values())) == 35
    assert set(FULL) < set(NAMES)

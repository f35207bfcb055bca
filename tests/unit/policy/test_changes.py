"""What changed between two versions can be read in any language and format."""

import dataclasses
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from speculoos.policy.changes import changes_html, changes_markdown, changes_text, describe
from speculoos.registry.diff import diff
from speculoos.registry.model import Contact, Registry, Texts
from tests.unit.policy.samples import EMPTY, FOUNDING, FULL


def longer(registry: Registry) -> Registry:
    """The registry with its first item living longer than before."""
    first, *rest = registry.services
    items = tuple(replace(item, lifetime="P13M") for item in first.items)
    return replace(registry, version=registry.version + 1, services=(replace(first, items=items), *rest))


def test_a_longer_life_is_told_with_before_and_after():
    (line,) = describe(diff(FOUNDING, longer(FOUNDING)), "en").lines

    assert line.subject == "Cookie sessionid of the service authentication"
    assert (line.what, line.before, line.after) == ("Lifetime", "14 days", "13 months")
    assert line.material
    assert line.reason == "The item lives longer than visitors were told."


def test_the_same_change_in_french():
    (line,) = describe(diff(FOUNDING, longer(FOUNDING)), "fr").lines

    assert line.subject == "Cookie sessionid du service authentication"
    assert (line.what, line.after) == ("Durée", "13\u00a0mois")


def test_a_material_change_says_that_visitors_are_asked_again():
    assert describe(diff(FOUNDING, longer(FOUNDING)), "en").advice.endswith("visitors are asked again.")
    assert describe(diff(FOUNDING, replace(FOUNDING, version=9)), "en").advice == ""


def test_nothing_changed_is_said():
    assert "Nothing changed." in changes_text(diff(FOUNDING, FOUNDING), "en")


def test_nested_fields_and_languages_are_named():
    site = replace(FOUNDING.site, dpo=Contact("Ada", "ada@example.org"))
    service = replace(FOUNDING.services[1], text=Texts({"en": "To remember the visitor's language", "de": "Sprache"}))
    new = replace(FOUNDING, site=site, services=(FOUNDING.services[0], service, *FOUNDING.services[2:]))

    told = [line.what for line in describe(diff(FOUNDING, new), "en").lines]

    assert told == ["Data protection officer · Name", "Data protection officer · E-mail", "Description (de)"]


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "it", "nl"])
@pytest.mark.parametrize(("old", "new"), [(FOUNDING, FULL), (EMPTY, FULL), (FULL, EMPTY)])
def test_every_change_is_in_every_format(language, old, new):
    step = diff(old, new)
    lines = describe(step, language).lines
    page = BeautifulSoup(changes_html(step, language), "html5lib")

    assert len(lines) == len(step.changes)
    assert len(page.find_all("li")) == len(lines)
    assert changes_markdown(step, language).count("\n- ") == len(lines)
    assert changes_text(step, language).count("\n- ") == len(lines)


def test_every_entry_is_put_in_words():
    """No quoted entry of the diff is shown as it is."""
    told = [line.subject for step in ((EMPTY, FULL), (FULL, FOUNDING)) for line in describe(diff(*step), "de").lines]

    assert not [subject for subject in told if '"' in subject or " > " in subject]


def test_names_cannot_become_markup():
    service = replace(FULL.services[1], function="<img src=x onerror=alert(1)>")
    step = diff(FULL, replace(FULL, services=(FULL.services[0], service, *FULL.services[2:])))

    assert BeautifulSoup(changes_html(step, "en"), "html5lib").find("img") is None
    assert "\\<img" in changes_markdown(step, "en")


def test_lines_fit_80_columns():
    assert max(map(len, changes_text(diff(EMPTY, FULL), "fr").splitlines())) <= 80


def test_a_new_order_is_a_change_without_sides():
    turned = dataclasses.replace(FOUNDING, services=FOUNDING.services[::-1])
    (line,) = describe(diff(FOUNDING, turned), "en").lines

    assert (line.subject, line.what, line.before, line.after) == ("The services", "new order", "", "")

"""Every code of the registry has words, in tables that cannot fall behind the enumerations."""

import dataclasses

import pytest

from speculoos.law.decide import Outcome
from speculoos.policy import words
from speculoos.policy.field_words import CODES as CODE_WORDS
from speculoos.policy.field_words import ENUMERATIONS, FIELDS, REASONS
from speculoos.policy.texts import translator
from speculoos.registry import model
from speculoos.registry.material import Why
from speculoos.registry.model import Exemption, Identifiability, Kind, Location, Party, StorageItem, Texts, Use

EN = translator("en")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.KINDS, Kind),
        (words.PARTIES, Party),
        (words.LOCATIONS, Location),
        (words.IDENTIFIABILITIES, Identifiability),
        (words.EXEMPTIONS, Exemption),
        (words.USES, Use),
        (words.OUTCOMES, Outcome),
        (REASONS, Why),
    ],
)
def test_a_table_covers_its_enumeration(table, codes):
    assert set(table) == set(codes)


def test_every_coded_field_has_words_for_each_code():
    for field, codes in ENUMERATIONS.items():
        assert set(CODE_WORDS[field]) == {str(code) for code in codes}


@pytest.mark.parametrize(
    "entry",
    [model.Site, model.Contact, model.Measurement, model.Provider, model.Purpose, model.Service, model.StorageItem],
)
def test_every_field_of_the_declaration_has_a_name(entry):
    assert {field.name for field in dataclasses.fields(entry)} - {"items"} <= set(FIELDS)


def test_reasons_say_what_the_registry_says():
    assert all(str(why) == text for why, text in REASONS.items())


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("session", "Until you close the browser"),
        (None, "not stated by the site"),
        ("P13M", "13 months"),
        ("P184D", "184 days (about 6 months)"),
        ("P1Y2M", "1 year and 2 months"),
        ("PT30M", "30 minutes"),
        ("P0D", "0 seconds"),
    ],
)
def test_lifetimes_in_words(value, told):
    assert words.lifetime(EN, value).text == told


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://a.example", "https://a.example"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("/here", "/here"),
        ("//evil.example", None),
        ("javascript:alert(1)", None),
        ("JaVaScript:alert(1)", None),
        ("data:text/html,x", None),
        (None, None),
    ],
)
def test_only_safe_addresses_become_links(address, href):
    assert words.safe_href(address) == href


def test_attributes_in_plain_words():
    item = StorageItem("x", secure=True, http_only=False, same_site="Strict", path="/shop", set_by="script")

    assert [trait.text for trait in words.traits(EN, item)] == [
        "Encrypted connections only",
        "Readable by scripts",
        "Set by a script",
        "Never sent from other sites",
        "Only under /shop",
    ]


def test_a_regional_text_serves_its_language():
    assert words.translated(translator("fr"), Texts({"fr-CA": "témoin"}), "fr-CA") == words.Phrase("témoin")


@pytest.mark.parametrize(("code", "name"), [("UK", "United Kingdom"), ("CA", "California"), ("EU", "European Union")])
def test_jurisdictions_are_named(code, name):
    assert words.place(EN, code) == name

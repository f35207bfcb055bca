"""Every text of the web part is translated, whole, into every language that is offered."""

import io
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from speculoos import web
from speculoos.web.languages import FULL, folder

ROOT = Path(web.__file__).parent
OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]
BUTTONS = ("Accept all", "Refuse all", "Save my choice", "Choose by purpose")
LONGEST_BUTTON = 28
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|</?[a-z]+[^>]*>")
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}


@cache
def catalogue(language: str):
    with (ROOT / "locale" / folder(language) / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=folder(language))


@cache
def texts(*, front: bool = False) -> frozenset[str]:
    """Every text that code and templates mark for translation; with `front`, those that every visitor meets."""
    found = set()
    for path in [*ROOT.rglob("*.py"), *ROOT.rglob("templates/**/*.html")]:
        if front and not is_front(path.relative_to(ROOT).as_posix()):
            continue
        source = path.read_text("utf-8")
        source = templatize(source) if path.suffix == ".html" else source
        for _, message, _, _ in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            found.add(message[0] if isinstance(message, tuple) else message)
    return frozenset(found - {""})


def is_front(path: str) -> bool:
    """The front office, without the sample shop, which speaks its own languages."""
    shared = path.startswith("templates/speculoos/") and path.count("/") == 2 and "biscuiterie" not in path
    return shared or path.startswith("front/")


def wanted(language: str) -> frozenset[str]:
    return texts(front=language not in FULL)


def test_there_is_something_to_translate():
    assert "Refuse all" in texts()
    assert len(texts()) > 300


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_in_the_catalogue(language):
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue(language)}

    assert sorted(wanted(language) - known) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_entry_is_empty_or_unsure(language):
    unfinished = [
        message.id
        for message in catalogue(language)
        if message.id
        and (message.fuzzy or not all([message.string] if isinstance(message.id, str) else message.string))
    ]

    assert unfinished == []


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_survive(language):
    def marks(text):
        return sorted(PLACEHOLDER.findall(text))

    broken = []
    for message in catalogue(language):
        wanted = [message.id] if isinstance(message.id, str) else list(message.id)
        given = [message.string] if isinstance(message.id, str) else list(message.string)
        allowed = [marks(text) for text in wanted]
        broken += [text for text in given if text and message.id and marks(text) not in allowed]

    assert broken == []


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_accept_and_refuse_weigh_the_same(language):
    """In no language does one button shout louder than the other."""
    entries = {m.id: m.string for m in catalogue(language)}
    accept, refuse = (entries[text] or text for text in ("Accept all", "Refuse all"))

    assert accept != refuse
    assert abs(len(accept) - len(refuse)) <= 4


@pytest.mark.parametrize("language", OTHERS)
def test_buttons_are_short_enough_for_a_row_on_a_phone(language):
    entries = {m.id: m.string for m in catalogue(language)}

    assert {text: entries[text] for text in BUTTONS if len(entries[text]) > LONGEST_BUTTON} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_plural_forms_are_as_many_as_the_language_has(language):
    forms = {m.id: len(m.string) for m in catalogue(language) if m.pluralizable}

    assert forms
    assert set(forms.values()) == {get_plural(folder(language))[0]}


@pytest.mark.parametrize("language", [language for language in OTHERS if language not in FULL])
def test_no_sentence_is_left_in_english(language):
    assert [m.id for m in catalogue(language) if isinstance(m.id, str) and m.id == m.string and len(m.id) > 20] == []


def test_every_language_that_is_promised_is_offered():
    """The 24 official languages of the European Union, and eleven beside them."""
    official = {"bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt",
                "nl", "pl", "pt", "ro", "sk", "sl", "sv"}  # fmt: skip
    beside = {"nb", "is", "uk", "tr", "ar", "he", "zh-hans", "zh-hant", "ja", "ko", "pt-br"}

    assert {code for code, _ in settings.LANGUAGES} == official | beside

"""The catalogues are complete, sound and what the code asks for."""

import string
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from speculoos.policy import texts
from speculoos.policy.texts import CATALOGUES, Translator, compiled, languages, supported, translator

LANGUAGES = languages()
STOPS = (".", "。", "।")
"""How a sentence ends, by script."""
KEYWORDS = {"_": None, "marked": None, "plural": (1, 2)}


def catalogue(language: str) -> Catalog:
    folder = language.replace("-", "_")
    with (CATALOGUES / folder / "LC_MESSAGES" / "policy.po").open("rb") as file:
        return read_po(file, locale=folder)


def asked_for() -> set[str | tuple[str, ...]]:
    source = extract_from_dir(Path(texts.__file__).parent, [("**.py", "python")], keywords=KEYWORDS)
    return {message for _, _, message, _, _ in source}


def forms(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_in_the_code_is_in_the_catalogue_and_nothing_else_is(language):
    assert {message.id for message in catalogue(language) if message.id} == asked_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_in_doubt(language):
    messages = [message for message in catalogue(language) if message.id]

    assert [m.id for m in messages if not all(forms(m.string))] == []
    assert [m.id for m in messages if m.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    for message in catalogue(language):
        if message.id:
            expected = places(forms(message.id)[-1])
            assert all(places(form) == expected for form in forms(message.string)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_as_many_as_the_language_has(language):
    for message in catalogue(language):
        if message.pluralizable:
            assert len(message.string) == get_plural(language.replace("-", "_"))[0], message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_ends_as_its_source_does(language):
    """A sentence stays a sentence, a label stays a label."""
    for message in catalogue(language):
        for form in forms(message.string):
            if message.id:
                assert form.endswith(STOPS) == forms(message.id)[-1].endswith("."), message.id


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_no_sentence_is_left_in_english(language):
    same = [m.id for m in catalogue(language) if isinstance(m.id, str) and m.id == m.string and m.id.endswith(".")]

    assert same == []


def test_a_stale_build_is_not_read(tmp_path, monkeypatch):
    """A .mo older than its .po is passed over, so a new text is never shown untranslated."""
    folder = tmp_path / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "policy.po"
    po.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Yes"\nmsgstr "Old"\n')
    mo = folder / "policy.mo"
    mo.write_bytes(compiled(po, "en"))
    po.write_text(po.read_text().replace("Old", "New"))
    monkeypatch.setattr(texts, "CATALOGUES", tmp_path)

    import os

    os.utime(mo, (0, 0))
    assert texts._catalogue.__wrapped__("xx").gettext("Yes") == "New"
    os.utime(mo)
    assert texts._catalogue.__wrapped__("xx").gettext("Yes") == "Old"


def test_compiled_is_what_gettext_reads():
    from gettext import GNUTranslations

    source = CATALOGUES / "fr" / "LC_MESSAGES" / "policy.po"

    assert GNUTranslations(BytesIO(compiled(source, "fr"))).gettext("Yes") == "Oui"


@pytest.mark.parametrize(
    ("tag", "language"), [("fr-CA", "fr"), ("de_AT", "de"), ("", "en"), ("../x", "en"), ("EN", "en"), ("eo", "en")]
)
def test_any_tag_is_served(tag, language):
    assert supported(tag) == language
    assert translator(tag).language == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("pt", "pt"), ("pt-AO", "pt"), ("pt_br", "pt-BR"), ("no", "nb"), ("nn-NO", "nb"), ("iw", "he"),
        ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-hant", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"), ("zh-Hant-CN", "zh-Hant"), ("eo", None),
    ],
)  # fmt: skip
def test_a_tag_finds_its_script_its_region_or_its_language(monkeypatch, tag, language):
    monkeypatch.setattr(texts, "languages", lambda: ("he", "nb", "pt", "pt-BR", "zh-Hans", "zh-Hant"))

    assert texts.nearest.__wrapped__(tag) == language


@pytest.mark.parametrize(
    ("language", "month", "year", "day"),
    [
        ("en", "13 months", "1 year", "14 days"),
        ("fr", "13 mois", "1 an", "14 jours"),
        ("de", "13 Monate", "1 Jahr", "14 Tage"),
        ("es", "13 meses", "1 año", "14 días"),
        ("it", "13 mesi", "1 anno", "14 giorni"),
        ("nl", "13 maanden", "1 jaar", "14 dagen"),
        ("pl", "13 miesięcy", "1 rok", "14 dni"),
        ("uk", "13 місяців", "1 рік", "14 днів"),
    ],
)
def test_durations_are_words_in_every_language(language, month, year, day):
    """Also where CLDR writes a long form only by inheriting the short one, as Italian and Dutch do."""
    _ = translator(language)

    told = [_.unit(13, "month"), _.unit(1, "year"), _.unit(14, "day")]

    assert [text.replace("\u00a0", " ") for text in told] == [month, year, day]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_writes_numbers_dates_durations_and_places(language):
    _ = translator(language)
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)

    said = [_.unit(n, unit) for unit in ("second", "minute", "hour", "day", "week", "month", "year") for n in (1, 2, 5)]
    assert all("duration-" not in text for text in said)
    assert language == "en" or not {"day", "mon", "yr", "y", "wk", "hr", "sec"} & {text.split()[-1] for text in said}
    assert "2026" in _.date(moment) or "٢٠٢٦" in _.date(moment)
    assert _.territory("BE") != "BE"
    assert all(part in _.listing(["x1", "x2", "x3"]) for part in ("x1", "x2", "x3"))
    assert _.direction == ("rtl" if language in {"ar", "he"} else "ltr")


def test_values_that_look_like_places_are_left_alone():
    """A site's text with braces in it fills a place and is not filled itself."""
    assert isinstance(translator("en"), Translator)
    assert translator("en")("What {site} uses", site="{label}") == "What {label} uses"

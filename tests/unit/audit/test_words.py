"""Controls are told apart by their names in every language that the banner speaks."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import speculoos.web
from speculoos.audit.read import granted
from speculoos.audit.words import accepts, guess, refuses

CATALOGUES = sorted(Path(speculoos.web.__file__).parent.glob("locale/*/LC_MESSAGES/django.po"))


def spoken(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    found = (catalogue.get(id) for id in ("Accept all", "Refuse all"))
    grant, refuse = (str(message.string) if message and message.string else "" for message in found)
    return grant or "Accept all", refuse or "Refuse all"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_accept_and_refuse_are_known_in_every_language_of_the_banner(path: Path) -> None:
    grant, refuse = spoken(path)

    assert (accepts(grant), refuses(grant)) == (True, False)
    assert (accepts(refuse), refuses(refuse)) == (False, True)


@pytest.mark.parametrize("name", ["Do not accept", "Continuer sans accepter", "Only necessary", "Nicht zustimmen"])
def test_a_refusal_that_speaks_of_accepting_is_a_refusal(name: str) -> None:
    assert refuses(name)
    assert not accepts(name)


@pytest.mark.parametrize("name", ["Menu", "Sign in", "Larger text", "×", ""])
def test_other_controls_are_neither(name: str) -> None:
    assert not accepts(name)
    assert not refuses(name)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You can change your mind at any time and for what you want, not with the shop.", "en"),
        ("Vous pouvez changer d'avis et refuser les cookies du site pour le moment.", "fr"),
        ("Sie können die Wahl für alle Zwecke ändern, und das ist nicht mit Aufwand verbunden.", "de"),
        ("Cookies", ""),
    ],
)
def test_a_language_is_guessed_only_where_it_is_plain(text: str, language: str) -> None:
    assert guess(text) == language


def test_what_a_non_choice_granted_is_told_from_what_it_refused() -> None:
    accept, refuse = {"a": "yes", "ads": "1"}, {"a": "no"}
    unknown = {"state": None}

    assert granted(unknown, {"a": "yes"}, accept, refuse) == ["a"]
    assert granted(unknown, {"ads": "2"}, accept, refuse) == ["ads"]
    assert granted(unknown, {"a": "no"}, accept, refuse) == []
    assert granted({"state": {"media": "granted", "ads": "refused"}}, {}, {}, {}) == ["media"]

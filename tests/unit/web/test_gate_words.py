"""What gate.words says in English, the back office says in each of its languages."""

import pytest

from speculoos.gate import words
from speculoos.gate.rules import Action, Mode, Reason
from speculoos.web.languages import FULL
from speculoos.web.office.gate import words as gate_words
from tests.unit.web.test_catalogues import catalogue


def templates():
    """Every sentence of gate.words, whether it stands alone or in a table."""
    for value in (value for name, value in vars(words).items() if name.isupper()):
        if isinstance(value, dict):
            yield from (each for each in value.values() if isinstance(each, str))
        elif isinstance(value, str):
            yield value


@pytest.mark.parametrize("language", sorted({*FULL} - {"en"}))
def test_every_sentence_of_the_gate_is_translated(language):
    known = {message.id for message in catalogue(language) if message.string}
    sentences = {*templates()}

    assert len(sentences) > 30
    assert sorted(sentences - known) == []


def test_the_page_has_a_word_for_every_value_of_the_gate():
    assert {*gate_words.ACTIONS} == {*Action}
    assert {*gate_words.REASONS} == {*Reason}
    assert {*gate_words.MODES} == {*Mode}
    assert {*gate_words.ASKED} < {*Reason}

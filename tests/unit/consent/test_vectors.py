"""The shared vectors of cookies_preferences, as the server reads them. js/banner/codec.js is held to the same file."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from speculoos.consent.choice import Choice
from speculoos.consent.cookie import Refusal, decode, encode
from speculoos.consent.layout import Layout
from speculoos.consent.state import State

FILE = json.loads((Path(__file__).parents[2] / "vectors" / "cookies_preferences.json").read_text("utf-8"))
LAYOUTS = {
    name: Layout(layout["version"], tuple(layout["purposes"]), tuple(map(tuple, layout["services"])))
    for name, layout in FILE["layouts"].items()
}
GOOD = [vector for vector in FILE["vectors"] if "choice" in vector["expect"]]


def read(vector):
    layout = LAYOUTS[vector["layout"]]
    known = {layout.version: layout}
    return decode(vector["value"], known.get, FILE["keys"], FILE["site"])


def choice_of(data):
    states = tuple((purpose, State(state)) for purpose, state in data["states"].items())
    time = datetime.fromtimestamp(data["time"], UTC)
    return Choice(data["version"], time, states, data["receipt"], frozenset(data["refusedServices"]))


@pytest.mark.parametrize("vector", FILE["vectors"], ids=lambda vector: vector["name"])
def test_a_vector_means_what_the_file_says(vector):
    expected = vector["expect"]

    found = read(vector)

    if "choice" in expected:
        assert found == choice_of(expected["choice"])
    else:
        assert found == Refusal(expected["refusal"])


@pytest.mark.parametrize("vector", GOOD, ids=lambda vector: vector["name"])
def test_a_good_vector_is_written_as_it_was_read(vector):
    """There is one text for each choice."""
    choice = choice_of(vector["expect"]["choice"])
    written = [encode(choice, LAYOUTS[vector["layout"]], key, FILE["site"]) for key in FILE["keys"]]

    assert vector["value"] in written


def test_the_file_covers_enough():
    assert len(FILE["vectors"]) >= 40
    assert {"bad_signature", "unknown_version", "wrong_layout", "malformed", "too_long", "unknown_format", "empty"} == {
        vector["expect"]["refusal"] for vector in FILE["vectors"] if "refusal" in vector["expect"]
    }

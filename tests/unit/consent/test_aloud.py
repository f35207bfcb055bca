"""Pasted values are told apart and read aloud."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.consent.aloud import read_aloud

FOLDER = Path(__file__).parents[2] / "vectors"
TCF = {v["name"]: v["text"] for v in json.loads((FOLDER / "tcf.json").read_text("utf-8"))}
GPP = {v["name"]: v["text"] for v in json.loads((FOLDER / "gpp.json").read_text("utf-8"))}


def test_a_tc_string_is_read_aloud():
    text = read_aloud(TCF["restrictions"])

    assert "By platform 31, version 7, screen 2.\nOn version 142 of the vendor list.\n" in text
    assert "  vendors disclosed: 7, 8, 9, 50\n" in text
    assert "  the publisher restricts purpose 7 (not allowed) for vendors: 9\n" in text
    assert "Problem" not in text


def test_what_is_wrong_with_it_is_said():
    assert "Problem (TCF-2): It has no disclosed vendors segment" in read_aloud(TCF["few vendors"].split(".")[0])


def test_a_gpp_string_is_read_aloud():
    text = read_aloud(GPP["several"])

    assert text.startswith("A GPP string with 5 sections.\nuspv1:\n  1YNN\nusnat:\n  Version: 2\n")
    assert "  Gpc: True\n" in text


def test_anything_else_is_a_preference_cookie():
    assert "not a value of cookies_preferences" in read_aloud("hello")


@pytest.mark.parametrize("start", ["C", "DB", ""])
@given(rest=st.text(max_size=100))
def test_nothing_pasted_raises(start, rest):
    assert read_aloud(start + rest)

"""GPP strings against vectors of the reference implementation, and hostile text."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.consent.bits import Reader, Refusal, text_of
from speculoos.consent.gpp.codec import decode, encode, fibonacci, header, read_fibonacci, section_ids
from speculoos.consent.gpp.fields import NATIONAL_1, SECTIONS
from speculoos.consent.tcf.model import TcString, ordered
from speculoos.core.errors import UsageError

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "gpp.json").read_text("utf-8"))


def plain(sections):
    """What the reference prints beside the fields, taken away."""
    return {name: _plain(value) for name, value in sections.items() if not isinstance(value, TcString)}


def _plain(value):
    if isinstance(value, str):
        return dict(zip(("Version", "Notice", "OptOutSale", "LspaCovered"), (1, *value[1:]), strict=True))
    return {k: v for k, v in value.items() if k != "GpcSegmentType"}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_the_strings_of_the_reference_implementation_mean_the_same(vector):
    found = decode(vector["text"])

    assert plain(found) == {name: _plain(value) for name, value in vector["expect"].items()}
    assert section_ids(vector["text"].partition("~")[0]) == vector["sections"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["name"] != "tcf"], ids=lambda v: v["name"])
def test_written_anew_they_are_the_same_text(vector):
    assert encode(decode(vector["text"])) == vector["text"]


def test_a_tc_string_is_a_section_like_others():
    vector = next(v for v in VECTORS if v["name"] == "tcf")
    found = decode(vector["text"])

    assert found["tcfeuv2"].cmp_id == 31
    again = decode(encode(found))
    assert again["uspv1"] == found["uspv1"]
    assert again["tcfeuv2"] == replace(found["tcfeuv2"], restrictions=ordered(found["tcfeuv2"].restrictions))


@st.composite
def sections(draw):
    section = draw(st.sampled_from([*SECTIONS.values(), NATIONAL_1]))
    values = {}
    for field in (*section.core, *section.sensitive):
        one = st.integers(field.low, field.high)
        values[field.name] = draw(st.lists(one, min_size=field.count, max_size=field.count) if field.count else one)
    if section.gpc and draw(st.booleans()):
        values["Gpc"] = draw(st.booleans())
    return section.name, values


@given(st.lists(sections(), max_size=6))
def test_what_is_written_is_read_back(made):
    assert decode(encode(dict(made))) == dict(sorted(made, key=lambda pair: SECTIONS[pair[0]].id)) | dict(made)


@given(st.sets(st.integers(1, 60)))
def test_a_header_announces_what_follows(ids):
    assert section_ids(header(ids)) == sorted(ids)


@given(st.integers(1, 50000))
def test_fibonacci_codes_are_read_back_and_end_once(value):
    code = fibonacci(value)
    assert read_fibonacci(Reader(text_of(code))) == value
    assert code.index("11") == len(code) - 2


@given(st.text(max_size=200) | st.from_regex(r"DB[A-Za-z0-9_.~-]{0,200}", fullmatch=True))
def test_no_text_raises(text):
    assert isinstance(decode(text), dict | Refusal)


@given(st.sampled_from(VECTORS), st.integers(0, 80), st.characters(codec="ascii"))
def test_a_changed_character_never_raises(vector, at, character):
    text = vector["text"]
    assert isinstance(decode(text[:at] + character + text[at + 1 :]), dict | Refusal)


def test_a_section_of_the_future_is_kept_as_text():
    assert decode(f"{header([6, 99])}~1YNN~BAgA") == {"uspv1": "1YNN", "section 99": "BAgA"}


def test_a_section_too_few_is_refused():
    assert "announces 1 sections, and 0 follow" in decode("DBABLA").reason


@pytest.mark.parametrize("made", [{"usxx": {}}, {"usca": {"Nothing": 1}}, {"usca": {"SaleOptOut": 3}}, {"usca": "BA"},
                                  {"usca": {"SensitiveDataProcessing": [0]}}, {"uspv1": "1AAA"}])  # fmt: skip
def test_what_a_section_cannot_hold_is_the_callers_fault(made):
    with pytest.raises(UsageError):
        encode(made)

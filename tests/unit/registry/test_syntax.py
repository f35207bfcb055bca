"""Texts that cannot be read: always a DeclarationError with a place and a way out."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from speculoos.core.errors import DeclarationError, Fault, UsageError
from speculoos.registry.load import from_json, load, loads, places

GOOD = '[site]\nname = "Shop"\nurl = "https://shop.example"\n'
GOOD_JSON = '{"site": {"name": "Shop", "url": "https://shop.example"}}'
steady = settings(deadline=None, max_examples=200)


def only(text: str, format: str) -> Fault:
    with pytest.raises(DeclarationError) as caught:
        loads(text, format)
    assert len(caught.value.faults) == 1
    return caught.value.faults[0]


def fault_of(raw: bytes, tmp_path: Path, suffix: str = "toml") -> Fault:
    path = tmp_path / f"cookies.{suffix}"
    path.write_bytes(raw)
    with pytest.raises(DeclarationError) as caught:
        load(path)
    return caught.value.faults[0]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('[site]\nname = "a"\nname = "b"\n', (3, 11), "stands twice"),
        ("[site]\n[site]\n", (2, 6), "stands twice"),
        ("[site]\nname = Shop\n", (2, 8), "in quotes"),
        ("[site]\nname\n", (2, 5), 'key = "value"'),
        ('[site]\nname = "a\n', (2, 10), "Close the quotes"),
        ('[site]\nname = """a\n', (3, 1), "Close the quotes"),
        ("[site]\nx = [1, 2\n", (3, 1), "Close the bracket"),
        ('[site]\nname = "C:\\path"\n', (2, 13), "two backslashes"),
        (f"[site]\nx = {'9' * 5000}\n", (0, 0), "not TOML"),
        (f"x = {'[' * 100_000}", (0, 0), "nested too deeply"),
        (f"x = {'[' * 40}{']' * 40}", (0, 0), "more than 16 deep"),
        ("", (1, 1), "empty"),
        (" \n\t\n", (1, 1), "empty"),
    ],
)
def test_faults_of_toml_syntax(text: str, place: tuple[int, int], said: str) -> None:
    """The place is that of the slip, and the hint says what to do."""
    fault = only(text, "toml")

    assert (fault.line, fault.column) == place
    assert said in f"{fault.message} {fault.hint}"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("{\n  'site': 1}", (2, 3), "double quotes"),
        ('{"site": 1,\n}', None, "not JSON"),
        ('{"a": 1 "b": 2}', (1, 9), "A comma"),
        ("{} {}", (1, 4), "take out what follows"),
        ('{"version": NaN}', (0, 0), "NaN is no number"),
        ("[" * 100_000, (0, 0), "nested too deeply"),
        (f'{{"version": {"9" * 5000}}}', (0, 0), "not JSON"),
        ("", (1, 1), "empty"),
    ],
)
def test_faults_of_json_syntax(text: str, place: tuple[int, int] | None, said: str) -> None:
    """The same for JSON."""
    fault = only(text, "json")

    assert place in (None, (fault.line, fault.column))
    assert said in f"{fault.message} {fault.hint}"


def test_a_key_that_stands_twice_in_json_is_a_fault_at_the_second() -> None:
    """JSON's own parser would keep the last one in silence."""
    fault = only('{"site": {"name": "a",\n "name": "b", "url": "https://a.example"}}', "json")

    assert (fault.line, fault.column, fault.entry) == (2, 2, "site > name")
    assert "twice" in fault.message


def test_half_a_character_is_a_fault() -> None:
    """A lone surrogate cannot be written to any file."""
    fault = only(GOOD_JSON.replace("Shop", "\\ud800"), "json")

    assert fault.entry == "site > name"
    assert "half of a character" in fault.message


@pytest.mark.parametrize("suffix", ["toml", "json", "csv"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_are_named(encoding: str, suffix: str, tmp_path: Path) -> None:
    """A file saved as UTF-16 says so, with the way out."""
    fault = fault_of(GOOD.encode(encoding), tmp_path, suffix)

    assert encoding.upper() in fault.message
    assert "Save it as UTF-8" in fault.hint


def test_a_byte_that_is_not_utf_8_has_its_place(tmp_path: Path) -> None:
    """A file saved in an old code page is refused at its first accent."""
    fault = fault_of('# ok é\n[site]\nname = "'.encode() + b'Caf\xe9"\n', tmp_path)

    assert (fault.line, fault.column) == (3, 12)
    assert "0xe9" in fault.message


@pytest.mark.parametrize(("suffix", "text"), [("toml", GOOD), ("json", GOOD_JSON)])
def test_a_byte_order_mark_is_passed_over(suffix: str, text: str, tmp_path: Path) -> None:
    """What some editors put before a text does no harm."""
    path = tmp_path / f"cookies.{suffix}"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert load(path).site.name == "Shop"
    assert loads("\ufeff" + text, suffix).site.name == "Shop"


def test_windows_line_ends_are_read_and_counted() -> None:
    """Lines are the same lines whatever ends them."""
    with pytest.raises(DeclarationError) as caught:
        loads(GOOD.replace("\n", "\r\n") + 'nme = "x"\r\n', "toml")

    assert [(f.line, f.column) for f in caught.value.faults] == [(4, 1)]


@pytest.mark.parametrize("name", ["cookies.yaml", "cookies", "cookies.txt"])
def test_an_unknown_format_is_the_caller_s_fault(name: str, tmp_path: Path) -> None:
    """The message lists the formats."""
    with pytest.raises(UsageError, match="toml, json, csv"):
        load(tmp_path / name)


def test_a_missing_file_and_a_folder_are_the_caller_s_fault(tmp_path: Path) -> None:
    """The message names the path and the reason."""
    (tmp_path / "folder.toml").mkdir()

    with pytest.raises(UsageError, match="No such file"):
        load(tmp_path / "cookies.toml")
    with pytest.raises(UsageError, match="directory"):
        load(tmp_path / "folder.toml")


def test_places_are_told_by_entry(tmp_path: Path) -> None:
    """Whoever reports on a file finds lines by the entries that findings name."""
    path = tmp_path / "cookies.toml"
    path.write_text(GOOD + '[site.controller]\nname = "C"\n[[services]]\nid = "a"\n[[services.items]]\nname = "n"\n')

    found = places(path)

    assert found['services[0] "a"'] == (6, 1)
    assert found['services[0] "a" > items[0] "n" > name'] == (9, 1)
    assert found["site > controller.name"] == (5, 1)


@steady
@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\x00")
def test_no_bytes_raise_anything_else(tmp_path_factory: Any, raw: bytes) -> None:
    """Any bytes in a file are a registry or a DeclarationError."""
    folder = tmp_path_factory.mktemp("any")
    for suffix in ("toml", "json", "csv"):
        path = folder / f"cookies.{suffix}"
        path.write_bytes(raw)
        try_it(lambda path=path: load(path))


toml_bits = st.lists(
    st.sampled_from(
        ["[site]", "[[services]]", "[[services.items]]", "services", "name", "id", "text", "en", "location"]
    )
    | st.sampled_from(list("='{}[],.#1é\\ \n\t\r\""))
    | st.sampled_from(['"x"', '"""', "true", "nan", "1979-05-27"])
).map("".join)
json_bits = st.lists(
    st.sampled_from(['{"site":', '"name"', '"x"', "null"]) | st.sampled_from(list(':,{}[]1\\u "'))
).map("".join)


@steady
@given(toml_bits, json_bits, st.text(max_size=100))
def test_no_text_raises_anything_else(toml: str, json_text: str, csv: str) -> None:
    """Any text is a registry or a DeclarationError, also where it is nearly a declaration."""
    try_it(lambda: loads(toml, "toml"))
    try_it(lambda: loads(GOOD + toml, "toml"))
    try_it(lambda: loads(json_text, "json"))
    try_it(lambda: loads("site,site_url,name,provider\n" + csv, "csv"))


keys = st.sampled_from(
    ["site", "name", "url", "services", "items", "id", "text", "en", "location", "lifetime", "x", "", "host"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
any_data = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


@steady
@given(any_data, any_data)
def test_no_data_raise_anything_else(one: Any, two: Any) -> None:
    """Any data are a registry or a DeclarationError, also with parts in the right place."""
    try_it(lambda: from_json(one))
    try_it(lambda: from_json({"site": one, "services": [two], "purposes": two}))
    try_it(lambda: from_json({**json.loads(GOOD_JSON), "services": [{"items": [one], "id": two}], "providers": [one]}))


def try_it(act: Any) -> None:
    with contextlib.suppress(DeclarationError):
        act()

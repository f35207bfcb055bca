"""Round trips of the file formats, and the places that faults name, for any registry."""

import csv
import dataclasses
import io
import json
import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from speculoos.registry.dump import plain, to_csv, to_json, to_toml
from speculoos.registry.load import from_json, loads
from speculoos.registry.model import Purpose, Registry, Service, Site, Texts
from speculoos.registry.places import DataPath
from speculoos.registry.schema import validator
from speculoos.registry.syntax import read_json, read_toml
from speculoos.registry.toml_edit import edited
from speculoos.registry.toml_text import key_text, value_text
from tests.property.registry_strategies import registries

steady = settings(deadline=None, max_examples=60)
"""No deadline: how long an example takes says more of the machine than of the code."""


@steady
@given(registries())
def test_toml_round_trip(registry: Registry) -> None:
    """What is written as TOML is read back as the same registry with the same hash."""
    back = loads(to_toml(registry), "toml")

    assert back == registry
    assert back.hash == registry.hash


@steady
@given(registries())
def test_json_round_trip(registry: Registry) -> None:
    """What is written as JSON is read back as the same registry, from text and from data."""
    text = to_json(registry)

    assert loads(text, "json") == registry
    assert from_json(json.loads(text)) == registry


@steady
@given(registries())
def test_every_registry_satisfies_the_published_schema(registry: Registry) -> None:
    """The JSON of a registry has no fault in the eyes of the published schema."""
    assert list(validator().iter_errors(registry.as_json())) == []


@steady
@given(registries(), registries())
def test_any_change_can_be_written_into_the_original(old: Registry, new: Registry) -> None:
    """Whatever the change, the edited text is read back as the new registry, without being written anew."""
    original = "# ours\n\n" + to_toml(old)

    text = edited(original, tomllib.loads(original), plain(new), new.site.default_language)

    assert loads(text, "toml") == new
    assert text.startswith("# ours\n")
    assert to_toml(new, original) == text


@steady
@given(registries(), registries())
def test_any_change_can_be_written_into_inline_tables(old: Registry, new: Registry) -> None:
    """An original without a single header is edited as well, and keeps its comments."""
    original = "# ours\n" + "".join(f"{key} = {inline(value)} # {key}\n" for key, value in plain(old).items())
    assert loads(original, "toml") == old

    text = to_toml(new, original)

    assert loads(text, "toml") == new
    assert text.startswith("# ours\n")
    staying = plain(old).keys() & plain(new).keys()
    assert all(f"# {key}\n" in text for key in staying)


def inline(value: Any) -> str:
    """The value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(key)} = {inline(entry)}" for key, entry in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else value_text(value)


@steady
@given(registries())
def test_writing_no_change_changes_nothing(registry: Registry) -> None:
    """A text that already says it stays the same to the letter."""
    original = "# ours\r\n" + to_toml(registry).replace("\n", "\r\n")

    assert to_toml(registry, original) == original


@steady
@given(registries(), st.data())
def test_comments_of_what_stays_survive(registry: Registry, data: st.DataObject) -> None:
    """Every comment of an entry that stays is still there, and those of removed entries are gone."""
    original = commented(to_toml(registry), registry)
    kept = tuple(service for service in registry.services if data.draw(st.booleans()))
    changed = dataclasses.replace(registry, services=kept)

    text = to_toml(changed, original)

    staying = {number for number, service in enumerate(registry.services) if service in kept}
    expected = [f"# entry {number}" for number in sorted(staying)]
    assert [line for line in text.split("\n") if line.startswith("# entry")] == expected
    assert "# to the file" in text.split("\n")


def commented(text: str, registry: Registry) -> str:
    """The text with a comment on each service, and one for the file before the last section."""
    lines, number = ["# to the file", ""], 0
    for line in text.split("\n"):
        if line == "[[services]]":
            lines.append(f"# entry {number}")
            number += 1
        lines.append(line)
    return "\n".join(lines) + "\n"


@steady
@given(registries())
def test_the_places_of_toml_are_where_the_keys_stand(registry: Registry) -> None:
    """For every value of the data, the place found begins with its key."""
    text = to_toml(registry)
    document = read_toml(text, "f")
    lines = text.split("\n")

    for path in paths(document.data):
        assert path in document.places
        line, column = document.places.find(path)
        assert stands_at(lines[line - 1][column - 1 :], path)


def stands_at(rest: str, path: DataPath) -> bool:
    """Whether the text begins with the key that the path ends in, or with an entry of its list."""
    if isinstance(path[-1], int):
        return rest.startswith(("[[", '"'))
    return rest.startswith(key_text(path[-1]))


@steady
@given(registries(), st.sampled_from([None, 2]))
def test_the_places_of_json_are_where_the_keys_stand(registry: Registry, indent: int | None) -> None:
    """For every value of the data, the place found begins with its key in quotes."""
    text = json.dumps(registry.as_json(), indent=indent)
    document = read_json(text, "f")
    lines = text.split("\n")

    for path in paths(document.data):
        assert path in document.places
        line, column = document.places.find(path)
        rest = lines[line - 1][column - 1 :]
        assert rest.startswith(json.dumps(path[-1]) if isinstance(path[-1], str) else ("{", '"'))


def paths(data: Any, above: DataPath = ()) -> Iterator[DataPath]:
    """The path of every key and entry in the data."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in pairs:
        yield (*above, step)
        yield from paths(value, (*above, step))


@steady
@given(registries())
def test_csv_round_trip(registry: Registry) -> None:
    """What the columns carry is read back as it was, with the same hash."""
    back = loads(to_csv(registry), "csv")

    assert back == carried(registry)
    assert back.hash == carried(registry).hash


@steady
@given(registries())
def test_no_cell_can_run_as_a_formula(registry: Registry) -> None:
    """No cell begins with a sign that makes a spreadsheet compute."""
    cells = [cell for row in csv.reader(io.StringIO(to_csv(registry), newline="")) for cell in row]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def carried(registry: Registry) -> Registry:
    """The part of a registry that a spreadsheet carries."""
    used = dict.fromkeys(service.purpose for service in registry.services if service.purpose)
    labels = {purpose.id: said(purpose.label) for purpose in registry.purposes}
    site = registry.site
    return Registry(
        Site(site.name, site.url, site.default_language),
        purposes=tuple(Purpose(id, labels[id]) for id in used),
        services=tuple(carried_service(service) for service in registry.services),
    )


def carried_service(service: Service) -> Service:
    texts = {"ground": said(service.ground), "text": said(service.text), "labels": said(service.labels)}
    items = tuple(dataclasses.replace(item, text=said(item.text)) for item in service.items)
    return dataclasses.replace(service, items=items, **texts)


def said(texts: Texts) -> Texts:
    """The texts that are not blank."""
    return Texts({tag: text for tag, text in texts.items() if text.strip()})

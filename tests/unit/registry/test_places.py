"""Lines and columns in texts as people write them."""

import pytest

from speculoos.registry.places import DataPath, readable
from speculoos.registry.syntax import read_json, read_toml

TOML = '''# top
[site]
name = """
[not.a.header]
key = 1
"""
"url" = 'https://a.example' # note
default_language = "en" # x = 1
languages = [
  "en", # first
  "fr",
]

[ site . controller ]
name = "C \\" # [x]"

[[ purposes ]]
id = "p"
label.en = "L"
label."pt-BR" = "M"
text = { en = "a, b = c", fr = \'\'\'d}\'\'\' }

[[services]]
id = "s"
items = [ { name = "a", recipients = ["x", "y"] },
  { name = """b ""c"" d""""" } ]
  [services.text]
  en = "t"
[[services]]
id = "s2"
[[services.items]]
name = "c"
'''

EXPECTED: dict[DataPath, tuple[int, int]] = {
    ("site",): (2, 2),
    ("site", "name"): (3, 1),
    ("site", "url"): (7, 1),
    ("site", "default_language"): (8, 1),
    ("site", "languages"): (9, 1),
    ("site", "languages", 0): (10, 3),
    ("site", "languages", 1): (11, 3),
    ("site", "controller"): (14, 10),
    ("site", "controller", "name"): (15, 1),
    ("purposes", 0): (17, 1),
    ("purposes", 0, "label"): (19, 1),
    ("purposes", 0, "label", "en"): (19, 7),
    ("purposes", 0, "label", "pt-BR"): (20, 7),
    ("purposes", 0, "text", "fr"): (21, 27),
    ("services", 0, "items", 0): (25, 11),
    ("services", 0, "items", 0, "recipients"): (25, 25),
    ("services", 0, "items", 0, "recipients", 1): (25, 44),
    ("services", 0, "items", 1, "name"): (26, 5),
    ("services", 0, "text", "en"): (28, 3),
    ("services", 1, "id"): (30, 1),
    ("services", 1, "items", 0): (31, 1),
    ("services", 1, "items", 0, "name"): (32, 1),
}


@pytest.mark.parametrize("path", EXPECTED, ids=str)
def test_places_in_toml(path: DataPath) -> None:
    """Strings of several lines, dotted and quoted keys, arrays, inline tables and comments mislead nobody."""
    assert read_toml(TOML, "f").places.find(path) == EXPECTED[path]


def test_what_does_not_stand_in_the_file_is_placed_at_what_holds_it() -> None:
    """A missing key has the place of its table."""
    places = read_toml(TOML, "f").places

    assert places.find(("services", 1, "items", 0, "lifetime")) == (31, 1)
    assert places.find(("hash",)) == (1, 1)


JSON = """{
  "site": {"name": "a \\" , }", "languages": ["en",
     "fr"]},
  "version": 1e2, "purposes": [ {} , {"id": null}],
  "caf\\u00e9": [[true], [] ]
}"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("site",), (2, 3)),
        (("site", "name"), (2, 12)),
        (("site", "languages"), (2, 32)),
        (("site", "languages", 1), (3, 6)),
        (("version",), (4, 3)),
        (("purposes", 0), (4, 33)),
        (("purposes", 1, "id"), (4, 39)),
        (("café", 0, 0), (5, 18)),
        (("café", 1), (5, 25)),
    ],
    ids=str,
)
def test_places_in_json(path: DataPath, place: tuple[int, int]) -> None:
    """Escapes, nesting and space mislead nobody."""
    assert read_json(JSON, "f").places.find(path) == place


def test_a_path_is_readable() -> None:
    """Entries are called by number and by id or name; odd keys stand in quotes; long names are cut."""
    data = {"services": [{"id": "a"}, {"id": "b" * 99, "items": [{"name": 'say "hi"'}, 5]}]}

    assert readable(("services", 0), data) == 'services[0] "a"'
    assert readable(("services", 1, "items", 0, "name"), data) == (
        f'services[1] "{"b" * 57}..." > items[0] "say \\"hi\\"" > name'
    )
    assert readable(("services", 1, "items", 1), data).endswith("items[1]")
    assert readable(("a\nb",), {}) == '"a\\nb"'
    assert readable((), {}) == "the declaration"

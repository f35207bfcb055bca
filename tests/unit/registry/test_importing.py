"""Lifetimes, names, places and the report of an import, piece by piece."""

from pathlib import Path

import pytest

from speculoos.registry.importing import import_policy, to_commented_toml
from speculoos.registry.importing.detect import detect_format
from speculoos.registry.importing.durations import is_lifetime, lifetimes, unit_of_header
from speculoos.registry.importing.kinds import function_and_locations
from speculoos.registry.importing.names import read_names
from speculoos.registry.load import loads
from speculoos.registry.model import Location

FOUNDING = (Path(__file__).parents[2] / "corpus" / "founding.txt").read_text(encoding="utf-8")
FRONT, BACK = Location.FRONT_OFFICE, Location.BACK_OFFICE


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("13 mois", "P13M"),
        ("2 weeks by default", "P2W"),
        ("Up to 12 months", "P12M"),
        ("Session", "session"),
        ("Persistent", None),
        ("1 Jahr", "P1Y"),
        ("30 Tage", "P30D"),
        ("un an", "P1Y"),
        ("6 meses", "P6M"),
        ("until you log out", None),
        ("24 hours", "PT24H"),
        ("half uur", "PT30M"),
        ("1 year and 1 month", "P1Y1M"),
        ("between 6 and 12 months", "P12M"),
        ("13 months (395 days)", "P13M"),
        ("dix-huit mois", "P18M"),
        ("1.5 years", "P18M"),
        ("bis zum Ende der Sitzung", "session"),
        ("hasta que cierre el navegador", "session"),
        ("Session / 1 year", None),
        ("1m", None),
        ("0 days", None),
        ("19 January 2038", None),
        ("P393D", "P393D"),
    ],
)
def test_lifetime_is_what_the_words_say_or_unknown(text: str, iso: str | None) -> None:
    """Only one plain answer counts; minutes or months, a date or two answers are unknown."""
    assert [life.iso for life in lifetimes(text)] == [iso]


def test_one_lifetime_for_each_name_where_there_are_as_many() -> None:
    """A cell with as many lengths as names gives one to each, in order."""
    assert [life.iso for life in lifetimes("1 day / 2 years", 2)] == ["P1D", "P2Y"]
    assert [life.iso for life in lifetimes("2 años y 24 horas", 2)] == ["P2Y", "PT24H"]


def test_unit_of_bare_numbers_comes_from_the_header() -> None:
    """The header "Lifetime (days)" makes 365 a number of days."""
    assert [life.iso for life in lifetimes("365", 1, unit_of_header("Lifetime (days)"))] == ["P365D"]


def test_a_sentence_is_no_lifetime() -> None:
    """A description that happens to name a length of time is not taken for the lifetime."""
    assert not is_lifetime("whether the sidebar is folded. Expires after 6 months")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("_ga; _gid", ["_ga", "_gid"]),
        ("_ga, _gid and _gat", ["_ga", "_gid", "_gat"]),
        ("sf_a / sf_b", ["sf_a", "sf_b"]),
        ("any cookie starting with _hs", ["_hs*"]),
        ("any cookie starting with _hs, hubspotutk", ["_hs*", "hubspotutk"]),
        ("alle Cookies, die mit ws_ui_ beginnen", ["ws_ui_*"]),
        ("_ga_<container-id>", ["_ga_*"]),
        ("_gat_UA-XXXX", ["_gat_UA-*"]),
        ("_pk_id#", ["_pk_id*"]),
        ("wp-settings-{user}", ["wp-settings-*"]),
        ("sid [1]", ["sid"]),
        ("*", []),
        ("various", []),
        ("Google Analytics", []),
        ("-", []),
    ],
)
def test_names_in_a_cell(text: str, names: list[str]) -> None:
    """Several names are told apart, placeholders become patterns, and what names nothing is no name."""
    assert [name for name, _ in read_names(text).names] == names


@pytest.mark.parametrize(
    ("text", "function", "locations"),
    [
        ("API (CSRF) (front et back office)", "API (CSRF)", (FRONT, BACK)),
        ("Authentication (front and back office)", "Authentication", (FRONT, BACK)),
        ("Reports (back office only)", "Reports", (BACK,)),
        ("Help (beta)", "Help (beta)", ()),
        ("Anmeldung (Front- und Backoffice)", "Anmeldung", (FRONT, BACK)),
    ],
)
def test_location_is_taken_out_of_a_function(text: str, function: str, locations: tuple[Location, ...]) -> None:
    """Only brackets that hold nothing but a location are taken out."""
    assert function_and_locations(text)[:2] == (function, locations)


def test_places_of_the_founding_document_point_at_its_words() -> None:
    """Line and column of each field are where its raw words begin."""
    lines = FOUNDING.split("\n")
    for service in import_policy(FOUNDING, "founding.txt").report.services:
        fields = [*service.fields.values(), *(f for item in service.items for f in item.fields.values())]
        for found in fields:
            line = lines[found.place.line - 1]
            assert line[found.place.column - 1 :].startswith(found.raw)


def test_places_in_html_name_the_element() -> None:
    """An HTML field has the path of its cell beside line and column."""
    page = "<p>Cookies</p>\n<table><tr><th>Name<th>Expires</tr>\n<tr><td>_a_b<td>1 day</tr></table>"
    item = import_policy(page, "page.html").report.services[0].items[0]

    assert item.fields["lifetime"].place.element == "table[1] > tr[2] > td[2]"
    assert page.split("\n")[2][item.fields["lifetime"].place.column - 1 :].startswith("1 day")


def test_ground_of_the_exemption_quotes_the_document() -> None:
    """The written ground is the heading and the statement, in the document's own words."""
    ground = import_policy(FOUNDING, "founding.txt").registry.services[0].ground["en"]

    assert "Cookies necessary for the platform to function properly" in ground
    assert "They do not require the user’s consent." in ground


def test_nothing_known_of_an_item_enters_the_declaration() -> None:
    """What is commonly known is a hint; the service has no use and the item no lifetime."""
    found = import_policy(FOUNDING, "founding.txt")

    assert {service.use for service in found.registry.services} == {None}
    assert any("sessionid is commonly known from Django" in hint.text for hint in found.report.hints)


def test_commented_draft_says_what_is_missing_and_loads() -> None:
    """The TOML has places and TODO lines, and reads back as the same content."""
    found = import_policy(FOUNDING, "founding.txt")
    text = to_commented_toml(found)

    assert text.count("# TODO lifetime: not in the source") == 4
    assert "# From name 26:53" in text
    assert loads(text, "toml").hash == found.registry.hash


def test_report_for_a_terminal_says_what_was_not_read() -> None:
    """A row without a name is shown with its place and the reason."""
    page = "Cookies\n\nName\tProvider\tDuration\n_a\tAcme\t1 day\nvarious\tAcme\t2 days\n"
    text = import_policy(page, "page.txt").report.as_text()

    assert "5:1: various | Acme | 2 days\n    'various' is no name that an item can have" in text


def test_report_as_json_has_the_documented_keys() -> None:
    """The shape is stable: these keys, in this order."""
    report = import_policy(FOUNDING, "founding.txt").report.as_json()

    assert list(report) == [
        "source", "format", "languages", "empty", "counts", "site", "services", "kinds",
        "statements", "missing", "unread", "hints"
    ]  # fmt: skip
    assert list(report["services"][0]["fields"]["provider"]) == ["value", "raw", "line", "column", "element"]


def test_same_name_twice_in_a_service_is_not_declared_twice() -> None:
    """The second stands among the unread, because a declaration may have it once."""
    page = "Cookies\n\nName\tProvider\tDuration\n_a\tAcme\t1 day\n_a\tAcme\t2 days\n"
    found = import_policy(page, "page.txt")

    assert [item.lifetime for _, item in found.registry.items()] == ["P1D"]
    assert [unread.place.line for unread in found.report.unread] == [5]


@pytest.mark.parametrize(
    ("source", "name", "format"),
    [
        ("<p>x", "a.html", "html"),
        ("# x", "a.md", "markdown"),
        ("<!doctype html><p>", "-", "html"),
        ("# x\n\n- `a`\n", "-", "markdown"),
        ("x\ty", "a.txt", "text"),
        ("<table><tr><td>a</td></tr></table><p>", "https://a.example/cookies", "html"),
    ],
)
def test_format_is_detected(source: str, name: str, format: str) -> None:
    """By the ending of the name, else by the content."""
    assert detect_format(source, name) == format


def test_site_is_named_by_the_address_of_the_source() -> None:
    """A source fetched from an address is about that host."""
    site = import_policy("cookies", "https://www.acme.example/legal/cookies").registry.site

    assert (site.name, site.url) == ("www.acme.example", "https://www.acme.example")

"""Declarations as spreadsheets, as people make them."""

import csv
import io
from pathlib import Path

import pytest

from speculoos.core.errors import DeclarationError, Fault
from speculoos.registry.dump import to_csv
from speculoos.registry.load import from_csv, load
from speculoos.registry.model import Kind, Location, Purpose, Registry, Service, Site, StorageItem, Texts

HEAD = "Site,Site URL,Provider,Function,Location,Name,Lifetime,Purpose,Text\n"
ROW = "Shop,https://shop.example,Shop Ltd.,Sign-in,front office; back-office,sid,P14D,running,Keeps you signed in\n"


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(DeclarationError) as caught:
        from_csv(text, "cookies.csv")
    return caught.value.faults


def test_a_table_made_by_hand_is_read() -> None:
    """Headers in any case, places in words, an id made from provider and function."""
    registry = from_csv(HEAD + ROW)

    assert registry.site == Site("Shop", "https://shop.example")
    assert registry.purposes == (Purpose("running"),)
    assert registry.services == (
        Service(
            "shop_ltd_sign_in",
            "Shop Ltd.",
            "Sign-in",
            "running",
            (Location.FRONT_OFFICE, Location.BACK_OFFICE),
            text=Texts({"en": "Keeps you signed in"}),
            items=(StorageItem("sid", lifetime="P14D"),),
        ),
    )


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_separators_and_line_ends_of_other_countries_and_times_are_read(separator: str, end: str) -> None:
    """What a spreadsheet writes elsewhere is the same declaration."""
    text = (HEAD + ROW.replace("; ", " | ")).replace(",", separator).replace(" | ", "; ").replace("\n", end)
    text = text.replace("front office; back-office", '"front office; back-office"')

    assert from_csv(text) == from_csv(HEAD + ROW)


def test_rows_of_one_service_are_joined() -> None:
    """Further rows give further items, and may leave out what the first has said."""
    text = "site,site_url,service,provider,name,kind\nShop,https://shop.example,s,P,a,\n,,s,,b,Local Storage\n"

    registry = from_csv(text)

    assert [(item.name, item.kind) for item in registry.services[0].items] == [
        ("a", Kind.COOKIE),
        ("b", Kind.LOCAL_STORAGE),
    ]


def test_rows_that_contradict_each_other_are_a_fault() -> None:
    """Two functions for one service: which of the two is for a person to say."""
    text = "site,site_url,service,function,name\nS,https://s.example,s,One,a\n,,s,Two,b\n"

    (fault,) = faults(text)

    assert (fault.line, fault.entry) == (3, 'services[0] "s" > function')
    assert 'is given as "Two" on line 3 and as "One" before' in fault.message


def test_faults_are_reported_with_the_line_of_their_row() -> None:
    """Columns nobody knows, wrong values and cells too many, all at once."""
    text = (
        "site,site_url,provider,nmae,name,lifetime,secure\n"
        'S,https://s.example,"P\nQ",,a,P1D,yes\n'
        "S,https://s.example,P,,b,2 weeks,maybe\n"
        "S,https://s.example,P,,c,,,extra\n"
    )

    found = {fault.entry: fault for fault in faults(text)}

    assert found['column "nmae"'].hint == 'Did you mean "name"?'
    assert found['services[1] "p" > items[0] "b" > lifetime'].line == 4
    assert found['services[1] "p" > items[0] "b" > secure'].message == 'must be true or false, not "maybe".'
    assert found["row on line 5"].line == 5


def test_a_column_twice_is_a_fault() -> None:
    """Nobody can say which of the two counts."""
    assert "stands twice" in faults("site,site_url,name,Name\nS,https://s.example,a,b\n")[0].message


def test_a_site_must_be_named() -> None:
    """Without the columns of the site it is not known whose declaration this is."""
    assert [fault.entry for fault in faults("name,provider\na,P\n")] == ["site > name", "site > url"]


def test_an_address_may_be_unknown_in_so_many_words() -> None:
    """An empty cell below the header is an unknown address."""
    assert from_csv("site,site_url,name,provider\nS,,a,P\n").site == Site("S", "")


@pytest.mark.parametrize("text", ['name\n"a', 'name\n"a"b\n', ""])
def test_what_is_not_csv_is_refused(text: str) -> None:
    """An open quote has its line and its way out."""
    assert faults(text)[0].line > 0


FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "''=1", "'", "\r=1", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_made_harmless_and_come_back(text: str) -> None:
    """A cell that would be run gets an apostrophe, which reading takes off again."""
    service = Service("s", "P", text, "")
    written = to_csv(Registry(Site("S", "https://s.example"), services=(service,)))
    cells = next(row for number, row in enumerate(csv.reader(io.StringIO(written, newline=""))) if number == 1)

    assert cells[1][0] == "'"
    assert from_csv(written).services == (service,)


def test_names_with_the_separator_of_lists_come_back() -> None:
    """A semicolon in a name is not the end of the name."""
    service = Service("s", "P", "F", "", (), recipients=("A; B", "C\\", " D"))
    registry = Registry(Site("S", "https://s.example"), services=(service,))

    assert from_csv(to_csv(registry)) == registry


def test_translations_have_columns_of_their_own() -> None:
    """One column for each language in use, the default language first."""
    service = Service("s", "P", "F", "", text=Texts({"fr": "t", "de": "u"}))
    registry = Registry(Site("S", "https://s.example", "fr"), services=(service,))
    header = to_csv(registry).split("\r\n")[0].split(",")

    assert [name for name in header if name.startswith("text")] == ["text [fr]", "text [de]"]
    assert from_csv(to_csv(registry)) == registry


def test_a_csv_file_is_loaded_by_its_ending(tmp_path: Path) -> None:
    """Also with the mark that spreadsheets put in front."""
    path = tmp_path / "cookies.csv"
    path.write_text("\ufeff" + HEAD + ROW, encoding="utf-8")

    assert load(path).services[0].items[0].name == "sid"

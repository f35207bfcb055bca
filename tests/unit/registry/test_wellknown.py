"""Hints on common items."""

from pathlib import Path

import pytest
from babel import Locale

from speculoos.core.durations import parse_iso
from speculoos.core.errors import InputError, UsageError
from speculoos.registry.model import Identifiability, Kind, Party, Use
from speculoos.registry.open_cookie_database import load_open_cookie_database
from speculoos.registry.wellknown import WELL_KNOWN, Catalogue, WellKnown, lookup


@pytest.mark.parametrize(
    ("name", "origin", "lifetime"),
    [
        ("sessionid", "Django", "P14D"),
        ("_ga", "Google Analytics", "P2Y"),
        ("_ga_ABC123", "Google Analytics", "P2Y"),
        ("_pk_id.1.1fff", "Matomo", "P13M"),
        ("_pk_id.*", "Matomo", "P13M"),
        ("_fbp", "Meta Pixel", "P90D"),
        ("_gcl_au", "Google Ads", "P90D"),
        ("__cf_bm", "Cloudflare", "PT30M"),
        ("wordpress_logged_in_0a1b", "WordPress", "session"),
        ("OptanonConsent", "OneTrust", "P1Y"),
        ("cookies_preferences", "Speculoos", "P184D"),
    ],
)
def test_common_names_are_known(name: str, origin: str, lifetime: str) -> None:
    """Names, and names that a pattern covers, lead to their software and usual lifetime."""
    known = lookup(name)

    assert known is not None
    assert (known.origin, known.lifetime) == (origin, lifetime)


@pytest.mark.parametrize("name", ["my_own_cookie", "", "CSRFTOKEN", "ga", "*"])
def test_other_names_are_not_known(name: str) -> None:
    """A name that is only similar gives no hint; names are compared to the letter."""
    assert lookup(name) is None


def test_the_longer_pattern_wins() -> None:
    """Of two patterns the one that says more of the name answers."""
    assert getattr(lookup("comment_author_email_1"), "name", "") == "comment_author_email_*"
    assert getattr(lookup("comment_author_1"), "name", "") == "comment_author_*"


def test_a_common_name_needs_its_host() -> None:
    """`fr` alone may be anybody's; on facebook.com it is Meta's."""
    assert lookup("fr") is None
    assert getattr(lookup("fr", "www.facebook.com"), "origin", "") == "Meta Pixel"


def test_another_host_is_no_answer() -> None:
    """A third party's item on the site's own host is somebody else's."""
    assert lookup("IDE", "www.site.example") is None
    assert lookup("IDE", "ad.doubleclick.net") is not None


def test_a_kind_can_be_asked_for() -> None:
    """Local storage by the name of a cookie is not that cookie."""
    assert lookup("_ga", kind=Kind.LOCAL_STORAGE) is None
    assert lookup("theme", kind=Kind.LOCAL_STORAGE) is not None


def test_an_entry_for_the_host_comes_before_one_for_any() -> None:
    """Two entries of one name are told apart by the host."""
    anywhere, there = WellKnown("id", "a", ""), WellKnown("id", "b", "", hosts=("vendor.example",))
    catalogue = Catalogue([anywhere, there])

    assert catalogue.lookup("id", "cdn.vendor.example") is there
    assert catalogue.lookup("id", "site.example") is anywhere


def test_the_table_holds_at_least_120_items_each_said_once() -> None:
    """The table is as large as promised and no name stands twice."""
    names = [entry.name for entry in WELL_KNOWN]

    assert len(names) >= 120
    assert len(names) == len(set(names))


@pytest.mark.parametrize("entry", WELL_KNOWN, ids=lambda entry: entry.name)
def test_every_entry_is_well_formed(entry: WellKnown) -> None:
    """Durations, countries and enumerations hold, and a third party's item has hosts to know it by."""
    assert entry.name.strip("*")
    assert entry.origin
    assert entry.function[0].isupper()
    assert entry.lifetime in (None, "session") or parse_iso(entry.lifetime).total_seconds() > 0
    assert entry.country is None or (entry.country in Locale("en").territories and entry.provider)
    assert isinstance(entry.use, Use)
    assert isinstance(entry.identifiability, Identifiability)
    assert (entry.party is Party.THIRD) == bool(entry.hosts)


HEADER = (
    "ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,"
    "Data Controller,User Privacy & GDPR Rights Portals,Wildcard match\n"
)
ROWS = (
    "1,Acme,Analytics,_acme_id,acme.example (3rd party),Counts visitors,2 years,Acme Ltd.,https://acme.example,0\n"
    '2,Acme,Marketing,_acme_,1st party or acme.example,"Ads, shown",session,,,1\n'
    "3,Acme,Functional,*,,Everything,,,,0\n"
    "4,Acme,Security,_acme_s,,Guards,between 1 day and 2 years,,,0\n"
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "open-cookie-database.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def test_the_open_cookie_database_can_be_asked_in_the_same_way(database: Path) -> None:
    """Its rows become entries: names, prefixes, lifetimes, hosts and controllers."""
    catalogue = load_open_cookie_database(database)
    exact, prefixed = catalogue.lookup("_acme_id", "www.acme.example"), catalogue.lookup("_acme_xyz")

    assert exact == WellKnown(
        "_acme_id",
        "Acme",
        "Counts visitors",
        "Acme Ltd.",
        use=Use.AUDIENCE_VENDOR,
        lifetime="P2Y",
        hosts=("acme.example",),
    )
    assert prefixed is not None
    assert (prefixed.name, prefixed.lifetime, prefixed.hosts, prefixed.provider) == ("_acme_*", "session", (), "Acme")


def test_a_retention_in_many_words_stays_unknown(database: Path) -> None:
    """Nothing is made up from a text that is more than a duration."""
    assert getattr(load_open_cookie_database(database).lookup("_acme_s"), "lifetime", "") is None


def test_a_row_for_everything_is_passed_over(database: Path) -> None:
    """A bare asterisk names nothing."""
    assert load_open_cookie_database(database).lookup("anything") is None


def test_another_csv_is_refused_with_its_missing_columns(tmp_path: Path) -> None:
    """A file of other columns is said to be another file."""
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")

    with pytest.raises(InputError, match="Cookie / Data Key name"):
        load_open_cookie_database(path)


def test_a_missing_file_is_the_caller_s_fault(tmp_path: Path) -> None:
    """The message names the path."""
    with pytest.raises(UsageError, match=r"nowhere\.csv"):
        load_open_cookie_database(tmp_path / "nowhere.csv")

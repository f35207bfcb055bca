"""The dates that browsers read in `Expires`, and those that they do not."""

from datetime import UTC, datetime

import pytest

from speculoos.core.cookie_date import format_cookie_date, parse_cookie_date

MOMENT = datetime(2015, 10, 21, 7, 28, 0, tzinfo=UTC)

READ = [
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "Wednesday, 21-Oct-15 07:28:00 GMT",
    "Wed Oct 21 07:28:00 2015",
    "21 Oct 2015 07:28:00",
    "2015 21 oct 7:28:0",
    "07:28:00 2015 october 21st",
    "Wed, 21-OCT-2015 07:28:00",
    "21/Oct/2015;07:28:00",
    "Oct 21 2015 07:28:00 PST",
    "Wed, 21 Oct 2015 07:28:00 GMT+0200",
    "Wed, 21 Oct 2015 07:28:00.999 GMT",
    "Wed, 21 Oct 2015 07:28:00abc",
    "Wed, 21 Oct 2015 07:28:00:59",
    "21 Oct 15 07:28:00",
    "Sun, 21 Oct 2015 07:28:00 GMT 31 Dec 1999 23:59:59",
    "(21)<Oct>[2015]{07:28:00}",
]

REFUSED = [
    "",
    "GMT",
    "21 Oct 2015",
    "21 Oct 07:28:00",
    "Oct 2015 07:28:00",
    "21 2015 07:28:00",
    "21 Okt 2015 07:28:00",
    "21 Oct 2015 07:28",
    "21 Oct 2015 007:28:00",
    "21 Oct 2015 07:28:000",
    "21 Oct 2015 07:2a:00",
    "21 Oct 2015 24:00:00",
    "21 Oct 2015 07:60:00",
    "21 Oct 2015 07:28:60",
    "32 Oct 2015 07:28:00",
    "00 Oct 2015 07:28:00",
    "30 Feb 2015 07:28:00",
    "29 Feb 2015 07:28:00",
    "21 Oct 1600 07:28:00",
    "21 Oct 20150 07:28:00",
    "121 Oct 2015 07:28:00",
    "21 Oct 5 07:28:00",
    "\u0662\u0661 Oct 2015 07:28:00",
    "2015-10-21T07:28:00Z",
]


@pytest.mark.parametrize("text", READ)
def test_read(text):
    assert parse_cookie_date(text) == MOMENT


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    assert parse_cookie_date(text) is None


@pytest.mark.parametrize(("short", "year"), [("70", 1970), ("99", 1999), ("00", 2000), ("69", 2069), ("1601", 1601)])
def test_year(short, year):
    """Two digits mean 1970 to 2069."""
    assert parse_cookie_date(f"1 Jan {short} 00:00:00") == datetime(year, 1, 1, tzinfo=UTC)


def test_leap_day():
    assert parse_cookie_date("29 Feb 2016 00:00:00") == datetime(2016, 2, 29, tzinfo=UTC)


def test_written_as_servers_should():
    assert format_cookie_date(MOMENT) == READ[0]

"""What the lint says of the founding document as it is imported, and of its text as a page."""

from dataclasses import replace

import pytest

from speculoos.law.catalogue import Severity
from speculoos.law.lint import Page, lint
from speculoos.law.report import as_text
from speculoos.registry.model import Texts
from tests.unit.law.declared import founding

# The document's own headings and table in our markup; its prose is left out, for it names nobody.
PAGE = """<html lang="en"><h2>Cookies policy</h2>
<p>We use cookies so that the service works and to perform web analytics.</p>
<table><tr><th>Service provider's name</th><th>Function and location</th><th>Cookie name(s)</th><th>Purposes</th></tr>
<tr><td>Opendatasoft</td><td>Authentication (front and back office)</td><td>sessionid</td>
<td>To remember the user from one page to another</td></tr>
<tr><td>Opendatasoft</td><td>Language selection (front and back office)</td><td>django_language</td>
<td>To remember the visitor's language</td></tr></table>
<table><tr><td>Opendatasoft</td><td>API (CSRF) (front et back office)</td><td>csrftoken</td>
<td>To retrieve data via API calls</td></tr>
<tr><td>Opendatasoft</td><td>Choices related to your cookie preferences</td><td>cookies_preferences</td>
<td>To remember the visitor's cookie preferences</td></tr></table></html>"""
URL = "https://umami.opendatasoft.com/cookies/"


def found_in(page=None, jurisdictions=None):
    return {(f.id, f.field) for f in lint(founding(), jurisdictions, page)}


def test_every_item_lacks_its_duration():
    items = [f.item for f in lint(founding()) if (f.id, f.field) == ("POL-01", "lifetime")]

    assert items == ["sessionid", "django_language", "csrftoken", "cookies_preferences"]


def test_every_exemption_lacks_its_reason():
    services = [f.service for f in lint(founding()) if (f.id, f.field) == ("POL-04", "ground")]

    assert services == ["authentication", "language", "api", "choices"]


def test_quoting_itself_is_no_reason():
    """The importer keeps what the document says of its necessary cookies; it says only that they are exempt."""
    quote = Texts({"en": "“Cookies necessary for the platform to function properly” – “They do not require consent.”"})
    quoted = replace(founding(), services=tuple(replace(s, ground=quote) for s in founding().services))

    found = [f for f in lint(quoted) if (f.id, f.field) == ("POL-04", "ground")]

    assert [f.severity for f in found] == [Severity.WARNING] * 4


def test_nobody_answers_for_it():
    assert {("POL-07", "controller"), ("POL-07", "controller.email"), ("POL-07", "dpo"), ("POL-07", "authority")} <= (
        found_in()
    )


def test_nothing_else_is_wrong_with_the_declaration():
    """What it does state, it states well: names, purposes, places, provider."""
    assert {id for id, _ in found_in()} == {"POL-01", "POL-04", "POL-07"}


@pytest.mark.parametrize(
    "lacking",
    [
        "who the controller is",
        "how to reach the controller",
        "whether there is a data protection officer",
        "the visitor's rights",
        "where to complain",
        "how to withdraw",
        "when it was last changed",
    ],
)
def test_its_page_leaves_out_what_the_law_wants(lacking):
    messages = {f.message for f in lint(founding(), page=Page(PAGE, URL)) if f.id == "POL-07"}

    assert f"The page does not tell {lacking}." in messages


def test_its_page_lists_what_it_declares():
    """Two halves of a broken table are read as one, by the column of names."""
    rows = [f for f in lint(founding(), ["FR"], Page(PAGE, URL)) if f.id == "POL-08" and f.item]

    assert rows == []


def test_where_only_a_notice_of_sale_is_asked_it_lacks_little():
    assert found_in(jurisdictions=["CA"]) == set()
    assert found_in(Page(PAGE, URL), ["CA"]) == {("POL-08", ""), ("POL-14", "")}


def test_the_report_reads_aloud():
    text = as_text(lint(founding()))

    assert 'services[0] "authentication" > items[0] "sessionid"\n  error POL-01 lifetime: ' in text
    assert "EU-13, unverified; STRICTEST" in text
    assert text.count("It is not stated how long it lives.") == 4
    assert max(map(len, text.splitlines())) <= 100


def test_versions_may_not_hide_a_change():
    published = founding().with_version(3)
    changed = replace(published, site=replace(published.site, name="Another"))

    assert [f.id for f in lint(changed, previous=published) if f.field == "version"] == ["POL-16"]

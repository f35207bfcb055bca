"""The page about the gate: what was done, what would be, what browsers met, why, and what to do next."""

import csv
import html
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from speculoos.web.store.gate.counts import keep_counts, keep_sightings
from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.sites import Site
from tests.server.test_gate_counts import counted, sighted

AT = "/office/sites/platform/gate/"


def counts(site, *given):
    keep_counts(site.pk, [counted(**({"hour": timezone.now()} | each)) for each in given])


def text(page):
    """What a reader meets of the page, without markup."""
    body = re.sub(r"<[^>]+>", " ", page.content.decode().partition("<h1>")[2])
    return re.sub(r"\s+", " ", body)


def names(page, mode):
    """The names of the table for a mode."""
    part = page.content.decode().partition(f'<h2 id="mode-{mode}">')[2].partition("</section>")[0]
    return re.findall(r'<th scope="row"><code>([^<]*)</code>', part)


def test_a_site_without_a_gate_is_told_how_to_get_one(office, platform):
    page = office.get(AT)

    assert "Nothing has been counted yet" in text(page)
    assert "speculoos gate nginx" in text(page)
    assert "<table" not in page.content.decode()


def test_what_was_done_and_what_would_be_are_told_apart(office, platform):
    counts(platform, {"name": "done", "count": 3}, {"name": "would", "mode": "report_only", "path": "/shop/*"})
    page = office.get(AT)

    assert (names(page, "enforce"), names(page, "report_only")) == (["done"], ["would"])
    assert "The visitor has not granted it" in text(page)
    assert "Done: 3 Would be done: 1" in text(page)
    assert "/shop/*" in text(page)


def test_the_page_shows_what_it_is_asked_for(office, platform):
    now = timezone.now()
    counts(platform, {"name": "new"}, {"name": "old", "hour": now - timedelta(days=20)})
    counts(platform, {"name": "set", "side": "response", "reason": "undeclared"})

    assert names(office.get(AT), "enforce") == ["new", "set"]
    assert names(office.get(f"{AT}?span=month"), "enforce") == ["new", "old", "set"]
    assert names(office.get(f"{AT}?reason=undeclared"), "enforce") == ["set"]
    assert names(office.get(f"{AT}?side=request"), "enforce") == ["new"]
    assert office.get(f"{AT}?span=aeon&reason=%00&side=x&page=-1").status_code == 200


@pytest.mark.parametrize(("span", "bars"), [("day", 24), ("week", 7), ("month", 30)])
def test_the_plot_has_a_table_with_every_bar(office, platform, span, bars):
    counts(platform, {"count": 2}, {"mode": "report_only"})
    page = office.get(f"{AT}?span={span}").content.decode()
    table = page.partition("<details>")[2].partition("</details>")[0]

    assert table.count('<th scope="row">') == bars
    assert re.findall(r'<td class="number">([1-9]\d*)</td>', table) == ["2", "1"]
    assert re.findall(r'<rect( class="would")? ', page) == ["", ' class="would"']


def test_the_figures_of_the_plot_are_numbers_in_every_language(office, platform):
    office.cookies["django_language"] = "de"
    counts(platform, {"count": 1}, {"count": 2, "hour": timezone.now() - timedelta(days=1)})
    page = office.get(AT, headers={"Accept-Language": "de"}).content.decode()

    assert all(re.fullmatch(r"[\d.]+", each) for each in re.findall(r' (?:x|y|width|height)="([^"]*)"', page))


def test_many_names_are_cut_and_said_to_be(office, platform):
    counts(platform, *({"name": f"n{n}"} for n in range(120)))
    page = office.get(AT)

    assert len(names(page, "enforce")) == 100
    assert "The 100 most frequent of 120" in text(page)


def test_faults_are_told_with_the_side_that_they_fell_to(office, platform):
    counts(platform, {"side": "fault", "name": "KeyError", "path": "", "action": "", "reason": "", "count": 4})
    page = office.get(AT)

    assert "KeyError Enforce" in text(page)
    assert "<rect" not in page.content.decode(), "a fault is nothing that was kept off"


def test_a_name_from_outside_is_text_and_nothing_else(office, platform):
    counts(platform, {"name": '<script>alert(1)</script>"', "path": "/<b>"})
    page = office.get(AT).content.decode()

    assert "<script>alert" not in page
    assert "<b>" not in page


def test_the_next_step_follows_the_mode_and_what_came_by(office, platform):
    def step(mode=None):
        keep_options(platform.pk, Options(gate=mode))
        return text(office.get(AT)).partition("nothing of any visitor. ")[2][:120]

    assert step("report_only").startswith("Report only Put the gate in front")
    counts(platform, {"mode": "report_only"})
    assert step("report_only").startswith("Report only So far, all is declared")
    counts(platform, {"mode": "report_only", "hour": timezone.now() - timedelta(days=8), "reason": "undeclared"})
    assert step("report_only").startswith("Report only Everything that came by in a week is declared")
    counts(platform, {"mode": "report_only", "reason": "undeclared", "name": "x"})
    assert step("report_only").startswith("Report only One name would no longer pass")
    assert "One name" in text(office.get(f"{AT}?reason=not_granted")), "whatever the page is asked to show"
    assert step("enforce").startswith("Enforce One name is kept off")
    assert step("off").startswith("Off The gate is off")


def test_an_unpublished_declaration_comes_first(office, platform):
    platform.versions.all().delete()
    page = text(office.get(AT))

    assert "there is none yet" in page
    assert "Why?" not in page


def test_what_browsers_met_can_be_declared(office, platform):
    keep_sightings(platform.pk, [sighted(), sighted(what="item", name="_spy", detail="local_storage")], timezone.now())
    page = office.get(AT)

    assert "cdn.example script-src / Only reported" in text(page)
    assert "_spy Local storage" in text(page)
    for link in ("host=cdn.example", "item=_spy&amp;kind=local_storage"):
        url = f"/office/sites/platform/services/new/?{link}"
        assert f'href="{url}"' in page.content.decode()
        assert office.get(html.unescape(url)).status_code == 200
    assert "cdn.example" in office.get("/office/sites/platform/services/new/?host=cdn.example").content.decode()


def test_what_was_seen_goes_along_from_the_service_to_its_item(office, platform):
    query = "?item=_spy&kind=local_storage"
    url = f"/office/sites/platform/services/new/{query}"
    answer = office.post(url, {"ident": "spy", "function_en": "Spy", "items": "1"})

    assert answer["Location"].endswith(f"/items/new/{query}")


def test_what_was_seen_stands_in_the_form_of_the_item(office, platform):
    service = platform.services.first()
    url = f"/office/sites/platform/services/{service.pk}/items/new/"
    page = office.get(f"{url}?item=_spy&kind=local_storage").content.decode()

    assert 'value="_spy"' in page
    assert re.search(r'<option value="local_storage" selected', page)
    assert office.get(f"{url}?item=%00&kind=nothing&host=x").status_code == 200
    assert office.get("/office/sites/platform/purposes/new/?item=a&host=b").status_code == 200


def test_why_explains_a_cookie_for_a_visitor(office, platform):
    url = "/office/sites/biscuiterie/gate/"
    for granted, told in (([], "which the visitor has refused"), (["statistics"], "the visitor has granted")):
        page = office.post(url, {"name": "biscuiterie_visits", "visitor": "chosen", "granted": granted})
        assert page.status_code == 200
        assert told in text(page)
        assert "Declared by" in text(page)


def test_where_nothing_is_optional_nobody_is_asked_what_was_granted(office, platform):
    assert 'name="visitor"' not in office.get(AT).content.decode()
    assert 'name="visitor"' in office.get("/office/sites/biscuiterie/gate/").content.decode()


def test_why_can_be_asked_by_an_address(office, platform):
    keep_options(platform.pk, Options(gate="report_only"))
    page = text(office.get(f"{AT}?name=never_heard_of"))

    assert "never_heard_of would not pass" in page
    assert "No declaration covers a cookie of this name." in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "Write the name of a cookie."),
        ({"name": "a", "set_cookie": "b=1"}, "This sets the cookie “b”, and the question is about “a”."),
        ({"name": "a", "granted": ["moon"]}, "moon"),
        ({"set_cookie": "\x00"}, "Write the name"),
    ],
)
def test_what_cannot_be_judged_is_said_beside_the_field(office, platform, asked, told):
    page = office.post("/office/sites/biscuiterie/gate/", asked)

    assert page.status_code == 422
    assert told in text(page) or told == "moon"


def test_the_whole_sentence_is_in_the_language_of_the_page(office, platform):
    asked = {"set_cookie": "biscuiterie_visits=1; Max-Age=40000000; Path=/s/biscuiterie/", "granted": ["statistics"]}
    page = office.post("/office/sites/biscuiterie/gate/", asked, headers={"Accept-Language": "de"})

    assert "Es würde 462 Tage" in text(page)
    assert not re.search(r"\d (days|months|hours)", text(page))


def test_the_value_of_a_cookie_is_not_in_the_answer(office, platform):
    page = office.post(AT, {"set_cookie": "unknown=s3cret; Path=/"}).content.decode()

    assert page.count("s3cret") == 1, "in the form alone"


def test_both_lists_can_be_taken_away(office, platform):
    counts(platform, {"name": "=cmd()", "count": 2})
    keep_sightings(platform.pk, [sighted()], timezone.now())

    assert office.get(f"{AT}counts.json").json()["counts"][0]["count"] == 2
    assert office.get(f"{AT}sightings.json").json()["sightings"][0]["name"] == "cdn.example"
    rows = [*csv.DictReader(io.StringIO(office.get(f"{AT}counts.csv").getvalue().decode()))]
    assert [(row["name"], row["count"]) for row in rows] == [("'=cmd()", "2")]
    assert office.get(f"{AT}counts.csv?reason=host").getvalue().decode().count("\n") == 1
    assert office.get(f"{AT}sightings.csv")["Content-Type"].startswith("text/csv")
    assert {office.get(f"{AT}{name}").status_code for name in ("counts.xml", "all.csv")} == {404}


@pytest.mark.parametrize("url", [AT, f"{AT}counts.csv"])
def test_only_staff_may_see_it(platform, url):
    assert Client().get(url)["Location"].startswith("/accounts/login/")


def test_the_mode_of_the_site_comes_first(office, platform):
    counts(platform, {}, {"mode": "report_only"})
    for mode in ("enforce", "report_only"):
        keep_options(platform.pk, Options(gate=mode))
        assert re.findall(r'<h2 id="mode-(\w+)"', office.get(AT).content.decode())[0] == mode


def test_what_is_declared_by_now_is_said_to_be_and_asked_for_no_more(office, platform):
    keep_options(platform.pk, Options(gate="report_only"))
    undeclared = {"reason": "undeclared", "mode": "report_only", "hour": timezone.now() - timedelta(days=1)}
    counts(platform, undeclared | {"name": "sessionid"}, undeclared | {"name": "_ga"})
    page = text(office.get(AT))

    assert "One name would no longer pass" in page
    assert page.count("declared by now") == 1
    assert "sessionid Stripped Nothing declares it declared by now" in page


def test_what_is_declared_and_was_not_granted_is_not_to_be_declared_again(office, platform):
    site = Site.objects.get(slug="biscuiterie")
    told = [sighted(what="item", name="biscuiterie_size", detail="local_storage"), sighted(name="cdn.example")]
    keep_sightings(site.pk, told, timezone.now())
    page = office.get("/office/sites/biscuiterie/gate/")

    assert "biscuiterie_size" in text(page)
    assert text(page).count("Declared by") == 1
    assert page.content.decode().count("services/new/?") == 1

"""Where browsers report to: from the site's own pages alone, bounded, and without a trace of anybody."""

import json

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speculoos.web.store.gate import collecting as gate_collecting
from speculoos.web.store.gate.collecting import collector
from speculoos.web.store.gate.counts import GateSighting
from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.publish import forget, publish
from speculoos.web.store.sites import Site
from tests.server.api_tools import check_problem, send

URL = "/api/v1/sites/biscuiterie/reports"
SHOP = "https://biscuiterie.example"
KINDS = {"new": "application/reports+json", "old": "application/csp-report", "ours": "application/json"}
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def shop(platform):
    site = Site.objects.get(slug="biscuiterie")
    site.url = SHOP
    site.save()
    publish(site)
    return site


def new(blocked="https://cdn.tracker.example/t.js?id=1", page=f"{SHOP}/shop/1234567/?mail=a@b.example", **fields):
    body = {"documentURL": page, "blockedURL": blocked, "effectiveDirective": "script-src-elem", "sample": "secret"}
    body |= {"disposition": "report", "sourceFile": "https://x.example/secret.js", "referrer": "https://secret.example"}
    return {"type": "csp-violation", "age": 10, "url": page, "user_agent": "secret", "body": body | fields}


def old(page=f"{SHOP}/", **fields):
    body = {"document-uri": page, "blocked-uri": "https://img.example/p.gif", "violated-directive": "img-src https:"}
    return {"csp-report": body | fields}


def ours(**fields):
    told = {"type": "speculoos-storage", "kind": "local_storage", "name": "_hjid", "page": "/shop/", "mode": "enforce"}
    return told | fields


def report(body, kind="new", client=None, **headers):
    return send(client or Client(), "POST", URL, body, content_type=KINDS[kind], **headers)


def seen():
    return [
        (row.what, row.name, row.detail, row.page, row.disposition, row.count) for row in GateSighting.objects.all()
    ]


def test_every_form_of_report_is_kept_in_general_words(shop):
    answers = [
        report([new(), new(), {"type": "deprecation", "body": {}}]),
        report(old(), "old"),
        report([ours()], "ours", Origin=SHOP),
    ]

    assert [(each.status_code, each.content) for each in answers] == [(204, b"")] * 3
    assert seen() == [
        ("host", "cdn.tracker.example", "script-src-elem", "/shop/*/", "report", 2),
        ("host", "img.example", "img-src", "/", "report", 1),
        ("item", "_hjid", "local_storage", "/shop/", "enforce", 1),
    ]


def test_nothing_of_a_visitor_is_kept(shop):
    report([new(blocked="https://e0123456789abcdef.cdn.example/secret?secret#secret")], **{"User-Agent": "secret"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM speculoos_gatesighting")
        rows = str(cursor.fetchall())

    assert "cdn.example" in rows
    assert not [word for word in ("secret", "a@b", "1234567", "0123456789", "?") if word in rows]


def test_no_cookie_is_set_and_none_is_needed(shop, office):
    told = report([new()], client=office)

    assert told.status_code == 204
    assert not told.cookies
    assert "Cookie" not in told.get("Vary", "")


ELSEWHERE = ("https://elsewhere.example/", "https://biscuiterie.example.evil.example/", "data:,x", "about:blank", "",
             "//biscuiterie.example@evil.example/", None, 7, ["x"], "https://[::1")  # fmt: skip
OWN = (f"{SHOP}/", "https://www.biscuiterie.example/", "https://shop.speculoos.example/",
       "https://any.shared.example/", "http://testserver/s/biscuiterie/")  # fmt: skip


def test_a_report_of_another_site_s_page_is_dropped_without_a_word(shop):
    for page in ELSEWHERE:
        assert report([new(page=page)]).status_code == 204
        assert report(old(page=page), "old").status_code == 204
        assert seen() == [], page


def test_a_report_of_each_of_the_site_s_own_pages_is_kept(shop):
    keep_options(shop.pk, Options(origins=("https://shop.speculoos.example",), shared_domain="shared.example"))
    forget()
    for count, page in enumerate(OWN, 1):
        report([new(page=page)])
        assert sum(row[-1] for row in seen()) == count, page


def test_the_guard_is_heard_from_the_site_s_own_pages_alone(shop):
    report([ours()], "ours", Origin="https://evil.example")
    report([ours()], "ours", Origin="null")
    assert seen() == []
    for headers in ({"Origin": SHOP}, {"Sec-Fetch-Site": "same-origin"}):
        report([ours()], "ours", **headers)
    assert [row[-1] for row in seen()] == [2]


def test_pages_of_the_site_may_send_what_needs_asking(shop):
    asked = {"Origin": SHOP, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = Client().options(URL, headers=asked)
    sent = report([new()], Origin=SHOP)

    assert allowed.status_code == 204
    assert "content-type" in allowed["Access-Control-Allow-Headers"]
    assert allowed["Access-Control-Allow-Origin"] == sent["Access-Control-Allow-Origin"] == SHOP
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    check_problem(Client().options(URL, headers=asked | {"Origin": "https://evil.example"}), 403, "cross-origin")


def test_other_media_types_are_refused(shop):
    for kind in ("text/plain", "application/xml", "a/b+json"):
        check_problem(send(Client(), "POST", URL, [new()], content_type=kind), 415, "not-this-media-type")


def test_a_body_has_its_bound_and_an_unknown_site_is_not_there(shop):
    check_problem(report(b"[" + b" " * 70_000 + b"]"), 413, "too-large")
    check_problem(send(Client(), "POST", "/api/v1/sites/nowhere/reports", []), 404, "not-found")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(f"{SHOP}/"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
reports = st.sampled_from([new(), old(), ours()]).flatmap(
    lambda each: st.dictionaries(st.sampled_from([*each, *each.get("body", {}), "body", "csp-report"]), values).map(
        lambda wrong: each | wrong | ({"body": each["body"] | wrong} if "body" in each else {})
    )
)


@SOME
@given(body=st.lists(reports, max_size=3) | reports | values, kind=st.sampled_from(sorted(KINDS)))
def test_any_report_is_taken_or_refused(shop, body, kind):
    """No body is a fault of ours, and what is kept has the shape of a host or an item."""
    answer = report(json.dumps(body).encode(), kind, Origin=SHOP)

    if answer.status_code != 204:
        check_problem(answer)
        assert 400 <= answer.status_code < 500
    assert {row[0] for row in seen()} <= {"host", "item"}


@SOME
@given(body=st.binary(max_size=200), kind=st.sampled_from(sorted(KINDS)))
def test_any_bytes_are_answered(shop, body, kind):
    assert report(body, kind).status_code in (204, 400, 415, 422)


def test_made_up_hosts_do_not_fill_the_database(shop, monkeypatch):
    monkeypatch.setattr("speculoos.web.store.gate.counts.MOST_SIGHTINGS", 10)
    for n in range(4):
        report([new(blocked=f"https://h{n}-{m}.example/") for m in range(20)])

    assert GateSighting.objects.count() == 11
    assert sum(row[-1] for row in seen()) == 80


@pytest.mark.django_db(transaction=True)
def test_reports_are_written_together_outside_of_the_request(shop, monkeypatch):
    begun = []

    class Timer:
        def __init__(self, seconds, run):
            begun.append(run)

        def start(self):
            pass

    monkeypatch.setattr(gate_collecting, "Timer", Timer)
    for _ in range(5):
        report([new()])
    assert (seen(), len(begun)) == ([], 1)

    collector.flush()
    assert [row[-1] for row in seen()] == [5]


@pytest.mark.django_db(transaction=True)
def test_a_site_that_is_gone_takes_no_others_along(shop, monkeypatch):
    monkeypatch.setattr(gate_collecting, "Timer", lambda *_: type("", (), {"start": lambda _: None})())
    report([new()])
    send(Client(), "POST", "/api/v1/sites/platform/reports", [new(page="http://testserver/")])
    shop.delete()
    collector.flush()

    assert [row.site.slug for row in GateSighting.objects.all()] == ["platform"]

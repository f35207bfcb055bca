"""A fault of the gate stops no site: it is counted and logged, and what is let through is what was configured."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpResponse

from speculoos.web.gate import published as gate_published
from speculoos.web.gate.middleware import GateMiddleware
from speculoos.web.gate.source import source
from speculoos.web.store.publish import current, forget
from tests.server.gate_tools import BAKERY, SHOP, choice, sent

pytestmark = pytest.mark.django_db


def broken(_slug):
    raise OperationalError("the database is away")


def test_a_database_that_fails_as_it_runs_leaves_the_last_version(enforcing, through, monkeypatch, caplog):
    assert through("_ga=1")[0]["meta"] is None
    asked = []
    monkeypatch.setattr(gate_published, "current", lambda slug: (asked.append(slug), broken(slug)))
    forget()
    source().home.gate.tally.drain()

    with caplog.at_level(logging.ERROR, "speculoos.gate"):
        for _ in range(5):
            seen, answer = through("_ga=1; django_language=fr")
            assert (seen["meta"], answer.content) == ("django_language=fr", b"fine")

    assert asked == [BAKERY]  # and not with every request
    assert len(caplog.records) == 1
    faults = [count for count in source().home.gate.tally.drain() if count.side == "fault"]
    assert [(count.name, count.mode, count.count) for count in faults] == [("OperationalError", "enforce", 1)]
    monkeypatch.setattr(gate_published, "PATIENCE", 0)
    monkeypatch.setattr(gate_published, "current", current)
    assert through("_ga=1")[0]["meta"] is None


def test_a_database_that_is_away_is_not_asked_for_every_address(platform, settings, through, monkeypatch, caplog):
    settings.SPECULOOS = {"gate": "enforce"}
    through()
    asked = []
    monkeypatch.setattr(gate_published, "current", lambda slug: (asked.append(slug), broken(slug)))
    forget()
    for n in range(5):
        assert through("_ga=1", path=f"/s/site{n}/")[0]["meta"] is None

    assert asked == ["platform"]
    assert len([record for record in caplog.records if record.name == "speculoos.gate"]) == 1


def test_a_project_that_can_have_no_gate_learns_it_at_the_start(settings, monkeypatch):
    settings.SPECULOOS = {"gate": "enforce"}
    monkeypatch.setattr("speculoos.web.gate.source.apps.is_installed", lambda _: False)

    with pytest.raises(ImproperlyConfigured, match="gate_registry"):
        GateMiddleware(lambda _: HttpResponse("fine"))


@pytest.mark.parametrize(("side", "expected"), [("report_only", "_ga=1"), ("enforce", None)])
def test_a_fault_before_any_version_falls_to_the_configured_side(
    platform, settings, through, monkeypatch, side, expected
):
    settings.SPECULOOS = {"gate_fault": side}
    monkeypatch.setattr(gate_published, "current", broken)

    def set_ga(_):
        response = HttpResponse("fine")
        response.set_cookie("_ga", "1")
        return response

    seen, answer = through("_ga=1", set_ga)

    assert (seen["meta"], answer.content) == (expected, b"fine")
    assert sent(answer) == (["_ga=1; Path=/"] if expected else [])


@pytest.mark.parametrize(("side", "expected"), [("report_only", ["_ga=1; Path=/"]), ("enforce", [])])
def test_a_fault_of_the_door_itself_stops_no_answer(enforcing, settings, through, monkeypatch, side, expected):
    settings.SPECULOOS = settings.SPECULOOS | {"gate_fault": side}

    def set_ga(_):
        response = HttpResponse("fine")
        response.set_cookie("_ga", "1")
        return response

    monkeypatch.setattr("speculoos.web.gate.middleware.give", broken)
    _, answer = through("", set_ga)

    assert (answer.content, sent(answer)) == (b"fine", expected)


def test_a_file_that_is_wrong_stops_no_site(settings, through, tmp_path):
    (tmp_path / "cookies.toml").write_text("nonsense = [")
    settings.SPECULOOS = {"gate": "enforce", "gate_registry": str(tmp_path / "cookies.toml")}

    assert through("_ga=1")[0]["meta"] == "_ga=1"


def test_an_account_that_cannot_be_asked_leaves_what_the_device_says(account, through, monkeypatch):
    monkeypatch.setattr(gate_published, "signed_in", broken)

    for said, passes in ((choice("statistics"), True), (account, False)):
        seen, answer = through(f"{said}; biscuiterie_visits=3", path=SHOP)
        assert ("biscuiterie_visits" in seen["cookies"]) is passes
        assert answer.content == b"fine"

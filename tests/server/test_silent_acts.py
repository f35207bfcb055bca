"""What happens to a choice without its visitor is on record at the next act: the signal, age, and a material change."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from speculoos.consent.record import Record, replay
from speculoos.consent.state import State
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.publish import publish
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, send

FORM = "/s/biscuiterie/cookies/preferences/"
PURPOSES = ["statistics", "comfort", "media"]


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))


@pytest.fixture
def visitor(platform, client):
    """Somebody who has granted everything at the bakery."""
    client.post(FORM, {"act": "grant"})
    return client


def records():
    return [Record.from_json(row.document) for row in ConsentRecord.objects.order_by("pk")]


def acts(record):
    return [(str(event.act), str(event.state)) for event in record.events if event.service is None]


def previous(client):
    return client.cookies["cookies_preferences"].value


def signal(client, **body):
    return send(Client(), "POST", f"{BAKERY}/consents", {"act": "signal", "previous": previous(client)} | body)


def test_the_signal_is_an_act_of_its_own(visitor):
    """Everything refused, by the method `signal`, under the receipt of the choice that it meets."""
    answer = signal(visitor)
    first, last = records()

    assert answer.status_code == 201
    assert answer.json()["state"] == dict.fromkeys(PURPOSES, "refused")
    assert answer.json()["signal"]
    assert last.receipt == first.receipt
    assert (str(last.shown.method), acts(last)) == ("signal", [("signal", "refused")] * 3)
    assert replay([first, last]).states == dict.fromkeys(PURPOSES, State.REFUSED)
    row = ConsentRecord.objects.order_by("pk").last()
    assert (row.act, row.method) == ("signal", "signal")


def test_the_signal_grants_nothing_whatever_the_body_says(visitor):
    answer = signal(visitor, purposes=PURPOSES, services=["video"], method="banner")

    assert set(answer.json()["state"].values()) == {"refused"}
    assert str(records()[-1].shown.method) == "signal"


def test_a_form_sent_under_the_signal_is_the_signals_act(visitor):
    """Unless it is a refusal, which is the visitor's own and withdraws."""
    visitor.post(FORM, {"act": "save", "purpose": PURPOSES}, headers={"Sec-GPC": "1"})
    assert acts(records()[-1]) == [("signal", "refused")] * 3
    assert str(records()[-1].shown.method) == "signal"

    visitor.post(FORM, {"act": "grant"})
    visitor.post(FORM, {"act": "refuse"}, headers={"Sec-GPC": "1"})
    assert acts(records()[-1]) == [("refuse", "withdrawn")] * 3
    assert str(records()[-1].shown.method) == "preferences"


def test_a_form_cannot_claim_to_be_a_signal(platform, client):
    client.post(FORM, {"act": "grant", "method": "signal"})

    assert str(records()[-1].shown.method) == "api"


def test_nobody_else_acts_by_signal(platform):
    answer = send(Client(), "POST", f"{BAKERY}/consents", {"act": "grant", "method": "signal"})

    assert answer.status_code == 422


def test_a_material_change_is_on_record_at_the_next_act(visitor):
    """First that the grants were invalidated, then what the visitor did."""
    site = Site.objects.get(slug="biscuiterie")
    registry = draft_registry(site)
    service = next(s for s in registry.services if s.purpose == "statistics")
    longer = dataclasses.replace(service.items[0], lifetime="P13M")
    changed = dataclasses.replace(service, items=(longer, *service.items[1:]))
    services = tuple(changed if s.id == service.id else s for s in registry.services)
    replace_draft(site, dataclasses.replace(registry, services=services))
    assert publish(site).material

    visitor.post(FORM, {"act": "refuse"})

    assert acts(records()[-1]) == [("material_change", "invalidated"), ("refuse", "refused")] * 3


def test_an_expired_choice_starts_anew(visitor, monkeypatch):
    """After 184 days nothing of it is left: another receipt, and the first act is no withdrawal."""
    later = datetime.now(UTC) + timedelta(days=185)

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):  # noqa: ARG003  (the signature of what it stands for)
            return later

    monkeypatch.setattr("speculoos.web.front.preferences.datetime", Later)
    monkeypatch.setattr("speculoos.web.store.record.datetime", Later)
    visitor.post(FORM, {"act": "refuse"})
    first, last = records()

    assert last.receipt != first.receipt
    assert acts(last) == [("refuse", "refused")] * 3

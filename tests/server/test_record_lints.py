"""The lints of the records over what the API and the forms have really stored."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from speculoos.consent.lint import Propagation, rec_04
from speculoos.consent.state import State
from speculoos.web.ledger_terminal import verify
from speculoos.web.store import linting
from speculoos.web.store.archive import ShownNotice
from speculoos.web.store.linting import record_findings
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site
from tests.server.api_tools import BAKERY, send
from tests.server.test_account import BOX, act, bakery, device, page

__all__ = ["bakery", "device"]
FORM = "/s/biscuiterie/cookies/preferences/"


@pytest.fixture(autouse=True)
def _key(tmp_path, monkeypatch):
    monkeypatch.setenv("SPECULOOS_HOME", str(tmp_path))


@pytest.fixture
def recorded(bakery):
    """A grant, a withdrawal, a partial choice, a refusal by signal and one over the API, in two languages."""
    client = Client()
    for said in ({"act": "grant"}, {"act": "refuse"}, {"act": "save", "purpose": ["media"]}):
        client.post(FORM, said)
    Client().post(FORM, {"act": "refuse"}, headers={"Sec-GPC": "1", "Accept-Language": "fr"})
    assert send(Client(), "POST", f"{BAKERY}/consents", {"act": "grant", "language": "fr"}).status_code == 201
    assert ConsentRecord.objects.filter(site=bakery).count() == 5
    return bakery


def ids(site: Site, **more) -> list[str]:
    return [each.id for each in record_findings(site, more.pop("now", timezone.now()), **more)]


def spoil(site: Site, change) -> None:
    record = ConsentRecord.objects.filter(site=site).first()
    change(record.document)
    ConsentRecord.objects.filter(pk=record.pk).update(document=record.document)


def test_what_the_platform_records_passes(recorded):
    assert ids(recorded) == []
    assert verify("biscuiterie")[1]


def test_a_record_without_its_method_is_found_and_told_at_the_command_line(recorded):
    spoil(recorded, lambda document: document["pii_processing"].pop("collection_method"))

    assert ids(recorded) == ["REC-01"]
    report, well = verify("biscuiterie")
    assert not well
    assert "REC-01 record" in report
    assert "how the choice was made" in report


def test_a_record_with_an_address_is_found(recorded):
    spoil(recorded, lambda document: document.update(address="203.0.113.7"))

    assert ids(recorded) == ["REC-02"]


@pytest.mark.parametrize("ends", [1, 2, 3, 5, 9])
def test_of_many_records_both_ends_are_looked_at_once(recorded, monkeypatch, ends):
    monkeypatch.setattr(linting, "ENDS", ends)
    later = timezone.now() + timedelta(days=20_000)

    named = [each.entry for each in record_findings(recorded, later)]

    assert len(named) == len(set(named)) == min(5, 2 * ends)


def test_records_that_outlive_the_retention_are_found(recorded):
    later = timezone.now() + timedelta(days=20_000)

    assert set(ids(recorded, now=later)) == {"REC-02"}
    assert len(ids(recorded, now=later, most=2)) == 2


def test_a_wording_that_is_gone_from_the_archive_is_found(recorded):
    ShownNotice.objects.filter(site=recorded, language="fr").delete()

    assert set(ids(recorded)) == {"REC-03"}
    assert ids(recorded, archive=False) == []


def seen(device, name: str) -> Propagation:
    """One act of an account on a device, and what a new one shows then."""
    here, there = device(), device()
    if name == "withdrawal":
        act(here, "grant", **BOX)
    act(here, "grant" if name == "grant" else "refuse", **BOX)
    told = "The choice on cookies of your account counts on this device" in page(there, "/s/biscuiterie/")
    return Propagation(name, states(here), states(there), told)


def states(client: Client) -> dict[str, State]:
    purposes = client.get("/api/v1/sites/biscuiterie/preferences").json()["purposes"]
    return {purpose["id"]: State.GRANTED if purpose["granted"] else State.REFUSED for purpose in purposes}


@pytest.mark.parametrize("name", ["grant", "refusal", "withdrawal"])
def test_every_act_of_an_account_travels(bakery, device, name):
    """REC-04 on two real devices of one person; its mutants are in tests/unit/consent/test_lint.py."""
    propagation = seen(device, name)

    assert list(rec_04([propagation])) == []
    assert list(rec_04([Propagation(name, propagation.here, {}, told=True)]))

"""What gates count reaches the database beside the traffic, and a database that is away loses none of it."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from speculoos.gate.rules import Action, Mode, Reason, Verdict
from speculoos.gate.tally import Tally
from speculoos.web.gate import flush as gate_flush
from speculoos.web.gate.flush import Flusher
from speculoos.web.store.gate.counts import GateCount
from speculoos.web.store.sites import Site

BEGIN = Flusher.begin
"""As it is outside of tests."""
NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def count(tally: Tally, name: str = "_ga") -> None:
    tally.count("request", "/page", Verdict(name, Action.EXPIRE, Reason.UNDECLARED, Mode.ENFORCE), NOW)


def kept() -> dict[str, int]:
    return dict(GateCount.objects.values_list("name", "count"))


@pytest.fixture
def tally():
    return Tally()


@pytest.fixture
def flusher(platform, tally):
    made = Flusher(0)
    BEGIN(made, platform.pk, tally)
    return made


@pytest.mark.django_db
def test_counts_are_added_to_those_of_before(flusher, tally):
    for _ in range(3):
        count(tally)
        flusher.flush()
    flusher.flush()

    assert kept() == {"_ga": 3}


@pytest.mark.django_db
def test_what_cannot_be_written_waits_and_is_written_once(flusher, tally, monkeypatch):
    def away(*_):
        raise OperationalError

    count(tally)
    with monkeypatch.context() as patched:
        patched.setattr(gate_flush, "keep_counts", away)
        patched.setattr("speculoos.gate.tally.MOST", 3)
        for name in ("_ga", "_gid", *(f"_n{n}" for n in range(9))):
            count(tally, name)
            flusher.flush()
    flusher.flush()
    flusher.flush()

    assert kept()["_ga"] == 2
    assert kept()["_gid"] == 1
    assert len(kept()) == 3  # the third is the fault itself


@pytest.mark.django_db(transaction=True)
def test_the_counts_of_a_site_that_is_gone_go_with_it(flusher, tally):
    Site.objects.get(slug="platform").delete()
    count(tally)
    flusher.flush()

    assert flusher._tallies == {}
    assert kept() == {}


@pytest.mark.django_db
def test_a_gate_that_is_no_longer_kept_is_written_down_once_more(flusher, tally):
    count(tally)
    flusher.leave([tally])
    flusher.flush()

    assert kept() == {"_ga": 1}
    assert flusher._tallies == {}


def test_a_thread_of_its_own_writes_while_requests_go_on(monkeypatch, tally):
    written = threading.Event()
    ended = []
    monkeypatch.setattr(gate_flush, "keep_counts", lambda *_: written.set())
    monkeypatch.setattr(gate_flush, "Finalize", lambda _, finish, **__: ended.append(finish))
    flusher = Flusher(0.01)
    BEGIN(flusher, 1, tally)
    BEGIN(flusher, 1, tally)
    count(tally)

    assert written.wait(10)
    assert len(ended) == 1  # one thread, whoever comes by
    written.clear()
    flusher.seconds = 3600
    count(tally)
    ended[0]()
    assert written.is_set()


def test_no_thread_is_started_where_nothing_is_to_be_written(monkeypatch, tally):
    monkeypatch.setattr(gate_flush, "Thread", None)
    BEGIN(Flusher(0), 1, tally)

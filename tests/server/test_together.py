"""Records that are written together: each is answered for itself, and one bad one takes no other along."""

import threading

import pytest
from django.db import IntegrityError, connections
from django.utils import timezone

from speculoos.web.store import together
from speculoos.web.store.ledger import LedgerEntry
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site
from speculoos.web.store.verifying import verify_site
from tests.server.test_ledger import _key  # noqa: F401  (a key of the test's own)

pytestmark = pytest.mark.django_db(transaction=True)


def row(site, name, **fields):
    values = {"receipt": "r", "version": 1, "act": "grant", "method": "api", "language": "en", "result": {}}
    return ConsentRecord(site=site, record_id=name, document={"n": name}, time=timezone.now(), **(values | fields))


def together_with(rows):
    """Hand in from a thread each while another leads, so that all are in one batch; the faults by record."""
    faults = {}

    def hand_in(each):
        try:
            together.keep(each)
        except IntegrityError as fault:
            faults[each.record_id] = fault
        connections.close_all()

    threads = [threading.Thread(target=hand_in, args=(each,)) for each in rows]
    together._led[0] = True
    for thread in threads:
        thread.start()
    while len(together._waiting) < len(rows):
        pass
    first = together._waiting[0]
    first.leads = True
    first.told.set()
    for thread in threads:
        thread.join()
    return faults


def test_what_is_handed_in_at_once_is_one_transaction(platform, monkeypatch):
    written = []
    write = together._write
    monkeypatch.setattr(together, "_write", lambda rows: (written.append(len(rows)), write(rows)))
    sites = [*Site.objects.all()]

    assert together_with([row(sites[n % 2], f"{n}") for n in range(9)]) == {}
    assert written == [9]
    assert ConsentRecord.objects.count() == LedgerEntry.objects.count() == 9
    assert {f.fault for site in sites for f in verify_site(site).findings if f.fault != "changed"} == set()


def test_one_that_fails_takes_no_other_along(platform):
    site = Site.objects.first()
    rows = [row(site, f"{n}", retry_key="same" if n < 2 else None) for n in range(6)]
    faults = together_with(rows)

    assert len(faults) == 1
    assert ConsentRecord.objects.count() == LedgerEntry.objects.count() == 5
    assert [*LedgerEntry.objects.order_by("index").values_list("index", flat=True)] == [0, 1, 2, 3, 4]


def test_the_lead_is_handed_on_and_given_back(platform):
    """Nobody is left waiting, however many come while others write."""
    site = Site.objects.first()

    def hand_in(n):
        for m in range(10):
            together.keep(row(site, f"{n}-{m}"))
        connections.close_all()

    threads = [threading.Thread(target=hand_in, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert not any(thread.is_alive() for thread in threads)
    assert ConsentRecord.objects.count() == 120
    assert (together._led, len(together._waiting)) == ([False], 0)

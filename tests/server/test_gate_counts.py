"""What gates counted and browsers saw: added to where it is, bounded, condensed, and dropped when it is old."""

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.db.models import Sum
from django.utils import timezone

from speculoos.web.store.gate import counts as gate_counts
from speculoos.web.store.gate.counts import OTHER, GateCount, GateSighting, keep_counts, keep_sightings
from speculoos.web.store.retention import retain
from speculoos.web.store.sites import Site

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Count:
    hour: datetime = NOON
    side: str = "request"
    name: str = "_ga"
    path: str = "/"
    action: str = "strip"
    reason: str = "not_granted"
    mode: str = "enforce"
    count: int = 1


@dataclass(frozen=True)
class Sighting:
    what: str = "host"
    name: str = "cdn.example"
    detail: str = "script-src"
    page: str = "/"
    disposition: str = "report"


def test_what_is_counted_again_is_added_to_the_same_row(platform):
    keep_counts(platform.pk, [Count(count=2), Count(count=3), Count(name="other", hour=NOON + timedelta(minutes=59))])
    keep_counts(platform.pk, [Count(count=5), Count(mode="report_only")])

    rows = {(row.name, row.mode): (row.hour, row.count) for row in GateCount.objects.all()}
    assert rows == {
        ("_ga", "enforce"): (NOON, 10),
        ("other", "enforce"): (NOON, 1),
        ("_ga", "report_only"): (NOON, 1),
    }


def test_each_site_has_its_own_counts(platform):
    bakery = Site.objects.get(slug="biscuiterie")
    keep_counts(platform.pk, [Count()])
    keep_counts(bakery.pk, [Count(count=4)])
    bakery.delete()

    assert [(row.site, row.count) for row in GateCount.objects.all()] == [(platform, 1)]


def test_a_sighting_knows_its_first_and_its_last_time_in_whatever_order_they_come(platform):
    for hours in (1, 0, 2):
        keep_sightings(platform.pk, [Sighting(), Sighting()], NOON + timedelta(hours=hours))

    row = GateSighting.objects.get()
    assert (row.first_seen, row.last_seen, row.count) == (NOON, NOON + timedelta(hours=2), 6)


def test_more_names_than_a_site_may_have_are_one_row_and_none_is_lost(platform, monkeypatch):
    monkeypatch.setattr(gate_counts, "MOST_AN_HOUR", 3)
    keep_counts(platform.pk, [Count(name="a"), Count(name="b")])
    keep_counts(platform.pk, [Count(name=f"made-up-{n}", count=n) for n in range(1, 30)])
    keep_counts(platform.pk, [Count(name="a"), Count(name="another", path="/x")])

    rows = {row.name: row.count for row in GateCount.objects.all()}
    assert rows == {"a": 2, "b": 1, "made-up-29": 29, OTHER: sum(range(1, 29)) + 1}


def test_more_hosts_than_a_site_may_have_are_one_row(platform, monkeypatch):
    monkeypatch.setattr(gate_counts, "MOST_SIGHTINGS", 2)
    keep_sightings(platform.pk, [Sighting()], NOON)
    keep_sightings(platform.pk, [Sighting(name=f"{n}.example", page=f"/{n}") for n in range(9)], NOON)
    keep_sightings(platform.pk, [Sighting()], NOON)

    assert GateSighting.objects.get(name="cdn.example").count == 2
    assert GateSighting.objects.get(name=OTHER).count == 8
    assert GateSighting.objects.count() == 3


def test_what_was_made_up_yesterday_hides_nothing_today(platform, monkeypatch):
    monkeypatch.setattr(gate_counts, "MOST_SIGHTINGS", 3)
    keep_sightings(platform.pk, [Sighting(), Sighting()], NOON)
    keep_sightings(platform.pk, [Sighting(name=f"{n}.made-up.example") for n in range(2)], NOON)
    keep_sightings(platform.pk, [Sighting(name="real.example")], NOON + timedelta(days=2))

    assert {*GateSighting.objects.values_list("name", "count")} == {("cdn.example", 2), ("real.example", 1)}


def test_no_query_no_control_character_and_nothing_endless_is_kept(platform):
    keep_counts(platform.pk, [Count(name="a\0b\ud800" + "c" * 900, path="/p?secret=1#x")])
    keep_sightings(platform.pk, [Sighting(name="h" * 900, page="/q?secret")], NOON)

    count, sighting = GateCount.objects.get(), GateSighting.objects.get()
    assert (count.name, count.path) == ("ab" + "c" * 198, "/p")
    assert (len(sighting.name), sighting.page) == (253, "/q")


def test_old_hours_become_days_and_what_is_old_goes(platform):
    now = timezone.now()
    day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=20)
    keep_counts(platform.pk, [Count(hour=day + timedelta(hours=n), count=n + 1) for n in range(24)])
    keep_counts(platform.pk, [Count(hour=now, count=7), Count(hour=now - timedelta(days=200))])
    keep_sightings(platform.pk, [Sighting()], now - timedelta(days=200))
    retain(now)
    retain(now)

    kept = {row.hour: row.count for row in GateCount.objects.all()}
    assert kept == {day: 300, now.replace(minute=0, second=0, microsecond=0): 7}
    assert not GateSighting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_that_add_at_once_lose_nothing(platform):
    def add(names):
        for _ in range(5):
            keep_counts(platform.pk, [Count(name=name) for name in names])
            keep_sightings(platform.pk, [replace(Sighting(), name=name) for name in names], NOON)
        connections.close_all()

    names = [f"n{n}" for n in range(40)]
    threads = [threading.Thread(target=add, args=(order,)) for order in (names, names[::-1], names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {row.count for row in GateCount.objects.all()} == {15}
    assert GateSighting.objects.aggregate(n=Sum("count"))["n"] == 15 * 40

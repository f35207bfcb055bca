"""What gates counted and browsers saw: added to where it is, bounded, condensed, and dropped when it is old."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.db.models import Sum
from django.utils import timezone

from speculoos.gate import sightings as gate_sightings
from speculoos.gate import tally as gate_tally
from speculoos.web.store.gate import counts as gate_counts
from speculoos.web.store.gate.counts import OTHER, GateCount, GateSighting, keep_counts, keep_sightings
from speculoos.web.store.retention import retain
from speculoos.web.store.sites import Site

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


COUNT = gate_tally.Count(NOON, "request", "_ga", "/", "strip", "not_granted", "enforce", 1)
SIGHTING = gate_sightings.Sighting("host", "cdn.example", "script-src", "/", "report")


def counted(**fields):
    return replace(COUNT, **fields)


def sighted(**fields):
    return replace(SIGHTING, **fields)


def test_what_is_counted_again_is_added_to_the_same_row(platform):
    keep_counts(
        platform.pk, [counted(count=2), counted(count=3), counted(name="other", hour=NOON + timedelta(minutes=59))]
    )
    keep_counts(platform.pk, [counted(count=5), counted(mode="report_only")])

    rows = {(row.name, row.mode): (row.hour, row.count) for row in GateCount.objects.all()}
    assert rows == {
        ("_ga", "enforce"): (NOON, 10),
        ("other", "enforce"): (NOON, 1),
        ("_ga", "report_only"): (NOON, 1),
    }


def test_each_site_has_its_own_counts(platform):
    bakery = Site.objects.get(slug="biscuiterie")
    keep_counts(platform.pk, [counted()])
    keep_counts(bakery.pk, [counted(count=4)])
    bakery.delete()

    assert [(row.site, row.count) for row in GateCount.objects.all()] == [(platform, 1)]


def test_a_sighting_knows_its_first_and_its_last_time_in_whatever_order_they_come(platform):
    for hours in (1, 0, 2):
        keep_sightings(platform.pk, [sighted(), sighted()], NOON + timedelta(hours=hours))

    row = GateSighting.objects.get()
    assert (row.first_seen, row.last_seen, row.count) == (NOON, NOON + timedelta(hours=2), 6)


def test_more_names_than_a_site_may_have_are_one_row_and_none_is_lost(platform, monkeypatch):
    monkeypatch.setattr(gate_counts, "MOST_AN_HOUR", 3)
    keep_counts(platform.pk, [counted(name="a"), counted(name="b")])
    keep_counts(platform.pk, [counted(name=f"made-up-{n}", count=n) for n in range(1, 30)])
    keep_counts(platform.pk, [counted(name="a"), counted(name="another", path="/x")])

    rows = {row.name: row.count for row in GateCount.objects.all()}
    assert rows == {"a": 2, "b": 1, "made-up-29": 29, OTHER: sum(range(1, 29)) + 1}


def test_more_hosts_than_a_site_may_have_are_one_row(platform, monkeypatch):
    monkeypatch.setattr(gate_counts, "MOST_SIGHTINGS", 2)
    keep_sightings(platform.pk, [sighted()], NOON)
    keep_sightings(platform.pk, [sighted(name=f"{n}.example", page=f"/{n}") for n in range(9)], NOON)
    keep_sightings(platform.pk, [sighted()], NOON)

    assert GateSighting.objects.get(name="cdn.example").count == 2
    assert GateSighting.objects.get(name=OTHER).count == 8
    assert GateSighting.objects.count() == 3


def test_what_was_made_up_yesterday_hides_nothing_today(platform, monkeypatch):
    monkeypatch.setattr(gate_counts, "MOST_SIGHTINGS", 3)
    keep_sightings(platform.pk, [sighted(), sighted()], NOON)
    keep_sightings(platform.pk, [sighted(name=f"{n}.made-up.example") for n in range(2)], NOON)
    keep_sightings(platform.pk, [sighted(name="real.example")], NOON + timedelta(days=2))

    assert {*GateSighting.objects.values_list("name", "count")} == {("cdn.example", 2), ("real.example", 1)}


def test_no_query_no_control_character_and_nothing_endless_is_kept(platform):
    keep_counts(platform.pk, [counted(name="a\0b\ud800" + "c" * 900, path="/p?secret=1#x")])
    keep_sightings(platform.pk, [sighted(name="h" * 900, page="/q?secret")], NOON)

    count, sighting = GateCount.objects.get(), GateSighting.objects.get()
    assert (count.name, count.path) == ("ab" + "c" * 198, "/p")
    assert (len(sighting.name), sighting.page) == (253, "/q")


def test_old_hours_become_days_and_what_is_old_goes(platform):
    now = timezone.now()
    day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=20)
    keep_counts(platform.pk, [counted(hour=day + timedelta(hours=n), count=n + 1) for n in range(24)])
    keep_counts(platform.pk, [counted(hour=now, count=7), counted(hour=now - timedelta(days=200))])
    keep_sightings(platform.pk, [sighted()], now - timedelta(days=200))
    retain(now)
    retain(now)

    kept = {row.hour: row.count for row in GateCount.objects.all()}
    assert kept == {day: 300, now.replace(minute=0, second=0, microsecond=0): 7}
    assert not GateSighting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_that_add_at_once_lose_nothing(platform):
    def add(names):
        for _ in range(5):
            keep_counts(platform.pk, [counted(name=name) for name in names])
            keep_sightings(platform.pk, [sighted(name=name) for name in names], NOON)
        connections.close_all()

    names = [f"n{n}" for n in range(40)]
    threads = [threading.Thread(target=add, args=(order,)) for order in (names, names[::-1], names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {row.count for row in GateCount.objects.all()} == {15}
    assert GateSighting.objects.aggregate(n=Sum("count"))["n"] == 15 * 40

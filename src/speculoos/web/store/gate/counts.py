"""What a site's gate did, counted by the hour, and what browsers reported, each as few rows as say it.

Two processes may add at once: a row is added to where it is, never read and written back. What comes in names no
visitor; its names and paths were made general by gate.tally and gate.sightings, and are cut to shape here once more.
A site has so many rows and no more: what is beyond that is summed under `OTHER`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from speculoos.gate.sightings import Sighting
from speculoos.gate.tally import OTHER, Count
from speculoos.web.store.bulk import fields_of, statement
from speculoos.web.store.sites import Site

MOST_COUNTS = 50_000
MOST_AN_HOUR = 1_000
MOST_SIGHTINGS = 5_000
"""How many rows one site has at most: more than anybody reads, and no more than a sender can fill."""
SEEN_ONCE = timedelta(days=1)
"""What was seen once and not again for so long makes place where there is none: made-up hosts hide no real one."""
BY_THE_HOUR = timedelta(days=8)
"""For how long the counts stay by the hour; older ones are condensed to days, in UTC."""
KEPT = timedelta(days=183)
"""Half a year: long enough to see a season, short enough to owe nobody an account of it."""
AT_ONCE = 200
"""Rows of one statement, well under the parameters that SQLite takes."""
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class GateCount(models.Model):
    """How often the gate judged so in this hour. A fault has its text as its name."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="gate_counts", db_index=False)
    hour = models.DateTimeField()
    side = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    action = models.CharField(max_length=10)
    reason = models.CharField(max_length=20)
    mode = models.CharField(max_length=12)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "hour", "side", "name", "path", "action", "reason", "mode"],
                name="speculoos_one_gate_count_an_hour",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:%M} {self.name} {self.action}"


class GateSighting(models.Model):
    """What browsers met that nobody had allowed: a host that was to be loaded from, or an item that a script wrote."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="gate_sightings", db_index=False)
    what = models.CharField(max_length=10)
    name = models.CharField(max_length=253)
    detail = models.CharField(max_length=40)
    page = models.CharField(max_length=200)
    disposition = models.CharField(max_length=12)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "what", "name", "detail", "page", "disposition"],
                name="speculoos_one_gate_sighting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.name}"


COUNT_KEY = ("site", "hour", "side", "name", "path", "action", "reason", "mode")
SIGHTING_KEY = ("site", "what", "name", "detail", "page", "disposition")
COUNTS = GateCount._meta.db_table
SIGHTINGS = GateSighting._meta.db_table
ADD_COUNT = f"count = {COUNTS}.count + excluded.count"
ADD_SIGHTING = (
    f"count = {SIGHTINGS}.count + excluded.count, "
    f"first_seen = CASE WHEN excluded.first_seen < {SIGHTINGS}.first_seen "
    f"THEN excluded.first_seen ELSE {SIGHTINGS}.first_seen END, "
    f"last_seen = CASE WHEN excluded.last_seen > {SIGHTINGS}.last_seen "
    f"THEN excluded.last_seen ELSE {SIGHTINGS}.last_seen END"
)
Key = tuple[Any, ...]


def keep_counts(site_id: int, counts: Iterable[Count]) -> None:
    """Add what was counted to what is kept."""
    sums: dict[Key, int] = {}
    for each in counts:
        key = (site_id, _hour(each.hour), *_shaped(GateCount, COUNT_KEY[2:], each))
        sums[key] = sums.get(key, 0) + each.count
    if not sums:
        return
    with transaction.atomic():
        _add(GateCount, COUNT_KEY, ADD_COUNT, _bounded_counts(site_id, sums))


def keep_sightings(site_id: int, sightings: Iterable[Sighting] | Mapping[Sighting, int], now: datetime) -> None:
    """Add what browsers saw until now to what is kept; a mapping says how often."""
    sums: dict[Key, int] = {}
    for each, count in Counter(sightings).items():
        key = (site_id, *_shaped(GateSighting, SIGHTING_KEY[1:], each))
        sums[key] = sums.get(key, 0) + count
    if not sums:
        return
    with transaction.atomic():
        _add(GateSighting, SIGHTING_KEY, ADD_SIGHTING, _bounded_sightings(site_id, sums, now), (now, now))


def condense(site: Site, now: datetime) -> None:
    """Sum the counts of hours that are long past by the day."""
    past = _day(now - BY_THE_HOUR)
    hours = GateCount.objects.filter(site=site, hour__lt=past).order_by().values_list("hour", flat=True).distinct()
    for day in sorted({_day(hour) for hour in hours if hour != _day(hour)}):
        later = GateCount.objects.filter(site=site, hour__gt=day, hour__lt=day + timedelta(days=1))
        with transaction.atomic():
            rows = [*later.select_for_update().values_list("pk", *COUNT_KEY[2:], "count")]
            sums: dict[Key, int] = {}
            for row in rows:
                key = (site.pk, day, *row[1:-1])
                sums[key] = sums.get(key, 0) + row[-1]
            later.filter(pk__lte=max(row[0] for row in rows)).delete()  # what is added meanwhile waits for the next run
            _add(GateCount, COUNT_KEY, ADD_COUNT, sums)


def forget_counted(site: Site, now: datetime) -> int:
    """Drop what was counted and seen long ago, and say how many rows that were."""
    condense(site, now)
    counts = GateCount.objects.filter(site=site, hour__lt=now - KEPT).delete()[0]
    return counts + GateSighting.objects.filter(site=site, last_seen__lt=now - KEPT).delete()[0]


def _bounded_counts(site_id: int, sums: Mapping[Key, int]) -> Mapping[Key, int]:
    mine = GateCount.objects.filter(site_id=site_id)
    hours = {key[1] for key in sums}
    same = mine.filter(hour__in=hours)
    room = min(MOST_COUNTS - mine.count(), MOST_AN_HOUR * len(hours) - same.count())
    if len(sums) <= room:
        return sums
    known = {(site_id, *row) for row in same.values_list(*COUNT_KEY[1:])}
    return _folded(sums, known, room, lambda key: (*key[:3], OTHER, OTHER, *key[5:]))


def _bounded_sightings(site_id: int, sums: Mapping[Key, int], now: datetime) -> Mapping[Key, int]:
    mine = GateSighting.objects.filter(site_id=site_id)
    room = MOST_SIGHTINGS - mine.count()
    if len(sums) <= room:
        return sums
    room += mine.filter(count=1, last_seen__lt=now - SEEN_ONCE).delete()[0]
    same = mine.filter(name__in={key[2] for key in sums})
    known = {(site_id, *row) for row in same.values_list(*SIGHTING_KEY[1:])}
    return _folded(sums, known, room, lambda key: (*key[:2], OTHER, "", OTHER, key[5]))


def _folded(sums: Mapping[Key, int], known: set[Key], room: int, other: Any) -> Mapping[Key, int]:
    """What is known is added to, the most frequent of the rest takes the room there is, the others are one."""
    folded: dict[Key, int] = {}
    for key in sorted(sums, key=lambda key: -sums[key]):
        fits = key in known or room > 0
        room -= fits and key not in known
        place = key if fits else other(key)
        folded[place] = folded.get(place, 0) + sums[key]
    return folded


def _add(model: type[models.Model], key: tuple[str, ...], added: str, sums: Mapping[Key, int], times: Key = ()) -> None:
    """One statement for many rows, in one order, so that two processes cannot wait for each other."""
    names = (*key, "count", *(("first_seen", "last_seen") if times else ()))
    fields = fields_of(model, names)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields[: len(key)])
    ordered = sorted(sums)
    for start in range(0, len(ordered), AT_ONCE):
        rows = [(*each, sums[each], *times) for each in ordered[start : start + AT_ONCE]]
        values = [
            field.get_db_prep_save(value, connection) for row in rows for field, value in zip(fields, row, strict=True)
        ]
        text = statement(model, names, len(rows), connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(f"{text} ON CONFLICT ({columns}) DO UPDATE SET {added}", values)


def _shaped(model: type[models.Model], names: tuple[str, ...], each: Any) -> Key:
    """The words of a row: no control characters, nothing after a path, no longer than there is room."""
    lengths = [field.max_length for field in fields_of(model, names)]
    words = [UNPRINTABLE.sub("", str(getattr(each, name))) for name in names]
    bare = [
        word.split("?")[0].split("#")[0] if name in ("path", "page") else word
        for name, word in zip(names, words, strict=True)
    ]
    return tuple(word[:length] for word, length in zip(bare, lengths, strict=True))


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _day(moment: datetime) -> datetime:
    return _hour(moment).replace(hour=0)

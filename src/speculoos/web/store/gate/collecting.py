"""Reports on their way into the database: summed in memory and written together, so that a flood costs few writes.

Anybody may send reports, and they are hints: what is beyond the bound, and what cannot be written, is lost and logged.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from threading import Lock, Timer

from django.db import IntegrityError, connection
from django.utils import timezone

from speculoos.gate.sightings import Sighting
from speculoos.web.store.gate.counts import keep_sightings

SECONDS = 2.0
"""How long the first report waits for others at most."""
MOST = 2_000
"""Different sightings that wait in one process."""

log = logging.getLogger("speculoos.gate")


class Collector:
    """The reports of one process, of whatever site. Threads share it."""

    def __init__(self) -> None:
        self._waiting: Counter[tuple[int, Sighting]] = Counter()
        self._lock = Lock()
        self._timed = False

    def add(self, site_id: int, sightings: Iterable[Sighting]) -> None:
        """Take these in; they are written within SECONDS, or at once where the caller's transaction decides."""
        with self._lock:
            for sighting in sightings:
                if (site_id, sighting) in self._waiting or len(self._waiting) < MOST:
                    self._waiting[site_id, sighting] += 1
            begin = bool(self._waiting) and not self._timed and not connection.in_atomic_block
            self._timed = self._timed or begin
        if begin:
            timer = Timer(SECONDS, self._run)
            timer.daemon = True
            timer.start()
        elif connection.in_atomic_block:
            self.flush()

    def flush(self) -> None:
        """Write what waits. Never raises."""
        with self._lock:
            waiting, self._waiting, self._timed = self._waiting, Counter(), False
        for site_id in {site_id for site_id, _ in waiting}:
            seen = {each: count for (site, each), count in waiting.items() if site == site_id}
            try:
                keep_sightings(site_id, seen, timezone.now())
            except IntegrityError:  # the site is gone
                continue
            except Exception:
                log.exception("Reports of browsers could not be kept")

    def _run(self) -> None:
        self.flush()
        connection.close()  # this thread's own, which nobody else would close


collector = Collector()

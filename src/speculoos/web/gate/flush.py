"""What the gates counted on its way into the database: now and then and at the end, never in a request.

A database that is away loses nothing at first: what could not be written waits, bounded as a tally itself is.
"""

import os
from collections.abc import Iterable
from multiprocessing.util import Finalize  # atexit alone is not heard in the workers of servers
from threading import Event, Lock, Thread

from django.db import IntegrityError, connection

from speculoos.gate.tally import Count, Tally, Waiting
from speculoos.web.store.gate.counts import keep_counts


class Flusher:
    """Writes tallies down every `seconds`, in a thread of its own that ends with the process; 0: never."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._tallies: dict[Tally, int] = {}
        self._leaving: set[Tally] = set()
        self._waiting: dict[int, Waiting] = {}
        self._writing = Lock()
        self._end = Event()
        self._pid: int | None = None

    def begin(self, site_id: int, tally: Tally) -> None:
        """Count for this site, from a thread of this process: servers fork, and threads stay behind."""
        self._tallies[tally] = site_id
        if not self.seconds or self._pid == os.getpid():
            return
        self._pid = os.getpid()
        Thread(target=self._run, name="speculoos gate counts", daemon=True).start()
        Finalize(None, self._finish, exitpriority=1)

    def leave(self, tallies: Iterable[Tally]) -> None:
        """Write these down once more, and forget them."""
        self._leaving.update(tallies)

    def flush(self) -> None:
        """Write down what has been counted since the last time. Never raises."""
        with self._writing:
            leaving = {*self._leaving}
            for tally, site_id in [*self._tallies.items()]:
                waiting = self._waiting.setdefault(site_id, Waiting())
                waiting.add(tally.drain())
                if (counts := waiting.first()) and self._kept(tally, site_id, counts):
                    waiting.done(counts)
            for tally in leaving:
                self._tallies.pop(tally, None)
            self._leaving -= leaving

    def _kept(self, tally: Tally, site_id: int, counts: list[Count]) -> bool:
        """Whether nothing has to wait any longer."""
        try:
            keep_counts(site_id, counts)
        except IntegrityError:  # the site is gone
            self._tallies.pop(tally, None)
        except Exception as fault:  # noqa: BLE001  (whatever ails the database, it is tried again)
            tally.fault(fault, "memory")
            return False
        return True

    def _run(self) -> None:
        while not self._end.wait(self.seconds):
            self.flush()
            connection.close()  # this thread's own, which nobody else would close

    def _finish(self) -> None:
        self._end.set()
        self.flush()
        connection.close()

"""Telling the browser to forget: a cookie ends only under the name, domain, path and partition that it was kept under.

A request does not say where its cookies are kept, so every place is named that is declared, that was seen when the
cookie was set, or that this host could have used (EU-11). Text in, header values out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from speculoos.consent.choice import GRANTING, Effective, Reason
from speculoos.core.cookies import SetCookie, encode_header
from speculoos.core.sites import canonical_host, registrable_domain
from speculoos.gate.table import Entry, Table
from speculoos.gate.tally import path_shape, shape

GONE = "Max-Age=0"
MOST_BYTES = 2048
"""Of endings in one response: servers and proxies have little room for headers. The next response goes on."""
LONGEST_NAME = 1024
LONGEST_PATH = 512
SEEN_NAMES, SEEN_PLACES = 1024, 8


class Place(NamedTuple):
    """Where a browser keeps a cookie. `domain` None is the host alone."""

    path: str
    domain: str | None = None
    partitioned: bool = False


class Seen:
    """Where the cookies that passed were kept, as far as their `Set-Cookie` said; bounded. Threads may share it.

    What is remembered is told to other visitors, so a path counts only where the application named it, and where
    nothing in it could be of one visitor; so does a name that a request does not carry itself. Paths that no
    `Set-Cookie` names are the pages that somebody was on.
    """

    __slots__ = ("_places", "hidden")

    def __init__(self) -> None:
        self._places: dict[str, tuple[Place, ...]] = {}
        self.hidden: dict[str, tuple[str, ...]] = {}
        """Names with the paths, other than `/`, that hide them from some requests."""

    def note(self, cookie: SetCookie) -> None:
        """A cookie was set and passed."""
        known = self._places.get(cookie.name, ())
        place = Place(cookie.path or "/", cookie.domain, cookie.partitioned)
        room = len(known) < SEEN_PLACES and (known or len(self._places) < SEEN_NAMES)
        if room and place not in known and place.path == path_shape(place.path) and len(cookie.name) <= LONGEST_NAME:
            self._places[cookie.name] = (*known, place)
            if place.path != "/" and shape(cookie.name) == cookie.name:
                self.hidden[cookie.name] = (*self.hidden.get(cookie.name, ()), place.path)

    def places(self, name: str) -> tuple[Place, ...]:
        return self._places.get(name, ())


NOTHING_SEEN = Seen()


def forgetting(
    table: Table, names: Sequence[str], host: str, path: str, seen: Seen = NOTHING_SEEN, turn: int = 0
) -> tuple[bytes, ...]:
    """`Set-Cookie` values that end cookies wherever this host could have kept them, as many as there is room for.

    Where there is not room for all names, it begins at another one each `turn`, so that a cookie that cannot be ended
    from here does not stand before the others for ever.
    """
    if not names:
        return ()
    start = turn % len(names)
    kept: list[bytes] = []
    size = 0
    for at, name in enumerate((*names[start:], *names[:start]) if _large(names) else names):
        values = [encode_header(text) for text in endings(table.entry(name), name, host, path, seen)]
        size += sum(map(len, values))
        if size > MOST_BYTES and at:
            break
        kept += values
    return tuple(kept)


def unseen(table: Table, effective: Effective, path: str, seen: Seen = NOTHING_SEEN) -> tuple[str, ...]:
    """Names of withdrawn purposes whose path, declared or seen, hides them from this request: they end unseen."""
    if Reason.WITHDRAWN not in effective.services.values():
        return ()
    declared = [(item.name, item.path or "/") for _, item in table.hidden]
    met = [(name, each) for name, paths in [*seen.hidden.items()] for each in paths]
    names = dict.fromkeys([name for name, hiding in (*declared, *met) if not path.startswith(hiding)])
    return tuple(name for name in names if _withdrawn(table.entry(name), effective))


def _withdrawn(entry: Entry, effective: Effective) -> bool:
    """Whether nothing grants it any more and something did."""
    states = {effective.services.get(service) for service in entry.optional}
    return Reason.WITHDRAWN in states and states.isdisjoint(GRANTING)


def endings(entry: Entry, name: str, host: str, path: str, seen: Seen = NOTHING_SEEN) -> Iterator[str]:
    """One value for each place; none for a name that cannot be written."""
    if len(name) > LONGEST_NAME or not writable(name):
        return
    prefixed = name.lower().startswith("__")
    for place in dict.fromkeys((*_places(entry, host, path), *seen.places(name))):
        if place.domain and name.lower().startswith("__host-"):
            continue
        domain = f"; Domain={place.domain}" if place.domain else ""
        tail = "; Secure; Partitioned" if place.partitioned else "; Secure" if prefixed else ""
        # a nameless cookie without a value would be ignored altogether
        yield f"{name}={'' if name else '-'}; {GONE}; Path={place.path}{domain}{tail}"


def directory(path: str) -> str | None:
    """The default path of cookies that an answer to this path sets (RFC 6265bis, 5.1.4); None if it is not writable."""
    own = path.rpartition("/")[0] or "/"
    return own if own.startswith("/") and len(own) <= LONGEST_PATH and writable(own) else None


def writable(text: str) -> bool:
    """Whether it can stand in a header as part of a cookie: printable, and no separator."""
    return ";" not in text and (text.isascii() and text.isprintable() if text.isascii() else _no_control(text))


@lru_cache(maxsize=256)
def domains(host: str) -> tuple[str, ...]:
    """The host and the domains above it that a cookie of it may name, the registrable one last; none for addresses."""
    name = canonical_host(host)
    top = registrable_domain(name) if name else None
    if name is None or top is None:
        return ()
    labels = name.removesuffix(top).rstrip(".").split(".") if name != top else []
    return tuple(".".join([*labels[n:], top]) for n in range(len(labels) + 1))


def turn_of(now: datetime) -> int:
    return now.second


def _places(entry: Entry, host: str, path: str) -> Iterable[Place]:
    item = entry.item
    declared = item.path if item else None
    own = directory(path)
    only_partitioned = item is not None and item.partitioned is True
    for each in dict.fromkeys((declared or own or "/", "/")):
        yield from (Place(each, domain, only_partitioned) for domain in (None, *domains(host)))
    if item is None or item.partitioned is None:
        yield Place("/", None, partitioned=True)


def _large(names: Sequence[str]) -> bool:
    """Whether the endings of all names may be more than there is room for; an ending has some 70 bytes and a path."""
    return len(names) > 4


def _no_control(text: str) -> bool:
    return all(c.isprintable() or "\udc80" <= c <= "\udcff" for c in text)

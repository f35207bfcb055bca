"""Which declaration covers an observed item, the most specific first.

Knows names, kinds and hosts; not what is allowed. Everything is compiled once, so that a look-up costs a few
dictionary probes however many declarations there are. Names are hostile: matching is a scan of `str.find`
from left to right, never a regular expression.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from speculoos.core.sites import canonical_host, covers, host_of, registrable_domain
from speculoos.registry.model import Kind, Registry, Service, StorageItem

STAR = "*"


class Match(NamedTuple):
    """The declaration that covers an observed item."""

    service: Service
    item: StorageItem


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern in parts: what a name starts with, contains in this order, and ends with."""

    prefix: str
    middle: tuple[str, ...]
    suffix: str

    def matches(self, name: str) -> bool:
        """Does `name` fit; `*` stands for any run of characters, none included."""
        start, end = len(self.prefix), len(name) - len(self.suffix)
        if start > end or not (name.startswith(self.prefix) and name.endswith(self.suffix)):
            return False
        for part in self.middle:  # the leftmost place leaves the most room for the rest
            found = name.find(part, start, end)
            if found < 0:
                return False
            start = found + len(part)
        return True


def glob(pattern: str) -> Glob:
    """The compiled pattern, which has at least one `*`."""
    prefix, *middle, suffix = pattern.split(STAR)
    return Glob(prefix, tuple(part for part in middle if part), suffix)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One declared item, ready to be asked; a lower `rank` is more specific."""

    rank: int
    match: Match
    host: str | None  # canonical; None is the site's own
    glob: Glob | None  # None for an exact name


class Index:
    """The candidates of one kind: exact names in a dictionary, patterns by what they start or end with."""

    __slots__ = ("exact", "floating", "sizes", "starts", "suffixes", "tails")

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        exact: defaultdict[str, list[Candidate]] = defaultdict(list)
        starts: defaultdict[str, list[Candidate]] = defaultdict(list)
        tails: defaultdict[str, list[Candidate]] = defaultdict(list)
        self.floating: list[Candidate] = []  # `*x*`: no fixed end to look up
        for candidate in candidates:
            if candidate.glob is None:
                exact[candidate.match.item.name].append(candidate)
            elif candidate.glob.prefix:
                starts[candidate.glob.prefix].append(candidate)
            elif candidate.glob.suffix:
                tails[candidate.glob.suffix].append(candidate)
            else:
                self.floating.append(candidate)
        self.exact, self.starts, self.tails = dict(exact), dict(starts), dict(tails)
        self.sizes = _sizes_by_first(starts)
        self.suffixes = sorted(set(map(len, tails)))

    def exact_for(self, name: str) -> list[Candidate]:
        return self.exact.get(name, _NOBODY)

    def patterns_for(self, name: str) -> Iterator[Candidate]:
        """Every pattern that `name` fits, in no order."""
        for group in self._groups(name):
            for candidate in group:
                if candidate.glob is not None and candidate.glob.matches(name):
                    yield candidate

    def _groups(self, name: str) -> list[list[Candidate]]:
        """The few groups that can fit: one probe for each length that some pattern's fixed end has."""
        starts, tails, longest = self.starts, self.tails, len(name)
        groups = [
            starts[start]
            for size in self.sizes.get(name[:1], ())
            if size <= longest and (start := name[:size]) in starts
        ]
        groups += [tails[tail] for size in self.suffixes if size <= longest and (tail := name[-size:]) in tails]
        if self.floating:
            groups.append(self.floating)
        return groups


class Matcher:
    """Looks up observed items in one registry.

    An item that names a host covers that host and its subdomains. One that names none covers the site's own host,
    its subdomains, and the parents up to the registrable domain: a cookie of `example.com` reaches `www.example.com`.
    """

    __slots__ = ("_indexes", "_site", "_site_domain")

    def __init__(self, registry: Registry) -> None:
        self._site = host_of(registry.site.url)
        self._site_domain = registrable_domain(self._site) if self._site else None
        by_kind: defaultdict[Kind, list[Candidate]] = defaultdict(list)
        for candidate in ranked(registry):
            by_kind[candidate.match.item.kind].append(candidate)
        self._indexes = {kind: Index(candidates) for kind, candidates in by_kind.items()}

    def match(self, name: str, kind: Kind = Kind.COOKIE, host: str | None = None) -> Match | None:
        """The most specific declaration of an observed item, or None: undeclared.

        `host` is where it was observed (a leading dot or a port does not matter); None is the site itself, which is
        what a server knows of its own cookies, whatever name it is reached by. Never raises.
        """
        index = self._indexes.get(kind)
        if index is None:
            return None
        name_of = None if host is None else canonical_host(host) or ""
        for candidate in index.exact_for(name):
            if self._covers(candidate.host, name_of):
                return candidate.match
        fitting = [c for c in index.patterns_for(name) if self._covers(c.host, name_of)]
        return min(fitting, key=_rank).match if fitting else None

    def all(self, name: str, kind: Kind = Kind.COOKIE, host: str | None = None) -> tuple[Match, ...]:
        """Every declaration that covers an observed item, the most specific first."""
        index = self._indexes.get(kind)
        if index is None:
            return ()
        name_of = None if host is None else canonical_host(host) or ""
        fitting = [c for c in (*index.exact_for(name), *index.patterns_for(name)) if self._covers(c.host, name_of)]
        return tuple(candidate.match for candidate in sorted(fitting, key=_rank))

    def _covers(self, declared: str | None, observed: str | None) -> bool:
        """Does an item declared for one canonical host cover another; None is the site itself."""
        if declared is None:
            return observed is None or self._is_own(observed)
        if observed is None:
            observed = self._site
        return observed is not None and covers(declared, observed)

    def _is_own(self, host: str) -> bool:
        if self._site is None:
            return False
        if covers(self._site, host):
            return True
        return self._site_domain is not None and covers(host, self._site) and covers(self._site_domain, host)


_NOBODY: list[Candidate] = []


def _sizes_by_first(prefixes: Iterable[str]) -> dict[str, list[int]]:
    """How long the prefixes are that begin with a character: most names meet none."""
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for prefix in prefixes:
        sizes[prefix[0]].add(len(prefix))
    return {first: sorted(found) for first, found in sizes.items()}


def _rank(candidate: Candidate) -> int:
    return candidate.rank


def ranked(registry: Registry) -> Iterator[Candidate]:
    """Every item as a candidate, most specific first; equals stay in the order of the declaration."""
    declared = sorted((Match(service, item) for service, item in registry.items()), key=_specificity)
    for rank, match in enumerate(declared):
        item = match.item
        host = None if item.host is None else canonical_host(item.host) or item.host
        yield Candidate(rank, match, host, glob(item.name) if item.is_pattern else None)


def _specificity(match: Match) -> tuple[bool, int, int, bool, int, int]:
    """Exact names, then more literal characters, then a longer prefix, then a host (the longer), then the kind."""
    item = match.item
    return (
        item.is_pattern,
        item.name.count(STAR) - len(item.name),
        -len(item.name.partition(STAR)[0]),
        item.host is None,
        -len(item.host or ""),
        list(Kind).index(Kind(item.kind)),
    )

"""The hosts of a site as a report shows them: who leads to whom as a tree, and what each was asked for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from speculoos.audit.finding import SiteFinding
from speculoos.audit.judging.hosts_index import Hosts as Index
from speculoos.audit.observed import Request
from speculoos.audit.reporting.shown import first, joined, name
from speculoos.audit.reporting.words import PARTIES
from speculoos.audit.verdict import Verdict
from speculoos.core.sites import canonical_host, host_of, party
from speculoos.registry.model import Party, Registry

HOSTS, LINKS, NAMES, DEPTH = 100, 4, 6, 12
"""How many hosts are shown, with how many findings and names of cookies each, and how deep the tree goes."""


@dataclass(slots=True)
class _Tally:
    requests: int = 0
    before: int = 0
    blocked: int = 0
    cookies: dict[str, None] = field(default_factory=dict)
    parent: str = ""


@dataclass(frozen=True, slots=True)
class HostView:
    """One host. `depth` is how many hosts stand between it and the site; `led_by` is the nearest of them."""

    host: str
    depth: int
    led_by: str
    relation: str
    third: bool
    declared: str
    requests: int
    before: int
    blocked: int
    cookies: str
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts in the order of the tree; `more` are left out."""

    rows: tuple[HostView, ...]
    more: int
    third: int


def hosts(verdict: Verdict) -> Hosts:
    """Every host that was asked for, each below the one that led to it first."""
    site = host_of(verdict.observation.url) or ""
    tallies = _tallies(verdict.observation.requests, site)
    order, more = first(list(_walk(tallies)), HOSTS)
    about: dict[str, list[SiteFinding]] = defaultdict(list)
    for found in verdict.findings:
        if found.subject.kind is None and found.subject.host:
            about[canonical_host(found.subject.host) or found.subject.host].append(found)
    index = _index(verdict.registry, site)
    rows = tuple(_row(host, depth, tallies[host], site, index, about.get(host, [])) for host, depth in order)
    third = sum(party(host, site) == "third" for host in tallies)
    return Hosts(rows, more, third)


def _tallies(requests: tuple[Request, ...], site: str) -> dict[str, _Tally]:
    found: dict[str, _Tally] = {}
    for request in requests:
        host = canonical_host(request.host) or request.host
        tally = found.get(host)
        if tally is None:
            led = (host_of(step) for step in request.chain)
            found[host] = tally = _Tally(parent="" if host == site else next((h for h in led if h and h != host), site))
        tally.requests += 1
        tally.before += request.before_choice
        tally.blocked += bool(request.blocked)
        tally.cookies.update(dict.fromkeys(request.cookies[:NAMES]))
    return found


def _walk(tallies: dict[str, _Tally]) -> Iterator[tuple[str, int]]:
    """Depth first from those that nobody known led to; hosts that lead to each other in a ring come last."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for host, tally in tallies.items():
        below[tally.parent if tally.parent in tallies else ""].append(host)
    done: set[str] = set()
    for root in [*below[""], *tallies]:
        waiting = [(root, 0)]
        while waiting:
            host, depth = waiting.pop()
            if host not in done:
                done.add(host)
                yield host, depth
                waiting += [(other, depth + 1) for other in reversed(below[host])]


def _row(host: str, depth: int, tally: _Tally, site: str, index: Index | None, found: list[SiteFinding]) -> HostView:
    relation = Party(party(host, site))
    cookies, more = first(list(tally.cookies), NAMES)
    return HostView(
        name(host),
        min(depth, DEPTH),
        name(tally.parent) if depth else "",
        "the site" if host == site else PARTIES[relation],
        relation is Party.THIRD,
        _declared(host, relation is Party.THIRD, index),
        tally.requests,
        tally.before,
        tally.blocked,
        joined(map(name, cookies)) + (f" and {more} more" if more else ""),
        tuple((f"finding-{one.id}", one.finding.id) for one in found[:LINKS]),
    )


def _declared(host: str, third: bool, index: Index | None) -> str:
    if index is None or not third:
        return ""
    return joined(name(service.function) for service in index.declaring(host)[:NAMES]) or "not declared"


def _index(registry: Registry | None, site: str) -> Index | None:
    """The hosts of the declaration that are not the site's own, whichever of its two names it is looked at by."""
    if registry is None:
        return None
    declared = host_of(registry.site.url) or ""
    return Index(registry, lambda other: "first" in (party(other, site), party(other, declared)))

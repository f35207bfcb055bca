"""The Content-Security-Policy of one registry version: which third parties the browser may load from and send to.

It is sent as one header more, and policies are only ever added up, so it can narrow what the site allows and never
widen it. What is the site's own is none of its business: inline script, eval, data:, blob:, workers and the hosts of
the site's own domain pass, and what is no loading (forms, links, who may frame the page) is left unstated. A
third-party host passes where a service that declares it is exempt or granted. Pure; no clock, no choice of its own.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from speculoos.consent.choice import GRANTING, Effective
from speculoos.consent.layout import NEVER_OPTIONAL
from speculoos.core.sites import canonical_host, host_of, is_ip, is_public_suffix, registrable_domain, same_site
from speculoos.registry.model import Registry, Service

OWN = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: filesystem: mediastream: about:"
"""All that comes from no other host. Every directive about loading falls back to `default-src`; no nonce or hash
stands here, for with one of them browsers would forget 'unsafe-inline'."""

LONGEST = 3000
"""Octets of a policy that is sent. Servers in front hold all headers of an answer in one buffer (nginx: 4 kB unless
told otherwise) and answer 502 where they do not fit, so a longer policy is not sent: `*.example.com` shortens it."""

GROUP = "speculoos"
"""The name of our endpoint in `Reporting-Endpoints`."""

KEPT = 1024
NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
REPORTS = re.compile(r"(?:https?:/)?/[A-Za-z0-9._~:/?@!$&()*+=%\[\]-]*")


@dataclass(frozen=True, slots=True)
class Loads:
    """The hosts of one service, `*.` before one for its sub-domains. `always`: it needs nobody's word."""

    service: str
    purpose: str
    always: bool
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a visitor's browser is told who granted these purposes and no other; "" where it would be too long."""

    granted: tuple[str, ...]
    policy: str


class Scenes:
    """The policies of one registry version, one for each set of granted services. Threads may share it.

    `ours` are hosts that always pass: those of a platform that serves the site its banner.
    """

    def __init__(self, registry: Registry, ours: Collection[str] = ()) -> None:
        self.registry = registry
        self.ours = tuple(host for host in map(_host, ours) if host)
        self._site = host_of(registry.site.url)
        self.domain = registrable_domain(self._site) if self._site else None
        self.loads = tuple(load for load in map(self._loads, registry.services) if load.hosts)
        self._asked = tuple(load.service for load in self.loads if not load.always)
        self._policies: dict[frozenset[str], str] = {}
        self._recent: dict[int, tuple[Effective, str]] = {}

    def policy(self, effective: Effective, reports: str = "") -> str:
        """The header's value under this choice, "" where it would be too long to be sent.

        `reports` is where browsers tell what they held back (see `endpoints`).
        """
        known = self._recent.get(id(effective))
        if known is None or known[0] is not effective:  # choices are remembered, so the same one comes by again
            granted = frozenset(s for s in self._asked if effective.services.get(s) in GRANTING)
            known = (effective, self._of(granted))
            if len(self._recent) >= KEPT:
                self._recent.clear()
            self._recent[id(effective)] = known
        return known[1] + reporting(reports, self.registry.site.url) if known[1] else ""

    def everything(self, reports: str = "") -> str:
        """The policy that lets all pass that is declared, the same for every visitor; "" as in `policy`."""
        text = self._of(frozenset(self._asked))
        return text + reporting(reports, self.registry.site.url) if text else ""

    def scenes(self) -> tuple[Scene, ...]:
        """Nothing granted, each purpose alone that lets a host pass, and all of them."""
        purposes = tuple(dict.fromkeys(load.purpose for load in self.loads if not load.always))
        sets = dict.fromkeys([(), *((purpose,) for purpose in purposes), purposes])
        return tuple(Scene(granted, self._of(self._services(granted))) for granted in sets)

    def declaring(self, host: str) -> tuple[str, ...]:
        """The services that declare a host, in order: who wants to load what the browser held back."""
        name = canonical_host(host)
        if name is None:
            return ()
        return tuple(load.service for load in self.loads if any(_fits(each, name) for each in load.hosts))

    def sources(self, granted: Collection[str]) -> tuple[str, ...]:
        """The source expressions beyond OWN when these optional services are granted."""
        passing = [load for load in self.loads if load.always or load.service in granted]
        others = {host for load in passing for host in load.hosts} | {*self.ours}
        held = {host for load in self.loads for host in load.hosts} - others
        return (*_sources(sorted(self._own(held)), "http://"), *_sources(sorted(others), ""))

    def _of(self, granted: frozenset[str]) -> str:
        known = self._policies.get(granted)
        if known is None:
            known = " ".join([OWN, *self.sources(granted)])
            known = known if len(known) <= LONGEST else ""
            if len(self._policies) >= KEPT:
                self._policies.clear()
            self._policies[granted] = known
        return known

    def _services(self, purposes: Collection[str]) -> frozenset[str]:
        return frozenset(load.service for load in self.loads if not load.always and load.purpose in purposes)

    def _own(self, held: Collection[str]) -> Iterator[str]:
        """The site's own hosts. A policy cannot deny, so where one of them is held back the others are not named."""
        if self._site and NAME.fullmatch(self._site):
            yield self._site
        if self.domain is None:  # an address, or a name such as localhost
            return
        if self.domain not in {self._site, *held}:
            yield self.domain
        if not any(each != self._site and _under(each, self.domain) for each in held):
            yield f"*.{self.domain}"

    def _loads(self, service: Service) -> Loads:
        """Items of third parties tell of hosts as well, with the sub-domains that a cookie of them reaches.

        A service that says where it loads from is taken at its word: then an item's host stands for itself alone.
        """
        named = [host for host in map(_host, service.hosts) if host]
        for item in service.items:
            host = _host(item.host or "")
            if host and not (self._site and same_site(host, self._site)):
                named += [host] if service.hosts or is_ip(host) or is_public_suffix(host) else [host, f"*.{host}"]
        always = service.exemption in NEVER_OPTIONAL
        return Loads(service.id, service.purpose, always, tuple(dict.fromkeys(named)))


@lru_cache(maxsize=256)
def reporting(reports: str, site: str = "https:") -> str:
    """The directives that tell browsers where to report, "" for an address that no header could hold.

    A browser that knows `report-to` forgets `report-uri` for it, and endpoints count with https alone: a site without
    it would hear nothing.
    """
    if not REPORTS.fullmatch(reports):
        return ""
    secure = site.startswith("https:") and not reports.startswith("http:")
    return f"; report-uri {reports}" + (f"; report-to {GROUP}" if secure else "")


def endpoints(reports: str) -> str:
    """The value of `Reporting-Endpoints` that goes with the policy, to be added to what the site has; "" for none."""
    return f'{GROUP}="{reports}"' if REPORTS.fullmatch(reports) else ""


def _host(text: str) -> str | None:
    """A declared host as a policy writes it; None for what would be no host there, whatever a declaration says."""
    star = "*." if text.startswith("*.") else ""
    host = canonical_host(text.removeprefix(star))
    if host is None or not NAME.fullmatch(host) or (star and (is_ip(host) or is_public_suffix(host))):
        return None
    return star + host


def _sources(hosts: Collection[str], scheme: str) -> Iterator[str]:
    """Any port, and WebSockets as well, which no browser takes to be meant by a name alone."""
    yield from (f"{scheme}{host}:*" for host in hosts)
    yield from (f"ws://{host}:*" for host in hosts)


def _fits(declared: str, name: str) -> bool:
    return name.endswith(declared[1:]) if declared.startswith("*.") else name == declared


def _under(declared: str, domain: str) -> bool:
    """Whether a declared host is a sub-domain of `domain`, or all of them."""
    return declared.endswith(f".{domain}")

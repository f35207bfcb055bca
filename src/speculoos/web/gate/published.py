"""The gates of published sites: compiled once a version, swapped as traffic runs.

The home site's gate stands before every page but those of hosted sites, which have gates of their own. No query in a
request but the one look-up in `version_seconds` that `publish.current` makes for every part alike.
"""

import re
from dataclasses import replace
from time import monotonic

from django.core.exceptions import SynchronousOnlyOperation
from django.http import HttpRequest

from speculoos.consent.choice import Effective
from speculoos.consent.cookie import COOKIE_NAME
from speculoos.gate.gate import Gate
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.setup import Setup
from speculoos.gate.tally import Tally
from speculoos.registry.model import Kind
from speculoos.web.conf import Config
from speculoos.web.front.context import Visit
from speculoos.web.gate.account import signed_in
from speculoos.web.gate.flush import Flusher
from speculoos.web.store.gate.options import rules_of
from speculoos.web.store.publish import Published, current, generation

PATIENCE = 10.0
"""Seconds after a fault before the database is asked again: a request should not wait for one that is away."""
HOSTED = re.compile(r"/s/([-a-zA-Z0-9_]{1,60})(?:/|$)")
MOST = 200
"""Hosted sites whose gates are kept; beyond that all of them are made anew."""


class PublishedSource:
    """The gates of this process, and the thread that writes down what they count."""

    def __init__(self, conf: Config) -> None:
        self.conf = conf
        self.flusher = Flusher(conf.gate_flush_seconds)
        self.home = SiteGate(conf, self.flusher)
        self._hosted: dict[str, SiteGate] = {}

    def site_gate(self, request: HttpRequest) -> "SiteGate | None":
        home = self.home.ready()
        found = HOSTED.match(request.path_info) if request.path_info.startswith("/s/") else None
        if found is None or found[1] == self.conf.home_site:
            return home
        return self._of_host(found[1], home)

    def _of_host(self, slug: str, home: "SiteGate | None") -> "SiteGate | None":
        known = self._hosted.get(slug)
        if known is None and self.home.waiting():
            return home
        made = known or SiteGate(self.conf, self.flusher, slug, self.home)
        ready = made.ready()
        if made.site is None:  # no such site, or none that can be read: the page is the home site's, whatever it is
            return home
        if known is None:
            if len(self._hosted) >= MOST:
                self.flusher.leave(each.gate.tally for each in self._hosted.values())
                self._hosted.clear()
            self._hosted[slug] = made
        return ready


class SiteGate:
    """One site's gate, following its published version.

    A fault leaves the last good version; where there is none, the setting `gate_fault` says what is done.
    """

    def __init__(self, conf: Config, flusher: Flusher, slug: str | None = None, home: "SiteGate | None" = None) -> None:
        self.conf, self.flusher = conf, flusher
        self.slug, self.home = slug, home
        self.site: Published | None = None
        self.gate = Gate(None, fallback=Mode(conf.gate_fault), tally=Tally())
        self._on = True
        self._content: tuple[object, ...] = ()
        self._failed: tuple[float, int] | None = None
        self._nobody: tuple[Published, Effective] | None = None

    def ready(self) -> "SiteGate | None":
        """The gate at the version of now; None where nothing is published yet, or the gate is off."""
        if not self.waiting():
            try:
                self._take(current(self.slug or self.conf.home_site))
                self._failed = None
            except SynchronousOnlyOperation:
                raise
            except Exception as fault:  # noqa: BLE001  (the database, or what is in it: the site stays up)
                self._failed = (monotonic(), generation())
                going_on = self.gate.setup
                self.gate.tally.fault(fault, going_on.rules.mode if going_on else self.gate.fallback)
        return self if self._on else None

    def effective(self, request: HttpRequest) -> Effective | None:
        """The visitor's choice on this device or of their account, under the law of where they are."""
        site = self.site
        if site is None:
            return None
        if site.options.account_choice:
            try:
                return Visit(signed_in(request), site, self.slug).effective
            except SynchronousOnlyOperation:
                raise
            except Exception as fault:  # noqa: BLE001  (what the device says is known all the same)
                self.gate.tally.fault(fault, self.gate.fallback)
        if not site.options.place_header and says_nothing(request):
            return self._of_nobody(request, site)
        visit = Visit(request, site, self.slug)
        return visit.effect_of(visit.device_choice)

    def _of_nobody(self, request: HttpRequest, site: Published) -> Effective:
        """What counts for everybody who has said nothing: most requests, so it is worked out once."""
        known = self._nobody
        if known is None or known[0] is not site:
            known = self._nobody = site, Visit(request, site, self.slug).effect_of(None)
        return known[1]

    def waiting(self) -> bool:
        """Whether the database failed a moment ago and is not asked again yet."""
        if self._failed is None:
            return False
        since, then = self._failed
        return monotonic() - since < PATIENCE and then == generation()

    def _take(self, site: Published | None) -> None:
        if site is None:
            self.site, self._on = None, False  # nothing is declared, so there is nothing to hold anybody to
            return
        if site is self.site:
            return
        content = site.registry.hash, site.registry.version, site.site_id, site.options, site.material_since
        rules = self._rules(site)
        if self.site is None or (*content, rules) != self._content:
            self._on = {rules.mode, rules.csp, *(mode for _, mode in rules.items)} != {Mode.OFF}
            if self._on:
                self.gate.swap(_compiled(site, rules, self.conf))
            self._content = (*content, rules)
        self.site = site
        self.flusher.begin(site.site_id, self.gate.tally)

    def _rules(self, site: Published) -> Rules:
        """Pages of hosted sites have the platform's own policy, and its cookies, which are not theirs to judge."""
        rules = rules_of(site.options, site.slug)
        if self.home is None:
            return rules
        items = self.home.site.registry.items() if self.home.site else ()
        above = dict.fromkeys([item.name for _, item in items if item.kind is Kind.COOKIE], Mode.OFF)
        return replace(rules, csp=Mode.OFF, items=(*above.items(), *rules.items))


def says_nothing(request: HttpRequest) -> bool:
    """Whether a request brings neither a choice nor a signal."""
    return COOKIE_NAME not in request.META.get("HTTP_COOKIE", "") and "HTTP_SEC_GPC" not in request.META


def _compiled(site: Published, rules: Rules, conf: Config) -> Setup:
    return Setup.of(
        site.registry,
        rules,
        conf.secrets(),
        site.slug,
        material_since=site.material_since,
        max_age_days=conf.choice_days,
    )

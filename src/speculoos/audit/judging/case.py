"""What the checks of an audit ask: an observation beside a declaration, with the look-ups that they share.

Knows which declaration covers what was seen, what needs consent, and in which phase of a scene it was seen; judges
nothing. An audit may look at the site under another name than the declared one: both are then its own.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cached_property

from speculoos.audit.judging.hosts_index import Hosts
from speculoos.audit.observed import Item, Observation, Outcome, Page, Reading, Request, Scene, SceneKind
from speculoos.core.sites import canonical_host, host_of, same_site
from speculoos.law import decide as law
from speculoos.law.profiles import Profile
from speculoos.registry.match import Match, Matcher
from speculoos.registry.model import Kind, Registry, Service, Site, StorageItem

WOULD_BE_KEPT = ("thirdparty", "third_party", "third-party", "userpreferences", "user_preferences")
"""The browser's reasons that are its own and not the item's: another browser stores it."""


class Phase(StrEnum):
    """What the visitor has said when something is seen."""

    BEFORE = "before"
    REFUSED = "refused"
    ALONE = "alone"
    ALLOWED = "allowed"
    WITHDRAWN = "withdrawn"


CHOSEN = {
    SceneKind.REFUSED: Phase.REFUSED,
    SceneKind.ALONE: Phase.ALONE,
    SceneKind.GRANTED: Phase.ALLOWED,
    SceneKind.NO_SCRIPTS: Phase.ALLOWED,
    SceneKind.WITHDRAWN: Phase.WITHDRAWN,
}
NEVER_CHOSEN = (SceneKind.UNTOUCHED, SceneKind.SIGNAL)
Seen = Item | Request | Reading


class Case:
    """One observation, one declaration and the places of law."""

    def __init__(self, observation: Observation, registry: Registry | None, profiles: tuple[Profile, ...]) -> None:
        self.observation = observation
        self.site = host_of(observation.url) or ""
        self.registry = registry or Registry(Site(self.site or "site", observation.url))
        self.profiles = profiles
        self.scenes = {scene.id: scene for scene in observation.scenes}
        self.order = {id: position for position, id in enumerate(self.scenes)}
        self._declared_site = host_of(self.registry.site.url) or ""
        self._matcher = Matcher(self._as_looked_at())
        self._matches: dict[tuple[str, Kind, str], Match | None] = {}
        self._sharing: dict[tuple[str, Kind, str], tuple[Match, ...]] = {}
        self._asking: dict[tuple[str, StorageItem | None], tuple[str, ...]] = {}

    def _as_looked_at(self) -> Registry:
        """The declaration as that of the address that was looked at: a staging host, an address of this machine."""
        if same_site(self.site, self._declared_site):
            return self.registry
        return replace(self.registry, site=replace(self.registry.site, url=self.observation.url))

    @cached_property
    def hosts(self) -> Hosts:
        return Hosts(self.registry, self.own)

    def own(self, host: str) -> bool:
        """Whether a host is the site's own, by registrable domain."""
        return same_site(host, self.site) or same_site(host, self._declared_site)

    def match(self, item: Item) -> Match | None:
        """The declaration that covers an observed item."""
        key = item.name, item.kind, item.host
        if key not in self._matches:
            self._matches[key] = self._matcher.match(item.name, item.kind, item.host or self.site)
        return self._matches[key]

    def sharing(self, item: Item) -> tuple[Match, ...]:
        """The declarations of the same name that cover an item: the best and those of other services."""
        key = item.name, item.kind, item.host
        if key not in self._sharing:
            every = self._matcher.all(item.name, item.kind, item.host or self.site)
            self._sharing[key] = tuple(other for other in every if other.item.name == every[0].item.name)
        return self._sharing[key]

    def reading(self, reading: Reading) -> Match | None:
        """The declaration that covers a read of the device."""
        return self._matcher.match(reading.api, Kind.DEVICE_READ, host_of(reading.script) or self.site)

    def asking(self, service: Service, item: StorageItem | None) -> tuple[str, ...]:
        """The places in which an entry needs consent."""
        key = service.id, item
        if key not in self._asking:
            decided = ((p.code, law.decide(self.registry, service, item, p.code)) for p in self.profiles)
            self._asking[key] = tuple(code for code, decision in decided if decision.outcome is law.Outcome.CONSENT)
        return self._asking[key]

    def service_asking(self, service: Service) -> tuple[str, ...]:
        """The places in which some entry of a service needs consent."""
        asked = {code for item in service.items or (None,) for code in self.asking(service, item)}
        return tuple(p.code for p in self.profiles if p.code in asked)

    def sells(self, service: Service, item: StorageItem | None) -> bool:
        """Whether an entry is a sale or sharing that the signal opts out of, where it binds."""
        if self.registry.purpose(service.purpose).sale:
            return True
        return law.decide(self.registry, service, item, "CA").outcome is law.Outcome.OPT_OUT

    def kind_of(self, scene: str) -> SceneKind | None:
        """The kind of scene that an id names."""
        known = self.scenes.get(scene)
        return known.kind if known else None

    def phase(self, seen: Seen) -> Phase | None:
        """What the visitor had said; None where nobody can tell, as the scene broke off after the choice."""
        scene = self.scenes.get(seen.scene)
        if scene is None:
            return None
        if scene.kind in NEVER_CHOSEN:
            return Phase.BEFORE
        if scene.kind is SceneKind.WITHDRAWN:
            return self._withdrawal(scene, seen)
        if seen.before_choice or (scene.outcome is not Outcome.PLAYED and scene.chosen_at is None):
            return Phase.BEFORE
        if scene.kind is SceneKind.NO_SCRIPTS and scene.chosen_at is None:
            return Phase.BEFORE
        return CHOSEN[scene.kind] if scene.outcome is Outcome.PLAYED else None

    def _withdrawal(self, scene: Scene, seen: Seen) -> Phase | None:
        """An item counts by whether it is there in the end, all else by whether it came after the withdrawal."""
        if scene.outcome is not Outcome.PLAYED:
            return None
        return Phase.WITHDRAWN if isinstance(seen, Item) or not seen.before_choice else None

    @cached_property
    def by_scene(self) -> dict[str, list[Item]]:
        found: defaultdict[str, list[Item]] = defaultdict(list)
        for item in self.observation.items:
            found[item.scene].append(item)
        return dict(found)

    def stored(self) -> Iterator[tuple[Item, Phase]]:
        """What is stored, or would be by a browser of other habits, with its phase."""
        for item in self.observation.items:
            phase = self.phase(item)
            if phase is not None and kept(item):
                yield item, phase

    def third_parties(self) -> Iterator[tuple[Request, str]]:
        """The requests that left for other hosts than the site's own, with the host as it is compared."""
        for request in self.observation.requests:
            host = canonical_host(request.host)
            if host and not self.own(host) and not held_back(request):
                yield request, host

    def pages(self, kind: SceneKind) -> Iterator[Page]:
        return (page for page in self.observation.pages if self.kind_of(page.scene) is kind)


def kept(item: Item) -> bool:
    """Whether some browser stores it, if not this one."""
    return not item.refused or other_browsers_keep(item)


def other_browsers_keep(item: Item) -> bool:
    """Whether the refusal is this browser's own habit: third-party cookies off."""
    reason = item.refused.lower().replace(" ", "")
    return any(habit in reason for habit in WOULD_BE_KEPT)


def held_back(request: Request) -> bool:
    """Whether the site's own policy stopped it, so that nothing was sent."""
    reason = request.blocked.lower()
    return "csp" in reason or "mixed" in reason or "content security policy" in reason

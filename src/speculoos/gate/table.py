"""One registry version, compiled for the gate: which declarations cover a cookie, and how it is to look.

Worked out once for each name that comes by and kept, so a request costs a few dictionary look-ups whatever the size of
the registry. Names come from visitors, so what is kept is bounded.
"""

from dataclasses import dataclass

from speculoos.consent.choice import Effective
from speculoos.consent.cookie import COOKIE_NAME
from speculoos.consent.layout import NEVER_OPTIONAL
from speculoos.core.durations import seconds
from speculoos.gate.rules import Mode, Reason, Rules, Verdict
from speculoos.registry.match import Glob, Match, Matcher, glob
from speculoos.registry.model import SESSION, Kind, Registry, StorageItem

KEPT = 4096
CHOICES, KEPT_A_CHOICE = 64, 1024
"""Different choices whose verdicts are kept, and how many of each: visitors make both, and can make many."""
LONGEST = 256
"""Characters of a name that is kept; longer ones are judged anew, for visitors could fill the memory with them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one name on one host. `optional` are the services that need the visitor's word; none: exempt.

    `life` is the declared lifetime in seconds, 0 for the session, None where it is unknown.
    """

    mode: Mode
    item: StorageItem | None = None
    optional: tuple[str, ...] = ()
    elsewhere: bool = False
    life: int | None = None

    def reason(self, effective: Effective) -> Reason:
        """Whether the choice lets it pass. Exempt is what each service that it serves is exempt for (EU-04)."""
        if self.item is None:
            return Reason.HOST if self.elsewhere else Reason.UNDECLARED
        if not self.optional:
            return Reason.EXEMPT
        if any(effective.services[service] in ALLOWED for service in self.optional if service in effective.services):
            return Reason.GRANTED
        return Reason.NOT_GRANTED


ALLOWED = frozenset({"granted", "not_objected"})


class Table:
    """The declarations of one version under one site's rules. Threads may share it."""

    __slots__ = ("_entries", "_globs", "_hosts", "_matcher", "_verdicts", "hidden", "registry", "rules")

    def __init__(self, registry: Registry, rules: Rules) -> None:
        self.registry, self.rules = registry, rules
        self._matcher = Matcher(registry)
        self._hosts = tuple({item.host for _, item in registry.items()})
        self._globs: tuple[tuple[Glob | str, Mode], ...] = tuple(
            (glob(name) if "*" in name else name, mode) for name, mode in rules.items
        )
        self._entries: dict[tuple[str, str | None], Entry] = {}
        self._verdicts: dict[int, tuple[Effective, dict[str, Verdict]]] = {}
        self.hidden = tuple(
            (service.id, item)
            for service, item in registry.items()
            if item.kind is Kind.COOKIE and item.path not in (None, "/") and not item.is_pattern
        )
        """The cookies that some requests do not carry, because a path of their own is declared."""

    def entry(self, name: str, host: str | None = None) -> Entry:
        """What is known of a cookie's name on a host; None is the site's own, whatever name it is reached by."""
        known = self._entries.get((name, host))
        if known is not None:
            return known
        made = self._make(name, host)
        if len(name) + len(host or "") <= LONGEST:
            if len(self._entries) >= KEPT:
                self._entries.clear()
            self._entries[name, host] = made
        return made

    def verdicts(self, effective: Effective) -> dict[str, Verdict]:
        """What is known of names that browsers send under this choice; to be filled by whoever judges one more.

        Choices are remembered by their layout, so the same value comes by again for all who chose alike.
        """
        known = self._verdicts.get(id(effective))
        if known is None or known[0] is not effective:
            if len(self._verdicts) >= CHOICES:
                self._verdicts.clear()
            known = self._verdicts[id(effective)] = (effective, {})
        return known[1]

    def _make(self, name: str, host: str | None) -> Entry:
        mode, own = self._mode(name), name == COOKIE_NAME
        matches = self._matcher.all(name, Kind.COOKIE, host)
        if not matches:
            # the choice itself always passes: without it nothing could be granted
            return Entry(mode, StorageItem(name) if own else None, elsewhere=self._elsewhere(name, host))
        item = matches[0].item
        optional = () if own else tuple(match.service.id for match in matches if _optional(match))
        return Entry(mode, item, optional, life=life_of(item))

    def _mode(self, name: str) -> Mode:
        for shape, mode in self._globs:
            if shape == name or (isinstance(shape, Glob) and shape.matches(name)):
                return mode
        return self.rules.mode

    def _elsewhere(self, name: str, host: str | None) -> bool:
        """Whether it is declared for another host than this one, for which it is not."""
        return any(self._matcher.match(name, Kind.COOKIE, other) for other in self._hosts if other != host)


def _optional(match: Match) -> bool:
    return match.service.exemption not in NEVER_OPTIONAL


def life_of(item: StorageItem) -> int | None:
    if item.lifetime is None:
        return None
    return 0 if item.lifetime == SESSION else seconds(item.lifetime)

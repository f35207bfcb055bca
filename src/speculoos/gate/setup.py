"""Everything that a gate needs of one site and one registry version, compiled and never changed: what is swapped."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from speculoos.consent.choice import MAX_AGE_DAYS, Effective
from speculoos.consent.layout import Layout
from speculoos.core.sites import host_of
from speculoos.gate.csp import Scenes, endpoints
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.table import Table
from speculoos.gate.visitor import Reader
from speculoos.registry.model import Registry

SCENES = 256
"""Different choices whose policy is kept."""


@dataclass(frozen=True, slots=True)
class Setup:
    """One site's gate at one version. `asks` says whether anything depends on a visitor's choice at all."""

    registry: Registry
    rules: Rules
    table: Table
    reader: Reader
    scenes: Scenes
    asks: bool
    csp_name: bytes
    declared_csp: bytes
    """The policy of everything that is declared: for pages that caches keep for everybody, while it only reports."""
    endpoints: bytes
    _policies: dict[int, tuple[Effective, bytes]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def policy(self, effective: Effective) -> bytes:
        """The Content-Security-Policy of this visitor's scene, b"" for none."""
        known = self._policies.get(id(effective))
        if known is None or known[0] is not effective:  # choices are remembered, so the same one comes by again
            if len(self._policies) >= SCENES:
                self._policies.clear()
            value = self.scenes.policy(effective, self.rules.reports).encode("ascii")
            known = self._policies[id(effective)] = (effective, value)
        return known[1]

    @classmethod
    def of(
        cls,
        registry: Registry,
        rules: Rules = Rules(),  # noqa: B008  (frozen)
        keys: Sequence[str | bytes] = (),
        site: str = "",
        *,
        layouts: Sequence[Layout] = (),
        material_since: int = 0,
        max_age_days: int = MAX_AGE_DAYS,
    ) -> "Setup":
        """Compile a version under a site's rules.

        `keys` sign the choices of `site`, its short name, newest first: SiteKeys, or secrets that they come from.
        Without one, nobody has granted anything. `layouts` are those of earlier versions whose choices still count
        unless they are older than `material_since`.
        """
        reader = Reader(registry, tuple(keys), site, tuple(layouts), material_since, max_age_days)
        reader.prepare()
        platform = host_of(rules.reports)  # where reports go, the banner comes from and choices are sent to
        scenes = Scenes(registry, ours=(platform,) if platform else ())
        enforced = rules.csp is Mode.ENFORCE
        return cls(
            registry,
            rules,
            Table(registry, rules),
            reader,
            scenes,
            bool(reader.layout.services),
            b"Content-Security-Policy" if enforced else b"Content-Security-Policy-Report-Only",
            scenes.everything(rules.reports).encode("ascii"),
            endpoints(rules.reports).encode("ascii"),
        )

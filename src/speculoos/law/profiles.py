"""One profile per jurisdiction: what a place demands, as data, with the rule for each demand.

A place that is unknown, or a proposal that is not law, gets the strictest profile. `CA` is California, as in the
rest of the project; Canada's only profile is `QC`. Knows no registry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from speculoos.law.constants import CHOICE_DEFAULT, CHOICE_LIFETIMES, SIX_MONTHS, TWELVE_MONTHS, Limit


class Regime(StrEnum):
    """A column of the decision table."""

    STRICT = "strict"  # no exemption for statistics: DE, BE, IE and whoever is not known to be milder
    FR = "FR"
    IT = "IT"
    ES = "ES"
    NL = "NL"
    UK = "UK"
    CH = "CH"
    US = "US"  # California and the other states with a binding signal


class Group(StrEnum):
    """Places that share the instruments which the lint catalogue names by one word."""

    EU = "EU"
    UK = "UK"
    CH = "CH"
    US = "US"
    OTHER = "other"
    ANY = "any"  # the strictest profile belongs to all groups


@dataclass(frozen=True, slots=True)
class Profile:
    """What one jurisdiction demands. Rules are ids of law.rules."""

    code: str
    name: str
    regime: Regime
    group: Group
    exempts: str  # what needs no consent here, in a sentence for readers
    consent_rule: str  # says that consent is needed
    exemption_rule: str | None  # says what is exempt, where national law and not the table's row says it
    statistics_rule: str  # says whether measuring the audience is exempt
    choice_lifetime: Limit = CHOICE_DEFAULT  # grants and refusals alike
    reask_after: Limit = SIX_MONTHS  # no earlier than this, unless something changed
    reask_rule: str = "FR-02"
    refusal_first_layer: bool = True
    refusal_rule: str = "EU-16"
    refusal_equal: bool = True  # as easy, as large, as visible as acceptance
    gpc_binding: bool = False
    gpc_rule: str = "GPC-4"
    opt_in: bool = True  # nothing optional before a choice
    enabled: bool = True
    note: str = ""


NECESSARY = "Transmission, what is strictly necessary for a service that the user asked for, and the choice itself."
STATISTICS = NECESSARY + " Strict audience measurement for the publisher alone, within 13 and 25 months."


def _eu(code: str, name: str, regime: Regime = Regime.STRICT, **more: object) -> Profile:
    base = Profile(
        code=code,
        name=name,
        regime=regime,
        group=Group.EU,
        exempts=NECESSARY if regime is Regime.STRICT else STATISTICS,
        consent_rule="EU-01",
        exemption_rule=None,
        statistics_rule="EU-03",
    )
    return replace(base, **more)  # type: ignore[arg-type]  # field names are checked by `replace` itself


STRICTEST = Profile(
    code="STRICTEST",
    name="Unknown place (strictest)",
    regime=Regime.STRICT,
    group=Group.ANY,
    exempts=NECESSARY,
    consent_rule="EU-01",
    exemption_rule=None,
    statistics_rule="EU-03",
    refusal_rule="FR-01",
    gpc_binding=True,
    gpc_rule="US-01",
    note="Used wherever a place is unknown: every demand in its strictest form.",
)

EU_PROFILES = (
    _eu("EU", "European Union", note="Member states without a profile of their own use this one."),
    _eu("FR", "France", Regime.FR, statistics_rule="FR-05", refusal_rule="FR-01"),
    _eu("IT", "Italy", Regime.IT, statistics_rule="IT-03", refusal_rule="IT-01", reask_rule="IT-02"),
    _eu("ES", "Spain", Regime.ES, statistics_rule="ES-03", refusal_rule="ES-01"),
    _eu("DE", "Germany", consent_rule="DE-01", statistics_rule="DE-01", refusal_rule="DE-01"),
    _eu(
        "NL",
        "Netherlands",
        Regime.NL,
        statistics_rule="NL-01",
        exempts=NECESSARY + " Measuring quality or effectiveness with little or no effect on privacy.",
    ),
    _eu("BE", "Belgium", statistics_rule="BE-01"),
    _eu("IE", "Ireland", statistics_rule="IE-01", reask_rule="IE-01"),
)

OTHER_PROFILES = (
    Profile(
        code="UK",
        name="United Kingdom",
        regime=Regime.UK,
        group=Group.UK,
        exempts=NECESSARY + " Own statistics and appearance with information and a simple objection; emergencies.",
        consent_rule="UK-01",
        exemption_rule="UK-02",
        statistics_rule="UK-02",
    ),
    Profile(
        code="CH",
        name="Switzerland",
        regime=Regime.CH,
        group=Group.CH,
        exempts="Anything but high-risk profiling and sensitive data, with information and an opt-out.",
        consent_rule="CH-01",
        exemption_rule="CH-01",
        statistics_rule="CH-01",
        refusal_rule="CH-01",
        opt_in=False,
    ),
    Profile(
        code="CA",
        name="California",
        regime=Regime.US,
        group=Group.US,
        exempts="Anything that is not sold or shared; what is, until the visitor opts out.",
        consent_rule="US-01",
        exemption_rule="US-01",
        statistics_rule="US-01",
        choice_lifetime=CHOICE_LIFETIMES["CA"],
        reask_after=TWELVE_MONTHS,
        reask_rule="US-07",
        refusal_rule="US-05",
        gpc_binding=True,
        gpc_rule="US-01",
        opt_in=False,
    ),
    Profile(
        code="US",
        name="United States (states with a binding signal)",
        regime=Regime.US,
        group=Group.US,
        exempts="Anything that is not sold or shared; what is, until the visitor opts out.",
        consent_rule="US-01",
        exemption_rule="US-01",
        statistics_rule="US-01",
        choice_lifetime=CHOICE_LIFETIMES["US"],
        reask_after=TWELVE_MONTHS,
        reask_rule="US-07",
        refusal_rule="US-05",
        gpc_binding=True,
        gpc_rule="US-10",
        opt_in=False,
        note="California's rules stand for the others: CO CT DE MD MN MT NE NH NJ OR TX.",
    ),
    Profile(
        code="BR",
        name="Brazil",
        regime=Regime.STRICT,
        group=Group.OTHER,
        exempts="What is necessary.",
        consent_rule="BR-01",
        exemption_rule="BR-01",
        statistics_rule="BR-01",
        refusal_rule="BR-01",
    ),
    Profile(
        code="QC",
        name="Quebec",
        regime=Regime.STRICT,
        group=Group.OTHER,
        exempts="What is necessary.",
        consent_rule="QC-01",
        exemption_rule="QC-01",
        statistics_rule="QC-01",
        refusal_rule="QC-01",
    ),
    Profile(
        code="IN",
        name="India",
        regime=Regime.STRICT,
        group=Group.OTHER,
        exempts="What is necessary.",
        consent_rule="IN-01",
        exemption_rule="IN-01",
        statistics_rule="IN-01",
        refusal_rule="IN-01",
        note="The duties start about May 2027; until then this profile is stricter than the law.",
    ),
    _eu(
        "eu-omnibus-proposal",
        "European Union, Digital Omnibus (proposal)",
        statistics_rule="OMNIBUS-88A",
        enabled=False,
        note="Not law. Kept to show what would change; asking for it gives the strictest profile.",
    ),
)

PROFILES: Mapping[str, Profile] = MappingProxyType({p.code: p for p in (*EU_PROFILES, *OTHER_PROFILES, STRICTEST)})
"""Every profile by its code, proposals included (`enabled` is False for those)."""

MEMBER_STATES = frozenset(
    {
        "AT", "BG", "CY", "CZ", "DK", "EE", "EL", "FI", "GR", "HR", "HU", "LT",
        "LU", "LV", "MT", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
EEA_STATES = frozenset(("IS", "LI", "NO"))
EEA = MEMBER_STATES | EEA_STATES | {p.code for p in EU_PROFILES if p.code != "EU"}
"""Where a transfer needs no safeguard of its own."""
SIGNAL_STATES = frozenset(("CO", "CT", "DE", "MD", "MN", "MT", "NE", "NH", "NJ", "OR", "TX"))
ALIASES = {"GB": "UK", "US-CA": "CA", "CA-QC": "QC", **{f"US-{state}": "US" for state in SIGNAL_STATES}}


def find(jurisdiction: str | None) -> Profile:
    """The profile of a jurisdiction code or an ISO 3166 code, in any case; the strictest if it is not known."""
    code = (jurisdiction or "").strip().upper()
    code = ALIASES.get(code, "EU" if code in MEMBER_STATES | EEA_STATES else code)
    profile = PROFILES.get(code, STRICTEST)
    return profile if profile.enabled else STRICTEST


def is_known(jurisdiction: str) -> bool:
    """Whether `find` has more to say of a code than the strictest; False for a typing error and for proposals."""
    return find(jurisdiction) is not STRICTEST or jurisdiction.strip().upper() == STRICTEST.code


def find_all(jurisdictions: Iterable[str] | None) -> tuple[Profile, ...]:
    """The profiles of several codes, each once, in their order; none named means the strictest alone."""
    found = dict.fromkeys(find(code) for code in jurisdictions or ())
    return tuple(found) or (STRICTEST,)


def enabled_profiles() -> tuple[Profile, ...]:
    """The profiles that a site may choose: no proposals, and not the strictest, which nobody needs to choose."""
    return tuple(p for p in PROFILES.values() if p.enabled and p is not STRICTEST)


def choice_lifetime(jurisdiction: str | None) -> Limit:
    """How long a choice made in this place is remembered, grant or refusal."""
    return find(jurisdiction).choice_lifetime

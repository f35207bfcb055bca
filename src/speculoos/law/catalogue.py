"""The lint catalogue (law.md section 6) as one table: what is checked, where it can be seen, how grave it is.

Data and look-ups. Whoever can see the evidence runs the check: law.lint the registry and the policy page, the audit
the browser and the network, the consent part the records. Jurisdictions: "all", a group (EU, UK, CH, US) or a code.
"""

from dataclasses import dataclass
from enum import StrEnum

from speculoos.law.profiles import Group, Profile, Regime


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Seen(StrEnum):
    """Where the evidence for a check can be observed."""

    REGISTRY = "registry"
    PAGE = "page"
    DOM = "dom"
    NETWORK = "network"
    STORAGE = "storage"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Lint:
    """One check. `rules` are ids of law.rules, the first one is cited where a finding names no other."""

    id: str
    check: str
    seen: tuple[Seen, ...]
    severity: Severity
    rules: tuple[str, ...]
    jurisdictions: tuple[str, ...]

    @property
    def rule(self) -> str:
        return self.rules[0]

    def holds_in(self, profile: Profile) -> bool:
        """Whether the check applies in this place.

        The EU's own profile and the strictest take the side of the strict member states where a check names some.
        """
        named = self.jurisdictions
        if "all" in named or profile.code in named or str(profile.group) in named:
            return True
        if profile.group is Group.ANY and {"EU", "UK", "CH", "US"} & set(named):
            return True
        return profile.code in ("EU", "STRICTEST") and profile.regime is Regime.STRICT and "DE" in named


_SEEN = dict(zip("RPDNSL", Seen, strict=True))
_SEVERITY = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}


def _lint(id: str, check: str, seen: str, severity: str, rules: str, jurisdictions: str) -> Lint:
    where = tuple(_SEEN[letter] for letter in seen)
    return Lint(id, check, where, _SEVERITY[severity], tuple(rules.split()), tuple(jurisdictions.split()))


POLICY = (
    _lint(
        "POL-01",
        "Every entry has a name or pattern, a kind, a provider, a host, a purpose, a location, a party and a duration.",
        "R", "E", "EU-13 EU-14", "EU UK CH",
    ),
    _lint(
        "POL-02",
        "The declared duration is the one that browsers see (within a day; session means none).",
        "RN", "E", "EU-13 T-01", "all",
    ),
    _lint(
        "POL-03",
        "Every entry that is not the site's own names its recipients, their country and, outside the EEA, a safeguard.",
        "R", "E", "EU-14", "EU UK CH",
    ),
    _lint(
        "POL-04",
        "Whatever is called necessary states its exemption, the reason for it and the service that the user asked for.",
        "R", "E", "EU-20 EU-03", "EU UK",
    ),
    _lint("POL-05", "An item with several purposes is exempt only if each of them is.", "R", "E", "EU-04", "EU UK"),
    _lint("POL-06", "No purpose is described in words that say nothing.", "RP", "W", "EU-08", "EU UK"),
    _lint(
        "POL-07",
        "The policy names the controller, a contact, the data protection officer, rights, complaint, the control for "
        "withdrawal and the date of its last change.",
        "RP", "E", "EU-14 EU-10", "EU UK",
    ),
    _lint("POL-08", "The page shows the registry as published: same hash, same entries.", "RP", "E", "EU-15", "all"),
    _lint("POL-09", "The policy is there in every language of the site, in plain words.", "RP", "W", "EU-15", "all"),
    _lint("POL-10", "Storage other than cookies is listed too.", "RPS", "E", "EU-02", "EU UK"),
    _lint(
        "POL-11",
        "Statistics that claim an exemption state the facts that it depends on.",
        "RL", "E", "FR-05 FR-06 IT-03 ES-03 NL-01 UK-02", "FR IT ES NL UK",
    ),
    _lint(
        "POL-12",
        "Statistics claim no exemption where the law has none.",
        "R", "E", "DE-01 BE-01 IE-01", "DE BE IE",
    ),
    _lint(
        "POL-13",
        "The policy can be reached before any choice and from every page, and loads nothing that needs consent.",
        "PDN", "E", "EU-15 EU-01", "all",
    ),
    _lint(
        "POL-14",
        "The policy says how Global Privacy Control is handled; gpc.json is there and agrees.",
        "PN", "W", "US-09 GPC-3", "US",
    ),
    _lint("POL-15", "A pattern is not a bare `*` and serves one purpose.", "R", "W", "TCF-5 EU-04", "all"),
    _lint(
        "POL-16",
        "A change of what is published raises the version, so that choices can be asked again.",
        "R", "W", "EU-12", "EU UK",
    ),
    _lint(
        "POL-17",
        "Somebody else's service that waits for consent names its hosts, so that the gate can hold it back.",
        "R", "I", "EU-01 EU-11", "all",
    ),
)  # fmt: skip

BANNER = (
    _lint("BAN-01", "Refusal stands on the first layer as the same kind of control, inside the banner.", "D", "E",
          "EU-16 EU-17 FR-01 ES-01", "EU UK"),
    _lint("BAN-02", "Accept and refuse are alike in size, font, weight and contrast, and both are in view.", "D", "E",
          "FR-01 EU-18 US-05", "EU UK US"),
    _lint("BAN-03", "Text has a contrast of 4.5 to 1, controls of 3 to 1.", "D", "E", "A11Y", "EU UK"),
    _lint("BAN-04", "Every optional switch is off at first; what is exempt is not shown as a choice.", "D", "E",
          "EU-06", "EU UK QC BR"),
    _lint("BAN-05", "Escape, close, backdrop, scrolling, a link or a reload grant nothing.", "DSN", "E",
          "EU-06 IT-01", "EU UK CA"),
    _lint("BAN-06", "Refusing takes no more clicks than accepting, withdrawing no more than giving.", "D", "E",
          "EU-10 US-05", "EU UK US"),
    _lint("BAN-07", "The choice can be reopened from every page, error pages included, and shows what is stored.",
          "D", "E", "EU-10", "EU UK"),
    _lint("BAN-08", "The first layer names the controller, purposes, number of third parties, withdrawal and policy.",
          "D", "W", "EU-08 TCF-4", "EU UK"),
    _lint("BAN-09", "Nobody is asked again before the choice expires, unless the version changed; a refusal lives as "
          "long as a grant.", "SD", "E", "FR-02 IT-02 US-07", "FR IT US"),
    _lint("BAN-10", "The content can be used with the banner open and after a refusal.", "D", "E", "EU-07", "EU"),
    _lint("BAN-11", "The dialog has role and name, keeps and returns focus, fits 320 px, announces its status.",
          "D", "E", "A11Y", "EU UK"),
    _lint("BAN-12", "The banner speaks the page's language and shames nobody.", "DP", "W", "EU-21", "EU UK"),
    _lint("BAN-13", "The choice works without scripts.", "DN", "W", "A11Y T-09", "all"),
    _lint("BAN-14", "A visitor with Sec-GPC: 1 sees that the opt-out is honoured.", "D", "E", "US-03", "CA"),
    _lint("BAN-15", "No banner where nothing needs a choice.", "RD", "I", "EU-15", "all"),
)  # fmt: skip

SITE = (
    _lint("SITE-01", "Whatever is observed is declared.", "SN", "E", "EU-13", "all"),
    _lint("SITE-02", "Whatever is declared is observed sooner or later.", "RS", "W", "EU-15", "all"),
    _lint("SITE-03", "Nothing that needs consent is stored before the choice.", "S", "E", "EU-01", "EU UK"),
    _lint("SITE-04", "No third party is called before the choice.", "N", "E", "EU-02 DE-01", "EU UK"),
    _lint("SITE-05", "The same holds after a refusal.", "SN", "E", "FR-01 EU-11", "EU UK"),
    _lint("SITE-06", "After a withdrawal own items expire, are no longer sent, tags are silent, recipients are told.",
          "SNL", "E", "EU-11", "EU UK"),
    _lint("SITE-07", "The server sets nothing undeclared or ungranted.", "LN", "E", "EU-01", "all"),
    _lint("SITE-08", "No known tracker is called necessary or first-party.", "RN", "E", "EU-20", "all"),
    _lint("SITE-09", "What belongs to the back office is absent for visitors of the front office.", "S", "E", "EU-13",
          "all"),
    _lint("SITE-10", "Cookies are Secure, have SameSite and HttpOnly where they can, keep prefix rules, size and cap.",
          "N", "W", "T-01 T-02 T-03 T-04", "all"),
    _lint("SITE-11", "An exempt statistics item is not renewed by a visit.", "S", "E", "FR-06", "FR ES"),
    _lint("SITE-12", "No identifier is the same on two sites.", "SN", "E", "FR-05", "FR ES IT"),
    _lint("SITE-13", "A statistics request carries no full address, user id, raw query or lasting id.", "NL", "E",
          "FR-05 FR-06 EU-23", "EU UK"),
    _lint("SITE-14", "After an objection nothing is counted.", "SN", "E", "UK-02 FR-06", "UK FR"),
    _lint("SITE-15", "Sec-GPC: 1 turns off sale and sharing with the first response; other values do nothing.", "N",
          "E", "US-01 US-04 GPC-1", "US"),
    _lint("SITE-16", "Responses that differ by choice say so to caches.", "N", "E", "T-10", "all"),
    _lint("SITE-17", "Consent signals default to denied before any tag, and follow the choice.", "ND", "E", "GCM MS",
          "EU UK CH"),
    _lint("SITE-18", "A TCF string decodes, is current, service-specific, and names disclosed vendors.", "D", "E",
          "TCF-1 TCF-2 TCF-3", "EU UK"),
    _lint("SITE-19", "Without consent the content security policy blocks every gated host.", "N", "W", "T-09", "all"),
    _lint("SITE-20", "No fingerprinting call before consent.", "D", "W", "EU-02", "EU UK"),
)  # fmt: skip

RECORDS = (
    _lint("REC-01", "Every act of choice has a record with time, versions, hash, result, method, language and place.",
          "L", "E", "EU-09 FR-03 ISO", "EU UK"),
    _lint("REC-02", "A record has no full address or user agent and is kept no longer than stated.", "L", "W",
          "EU-09", "EU UK"),
    _lint("REC-03", "What was shown is archived for every version that a record names.", "L", "E", "FR-03", "EU"),
    _lint("REC-04", "An account's grants, refusals and withdrawals travel alike, and a new device is told.", "LD",
          "E", "FR-07 US-08", "FR US"),
)  # fmt: skip

CATALOGUE: dict[str, Lint] = {lint.id: lint for lint in (*POLICY, *BANNER, *SITE, *RECORDS)}

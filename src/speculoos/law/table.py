"""The decision table (law.md section 7) as data: what a use demands under each regime.

A cell is one of N (nothing but information), O (no consent, an objection instead), C (consent before), X (opt-out of
sale or sharing, signals included). A star: only if the conditions named for that regime are shown to hold, else C.
`N/X` is X for what is sold, shared or a third party's, else N. `N/O` is O where the appearance exception is claimed.
`O/C` is C unless the value is known not to lead to a person. Where the law asks for nothing and we ship an objection
all the same (FR, ES statistics), the cell is O. Knows no registry but the names of uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from speculoos.law.profiles import Regime
from speculoos.registry.model import Use

REGIMES = (Regime.STRICT, Regime.FR, Regime.IT, Regime.ES, Regime.NL, Regime.UK, Regime.CH, Regime.US)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `rule` is the EU's reason for its outcome; `rules` where a regime has its own word for it.

    `needs` names the conditions (law.conditions) that the row itself presumes, such as the site's own host: where
    one is contradicted the row does not apply. `starred` names those that must be shown for a starred cell.
    """

    use: Use
    title: str
    cells: tuple[str, ...]
    rule: str
    rules: Mapping[Regime, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    starred: Mapping[Regime, tuple[str, ...]] = field(default_factory=dict)
    advice: tuple[str, ...] = ()  # conditions that are told but do not decide
    notes: Mapping[Regime, str] = field(default_factory=dict)  # what to add where nothing or an objection is due

    def cell(self, regime: Regime) -> str:
        return self.cells[REGIMES.index(regime)]


def _cells(text: str) -> tuple[str, ...]:
    cells = tuple(text.split())
    if len(cells) != len(REGIMES):
        raise ValueError(f"{text!r} has {len(cells)} cells, the table has {len(REGIMES)} regimes")
    return cells


FRENCH_TERMS = ("own_host", "sole_use", "one_site", "not_shared", "tracker_13", "not_renewed", "data_25", "objection")
AUDIENCE_TERMS = {
    Regime.FR: FRENCH_TERMS,
    Regime.ES: FRENCH_TERMS,
    Regime.IT: ("own_host", "sole_use", "one_site", "not_shared", "tracker_13", "masked_address"),
    Regime.NL: ("own_host", "sole_use", "one_site", "not_shared", "tracker_13"),
    Regime.UK: ("own_host", "sole_use", "not_shared", "objection"),
}
BOT_TERMS = dict.fromkeys(REGIMES, ("ground", "strictly_claimed", "not_reused"))
APPEARANCE_TERMS = {Regime.UK: ("own_host", "appearance_claimed", "no_recipients")}

EUROPEAN = (Regime.STRICT, Regime.FR, Regime.IT, Regime.ES, Regime.NL, Regime.UK)
NOTHING_ANYWHERE = _cells("N N N N N N N N")
STATISTICAL = frozenset({Use.AUDIENCE, Use.AUDIENCE_JOINED, Use.AUDIENCE_VENDOR, Use.TESTING})
"""Uses for which each profile has a rule of its own (`Profile.statistics_rule`)."""

TABLE: dict[Use, Row] = {
    row.use: row
    for row in (
        Row(
            Use.AUTHENTICATION,
            "the sign-in session",
            NOTHING_ANYWHERE,
            "EU-05",
            {Regime.FR: "FR-04"},
            needs=("own_host", "session_like"),
        ),
        Row(
            Use.REMEMBER_ME,
            "staying signed in, ticked by the user",
            NOTHING_ANYWHERE,
            "EU-05",
            {Regime.FR: "FR-04"},
            needs=("own_host",),
        ),
        Row(
            Use.SECURITY,
            "security for the user",
            NOTHING_ANYWHERE,
            "EU-05",
            {Regime.FR: "FR-04"},
            needs=("own_host", "at_most_a_year"),
            advice=("short",),
        ),
        Row(
            Use.INPUT,
            "a cart, a form's input, load balancing or a media player",
            NOTHING_ANYWHERE,
            "EU-05",
            {Regime.FR: "FR-04"},
            needs=("own_host",),
        ),
        Row(
            Use.CONSENT_CHOICE,
            "the memory of the visitor's choice",
            NOTHING_ANYWHERE,
            "EU-05",
            {Regime.FR: "FR-02", Regime.IT: "IT-02", Regime.US: "US-07"},
            needs=("own_host", "no_identifier"),
            advice=("at_most_a_year", "choice_kept_long_enough"),
        ),
        Row(
            Use.INTERFACE,
            "a language or interface that the user chose",
            _cells("N N N N N N/O N N"),
            "EU-05",
            {Regime.FR: "FR-04", Regime.ES: "ES-02"},
            needs=("own_host", "no_identifier"),
        ),
        Row(
            Use.PERSONALISATION,
            "personalisation that the site decides",
            _cells("C C C C C O* O N"),
            "EU-01",
            {Regime.ES: "ES-02", Regime.UK: "UK-02"},
            starred=APPEARANCE_TERMS,
        ),
        Row(
            Use.AUDIENCE_SERVER,
            "audience statistics on the server, with nothing stored or read on the device",
            NOTHING_ANYWHERE,
            "EU-02",
            notes=dict.fromkeys(EUROPEAN, "While an address or a user agent is handled, the GDPR wants a basis."),
        ),
        Row(
            Use.AUDIENCE,
            "the site's own audience statistics with a key on the device",
            _cells("C O* N* O* N* O* O N"),
            "EU-03",
            starred=AUDIENCE_TERMS,
            notes=dict.fromkeys((Regime.FR, Regime.ES), "The objection is our default; the law does not name it."),
        ),
        Row(
            Use.AUDIENCE_JOINED,
            "statistics with a user's id, across sites, or joined with other data",
            _cells("C C C C C C O/C N/X"),
            "EU-03",
        ),
        Row(
            Use.AUDIENCE_VENDOR,
            "statistics by a third party that may reuse the data",
            _cells("C C C C C C O X"),
            "EU-03",
        ),
        Row(
            Use.TESTING,
            "tests of variants or of performance",
            _cells("C O* O* O* O* O* O N"),
            "EU-03",
            starred=AUDIENCE_TERMS,
        ),
        Row(Use.REPLAY, "the replay or heat map of a person's visit", _cells("C C C C C C C X"), "EU-02"),
        Row(
            Use.EMBED,
            "embedded content of a third party",
            _cells("C C C C C C O X"),
            "EU-22",
        ),
        Row(
            Use.BOT_DEFENCE,
            "a third party's defence against bots",
            _cells("N* N* N* N* N* N* O N*"),
            "EU-04",
            {Regime.UK: "UK-02"},
            starred=BOT_TERMS,
        ),
        Row(
            Use.ADS_CONTEXTUAL,
            "contextual advertising",
            _cells("C C C C C C O N/X"),
            "EU-01",
        ),
        Row(
            Use.ADS_BEHAVIOURAL,
            "advertising by behaviour",
            _cells("C C C C C C C X"),
            "EU-06",
        ),
        Row(
            Use.EMAIL_PIXEL,
            "a pixel that tells who opened an e-mail",
            _cells("C C C C C C O N/X"),
            "EU-02",
            {Regime.FR: "FR-08"},
        ),
        # Not a row of law.md: what nobody has described is treated as strictly as a place allows.
        Row(Use.OTHER, "a use that is not described", _cells("C C C C C C C N/X"), "EU-01"),
    )
}

"""The prose of the policy: what a cookie is, the kinds there are, how to choose, rights, who answers.

Our own words for what the founding document explains, set right where the law says otherwise:
anonymity alone exempts nothing, being first-party exempts nothing, and exceptions are national.
"""

from collections.abc import Iterable
from datetime import datetime

from speculoos.law.decide import Outcome
from speculoos.policy import words
from speculoos.policy.model import Confirmation, Fact, Phrase, Section, Term
from speculoos.policy.texts import Translator
from speculoos.registry.model import Contact, Measurement, Registry, Site


def what_is_a_cookie(_: Translator) -> Section:
    return Section(
        id="what",
        heading=_("What is a cookie?"),
        paragraphs=(
            _(
                "A cookie is a small piece of data with a name that a website may send to your browser. The browser "
                "keeps it for a certain time and sends it back to that website each time you return."
            ),
            _(
                "Cookies have many uses. They can remember that you are signed in to an online shop or what is in your "
                "basket, and they can recognise your browser in order to count visits or to choose advertising."
            ),
            _(
                "Websites can also store and read information on your device in other ways, such as the browser's "
                "local storage or invisible images. The same rules apply to them, and this page lists them as well."
            ),
        ),
    )


def kinds(_: Translator) -> Section:
    return Section(
        id="kinds",
        heading=_("What kinds are there?"),
        paragraphs=(
            _(
                "What a cookie is for decides whether you are asked. Whose it is decides who may learn of your visit. "
                "One cookie can therefore be of two kinds at once, for example necessary and first-party."
            ),
        ),
        terms=(_necessary(_), _statistical(_), _first_party(_), _third_party(_)),
    )


def _necessary(_: Translator) -> Term:
    return Term(
        _("Necessary"),
        _(
            "Necessary cookies keep information between two pages or two visits from the same device: that you are "
            "signed in, what is in your basket, the language you chose. No consent is needed for what is strictly "
            "necessary to a service that you asked for. That is judged from your side and for each purpose, and you "
            "are informed all the same."
        ),
    )


def _statistical(_: Translator) -> Term:
    return Term(
        _("Statistical"),
        _(
            "Statistical cookies make it possible to follow what visitors do on a website. Statistics are anonymous "
            "when nobody can trace them back to a person. That alone does not settle the matter: as soon as something "
            "is stored on your device or read from it, consent is needed, unless the law of your country makes an "
            "exception for audience measurement and its conditions are met. Some countries make none. Counting visits "
            "without storing or reading anything on your device needs no such consent."
        ),
    )


def _first_party(_: Translator) -> Term:
    return Term(
        _("First-party (internal)"),
        _(
            "First-party cookies are stored by the website that you are visiting. Beyond the necessary ones, they can "
            "be used to collect personal data, to follow behaviour and for advertising. Being first-party is no "
            "reason to go without consent."
        ),
    )


def _third_party(_: Translator) -> Term:
    return Term(
        _("Third-party"),
        _(
            "Third-party cookies are stored on one website by or for another, often an advertising company. The other "
            "one can see which pages you visit here and gather information about you. That is why you are told who it "
            "is and who else receives the data."
        ),
    )


def inventory_section(_: Translator, site: Site, *, empty: bool) -> Section:
    """The heading above the table, and by whose law the column on consent was filled."""
    if empty:
        opening = _("This site declares that it stores nothing on your device and reads nothing from it.")
    else:
        opening = _("The table lists everything that this site declares, by purpose.")
    return Section(
        id="used",
        heading=_("What {site} uses", site=site.name),
        paragraphs=(opening,) if empty else (opening, _jurisdictions(_, site.jurisdictions)),
    )


def _jurisdictions(_: Translator, codes: tuple[str, ...]) -> str:
    if not codes:
        return _(
            "Whether consent is needed follows the strictest of the laws we know, because the site does not state for "
            "which countries it is made."
        )
    places = _.listing([words.place(_, code) for code in codes])
    return _("Whether consent is needed follows the law of: {places}.", places=places)


def measurement_section(_: Translator, measurement: Measurement | None) -> Section | None:
    """The facts on which the national exceptions for audience measurement depend (FR-05, FR-06)."""
    if measurement is None:
        return None
    m = measurement
    facts = (
        (_("Tool"), words.stated(_, m.tool)),
        (_("Operated by"), words.stated(_, m.operator)),
        (_("Data go to"), words.stated(_, m.host)),
        (_("What is counted"), words.stated(_, _.listing(m.metrics) if m.metrics else None)),
        (_("Used only to measure this site, for its publisher"), words.yes_no(_, m.sole_use)),
        (_("Counted for this site alone, without following you to others"), words.yes_no(_, m.one_site)),
        (_("More than anonymous statistics passed on to others"), words.yes_no(_, m.shared)),
        (_("Last part of your address removed before anyone sees it"), words.yes_no(_, m.ip_masked)),
        (_("Kept on your device for"), _on_device(_, m.tracker_lifetime)),
        (_("Data kept for"), words.lifetime(_, m.data_retention)),
        (_("Object to the measurement"), words.stated(_, m.objection_url, m.objection_url)),
    )
    return Section(
        id="measurement",
        heading=_("How this site measures its audience"),
        facts=tuple(Fact(label, value) for label, value in facts),
    )


def _on_device(_: Translator, value: str | None) -> Phrase:
    if value in ("P0D", "PT0S"):
        return Phrase(_("Nothing is kept on your device"))
    return words.lifetime(_, value)


def choice_section(_: Translator, preferences_url: str | None, *, asked: bool) -> Section:
    """How to choose, refuse and withdraw (EU-10); without a place for it, that lack is said."""
    place = Phrase(_("Cookie preferences"), href=preferences_url) if preferences_url else words.unknown(_)
    return Section(
        id="choose",
        heading=_("How to choose and to change your mind"),
        paragraphs=(
            _consent_paragraph(_, asked=asked),
            *_signal_paragraph(_, preferences_url),
            _(
                "You can also block or delete cookies in your browser's settings. Without the necessary ones, parts of "
                "the site may stop working, such as signing in."
            ),
        ),
        facts=(Fact(_("Where to choose and withdraw"), place),) if preferences_url or asked else (),
    )


def _signal_paragraph(_: Translator, preferences_url: str | None) -> tuple[str, ...]:
    """What the signal does (US-09). Said only where the choice is ours to keep, for there it is known to be true."""
    if not preferences_url:
        return ()
    return (
        _(
            "If your browser sends the Global Privacy Control signal, everything optional counts as refused for as "
            "long as it does, whatever you chose before, and you are not asked."
        ),
    )


def _consent_paragraph(_: Translator, *, asked: bool) -> str:
    if not asked:
        return _("Nothing that this site declares needs your consent, so you are not asked for it.")
    return _(
        "What needs your consent is used only once you have given it. You can refuse as easily as you can agree, and "
        "you can withdraw your consent at any time as easily as you gave it. What was done before then remains lawful."
    )


def rights_section(_: Translator, site: Site) -> Section:
    return Section(
        id="rights",
        heading=_("Your rights"),
        paragraphs=(
            _(
                "Where data about you are processed, the General Data Protection Regulation (GDPR) gives you these "
                "rights. Using them is free of charge."
            ),
        ),
        terms=_rights(_),
        facts=(
            Fact(_("To use your rights, write to"), _reach(_, site.dpo or site.controller)),
            Fact(_("Supervisory authority"), _named(_, site.authority)),
        ),
    )


def _rights(_: Translator) -> tuple[Term, ...]:
    return (
        Term(_("Access (Art. 15)"), _("You can learn whether data about you are held, and receive a copy.")),
        Term(_("Rectification (Art. 16)"), _("You can have wrong data corrected and incomplete data completed.")),
        Term(_("Erasure (Art. 17)"), _("You can have data about you deleted.")),
        Term(_("Restriction (Art. 18)"), _("You can have the use of data suspended, for example during a dispute.")),
        Term(_("Portability (Art. 20)"), _("You can receive your data in a format that another service can read.")),
        Term(_("Objection (Art. 21)"), _("You can object to a use that rests on a public or legitimate interest.")),
        Term(_("Withdrawal (Art. 7)"), _("You can withdraw a consent at any time.")),
        Term(
            _("Complaint (Art. 77)"), _("You can complain to a data protection authority, such as the one named here.")
        ),
    )


def responsible_section(_: Translator, site: Site) -> Section:
    """Who answers for the site: GDPR Art. 13(1)(a) and (b)."""
    controller, dpo = site.controller, site.dpo
    facts = [Fact(_("Controller"), _named(_, controller))]
    facts += _details(_, controller)
    facts.append(Fact(_("Data protection officer"), _named(_, dpo)))
    facts += _details(_, dpo) if dpo else []
    return Section(id="responsible", heading=_("Who is responsible"), facts=tuple(facts))


def _named(_: Translator, contact: Contact | None) -> Phrase:
    return words.stated(_, contact.name if contact else None, contact.url if contact else None)


def _reach(_: Translator, contact: Contact | None) -> Phrase:
    if contact and contact.email:
        return words.stated(_, contact.email, f"mailto:{contact.email}")
    return words.stated(_, (contact.url or contact.address) if contact else None, contact.url if contact else None)


def _details(_: Translator, contact: Contact | None) -> list[Fact]:
    facts = [Fact(_("Contact"), _reach(_, contact))]
    if contact and contact.address and contact.email:
        facts.append(Fact(_("Address"), Phrase(contact.address)))
    if contact and contact.country:
        facts.append(Fact(_("Country"), Phrase(words.territory(_, contact.country))))
    return facts


def about_section(
    _: Translator, registry: Registry, published: datetime | None, confirmed: Confirmation | None
) -> Section:
    """Version, date, hash and the last audit: what ties this page to what was published and proved."""
    version = Phrase(str(registry.version)) if registry.version else Phrase(_("Draft, not published"))
    date = Phrase(_.date(published)) if published else Phrase(_("not yet published"), known=False)
    facts = (
        Fact(_("Site"), words.stated(_, registry.site.url, registry.site.url)),
        Fact(_("Version"), version),
        Fact(_("Published on"), date),
        Fact(_("Last audit"), _audit(_, confirmed)),
        Fact(_("Fingerprint of the content (SHA-256)"), Phrase(registry.hash)),
    )
    return Section(id="about", heading=_("About this policy"), facts=facts)


def _audit(_: Translator, confirmed: Confirmation | None) -> Phrase:
    if confirmed is None:
        return Phrase(_("not yet audited"), known=False)
    counts = {
        "moment": _.moment(confirmed.at),
        "declared": _.number(confirmed.declared),
        "observed": _.number(confirmed.observed),
        "undeclared": _.number(confirmed.undeclared),
    }
    if confirmed.passed:
        text = _("Confirmed on {moment}: declared {declared}, observed {observed}, undeclared {undeclared}", **counts)
    else:
        text = _(
            "Not confirmed on {moment}: declared {declared}, observed {observed}, undeclared {undeclared}", **counts
        )
    return Phrase(text)


def glance(_: Translator, outcomes: Iterable[str], providers: int) -> tuple[str, ...]:
    """The policy in three sentences: how many items, from whom, and whether one is asked."""
    found = list(outcomes)
    if not found:
        return ()
    asked = found.count(Outcome.CONSENT)
    return (
        _.plural("{number} declared item", "{number} declared items", len(found)),
        _.plural("{number} provider", "{number} providers", providers),
        _.plural("{number} needs your consent", "{number} need your consent", asked)
        if asked
        else _("None needs your consent"),
    )

"""The registry's codes in plain words: kinds, parties, lifetimes, attributes, outcomes.

Each table covers its whole enumeration, which a test holds. Words are marked here and translated
by the Translator that is handed in; a fact the site does not state becomes a Phrase that says so.
"""

from speculoos.core.durations import Duration, parse_iso
from speculoos.law.decide import Outcome
from speculoos.policy.model import Phrase
from speculoos.policy.texts import Translator, marked
from speculoos.registry.model import SESSION, Exemption, Identifiability, Kind, Location, Party, StorageItem, Texts, Use

KINDS = {
    Kind.COOKIE: marked("Cookie"),
    Kind.LOCAL_STORAGE: marked("Local storage"),
    Kind.SESSION_STORAGE: marked("Session storage"),
    Kind.INDEXED_DB: marked("Browser database (IndexedDB)"),
    Kind.CACHE_STORAGE: marked("Browser cache written by the site"),
    Kind.SERVICE_WORKER: marked("Service worker"),
    Kind.FILE_SYSTEM: marked("Private file in the browser"),
    Kind.ETAG: marked("Cache mark (ETag)"),
    Kind.PIXEL: marked("Invisible image"),
    Kind.DEVICE_READ: marked("Reading of device properties"),
}

PARTIES = {
    Party.FIRST: marked("First-party"),
    Party.THIRD: marked("Third-party"),
}

LOCATIONS = {
    Location.FRONT_OFFICE: marked("Front office"),
    Location.BACK_OFFICE: marked("Back office"),
}
BOTH_OFFICES = marked("Front and back office")

IDENTIFIABILITIES = {
    Identifiability.NONE: marked("Same value for everyone who made the same choice"),
    Identifiability.RANDOM: marked("Contains a random value that is used for nothing else"),
    Identifiability.PSEUDONYMOUS: marked("Tells this browser apart from others"),
    Identifiability.IDENTIFIED: marked("Leads to an account or a name"),
}

EXEMPTIONS = {
    Exemption.COMMUNICATION: marked("It serves only to carry the communication over the network."),
    Exemption.STRICTLY_NECESSARY: marked("It is strictly necessary for a service that you asked for."),
    Exemption.STATISTICS: marked("It serves only to measure how this site is used, under conditions set by law."),
    Exemption.APPEARANCE: marked("It serves only to adapt the site's appearance, under conditions set by law."),
    Exemption.EMERGENCY: marked("It serves only to help in an emergency."),
}

USES = {
    Use.AUTHENTICATION: marked("It keeps you signed in."),
    Use.REMEMBER_ME: marked("It keeps you signed in between visits."),
    Use.SECURITY: marked("It protects you and the site against abuse."),
    Use.INPUT: marked("It keeps what you enter or choose on the way through the site."),
    Use.CONSENT_CHOICE: marked("It remembers the choice you make about cookies."),
    Use.INTERFACE: marked("It remembers how you set up the site's interface."),
    Use.PERSONALISATION: marked("It adapts the site to you without your asking."),
    Use.AUDIENCE_SERVER: marked("It counts visits without keeping anything on your device."),
    Use.AUDIENCE: marked("It counts visits to this site."),
    Use.AUDIENCE_JOINED: marked("It follows visits over time, across sites or into other files about you."),
    Use.AUDIENCE_VENDOR: marked("It counts visits through a company that also uses the data for itself."),
    Use.TESTING: marked("It compares versions of the site or watches how fast they respond."),
    Use.REPLAY: marked("It records how a single visitor moves about the site."),
    Use.EMBED: marked("It shows content from another site."),
    Use.BOT_DEFENCE: marked("It tells people from robots."),
    Use.ADS_CONTEXTUAL: marked("It shows advertising without a profile of you."),
    Use.ADS_BEHAVIOURAL: marked("It builds a profile of you for advertising."),
    Use.EMAIL_PIXEL: marked("It tells whether you opened an e-mail."),
    Use.OTHER: marked("The site has not said which of the uses known to law this is."),
}

OUTCOMES = {
    Outcome.NONE: marked("No consent needed"),
    Outcome.OBJECTION: marked("No consent needed, but you can object"),
    Outcome.CONSENT: marked("Only with your consent"),
    Outcome.OPT_OUT: marked("You can opt out"),
}

LEGAL_BASES = {
    "consent": marked("Consent, Art. 6(1)(a) GDPR"),
    "contract": marked("Contract, Art. 6(1)(b) GDPR"),
    "legal_obligation": marked("Legal obligation, Art. 6(1)(c) GDPR"),
    "vital_interests": marked("Vital interests, Art. 6(1)(d) GDPR"),
    "public_task": marked("Task in the public interest, Art. 6(1)(e) GDPR"),
    "legitimate_interests": marked("Legitimate interests, Art. 6(1)(f) GDPR"),
}
BASIS_LETTERS = dict(zip("abcdef", LEGAL_BASES, strict=True))

ROLES = {
    "controller": marked("Controller: decides why and how the data are used"),
    "joint_controller": marked("Joint controller: decides together with the site"),
    "processor": marked("Processor: acts on the site's instructions"),
}

PURPOSES = {
    "necessary": marked("Necessary for the site to work"),
    "functional": marked("Necessary for the site to work"),
    "preferences": marked("Preferences"),
    "statistics": marked("Statistics"),
    "analytics": marked("Statistics"),
    "advertising": marked("Advertising"),
    "marketing": marked("Advertising"),
    "media": marked("Content from other sites"),
}
"""Names for usual purposes, used when the site gives its purpose none."""

SAME_SITE = {
    "strict": marked("Never sent from other sites"),
    "lax": marked("Not sent from other sites, except when you follow a link"),
    "none": marked("Also sent from other sites"),
}
ATTRIBUTES = (
    ("secure", True, marked("Encrypted connections only")),
    ("secure", False, marked("Unencrypted connections too")),
    ("http_only", True, marked("Hidden from scripts")),
    ("http_only", False, marked("Readable by scripts")),
    ("partitioned", True, marked("Kept apart for each site that embeds it")),
    ("set_by", "server", marked("Set by the server")),
    ("set_by", "script", marked("Set by a script")),
    ("renewed", True, marked("Renewed at each visit")),
    ("renewed", False, marked("Not renewed at later visits")),
)

# California and Quebec have codes of their own in the profiles and none among CLDR's territories.
PLACES = {"CA": marked("California"), "QC": marked("Quebec")}
TERRITORIES = {"UK": "GB"}

DAYS_WORTH_ROUNDING = 60


def unknown(_: Translator) -> Phrase:
    """What stands in the place of a fact that the site keeps to itself."""
    return Phrase(_("not stated by the site"), known=False)


def stated(_: Translator, text: str | None, href: str | None = None) -> Phrase:
    return Phrase(text, href=safe_href(href)) if text else unknown(_)


def safe_href(address: str | None) -> str | None:
    """The address if a reader may be sent there: the web, a mailbox, or a path of this site."""
    if address is None:
        return None
    local = address.startswith(("/", "#")) and not address.startswith("//")
    return address if local or address.lower().startswith(("https://", "http://", "mailto:")) else None


def translated(_: Translator, texts: Texts, default_language: str) -> Phrase | None:
    """The site's text in the notice's language, else quietly the best there is, marked with its language."""
    tag, text = texts.best(_.tag, default_language)
    if not text:
        return None
    same = tag.partition("-")[0] == _.language
    return Phrase(text, fallback=None if same else tag)


def location(_: Translator, places: tuple[Location, ...]) -> str:
    if set(places) == set(Location):
        return _(BOTH_OFFICES)
    return _.listing([_(LOCATIONS[place]) for place in places]) if places else unknown(_).text


def lifetime(_: Translator, value: str | None) -> Phrase:
    """A lifetime in words; long spans counted in days get their rounded months beside them."""
    if value is None:
        return unknown(_)
    if value == SESSION:
        return Phrase(_("Until you close the browser"))
    return Phrase(duration(_, parse_iso(value)))


def duration(_: Translator, span: Duration) -> str:
    units = ("year", "month", "week", "day", "hour", "minute", "second")
    parts = [_.unit(getattr(span, unit + "s"), unit) for unit in units if getattr(span, unit + "s")]
    exact = _.listing(parts) if parts else _.unit(0, "second")
    if len(parts) == 1 and span.days >= DAYS_WORTH_ROUNDING:
        months = _.unit(round(span.days * 12 / 365.2425), "month")
        return _("{duration} (about {rounded})", duration=exact, rounded=months)
    return exact


def traits(_: Translator, item: StorageItem) -> tuple[Phrase, ...]:
    """What the declaration says of an item's value and protection, a sentence each."""
    found = [_(words) for name, value, words in ATTRIBUTES if getattr(item, name) == value]
    if item.same_site:
        found.append(_(SAME_SITE[item.same_site.lower()]) if item.same_site.lower() in SAME_SITE else item.same_site)
    if item.path:
        everywhere = item.path == "/"
        found.append(_("For the whole host") if everywhere else _("Only under {path}", path=item.path))
    about = [_(IDENTIFIABILITIES[item.identifiability])] if item.identifiability else []
    return tuple(Phrase(text) for text in about + found)


def legal_basis(_: Translator, value: str | None) -> Phrase:
    """The basis under GDPR Art. 6(1), given as a letter or a word; other words are shown as they are."""
    if not value:
        return unknown(_)
    key = BASIS_LETTERS.get(value.lower(), value.lower())
    return Phrase(_(LEGAL_BASES[key]) if key in LEGAL_BASES else value)


def place(_: Translator, jurisdiction: str) -> str:
    """The name of one of the law's jurisdictions."""
    return _(PLACES[jurisdiction]) if jurisdiction in PLACES else territory(_, jurisdiction)


def territory(_: Translator, country: str) -> str:
    return _.territory(TERRITORIES.get(country, country))


def yes_no(_: Translator, value: bool | None) -> Phrase:
    if value is None:
        return unknown(_)
    return Phrase(_("Yes") if value else _("No"))

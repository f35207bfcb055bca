"""Registries that the policy tests read: the founding document as a running site has it, and a site with everything."""

from datetime import UTC, datetime

from speculoos.policy.model import Confirmation
from speculoos.registry.model import (
    Contact,
    Exemption,
    Identifiability,
    Kind,
    Location,
    Measurement,
    Provider,
    Purpose,
    Registry,
    Service,
    Site,
    StorageItem,
    Texts,
    Use,
)

PUBLISHED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CONFIRMED = Confirmation(datetime(2026, 11, 24, 10, 5, tzinfo=UTC), passed=True, declared=4, observed=4, undeclared=0)
BOTH = (Location.FRONT_OFFICE, Location.BACK_OFFICE)

FOUNDING = Registry(
    site=Site(
        name="Umami",
        url="https://umami.opendatasoft.com",
        default_language="en",
        languages=("en", "fr"),
        jurisdictions=("FR", "DE", "UK"),
        controller=Contact(
            "Opendatasoft SAS", "privacy@opendatasoft.example", "130 rue de Lourmel, 75015 Paris", country="FR"
        ),
        authority=Contact("CNIL", url="https://www.cnil.fr/fr/plaintes"),
        measurement=Measurement(
            tool="Speculoos",
            host="umami.opendatasoft.com",
            operator="Opendatasoft SAS",
            metrics=("pages", "referring sites", "countries"),
            sole_use=True,
            one_site=True,
            shared=False,
            tracker_lifetime="P0D",
            data_retention="P25M",
            objection_url="https://umami.opendatasoft.com/cookies/preferences/",
        ),
    ),
    providers=(
        Provider(
            "Opendatasoft",
            "Opendatasoft SAS",
            "FR",
            contact="privacy@opendatasoft.example",
            policy_url="https://www.opendatasoft.com/en/privacy-policy/",
        ),
    ),
    purposes=(Purpose("necessary"),),
    services=(
        Service(
            "authentication",
            "Opendatasoft",
            "Authentication",
            "necessary",
            BOTH,
            use=Use.AUTHENTICATION,
            exemption=Exemption.STRICTLY_NECESSARY,
            ground=Texts({"en": "You asked to be signed in.", "fr": "Vous avez demandé à être connecté."}),
            legal_basis="contract",
            text=Texts(
                {
                    "en": "To remember the user from one page to another",
                    "fr": "Reconnaître l’utilisateur d’une page à l’autre",
                }
            ),
            labels=Texts({"fr": "Authentification"}),
            items=(
                StorageItem(
                    "sessionid",
                    lifetime="P14D",
                    path="/",
                    secure=True,
                    http_only=True,
                    same_site="Lax",
                    set_by="server",
                    identifiability=Identifiability.IDENTIFIED,
                ),
            ),
        ),
        Service(
            "language",
            "Opendatasoft",
            "Language selection",
            "necessary",
            BOTH,
            use=Use.INTERFACE,
            exemption=Exemption.STRICTLY_NECESSARY,
            ground=Texts({"en": "You chose a language."}),
            text=Texts({"en": "To remember the visitor's language"}),
            items=(
                StorageItem(
                    "django_language",
                    lifetime="session",
                    path="/",
                    secure=True,
                    same_site="Lax",
                    set_by="server",
                    identifiability=Identifiability.NONE,
                ),
            ),
        ),
        Service(
            "api",
            "Opendatasoft",
            "API (CSRF)",
            "necessary",
            BOTH,
            use=Use.SECURITY,
            exemption=Exemption.STRICTLY_NECESSARY,
            ground=Texts({"en": "It keeps other sites from acting in your name."}),
            text=Texts({"en": "To retrieve data via API calls"}),
            items=(
                StorageItem(
                    "csrftoken",
                    lifetime="P30D",
                    path="/",
                    secure=True,
                    http_only=False,
                    same_site="Lax",
                    set_by="server",
                    identifiability=Identifiability.RANDOM,
                ),
            ),
        ),
        Service(
            "preferences",
            "Opendatasoft",
            "Choices related to your cookie preferences",
            "necessary",
            BOTH,
            use=Use.CONSENT_CHOICE,
            exemption=Exemption.STRICTLY_NECESSARY,
            ground=Texts({"en": "The choice itself must be remembered."}),
            text=Texts({"en": "To remember the visitor's cookie preferences"}),
            items=(
                StorageItem(
                    "cookies_preferences",
                    lifetime="P184D",
                    path="/",
                    secure=True,
                    http_only=True,
                    same_site="Lax",
                    set_by="server",
                    renewed=False,
                    identifiability=Identifiability.RANDOM,
                ),
            ),
        ),
    ),
    version=3,
)

FULL = Registry(
    site=Site("Bits & <Bobs>", "https://shop.example", "de", ("de", "en"), ("DE", "CA", "QC", "UK")),
    providers=(
        Provider(
            "Count | Co",
            None,
            "US",
            "1 Main St",
            "https://count.example/contact",
            "https://count.example/p",
            "Standard clauses",
            "processor",
        ),
        Provider("Ads*Inc", policy_url="javascript:alert(1)", role="joint_controller"),
    ),
    purposes=(
        Purpose("statistics", text=Texts({"de": "Wir zählen Besuche."})),
        Purpose("ads", Texts({"en": "Adverts", "de": "Werbung"}), sale=True),
        Purpose("unused"),
    ),
    services=(
        Service(
            "own",
            "Shop",
            "Zählung am Server",
            "statistics",
            use=Use.AUDIENCE_SERVER,
            legal_basis="f",
            hosts=("own.example",),
        ),
        Service(
            "count",
            "Count | Co",
            "Messung",
            "statistics",
            use=Use.AUDIENCE_VENDOR,
            legal_basis="a",
            text=Texts({"en": "Counts `visits`\nand <b>more</b>", "de": "Zählt Besuche"}),
            recipients=("Ads*Inc",),
            hosts=("count.example", "*.count.example"),
            items=(
                StorageItem(
                    "_pk_id.*",
                    host="count.example",
                    lifetime="P13M",
                    same_site="None",
                    partitioned=True,
                    set_by="script",
                    renewed=True,
                    identifiability=Identifiability.PSEUDONYMOUS,
                    text=Texts({"de": "Eine Nummer"}),
                ),
                StorageItem("_pk_id.*", host="other.example", lifetime=None),
                StorageItem("seen|pages", Kind.LOCAL_STORAGE, lifetime="P1Y2M", path="/shop"),
            ),
        ),
        Service(
            "ads",
            "Ads*Inc",
            "Anzeigen",
            "ads",
            (Location.BACK_OFFICE,),
            use=Use.ADS_BEHAVIOURAL,
            exemption=Exemption.STRICTLY_NECESSARY,
            items=(
                StorageItem("1. uid", host="ads.example", lifetime="P400D", secure=False, recipients=("Count | Co",)),
                StorageItem("px", Kind.PIXEL, "ads.example", lifetime="session"),
            ),
        ),
        Service(
            "video",
            "Video GmbH",
            "Filme",
            "media",
            use=Use.EMBED,
            items=(StorageItem("vid", host="v.example", lifetime="PT30M"),),
        ),
    ),
)

EMPTY = Registry(Site("Nothing", "https://nothing.example"))

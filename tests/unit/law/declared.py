"""Small registries for the tests of the law, built by hand: one clean site and the founding document as imported."""

from dataclasses import replace
from typing import Any

from speculoos.registry.model import (
    Contact,
    Exemption,
    Identifiability,
    Location,
    Measurement,
    Party,
    Provider,
    Purpose,
    Registry,
    Service,
    Site,
    StorageItem,
    Texts,
    Use,
)

BOTH = (Location.FRONT_OFFICE, Location.BACK_OFFICE)
MEASURED = Measurement(
    tool="own counter",
    host="example.org",
    operator="Example Ltd",
    metrics=("pageviews",),
    sole_use=True,
    one_site=True,
    shared=False,
    tracker_lifetime="P13M",
    data_retention="P25M",
    objection_url="https://example.org/cookies/preferences/",
)
SITE = Site(
    name="Example",
    url="https://www.example.org/",
    languages=("en",),
    jurisdictions=("FR",),
    controller=Contact("Example Ltd", email="privacy@example.org", country="FR"),
    dpo=Contact("Dana Officer", email="dpo@example.org"),
    authority=Contact("CNIL", url="https://www.cnil.fr/"),
    measurement=MEASURED,
)


def item(name: str = "_key", **fields: Any) -> StorageItem:
    known: dict[str, Any] = {"lifetime": "P13M", "renewed": False, "identifiability": Identifiability.PSEUDONYMOUS}
    return StorageItem(name, **(known | fields))


def service(use: Use | None = Use.AUDIENCE, *items: StorageItem, **fields: Any) -> Service:
    known: dict[str, Any] = {
        "id": "counter",
        "provider": "Example Ltd",
        "function": "Counting",
        "purpose": "statistics",
        "text": Texts({"en": "To count how often each page is read."}),
    }
    return Service(use=use, items=items or (item(),), **(known | fields))


def registry(*services: Service, site: Site = SITE, **fields: Any) -> Registry:
    ids = dict.fromkeys(s.purpose for s in services)
    known: dict[str, Any] = {
        "providers": (Provider("Example Ltd", country="FR"),),
        "purposes": tuple(Purpose(id, Texts({"en": id.title()})) for id in ids),
        "version": 1,
    }
    return Registry(site=site, services=services, **(known | fields))


def measured(**fields: Any) -> Site:
    return replace(SITE, measurement=replace(MEASURED, **fields))


def clean() -> Registry:
    """A site with all that the lints look for: a sign-in, a counter, an advertiser abroad."""
    sign_in = service(
        Use.AUTHENTICATION,
        item("sessionid", lifetime="session", identifiability=Identifiability.IDENTIFIED),
        id="sign-in",
        function="Signing in",
        purpose="necessary",
        exemption=Exemption.STRICTLY_NECESSARY,
        ground=Texts({"en": "A signed-in person asked to stay signed in from page to page."}),
        text=Texts({"en": "To know who is signed in, from one page to the next."}),
    )
    counter = service(exemption=Exemption.STATISTICS, ground=Texts({"en": "Strict measurement of this site alone."}))
    advertiser = service(
        Use.ADS_BEHAVIOURAL,
        item("_ad", host="ads.example.net", party=Party.THIRD),
        id="ads",
        provider="Adverts Inc",
        function="Advertising",
        purpose="marketing",
        text=Texts({"en": "To choose advertisements by the pages that you have read."}),
    )
    advertised = Provider("Adverts Inc", country="US", safeguard="standard clauses", policy_url="https://example.net/p")
    return registry(
        sign_in,
        counter,
        advertiser,
        providers=(Provider("Example Ltd", country="FR"), advertised),
    )


def founding() -> Registry:
    """What the import of the founding document gives: four services, no duration, no controller."""
    rows = (
        ("authentication", "Authentication", "sessionid", "To remember the user from one page to another"),
        ("language", "Language selection", "django_language", "To remember the visitor's language"),
        ("api", "API (CSRF)", "csrftoken", "To retrieve data via API calls"),
        ("choices", "Choices related to your cookie preferences", "cookies_preferences",
         "To remember the visitor's cookie preferences"),
    )  # fmt: skip
    services = tuple(
        Service(
            id=id,
            provider="Opendatasoft",
            function=function,
            purpose="necessary",
            location=(Location.FRONT_OFFICE,) if id == "choices" else BOTH,
            exemption=Exemption.STRICTLY_NECESSARY,
            text=Texts({"en": text}),
            items=(StorageItem(name),),
        )
        for id, function, name, text in rows
    )
    return Registry(
        site=Site(name="umami.opendatasoft.com", url="https://umami.opendatasoft.com/"),
        providers=(Provider("Opendatasoft"),),
        purposes=(Purpose("necessary", Texts({"en": "Necessary"})),),
        services=services,
    )

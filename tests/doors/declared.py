"""What the doors' tests declare, the keys that sign choices about it, and the choices that visitors come with."""

from datetime import UTC, datetime, timedelta

from speculoos.consent.choice import Choice, acts_for, choose
from speculoos.consent.cookie import encode, site_key
from speculoos.consent.layout import Layout
from speculoos.consent.state import Act
from speculoos.gate.bundle import Bundle
from speculoos.gate.rules import Mode, Rules
from speculoos.registry.model import Exemption, Kind, Purpose, Registry, Service, Site, StorageItem

HOST = "www.shop.example"
SITE = "shop"
NECESSARY = Exemption.STRICTLY_NECESSARY


def service(id, purpose, *items, exemption=None):
    return Service(id, "Shop", id, purpose, exemption=exemption, items=items)


REGISTRY = Registry(
    Site("Shop", f"https://{HOST}/"),
    purposes=(Purpose("signin"), Purpose("statistics"), Purpose("media"), Purpose("ads")),
    services=(
        service(
            "login",
            "signin",
            StorageItem("sessionid", lifetime="session", secure=True, http_only=True, same_site="Lax"),
            StorageItem("csrftoken", lifetime="P364D", secure=True, same_site="Strict"),
            StorageItem("__Host-token", lifetime="PT1H", path="/"),
            StorageItem("basket", lifetime="P7D"),
            StorageItem("b[ad]", lifetime="P7D"),
            StorageItem("näme", lifetime="P7D"),
            StorageItem("*_sess", lifetime="session"),
            StorageItem("wp_*_seen_*", lifetime="P7D"),
            exemption=NECESSARY,
        ),
        service("audience", "statistics", StorageItem("heat", lifetime="P30D"), exemption=Exemption.STATISTICS),
        service(
            "count",
            "statistics",
            StorageItem("_pk_id.*", lifetime="P393D"),
            StorageItem("_pk_id.9.*", lifetime="P1D"),
            StorageItem("visits", lifetime="P30D", path="/shop"),
            StorageItem("shared", lifetime="P1D"),
            StorageItem("unknown_life"),
            StorageItem("forever", lifetime="P400D"),
            StorageItem("stored", Kind.LOCAL_STORAGE),
        ),
        service(
            "film",
            "media",
            StorageItem("player", host="film.example", lifetime="P1D"),
            StorageItem("shared", lifetime="P1D"),
            StorageItem("quality", lifetime="P1D", secure=True, same_site="None", partitioned=True),
            StorageItem("region", host="eu.shop.example", lifetime="P1D"),
        ),
        service("tags", "ads", StorageItem("_ad*", lifetime="P90D"), StorageItem("basket", lifetime="P7D")),
        service("pixel", "ads", StorageItem("_px", lifetime="P90D")),
    ),
    version=3,
)
LAYOUT = Layout.of(REGISTRY)
EARLIER = Layout(2, LAYOUT.purposes, LAYOUT.services)
FIRST = Layout(1, LAYOUT.purposes, LAYOUT.services)
MATERIAL_SINCE = 2
"""Choices about version 2 still count, those about version 1 do not."""

KEY = site_key("the secret of the doors' tests", SITE)
OLD_KEY = site_key("the secret that was used before", SITE)
KEYS = (KEY, OLD_KEY)
RECEIPT = "abcdefghijklmnop"

STRICT = Rules(Mode.ENFORCE, csp=Mode.OFF)
WATCH = Rules(Mode.REPORT_ONLY, csp=Mode.OFF)
OFF = Rules(Mode.OFF, csp=Mode.OFF)
LENIENT = Rules(Mode.ENFORCE, csp=Mode.OFF, lifetimes=False, attributes=False)
MIXED = Rules(
    Mode.ENFORCE,
    items=(("legacy", Mode.OFF), ("_ad*", Mode.REPORT_ONLY), ("*.tmp", Mode.OFF)),
    csp=Mode.OFF,
)
TRYING = Rules(Mode.REPORT_ONLY, items=(("_ga*", Mode.ENFORCE),), csp=Mode.OFF)
ALL_RULES = {"strict": STRICT, "watch": WATCH, "off": OFF, "lenient": LENIENT, "mixed": MIXED, "trying": TRYING}


def bundle(rules: Rules) -> Bundle:
    return Bundle(REGISTRY, rules, SITE, (FIRST, EARLIER), MATERIAL_SINCE)


MOMENT = datetime.now(UTC)
"""When these tests began."""


def chosen(*granted, refused_services=(), layout=LAYOUT, ago=timedelta(minutes=5)) -> Choice:
    """A choice: these purposes are granted and all others refused."""
    when = MOMENT - ago
    return choose(layout, acts_for(layout, granted), when, refused_services=refused_services, receipt=RECEIPT).choice


def signed(choice: Choice, layout=LAYOUT, key=KEY, site=SITE) -> str:
    return encode(choice, layout, key, site)


def withdrawn(*purposes) -> Choice:
    """Everything was granted a day ago, and these purposes withdrawn since."""
    before = chosen(*LAYOUT.purposes, ago=timedelta(days=1))
    return choose(LAYOUT, dict.fromkeys(purposes, Act.WITHDRAW), datetime.now(UTC), previous=before).choice


def values() -> dict[str, str]:
    """The value of `cookies_preferences` by the name that a case gives its visitor; "" where there is none."""
    everything = chosen(*LAYOUT.purposes)
    late = chosen("statistics", ago=timedelta(days=185))
    return {
        "nobody": "",
        "none": signed(chosen()),
        "all": signed(everything),
        "statistics": signed(chosen("statistics")),
        "media": signed(chosen("media")),
        "ads": signed(chosen("ads")),
        "ads without pixel": signed(chosen("ads", refused_services=["pixel"])),
        "statistics withdrawn": signed(withdrawn("statistics")),
        "all withdrawn": signed(withdrawn(*LAYOUT.purposes)),
        "old key": signed(chosen("statistics"), key=OLD_KEY),
        "strange key": signed(everything, key=site_key("a secret of somebody else", SITE)),
        "other site": signed(everything, site="other", key=site_key("the secret of the doors' tests", "other")),
        "version 2": signed(chosen("statistics", layout=EARLIER), EARLIER),
        "version 1": signed(chosen("statistics", layout=FIRST), FIRST),
        "version 9": signed(chosen("statistics", layout=Layout(9, *_lists())), Layout(9, *_lists())),
        "late": signed(late),
        "just in time": signed(chosen("statistics", ago=timedelta(days=183))),
        "cut": signed(everything)[:-1],
        "hand-made": "1.3.tp09c0.VVV..abcdefghijklmnop.abcdefghijklmnop",
        "hostile": '1.3"\\%00<script>',
        "long": "1." + "A" * 3000,
    }


def _lists():
    return LAYOUT.purposes, LAYOUT.services


def beside() -> tuple[str, str, str, str]:
    """Cookies with other choices of the same visitor: an older grant and refusal, and both of the same moment."""
    old = timedelta(days=2)
    choices = (chosen(*LAYOUT.purposes, ago=old), chosen(ago=old), chosen(*LAYOUT.purposes), chosen())
    one, two, three, four = (f"cookies_preferences={signed(choice)}" for choice in choices)
    return one, two, three, four

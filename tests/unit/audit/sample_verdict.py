"""A verdict by hand, as a shop with an honest session cookie and an eager statistics tag would get it."""

from datetime import UTC, datetime

from speculoos.audit.finding import Evidence, Guess, SiteFinding, Subject
from speculoos.audit.observed import (
    Canary,
    Item,
    Observation,
    Outcome,
    Page,
    Reading,
    Request,
    Scene,
    SceneKind,
    Via,
)  # fmt: skip
from speculoos.audit.verdict import Cell, Row, Verdict
from speculoos.law.catalogue import CATALOGUE
from speculoos.law.findings import Finding
from speculoos.law.rules import RULES
from speculoos.registry.model import (
    Contact,
    Exemption,
    Kind,
    Provider,
    Purpose,
    Registry,
    Service,
    Site,
    StorageItem,
    Texts,
)  # fmt: skip

URL = "https://www.shop.example/"
BASKET = f"{URL}basket"
SHOP, STATS, VIDEO, ADS = "www.shop.example", "stats.example", "player.video.example", "px.ads.example"
TAG = f"https://{STATS}/tag.js"
PIXEL = f"https://{ADS}/pixel"

REGISTRY = Registry(
    Site("The Shop", URL, jurisdictions=("FR", "DE"), controller=Contact("The Shop Ltd", "privacy@shop.example")),
    (Provider("The Shop"), Provider("Stats Inc", country="US"), Provider("Video SA", country="FR")),
    (Purpose("necessary"), Purpose("statistics", Texts({"en": "Statistics"})), Purpose("media")),
    (
        Service("session", "The Shop", "Session", "necessary", exemption=Exemption.STRICTLY_NECESSARY,
                items=(StorageItem("sessionid", lifetime="session"), StorageItem("csrftoken", lifetime="P1Y"))),
        Service("stats", "Stats Inc", "Audience", "statistics", hosts=(STATS,),
                items=(StorageItem("_st_*", host=SHOP, lifetime="P13M"),
                       StorageItem("st_queue", Kind.LOCAL_STORAGE, lifetime=None))),
        Service("video", "Video SA", "Player", "media", hosts=("*.video.example",),
                items=(StorageItem("vid", host="video.example", lifetime="P6M"),)),
    ),
    version=3,
)  # fmt: skip

SCENES = (
    Scene(SceneKind.UNTOUCHED, Outcome.PLAYED, said="answered nothing", seconds=7.2),
    Scene(SceneKind.REFUSED, Outcome.PLAYED, said="a button named “Refuse all”", chosen_at=2.9, seconds=9.8),
    Scene(SceneKind.GRANTED, Outcome.PLAYED, said="a button named “Accept all”", chosen_at=2.6, seconds=10.4),
    Scene(SceneKind.ALONE, Outcome.PLAYED, "statistics", "the preferences", 3.4, 10.9),
    Scene(SceneKind.ALONE, Outcome.PLAYED, "media", "the preferences", 3.3, 11.1),
    Scene(SceneKind.WITHDRAWN, Outcome.FAILED, said="no control to withdraw with was found", chosen_at=2.7, seconds=15),
    Scene(SceneKind.SIGNAL, Outcome.PLAYED, seconds=6.9),
)
IDS = [scene.id for scene in SCENES]


def _items() -> tuple[Item, ...]:
    made = []
    for scene in SCENES:
        at = scene.chosen_at or 99
        made += [
            Item(scene.id, Kind.COOKIE, "sessionid", SHOP, URL, Via.HEADER, URL, at=0.2, before_choice=True,
                 secure=True, http_only=True, same_site="Lax", host_only=True),
            Item(scene.id, Kind.COOKIE, "_st_id", SHOP, URL, Via.SCRIPT, TAG, (f"write {TAG}:12:5",), 0.9,
                 before_choice=True, lifetime=34_560_000, same_site="Lax", digest="a1"),
            Item(scene.id, Kind.LOCAL_STORAGE, "st_queue", SHOP, URL, Via.SCRIPT, TAG, at=1.1, before_choice=True),
        ]  # fmt: skip
        if scene.kind is SceneKind.GRANTED:
            made += [
                Item(scene.id, Kind.COOKIE, "vid", "video.example", BASKET, Via.HEADER, at=at + 1.5,
                     lifetime=15_552_000, secure=True, same_site="None", partitioned=True),
                Item(scene.id, Kind.COOKIE, "uid", "ads.example", URL, Via.HEADER, PIXEL, at=at + 0.8,
                     lifetime=3_600, refused="third-party cookies are blocked"),
                Item(scene.id, Kind.COOKIE, "probe", SHOP, URL, Via.SCRIPT, TAG, at=at + 0.4, gone=True),
            ]  # fmt: skip
    return tuple(made)


def _requests() -> tuple[Request, ...]:
    made = []
    for scene in SCENES:
        made += [
            Request(scene.id, URL, URL, SHOP, "document", at=0.0, before_choice=True),
            Request(scene.id, URL, f"{URL}style.css", SHOP, "stylesheet", (URL,), 0.3, before_choice=True),
            Request(scene.id, URL, f"{URL}app.js", SHOP, "script", (URL,), 0.35, before_choice=True),
            Request(scene.id, URL, TAG, STATS, "script", (f"{URL}app.js", URL), 0.6, before_choice=True),
            Request(scene.id, URL, f"https://{STATS}/collect", STATS, "beacon", (TAG, f"{URL}app.js", URL), 1.2,
                    before_choice=True, cookies=("_st_id",)),
        ]  # fmt: skip
        if at := scene.chosen_at:
            made.append(Request(scene.id, URL, f"{URL}choice", SHOP, "fetch", (URL,), at + 0.1))
        if scene.kind is SceneKind.GRANTED and at:
            made += [
                Request(scene.id, URL, PIXEL, ADS, "image", (TAG, f"{URL}app.js"), at + 0.7, cookies=("uid",)),
                Request(scene.id, URL, f"https://{VIDEO}/embed", VIDEO, "document", (URL,), at + 1.2),
                Request(scene.id, URL, f"https://{VIDEO}/player.js", VIDEO, "script",
                        (f"https://{VIDEO}/embed", URL), at + 1.6, blocked="net::ERR_ABORTED"),
            ]  # fmt: skip
    return tuple(made)


OBSERVATION = Observation(
    URL, datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "Chromium 156.0.6943.53", SCENES,
    tuple(Page(id, url, 200, title) for id in IDS for url, title in ((URL, "The Shop"), (BASKET, "Your basket"))),
    _items(), _requests(),
    (Reading("untouched", URL, "canvas.toDataURL", TAG, 1.3, before_choice=True),
     Reading("granted", URL, "canvas.toDataURL", TAG, 1.3, before_choice=True)),
    Canary(channels=(("cookies by header", True), ("cookies by script", True), ("local storage", True),
                     ("requests", True), ("service workers", False))),
    ("Pages behind the sign-in were not visited.",),
)  # fmt: skip


def _row(declared: tuple[str, str] | None, kind: Kind, name: str, host: str, cells: str, **more: bool | None) -> Row:
    """`cells` has a letter for each scene: s(et), a(bsent), r(efused), g(one), u(nknown)."""
    by_letter = {str(cell)[0]: cell for cell in Cell}
    return Row(declared, kind, name, host, dict(zip(IDS, (by_letter[letter] for letter in cells), strict=True)), **more)


MATRIX = (
    _row(("session", "sessionid"), Kind.COOKIE, "sessionid", SHOP, "sssssus", consent=False),
    _row(("session", "csrftoken"), Kind.COOKIE, "csrftoken", SHOP, "aaaaaua", observed=False, consent=False),
    _row(("stats", "_st_*"), Kind.COOKIE, "_st_*", SHOP, "sssssus", consent=True),
    _row(("stats", "st_queue"), Kind.LOCAL_STORAGE, "st_queue", SHOP, "sssssus", consent=True),
    _row(("video", "vid"), Kind.COOKIE, "vid", "video.example", "aasaaua", consent=True),
    _row(None, Kind.COOKIE, "uid", "ads.example", "aaraaua"),
    _row(None, Kind.COOKIE, "probe", SHOP, "aagaaua"),
)


def found(
    lint: str, message: str, hint: str, subject: Subject, *evidence: Evidence, service: str = "", item: str = "",
    lines: str = "", guess: Guess | None = None,
) -> SiteFinding:  # fmt: skip
    """A finding of a check of the catalogue, as grave as it is there."""
    check = CATALOGUE[lint]
    entry = f'service "{service}"' if service else "page"
    verified = RULES[check.rule].verified
    law = Finding(lint, check.severity, check.rule, ("FR", "DE"), entry, message, hint, verified, service, item)
    return SiteFinding(law, subject, evidence, lines, guess)


UID_LINES = """[[services]]
id = "ads"
provider = "Ads BV"
function = "Advertising"
purpose = "advertising"

[[services.items]]
name = "uid"
host = "ads.example"
"""
FINDINGS = (
    found("SITE-03", f"The cookie _st_id on {SHOP} is stored before the choice, and it needs consent.",
          "Load the script that stores it after the choice: give it data-purpose=\"statistics\".",
          Subject(Kind.COOKIE, "_st_id", SHOP, SceneKind.UNTOUCHED),
          *(Evidence(id, URL, 0.9, TAG, (f"{URL}app.js", URL), "untouched-1.png") for id in IDS), service="stats",
          item="_st_*"),
    found("SITE-05", f"The cookie _st_id on {SHOP} is stored after a refusal.", "Hold it back until it is granted.",
          Subject(Kind.COOKIE, "_st_id", SHOP, SceneKind.REFUSED), Evidence("refused", URL, 0.9, TAG), service="stats",
          item="_st_*"),
    found("SITE-01", "The cookie uid on ads.example is not declared.", "Declare it, or take it out of the site.",
          Subject(Kind.COOKIE, "uid", "ads.example"),
          Evidence("granted", URL, 3.4, PIXEL, (TAG, f"{URL}app.js"), said="refused by the browser"), lines=UID_LINES,
          guess=Guess("Ads BV, advertising", "its name and host are well known", 0.8)),
    found("SITE-04", f"{STATS} is called before the choice.", "Load the tag after the choice.",
          Subject(host=STATS, scene=SceneKind.UNTOUCHED), Evidence("untouched", URL, 0.6, TAG, (f"{URL}app.js", URL)),
          service="stats"),
    found("SITE-10", f"The cookie _st_id on {SHOP} is not Secure.", "Set it with Secure.",
          Subject(Kind.COOKIE, "_st_id", SHOP, aspect="secure"), Evidence("granted", URL, 0.9, TAG), service="stats",
          item="_st_*"),
    found("SITE-02", "The cookie csrftoken is declared and was never observed.",
          "Visit a page with a form, or remove it.", Subject(Kind.COOKIE, "csrftoken", SHOP), service="session",
          item="csrftoken"),
)  # fmt: skip

SAMPLE = Verdict(
    OBSERVATION, REGISTRY, ("FR", "DE"), FINDINGS, MATRIX, true=False,
    sentence="Declared 5, observed 6, undeclared 2 and 1 host: the declaration is not true, with 4 errors.",
    doubts=("the withdrawal was not played, as it broke off (no control to withdraw with was found)",),
)  # fmt: skip

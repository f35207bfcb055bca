"""The banners that ours is measured beside: fetched from npm for one run, set up as each one's documentation says.

Versions and contents are pinned by hash, so a run measures the same code as the last one. Three purposes each; the
yes-or-no bar of Osano knows none.
"""

import json
import subprocess
import tarfile
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha512
from pathlib import Path

PATIENCE = 120
PURPOSES = {"statistics": "Statistics", "comfort": "Comfort", "media": "Videos"}


@dataclass(frozen=True, slots=True)
class Banner:
    """One banner on the page of the bench, and where its parts are (CSS selectors; shadow roots are looked into).

    `head` and `foot` are markup; `settings` and `dialog` are empty where there is no second layer.
    """

    name: str
    head: str
    foot: str
    banner: str
    accept: str
    settings: str = ""
    dialog: str = ""


@dataclass(frozen=True, slots=True)
class Peer:
    """A package of npm at one version; `sha512` is that of its tarball."""

    package: str
    version: str
    sha512: str
    banner: Banner


CONSENT_TEXTS = {
    "consentModal": {
        "title": "Your choice on cookies",
        "description": "We ask for your consent for statistics, comfort and videos.",
        "acceptAllBtn": "Accept all",
        "acceptNecessaryBtn": "Refuse all",
        "showPreferencesBtn": "Choose by purpose",
    },
    "preferencesModal": {
        "title": "Cookie preferences",
        "acceptAllBtn": "Accept all",
        "acceptNecessaryBtn": "Refuse all",
        "savePreferencesBtn": "Save my choice",
        "closeIconLabel": "Close",
        "sections": [{"title": name, "linkedCategory": id} for id, name in PURPOSES.items()],
    },
}
CONSENT = {
    "hideFromBots": False,  # a driven browser says that it is one
    "categories": {"necessary": {"enabled": True, "readOnly": True}, **{id: {} for id in PURPOSES}},
    "language": {"default": "en", "translations": {"en": CONSENT_TEXTS}},
}
KLARO = {
    "version": 1,
    "acceptAll": True,
    "mustConsent": False,
    "default": False,
    "translations": {"en": {"purposes": {id: {"title": name} for id, name in PURPOSES.items()}}},
    "services": [{"name": f"{id}-service", "title": name, "purposes": [id]} for id, name in PURPOSES.items()],
}
TARTEAUCITRON = {
    "privacyUrl": "",
    "bodyPosition": "top",
    "hashtag": "#tarteaucitron",
    "cookieName": "tarteaucitron",
    "orientation": "bottom",
    "showAlertSmall": False,
    "cookieslist": False,
    "showIcon": True,
    "highPrivacy": True,
    "AcceptAllCta": True,
    "DenyAllCta": True,
    "mandatory": False,
    "removeCredit": True,
}
JOBS = "tarteaucitron.job=['youtube','vimeo','dailymotion'];"

PEERS = (
    Peer(
        "vanilla-cookieconsent",
        "3.1.0",
        "/McNRtm/3IXzb9dhqMIcbquoU45SzbN2VB+To4jxEPqMmp7uVniP6BhGLjU8MC7ZCDsNQVOp27fhQTM/ruIXAA==",
        Banner(
            "vanilla-cookieconsent",
            '<link rel="stylesheet" href="/vanilla-cookieconsent/dist/cookieconsent.css">',
            '<script src="/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script>'
            f"<script>CookieConsent.run({json.dumps(CONSENT)})</script>",
            "#cc-main .cm",
            "#cc-main .cm [data-role=all]",
            "#cc-main .cm [data-role=show]",
            "#cc-main .pm",
        ),
    ),
    Peer(
        "klaro",
        "0.7.22",
        "NkaFxS4S8160/zH1UQzCSYIIsAtwIDHIkJ7xofCrgRqk14OSY+OJuwCjYyW+q5fmIeF4RvsuBH6brPe2BS9Z0A==",
        Banner(
            "klaro",
            f"<script>var klaroConfig={json.dumps(KLARO)}</script>"
            '<script defer src="/klaro/dist/klaro.js" data-config="klaroConfig"></script>',
            "",
            ".klaro .cookie-notice",
            ".klaro .cookie-notice .cm-btn-success",
            ".klaro .cookie-notice .cn-learn-more",
            ".klaro .cookie-modal .cm-modal",
        ),
    ),
    Peer(
        "tarteaucitronjs",
        "1.34.0",
        "PEzKEjOLC06zCWSZB1RuQkSlzbDYXSKohv0XD7BMjgfE/M+LhiWLTdNAj47VW9xcVsuQCSvLpR/gqkripHaU6g==",
        Banner(
            "tarteaucitron",
            '<script src="/tarteaucitronjs/tarteaucitron.min.js"></script>'
            f"<script>tarteaucitron.init({json.dumps(TARTEAUCITRON)})</script>",
            f"<script>{JOBS}</script>",
            "#tarteaucitronAlertBig",
            "#tarteaucitronPersonalize2",
            "#tarteaucitronCloseAlert",
            "#tarteaucitron",
        ),
    ),
    Peer(
        "cookieconsent",
        "3.1.1",
        "v8JWLJcI7Zs9NWrs8hiVldVtm3EBF70TJI231vxn6YToBGj0c9dvdnYwltydkAnrbBMOM/qX1xLFrnTfm5wTag==",
        Banner(
            "osano",
            '<link rel="stylesheet" href="/cookieconsent/build/cookieconsent.min.css">',
            '<script src="/cookieconsent/build/cookieconsent.min.js"></script>'
            "<script>cookieconsent.initialise({type:'opt-in',palette:{popup:{background:'#eee',text:'#222'},"
            "button:{background:'#8a4717',text:'#fff'}}})</script>",
            ".cc-window",
            ".cc-window .cc-allow",
        ),
    ),
)


def fetched(peer: Peer, into: Path) -> str | None:
    """Put the package's files under `into`/<package>; None when they are there, else a line that says why not."""
    into.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", "--silent", "--ignore-scripts", f"{peer.package}@{peer.version}"]
    try:
        done = subprocess.run(command, cwd=into, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except FileNotFoundError:
        return "npm is not installed"
    except subprocess.TimeoutExpired:
        return f"npm gave no answer within {PATIENCE} seconds"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["npm failed"])[-1]
    packed = into / done.stdout.strip().splitlines()[-1]
    if b64encode(sha512(packed.read_bytes()).digest()).decode() != peer.sha512:
        return "what came is not what was pinned"
    with tarfile.open(packed) as archive:
        archive.extractall(into / f"{peer.package}.part", filter="data")
    (into / f"{peer.package}.part" / "package").rename(into / peer.package)
    return None

"""`python -m tests.applications [NAME ...]`: the proof, as a table, with pictures in var/proof.

Exit status 1 when something does not hold or an application could not be run.
"""

import argparse
import secrets
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright
from rich.console import Console
from rich.table import Table

from speculoos.gate.keys import site_key
from tests.applications import platform
from tests.applications.application import Application
from tests.applications.banner import story
from tests.applications.chromium import Chromium
from tests.applications.judge import TRACKER_HOST, faults
from tests.applications.serving import ROOT, Certificate, NotHereError, Place
from tests.applications.tracker import tracking
from tests.applications.walk import Scene, Seen, Walk

NAMES = {"wagtail": "Wagtail", "otterwiki": "OtterWiki", "datasette": "Datasette", "dokuwiki": "DokuWiki"}
HOME = ROOT / "var" / "proof"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.applications", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[[], *NAMES], help="which applications; all of them without a name")
    parser.add_argument("--scene", action="append", choices=[str(scene) for scene in Scene])
    asked = parser.parse_args()
    HOME.mkdir(parents=True, exist_ok=True)
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    wrong = 0
    with sync_playwright() as playwright:
        for name in asked.name or NAMES:
            tried = application(name)
            scenes = [scene for scene in Scene if tried.banner or not scene.banner]
            wrong += prove(playwright, tried, [Scene(scene) for scene in asked.scene or scenes], console)
    console.print("Everything holds." if not wrong else f"{wrong} of the above does not hold.")
    return 1 if wrong else 0


def application(name: str) -> Application:
    made: Application = getattr(import_module(f"tests.applications.{name}.application"), NAMES[name])()
    return made


def prove(playwright: Playwright, tried: Application, scenes: list[Scene], console: Console) -> int:
    """Run one application through the scenes and print what was seen. The number of faults."""
    began = time.monotonic()
    try:
        plain = [scene for scene in scenes if not scene.banner]
        seen = run(playwright, tried, plain) if plain else []
        seen += run(playwright, tried, None) if plain != scenes else []
    except NotHereError as fault:
        console.print(f"NOT RUN: {tried.title}: {fault}", markup=False)
        return 1
    wrong = {one.scene: faults(tried, one) for one in seen}
    console.print(table(tried, seen, wrong))
    for scene, sentences in wrong.items():
        for sentence in sentences:
            console.print(f"  FAULT, {scene}: {sentence}", markup=False)
    for host in sorted({host for one in seen for host in one.elsewhere}):
        console.print(f"  The application itself wanted {host}.", markup=False)
    console.print(f"  {time.monotonic() - began:.0f} s\n")
    return sum(len(sentences) for sentences in wrong.values())


def run(playwright: Playwright, tried: Application, scenes: list[Scene] | None) -> list[Seen]:
    """What each scene showed, with a server and a tracker of its own. None: the scenes with a platform's banner."""
    hosts = (tried.host, f"bare.{tried.host}", TRACKER_HOST, platform.HOST)
    with tempfile.TemporaryDirectory(prefix="speculoos-proof-") as directory, ExitStack() as stack:
        scratch = Path(directory)
        scratch.chmod(0o755)
        place = Place(scratch / "run", HOME / "cache", Certificate.make(scratch, hosts), scratch / "secret")
        place.directory.mkdir()
        place.secret.write_text(secrets.token_urlsafe(48), "ascii")
        place.seen.touch()
        tracker = stack.enter_context(tracking(place.certificate))
        ports = {TRACKER_HOST: tracker.port}
        if scenes is None:
            beside = stack.enter_context(platform.platform(tried, place))
            place, ports[platform.HOST] = beside.place, beside.port
        started = stack.enter_context(tried.start(place))
        ports |= {tried.host: started.gated, f"bare.{tried.host}": started.bare}
        chromium = Chromium(playwright, ports, place.certificate.fingerprint)
        key = site_key(place.secret.read_text("ascii"), tried.name)
        walk = Walk(tried, chromium, tracker, place.seen, key, HOME)
        return story(walk) if scenes is None else [walk(scene) for scene in scenes]


def table(tried: Application, seen: list[Seen], wrong: dict[Scene, list[str]]) -> Table:
    made = Table(title=f"{tried.title}, behind the {tried.door}", title_justify="left", show_lines=True)
    for heading in ("scene", "the browser holds", "the application read", "tracker asked", "sign-in", "form", "holds"):
        made.add_column(heading)
    for one in seen:
        made.add_row(
            one.scene,
            "\n".join(sorted(one.names)) or "-",
            "\n".join(sorted(one.saw)) or "-",
            str(one.tracker.total()),
            "works" if one.signed_in else "FAILS",
            "works" if one.form else "FAILS",
            "NO" if wrong[one.scene] else "yes",
        )
    return made


if __name__ == "__main__":
    sys.exit(main())

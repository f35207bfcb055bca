"""The platform beside an application, so that visitors choose with the real banner and gates get the real file."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.applications.application import HERE, Application
from tests.applications.serving import NotHereError, Place, clean_environment, free_port, running

HOST = "consent.test"
NGINX = Path("/usr/sbin/nginx")
SETTINGS = """
from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.sites import Site
keep_options(Site.objects.get(slug="{site}").pk, Options(gate="enforce", gate_csp="enforce"))
"""
"""What somebody would set on the page Settings of the back office."""


@dataclass(frozen=True)
class Platform:
    """The port on which it is served with TLS, and the application's place with what it needs of the platform."""

    port: int
    place: Place


@contextmanager
def platform(application: Application, place: Place) -> Iterator[Platform]:
    """`speculoos serve` with the application's declaration published, until the block ends."""
    if not NGINX.exists():
        raise NotHereError("run `apt-get install nginx`")
    home = place.directory / "platform"
    home.mkdir()
    front, back = free_port(), free_port()
    environment = {
        "SPECULOOS_HOME": str(home),
        "SPECULOOS_SECRET_KEY": place.secret.read_text("ascii"),
        "SPECULOOS_HOSTS": f"{HOST},127.0.0.1",
        "SPECULOOS_URL": f"https://{HOST}",
        "SPECULOOS_BEHIND_TLS": "1",
    }
    facts = {"run": home, "front": front, "back": back,
             "certificate": place.certificate.certificate, "key": place.certificate.key}  # fmt: skip
    configuration = home / "nginx.conf"
    configuration.write_text((HERE / "platform.conf").read_text("utf-8").format(**facts), "utf-8")
    serve = [sys.executable, "-m", "speculoos.cli", "serve", "--port", back]
    with (
        running(serve, back, home / "serve.log", environment),
        running([NGINX, "-c", configuration, "-p", home], front, home / "nginx.log", {}),
    ):
        manage(environment, "publish_declaration", application.declaration, "--site", application.name)
        manage(environment, "shell", "--no-imports", "-c", SETTINGS.format(site=application.name))
        bundle = home / "gate.json"
        bundle.write_text(json.dumps(json.loads(manage(environment, "gate_file", application.name))), "utf-8")
        head = (manage(environment, snippet, application.name) for snippet in ("guard_snippet", "embed_snippet"))
        yield Platform(front, replace(place, declaration=bundle, head="".join(head)))


def manage(environment: dict[str, str], *arguments: object) -> str:
    """What one of the platform's commands prints."""
    done = subprocess.run(
        [sys.executable, "-m", "speculoos.cli", "manage", *map(str, arguments)],
        env=clean_environment() | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotHereError(f"manage {arguments[0]}: {done.stdout}{done.stderr}")
    return done.stdout

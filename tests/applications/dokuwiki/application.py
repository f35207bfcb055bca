"""DokuWiki as the proof starts and uses it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page

from speculoos.gate.keys import site_key
from tests.applications.application import HERE, Application
from tests.applications.serving import NotHereError, Place, Started, free_port, run, running

INSTALLED = Path("/usr/share/dokuwiki")
FOLDERS = ("attic", "cache", "index", "locks", "log", "media", "media_attic", "media_meta", "meta", "pages", "tmp")


class DokuWiki(Application):
    name = "dokuwiki"
    title = "DokuWiki (PHP, Debian)"
    door = "exported nginx configuration"
    host = "doku.test"
    keeps = frozenset({"DokuWiki"})
    plain = "/feed.php"
    pages = ("/doku.php",)

    @contextmanager
    def start(self, place: Place) -> Iterator[Started]:
        fpm, nginx = programs()
        ports = {name: free_port() for name in ("php", "bare", "gated")}
        facts: dict[str, object] = {
            "run": place.directory, "here": HERE / self.name, "data": place.directory / "data",
            "certificate": place.certificate.certificate, "key": place.certificate.key, **ports,
            # php-fpm does not serve as root, so root serves it as Debian's web user
            "user": "user = www-data" if os.getuid() == 0 else "",
        }  # fmt: skip
        self._configure(place)
        self._export(place)
        environment = self.environment(place) | {
            "PROOF_CONF": f"{place.directory / 'conf'}/",
            "PROOF_DATA": str(place.directory / "data"),
        }
        for name in ("fpm.conf", "nginx.conf"):
            text = (HERE / self.name / name).read_text("utf-8")
            (place.directory / name).write_text(text.format(**facts), "utf-8")
        with ExitStack() as stack:
            for command, port in (
                ([fpm, "--fpm-config", place.directory / "fpm.conf", "--nodaemonize"], ports["php"]),
                ([nginx, "-c", place.directory / "nginx.conf", "-p", place.directory], ports["bare"]),
            ):
                stack.enter_context(running(command, port, place.directory / "dokuwiki.log", environment))
            yield Started(gated=ports["gated"], bare=ports["bare"])

    def _export(self, place: Place) -> None:
        """What somebody who has an nginx would type, with the platform's key of the site in a file."""
        key = place.directory / "site.key"
        key.touch(0o600)
        key.write_text(site_key(place.secret.read_text("ascii"), self.name).hex(), "ascii")
        run(
            [sys.executable, "-m", "speculoos.cli", "gate", "nginx", "--registry", self.declaration,
             "--site", self.name, "--key-file", key, "--mode", "enforce", "--csp", "enforce",
             "--upstream", "http://127.0.0.1:9", "--output", place.directory / "gate"]
        )  # fmt: skip

    def _configure(self, place: Place) -> None:
        """A wiki of this run: its own settings, its own pages, one account."""
        conf, data = place.directory / "conf", place.directory / "data"
        for folder in (conf, *(data / name for name in FOLDERS)):
            folder.mkdir(parents=True)
        for name in ("local.php", "userscript.js"):
            shutil.copyfile(HERE / self.name / name, conf / name)
        hashed = subprocess.run(
            ["php", "-r", "echo password_hash(getenv('PASSWORD'), PASSWORD_BCRYPT, ['cost' => 4]);"],
            env={**os.environ, "PASSWORD": self.account.password}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        person = f"{self.account.name}:{hashed}:{self.account.name}:{self.account.email}:admin,user\n"
        (conf / "users.auth.php").write_text(person, "utf-8")
        (conf / "plugins.local.php").touch()
        (conf / "acl.auth.php").write_text("*\t@ALL\t1\n*\t@user\t8\n", "utf-8")
        if os.getuid() == 0:
            for path in (place.seen, conf, *conf.iterdir(), data, *data.iterdir()):
                shutil.chown(path, "www-data", "www-data")

    def sign_in(self, page: Page, url: str) -> bool:
        page.goto(url + "/doku.php?id=start&do=login")
        page.fill("#dw__login input[name=u]", self.account.name)
        page.fill("#dw__login input[name=p]", self.account.password)
        page.click("#dw__login button[type=submit]")
        page.goto(url + "/doku.php?id=start")
        return page.locator("#dokuwiki__usertools .user").count() > 0

    def use(self, page: Page, url: str, words: str) -> bool:
        address = f"{url}/doku.php?id={words.lower().replace(' ', '_')}"
        page.goto(address + "&do=edit")
        page.fill("textarea[name=wikitext]", f"====== {words} ======\nDone.")
        page.click("button[name='do[save]']")
        page.goto(address)
        return page.get_by_role("heading", name=words).count() > 0


def programs() -> tuple[Path, Path]:
    """php-fpm and nginx, which Debian keeps where only root looks."""
    fpm = sorted(Path("/usr/sbin").glob("php-fpm*"))
    nginx = Path("/usr/sbin/nginx")
    missing = [name for name, there in (("php-fpm", fpm), ("nginx", nginx.exists()),
                                        ("dokuwiki", (INSTALLED / "doku.php").exists())) if not there]  # fmt: skip
    if missing:
        raise NotHereError(f"run `apt-get install --no-install-recommends {' '.join(missing)}`")
    return fpm[-1], nginx

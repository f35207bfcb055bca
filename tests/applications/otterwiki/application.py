"""An Otter Wiki as the proof starts and uses it."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Page, expect

from tests.applications.application import HERE, Application
from tests.applications.plant import BODY, HEAD
from tests.applications.serving import ROOT, Place, Started, environment_for, free_port, gunicorn, run, running


class OtterWiki(Application):
    name = "otterwiki"
    title = "An Otter Wiki (Flask, PyPI)"
    door = "WSGI middleware"
    host = "otter.test"
    keeps = frozenset({"session"})
    plain = "/robots.txt"

    @contextmanager
    def start(self, place: Place) -> Iterator[Started]:
        programs = environment_for(place.cache, HERE / self.name / "requirements.txt")
        repository = place.directory / "pages"
        repository.mkdir()
        run(["git", "init", "-q", repository])
        environment = {
            **self.environment(place),
            "PYTHONPATH": str(ROOT),
            "REPOSITORY": str(repository),
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{place.directory / 'wiki.sqlite'}",
            "SECRET_KEY": hashlib.sha256(str(place.directory).encode()).hexdigest(),
            "SITE_NAME": "Otter wiki",
            "WRITE_ACCESS": "REGISTERED",
            "EMAIL_NEEDS_CONFIRMATION": "False",
            "COMMIT_MESSAGE": "DISABLED",
            "HTML_EXTRA_HEAD": HEAD,
            "HTML_EXTRA_BODY": BODY,
        }
        with ExitStack() as stack:
            ports = {}
            for served in ("bare", "application"):
                ports[served] = port = free_port()
                command = gunicorn(programs, f"tests.applications.otterwiki.site:{served}", port, place.certificate)
                stack.enter_context(running(command, port, place.directory / "otterwiki.log", environment))
            yield Started(gated=ports["application"], bare=ports["bare"])

    def sign_in(self, page: Page, url: str) -> bool:
        self._register_once(page, url)
        page.goto(url + "/-/login")
        page.fill("#email", self.account.email)
        page.fill("#password", self.account.password)
        page.click("label[for=remember-my-information]")
        page.click("input[type=submit][value=Login]")
        page.goto(url + "/-/settings")
        return page.locator(f"input[value={self.account.name}]").count() > 0

    def _register_once(self, page: Page, url: str) -> None:
        """The first registration makes the administrator; later ones are told that the address is taken."""
        page.goto(url + "/-/register")
        page.fill("#email", self.account.email)
        page.fill("#name", self.account.name)
        page.fill("#password1", self.account.password)
        page.fill("#password2", self.account.password)
        page.click("input[type=submit][value=Register]")

    def use(self, page: Page, url: str, words: str) -> bool:
        title = words.replace(" ", "-")
        page.goto(f"{url}/{title}?edit")
        page.click(".cm-content")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(f"# {words}")
        page.click("#save-page-btn")
        expect(page.locator("#save-page-btn")).to_have_count(0)
        page.goto(f"{url}/{title}")
        return page.get_by_role("heading", name=words).count() > 0

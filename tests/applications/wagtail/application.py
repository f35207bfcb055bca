"""Wagtail as the proof starts and uses it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.applications.application import HERE, Application
from tests.applications.plant import BEACON, BODY, SCRIPT
from tests.applications.serving import ROOT, Place, Started, environment_for, free_port, gunicorn, run, running

HEAD_ENDS = "</head>"
BODY_ENDS = "</body>"
TAGS = "{% load analytical %}{% analytical_body_bottom %}"


class Wagtail(Application):
    name = "wagtail"
    title = "Wagtail with django-analytical (Django, PyPI)"
    door = "Django middleware"
    host = "museum.test"
    keeps = frozenset({"sessionid", "csrftoken"})
    plain = "/static/css/museum.css?plain"
    banner = True
    pages = ("/", "/search/?query=tart")

    @contextmanager
    def start(self, place: Place) -> Iterator[Started]:
        programs = environment_for(place.cache, HERE / self.name / "requirements.txt")
        project = place.directory / "museum"
        project.mkdir()
        run([programs / "wagtail", "start", "museum", project])
        self._tag(project / "museum" / "templates" / "base.html", place.head)
        environment = {
            **self.environment(place),
            "PYTHONPATH": f"{project}:{ROOT}",
            "PROOF_DATABASE": str(place.directory / "museum.sqlite"),
            "PROOF_GATE": "off",
            "DJANGO_SETTINGS_MODULE": "tests.applications.wagtail.settings",
        }
        manage = [programs / "python", project / "manage.py"]
        run([*manage, "migrate", "-v", "0"], env=environment)
        secret = {"DJANGO_SUPERUSER_PASSWORD": self.account.password}
        account = ["--username", self.account.name, "--email", self.account.email]
        run([*manage, "createsuperuser", "--noinput", *account], env=environment | secret)
        with ExitStack() as stack:
            ports = {}
            for gate in ("off", "on"):
                ports[gate] = port = free_port()
                command = gunicorn(programs, "tests.applications.wagtail.site:application", port, place.certificate)
                log = place.directory / "wagtail.log"
                stack.enter_context(running(command, port, log, environment | {"PROOF_GATE": gate}))
            yield Started(gated=ports["on"], bare=ports["off"])

    def _tag(self, base: Path, head: str) -> None:
        """The tags go where the manual of django-analytical puts them, into the project's own template."""
        text = base.read_text("utf-8")
        text = text.replace(HEAD_ENDS, head + SCRIPT + BEACON + HEAD_ENDS).replace(BODY_ENDS, TAGS + BODY + BODY_ENDS)
        base.write_text(text, "utf-8")

    def sign_in(self, page: Page, url: str) -> bool:
        page.goto(url + "/admin/login/")
        if page.locator("input[name=username]").count():
            page.fill("input[name=username]", self.account.name)
            page.fill("input[name=password]", self.account.password)
            page.click("button[type=submit]")
        page.goto(url + "/admin/account/")
        return page.locator(f"input[value='{self.account.email}']").count() > 0

    def use(self, page: Page, url: str, words: str) -> bool:
        """A page is written in the editor and published; visitors then find it at its own address."""
        page.goto(url + "/admin/pages/add/home/homepage/3/")
        page.locator("[name=title]").press_sequentially(words)
        page.keyboard.press("Tab")
        expect(page.locator("[name=slug]")).to_have_value(words.lower().replace(" ", "-"))
        page.get_by_role("button", name="More actions").last.click()
        page.click("button[name=action-publish]")
        expect(page.get_by_text("created and published")).to_be_visible()
        page.goto(f"{url}/{words.lower().replace(' ', '-')}/")
        return words in page.title()

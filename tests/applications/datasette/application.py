"""Datasette as the proof starts and uses it."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from playwright.sync_api import Page, expect

from tests.applications.application import HERE, Application
from tests.applications.plant import BODY, HEAD
from tests.applications.serving import ROOT, Place, Started, environment_for, free_port, running, uvicorn

BASE = '{% extends "default:base.html" %}{% block footer %}{{ super() }}' + HEAD + BODY + "{% endblock %}"


class Datasette(Application):
    name = "datasette"
    title = "Datasette (ASGI, PyPI)"
    door = "ASGI middleware"
    host = "data.test"
    keeps = frozenset({"ds_actor", "ds_csrftoken"})
    plain = "/-/versions.json"
    pages = ("/", "/bakery/tarts")

    @contextmanager
    def start(self, place: Place) -> Iterator[Started]:
        programs = environment_for(place.cache, HERE / self.name / "requirements.txt")
        database, templates = place.directory / "bakery.db", place.directory / "templates"
        with closing(sqlite3.connect(database)) as fresh:
            fresh.execute("create table tarts (id integer primary key, name text)")
        templates.mkdir()
        (templates / "base.html").write_text(BASE, "utf-8")
        environment = {
            **self.environment(place),
            "PYTHONPATH": str(ROOT),
            "PROOF_DATABASE": str(database),
            "PROOF_TEMPLATES": str(templates),
            "PROOF_NAME": self.account.name,
            "PROOF_PASSWORD": self.account.password,
        }
        with ExitStack() as stack:
            ports = {}
            for served in ("bare", "application"):
                ports[served] = port = free_port()
                command = uvicorn(programs, f"tests.applications.datasette.site:{served}", port, place.certificate)
                stack.enter_context(running(command, port, place.directory / "datasette.log", environment))
            yield Started(gated=ports["application"], bare=ports["bare"])

    def sign_in(self, page: Page, url: str) -> bool:
        page.goto(url + "/-/login")
        page.fill("#id_username", self.account.name)
        page.fill("#id_password", self.account.password)
        page.click("input[type=submit]")
        return page.locator(".actor", has_text=self.account.name).count() > 0

    def use(self, page: Page, url: str, words: str) -> bool:
        """A query that writes; the answer comes on the page after it, in a cookie for one request."""
        page.goto(url + "/bakery/add")
        page.fill("input[name=name]", words)
        page.click("input[type=submit]")
        expect(page.locator(".message-info", has_text="Baked.")).to_be_visible()
        page.goto(url + "/bakery/tarts")
        return page.locator("td", has_text=words).count() > 0

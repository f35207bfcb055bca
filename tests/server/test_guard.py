"""A site's guard as it is served and printed: one script with the site's data in it."""

import base64
import hashlib
import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.publish import current, forget

URL = "/s/biscuiterie/guard.js"


@pytest.fixture
def bakery(platform, client):
    return client


def setting(**values):
    keep_options(current("biscuiterie").site_id, Options(**values))
    forget()


def data_of(answer):
    return json.loads(re.search(r"=\(*(\{\"mode\".*?\})\)*;\n?const ", answer.content.decode())[1])


def test_it_carries_the_site_s_data_and_any_page_may_run_it(bakery):
    answer = bakery.get(URL)
    data = data_of(answer)

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300," in answer["Cache-Control"]
    assert not answer.cookies
    assert data["mode"] == "report_only"
    assert ["biscuiterie_visits", [0]] in data["items"]["cookie"]
    assert list(data["layouts"]) == ["1"]
    assert data["reports"] == "http://testserver/api/v1/sites/biscuiterie/reports"


def test_it_follows_the_settings(bakery):
    before = bakery.get(URL)
    setting(gate="enforce", gate_items=(("_ga*", "off"),))
    after = data_of(bakery.get(URL))

    assert data_of(before)["mode"] == "report_only"
    assert (after["mode"], after["modes"]) == ("enforce", [["_ga*", "off"]])


def test_where_the_gate_is_off_there_is_nothing_in_it(bakery):
    setting(gate="off")

    assert bakery.get(URL).content == b""


def test_under_its_number_it_is_the_current_version_s_alone(bakery):
    assert bakery.get("/s/biscuiterie/guard.1.js").content == bakery.get(URL).content
    assert bakery.get("/s/biscuiterie/guard.2.js").status_code == 404
    assert bakery.get("/s/nowhere/guard.js").status_code == 404


def test_the_printed_tag_and_hashes_are_those_of_what_is_served(bakery, capsys, monkeypatch):
    monkeypatch.setenv("SPECULOOS_URL", "http://testserver/")
    served = bakery.get(URL).content

    call_command("guard_snippet", "biscuiterie")
    assert capsys.readouterr().out == '<script src="http://testserver/s/biscuiterie/guard.js"></script>\n'

    call_command("guard_snippet", "biscuiterie", "--pinned")
    hashed = base64.b64encode(hashlib.sha384(served).digest()).decode()
    assert f'guard.1.js" integrity="sha384-{hashed}" crossorigin' in capsys.readouterr().out

    call_command("guard_snippet", "biscuiterie", "--inline")
    printed = capsys.readouterr()
    hashed = base64.b64encode(hashlib.sha256(served).digest()).decode()
    assert (printed.out.encode(), printed.err.strip()) == (served, f"'sha256-{hashed}'")


def test_there_is_no_tag_for_no_site(platform):
    with pytest.raises(CommandError, match="no published site nowhere"):
        call_command("guard_snippet", "nowhere")

"""The documentation page: complete, readable without a script, and loading nothing from anywhere else."""

import re
from html.parser import HTMLParser

import pytest

from speculoos.web.api.errors import PROBLEMS
from speculoos.web.api.openapi import document, operations
from tests.server.api_tools import ROOT

URL = "/api/docs"


class Reader(HTMLParser):
    """Collects ids, links, loaded addresses and inline code."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.inline = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.loads += [given[key] for key in ("src", "href") if key in given and tag in ("script", "link", "img")]
        self.inline += [key for key in given if key == "style" or key.startswith("on")]
        self.inline += ["style"] if tag == "style" else []


@pytest.fixture
def page(platform, client):
    return client.get(URL).content.decode()


def test_every_operation_shape_and_problem_is_on_the_page(page):
    """The page has a place for each of them, once, and every link within it leads to one."""
    found = Reader(page)
    ids = {o["operationId"] for o in operations(document())}
    ids |= {f"shape-{name}" for name in document()["components"]["schemas"]} | {f"problem-{name}" for name in PROBLEMS}

    assert ids <= {*found.ids}
    assert len(found.ids) == len({*found.ids})
    assert {link.removeprefix("#") for link in found.links if link.startswith("#")} <= {*found.ids}


def test_every_path_parameter_and_scope_is_on_the_page(page):
    for path, way in document()["paths"].items():
        assert path in page
        for operation in way.values():
            assert operation["summary"] in page
            assert all(f"<code>{p['name']}</code>" in page for p in operation["parameters"] if "name" in p)
    assert {*re.findall(r"<code>((?:registry|consents):\w+)</code>", page)} >= {"registry:write", "consents:read"}


def test_nothing_comes_from_elsewhere(page):
    """No third party, no inline script or style: the page works under the strict policy of the site."""
    found = Reader(page)

    assert all(url.startswith("/") and not url.startswith("//") for url in found.loads)
    assert found.inline == []


def test_the_examples_for_the_shell_name_this_host(page):
    assert "curl http://testserver/api/v1/sites/platform/registry" in page
    assert "Authorization: Bearer $SPECULOOS_TOKEN" in page


def test_reading_it_sets_no_cookie(platform, client):
    response = client.get(URL)

    assert response.status_code == 200
    assert not response.cookies
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_it_only_reads(platform, client):
    assert client.head(URL).status_code == 200
    assert client.get(f"{ROOT}/docs").status_code == 404


@pytest.mark.parametrize("language", ["fr", "de"])
def test_it_is_served_in_the_frame_of_the_visitors_language(platform, client, language):
    page = client.get(URL, headers={"Accept-Language": language}).content.decode()

    assert f'<html lang="{language}"' in page
    assert '<div lang="en">' in page

"""A declaration in a file, published by a deployment."""

import io

import pytest
from django.core.management import CommandError, call_command

from speculoos.web.store.sites import Site

DECLARATION = """
[site]
name = "My shop"
url = "https://shop.example"

[[providers]]
name = "My shop"

[[purposes]]
id = "necessary"
label = { en = "Necessary" }

[[services]]
id = "signin"
provider = "My shop"
function = "Sign-in"
purpose = "necessary"

[[services.items]]
name = "sessionid"
lifetime = "P14D"
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cookies.toml"
    path.write_text(DECLARATION)
    return path


def run(*arguments):
    said = io.StringIO()
    call_command("publish_declaration", *map(str, arguments), stdout=said)
    return said.getvalue()


def test_it_makes_the_site_and_publishes_it(client, file):
    """A project without any site has its policy page after one command."""
    assert run(file) == "Published version 1 of platform.\n"
    assert b"sessionid" in client.get("/cookies/").content


def test_it_publishes_once(file):
    """The same declaration again changes nothing."""
    run(file)
    assert run(file) == "platform is at version 1 already; nothing to publish.\n"
    assert Site.objects.get().versions.count() == 1


def test_a_change_becomes_the_next_version(file):
    """What is in the file replaces the draft."""
    run(file, "--site", "shop")
    file.write_text(DECLARATION.replace("P14D", "P7D"))
    assert run(file, "--site", "shop", "--note", "Shorter sessions") == "Published version 2 of shop.\n"
    newest = Site.objects.get(slug="shop").versions.first()
    assert (newest.note, newest.content["services"][0]["items"][0]["lifetime"]) == ("Shorter sessions", "P7D")


def test_a_wrong_declaration_is_told_whole_and_publishes_nothing(file):
    """Every fault comes with its place, and no site is made."""
    file.write_text(DECLARATION.replace('"P14D"', '"two weeks"').replace('name = "sessionid"', 'name = ""'))
    with pytest.raises(CommandError) as told:
        run(file)
    assert "cookies.toml:20:" in str(told.value)
    assert "cookies.toml:21:" in str(told.value)
    assert not Site.objects.exists()


def test_a_missing_file_is_told(tmp_path):
    """A path that leads nowhere is the caller's mistake, in a sentence."""
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.toml")

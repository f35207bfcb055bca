"""A value read aloud, whether or not it can be checked."""

from datetime import UTC, datetime

import pytest

from speculoos.consent.choice import acts_for, choose
from speculoos.consent.cookie import encode
from speculoos.consent.explain import explain
from speculoos.consent.layout import Layout

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LAYOUT = Layout(3, ("statistics", "marketing", "chat"), (("counter", "statistics"), ("video", "marketing")))
KEY = "k" * 32
FIRST = choose(LAYOUT, acts_for(LAYOUT, ["statistics", "marketing"]), NOW, receipt="r" * 16).choice
CHOICE = choose(LAYOUT, acts_for(LAYOUT, ["marketing"]), NOW, previous=FIRST, refused_services=["video"]).choice
VALUE = encode(CHOICE, LAYOUT, KEY, "main")

ALOUD = """\
A choice of cookie preferences (format 1), about version 3 of the site's registry.
Made on 2026-11-24 at 12:00:00 UTC; it counts until 2027-05-27 at 12:00:00 UTC.
  statistics: withdrawn: granted before, and not any more
  marketing: granted
  chat: refused
Refused alone: video.
Receipt id: rrrrrrrrrrrrrrrr.
Signature: holds for the site 'main'.
"""


def test_a_value_is_read_aloud_with_names():
    assert explain(VALUE, [KEY], LAYOUT, "main") == ALOUD


def test_without_the_declaration_the_purposes_are_numbered():
    text = explain(VALUE)

    assert "  purpose 2: granted\n" in text
    assert "Refused alone: service 2.\n" in text
    assert "Signature: not checked" in text


@pytest.mark.parametrize(("keys", "site"), [(["x" * 32], "main"), ([KEY], "other")])
def test_a_signature_that_does_not_hold_is_said_so(keys, site):
    assert "does not hold" in explain(VALUE, keys, LAYOUT, site)


def test_the_names_of_another_version_are_not_borrowed():
    """Positions mean something else in another version."""
    assert "statistics" not in explain(VALUE, layout=Layout(4, LAYOUT.purposes))


def test_the_names_of_a_draft_are_used_with_a_word_of_doubt():
    """A cookies.toml on a disk has no version."""
    text = explain(VALUE, layout=Layout(0, LAYOUT.purposes, LAYOUT.services))

    assert "  marketing: granted\n" in text
    assert "names are those of a draft" in text


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "empty"),
        (b"\xff\x00", "seven parts"),
        ("9.whatever", "another format"),
        ("x" * 65, "longer than 64 bytes"),
    ],
)
def test_what_is_not_a_value_is_explained_too(value, says):
    assert says in explain(value)

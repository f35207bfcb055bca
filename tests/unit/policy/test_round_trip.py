"""A published policy can be read back by our own importer: what the page says is what another tool finds."""

import pytest

from speculoos.policy.notice import build_notice
from speculoos.policy.render import render
from speculoos.registry.importing import import_policy
from tests.unit.policy.samples import FOUNDING

DECLARED = [
    ("Opendatasoft", "sessionid", "P14D"),
    ("Opendatasoft", "django_language", "session"),
    ("Opendatasoft", "csrftoken", "P30D"),
    ("Opendatasoft", "cookies_preferences", "P184D"),
]


@pytest.mark.parametrize("format", ["html", "md"])
@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "it", "nl"])
def test_the_page_reads_back_as_it_was_declared(format, language):
    page = render(build_notice(FOUNDING, language), format).decode()

    imported = import_policy(page, f"policy.{format}")

    assert [(s.provider, i.name, i.lifetime) for s, i in imported.registry.items()] == DECLARED
    assert list(imported.report.unread) == []

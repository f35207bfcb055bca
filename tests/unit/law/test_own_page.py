"""The page that we render ourselves passes the lint that we ask of others."""

from datetime import UTC, datetime

import pytest

from speculoos.law.lint import Page, lint
from speculoos.policy.notice import build_notice
from speculoos.policy.render import render
from tests.unit.law.declared import clean

ABOUT_THE_PAGE = {"POL-07", "POL-08", "POL-10", "POL-13"}


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "it", "nl"])
def test_rendered_policy_passes(language):
    """In every language it tells who answers, what the rights are, and lists exactly the registry."""
    notice = build_notice(
        clean(), language, published=datetime(2026, 11, 23, tzinfo=UTC), preferences_url="/cookies/preferences/"
    )
    page = Page(render(notice, "html").decode(), "https://www.example.org/cookies/")

    assert [f for f in lint(clean(), ["FR", "UK"], page) if f.id in ABOUT_THE_PAGE] == []

"""The key that a gate elsewhere reads a site's choices with: it reads them, and tells nothing else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from speculoos.consent.choice import Choice
from speculoos.consent.cookie import decode
from speculoos.consent.layout import Layout
from speculoos.gate.keys import parse_key
from speculoos.web.conf import config
from speculoos.web.store.publish import current

pytestmark = pytest.mark.django_db


def test_a_gate_with_the_key_reads_what_the_platform_signed(platform):
    out, err = StringIO(), StringIO()
    call_command("gate_key", "biscuiterie", stdout=out, stderr=err)
    cookies = Client().post("/s/biscuiterie/cookies/preferences/", {"act": "grant"}).cookies
    layout = Layout.of(current("biscuiterie").registry)

    key = parse_key(out.getvalue())
    value = cookies["cookies_preferences"].value
    assert isinstance(decode(value, {layout.version: layout}.get, [key], "biscuiterie"), Choice)
    assert not isinstance(decode(value, {layout.version: layout}.get, [key], "platform"), Choice)
    assert config().secrets()[0] not in out.getvalue() + err.getvalue()
    assert "biscuiterie" in err.getvalue()


def test_a_site_that_is_not_published_has_none(platform):
    with pytest.raises(CommandError):
        call_command("gate_key", "nowhere")

"""The file that a gate elsewhere runs on, from a published site to a judged request."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from speculoos.consent.choice import acts_for, choose
from speculoos.consent.cookie import encode, site_key
from speculoos.gate.file import gate_from_file
from speculoos.gate.rules import Mode
from speculoos.registry.model import Kind
from speculoos.web.conf import config
from speculoos.web.store.options import Options, keep_options
from speculoos.web.store.publish import current, forget, layout_of

pytestmark = pytest.mark.django_db

BAKERY = "biscuiterie"


def printed(site):
    out = StringIO()
    call_command("gate_file", site, stdout=out)
    return out.getvalue()


def test_a_gate_elsewhere_reads_the_choices_that_the_platform_signs(platform, tmp_path, monkeypatch):
    """It has the site's own key and no secret."""
    monkeypatch.setenv("SPECULOOS_URL", "https://ask.example/")
    keep_options(current(BAKERY).site_id, Options(gate="enforce"))
    forget()
    file = tmp_path / "gate.json"
    file.write_text(printed(BAKERY), "utf-8")
    site, secret = current(BAKERY), config().secrets()[0]
    layout = layout_of(site, site.registry.version)
    service = next(s for s in site.registry.services if s.id in layout.service_ids and s.items)
    name = next(i.name for i in service.items if i.kind is Kind.COOKIE and not i.host).replace("*", "x")
    chosen = choose(layout, acts_for(layout, layout.purposes), datetime.now(UTC)).choice
    sent = f"cookies_preferences={encode(chosen, layout, secret, BAKERY)}; {name}=1".encode()

    gate = gate_from_file(file, keys=[site_key(secret, BAKERY)])
    strange = gate_from_file(file, keys=[site_key(secret, "platform")])

    assert gate.open([sent], host="x.example", path="/").cookies == (sent,)
    assert name.encode() not in strange.open([sent], host="x.example", path="/").cookies[0]
    assert gate.setup.rules.mode is Mode.ENFORCE
    assert gate.setup.rules.reports == f"https://ask.example/api/v1/sites/{BAKERY}/reports"


def test_it_holds_no_secret(platform):
    text = printed(BAKERY)

    assert json.loads(text)["site"] == BAKERY
    assert not any(secret in text for secret in config().secrets())


def test_an_unknown_site_is_said(platform):
    with pytest.raises(CommandError, match="no published site nowhere"):
        printed("nowhere")

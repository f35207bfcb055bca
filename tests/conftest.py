"""Fixtures for tests that need the platform."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from speculoos.web.gate.flush import Flusher
from speculoos.web.management.commands.setup import make_owner, publish_sample
from speculoos.web.samples import SLUGS
from speculoos.web.store import publish
from speculoos.web.store.sites import Site

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a busy machine is no fault of what is tested


@pytest.fixture(autouse=True)
def _forget_versions():
    _forget()
    yield
    _forget()


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch):
    """What the gate counts stays in memory: a thread would meet the database in the middle of another test."""
    monkeypatch.setattr(Flusher, "begin", lambda *_: None)


def _forget():
    """A rolled-back test's keys come again with other content, which never happens outside of tests."""
    publish.forget()
    publish._registry.cache_clear()
    publish._layout.cache_clear()


@pytest.fixture
def platform(db):
    """The home site, with both sample sites published."""
    for slug in SLUGS:
        publish_sample(slug)
    return Site.objects.get(slug="platform")


@pytest.fixture
def owner(db):
    return make_owner()


@pytest.fixture
def office(platform, owner):
    """A client that is signed in to the back office."""
    client = Client()
    client.force_login(owner)
    return client

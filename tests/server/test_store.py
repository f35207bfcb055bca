"""Drafts, versions and what holds them together, on whichever database the suite runs."""

import threading

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis.extra.django import TestCase, TransactionTestCase

from speculoos.core.errors import DeclarationError, UsageError
from speculoos.web.samples import SLUGS, sample
from speculoos.web.store.access import ApiToken, SigninLink
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.publish import current, forget, publish, registry_of, roll_back
from speculoos.web.store.sites import Site
from tests.property.strategies import registries

pytestmark = pytest.mark.django_db


class DraftProperty(TestCase):
    """Any declaration survives the rows."""

    @settings(max_examples=40, deadline=None)
    @given(registries())
    def test_a_draft_reads_back_as_it_was_written(self, registry):
        site, _ = Site.objects.get_or_create(slug="any", defaults={"name": "x", "url": "https://x.example"})

        replace_draft(site, registry)

        assert draft_registry(Site.objects.get(slug="any")).hash == registry.hash


@pytest.mark.parametrize("slug", SLUGS)
def test_a_sample_is_published_as_it_is_written(platform, slug):
    published = current(slug)

    assert published is not None
    assert published.registry.hash == sample(slug).hash
    assert published.registry.version == 1


def test_a_draft_with_faults_is_not_published(platform):
    platform.services.filter(ident="api").update(purpose="unknown")

    with pytest.raises(DeclarationError) as fault:
        publish(platform)

    assert "unknown" in str(fault.value)
    assert platform.versions.count() == 1


def test_publishing_nothing_new_says_so(platform):
    with pytest.raises(UsageError, match="Nothing has changed"):
        publish(platform)


def test_a_version_never_changes(platform):
    version = platform.versions.get()

    with pytest.raises(UsageError, match="published"):
        version.save()


def test_rolling_back_publishes_the_old_content_under_a_new_number(platform):
    first = registry_of(platform.versions.get())
    platform.services.filter(ident="language").delete()
    publish(platform)

    version = roll_back(platform, 1)

    assert version.number == 3
    assert registry_of(version).hash == first.hash
    assert draft_registry(platform).hash == first.hash


def test_too_many_purposes_for_the_cookie_are_refused_before_publishing(platform):
    for n in range(60):
        platform.purposes.create(ident=f"p{n}", position=10 + n)
        platform.services.create(
            ident=f"s{n}", provider="Opendatasoft", function="x", purpose=f"p{n}", location=["front_office"]
        )

    with pytest.raises(UsageError, match="cookies_preferences"):
        publish(platform)


def test_the_current_version_costs_one_look_and_then_none(platform, django_assert_num_queries):
    current("platform")

    with django_assert_num_queries(0):
        current("platform")


def test_unknown_sites_do_not_fill_the_memory(platform):
    from speculoos.web.store import publish as module

    for n in range(1100):
        assert current(f"no-such-{n}") is None

    assert len(module._current) <= 1001


def test_a_token_is_found_by_itself_alone(owner):
    row, token = ApiToken.issue(user=owner, name="ci", scopes=["registry:read"])

    assert ApiToken.find(token) == row
    assert ApiToken.find(token + "x") is None
    assert ApiToken.find(row.digest) is None
    assert token not in str(ApiToken.objects.values())


def test_a_deactivated_person_has_neither_link_nor_token(owner):
    _, token = ApiToken.issue(user=owner, name="ci", scopes=[])
    link = SigninLink.issue(owner)
    owner.is_active = False
    owner.save()

    assert ApiToken.find(token) is None
    assert SigninLink.redeem(link) is None


class Concurrent(TransactionTestCase):
    """Two editors at once: two versions, never one number twice."""

    def test_two_publications_take_two_numbers(self):
        from speculoos.web.management.commands.setup import publish_sample

        publish_sample("platform")
        site = Site.objects.get(slug="platform")
        site.services.filter(ident="language").delete()
        outcomes = []

        def act():
            try:
                outcomes.append(publish(Site.objects.get(slug="platform")).number)
            except UsageError as fault:
                outcomes.append(str(fault))
            finally:
                connection.close()

        threads = [threading.Thread(target=act) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        forget()

        assert sorted(map(str, outcomes))[0] == "2"
        assert sum("Nothing has changed" in str(outcome) for outcome in outcomes) == 3

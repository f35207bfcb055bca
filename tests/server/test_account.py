"""One choice on all devices of a signed-in visitor: optional, symmetric, announced (law.md FR-07)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from speculoos.web.store import publish
from speculoos.web.store.accounts import AccountChoice
from speculoos.web.store.options import SiteOptions
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.retention import retain
from speculoos.web.store.sites import Site

pytestmark = pytest.mark.django_db

SITE = "/s/biscuiterie/"
PREFERENCES = SITE + "cookies/preferences/"
BOX = {"account_shown": "1", "account": "1"}


@pytest.fixture
def bakery(platform) -> Site:
    site = Site.objects.get(slug="biscuiterie")
    SiteOptions.objects.create(site=site, values={"account_choice": True})
    publish.forget()
    return site


@pytest.fixture
def device(owner):
    """Another browser of the same person, signed in."""

    def signed_in() -> Client:
        client = Client()
        client.force_login(owner)
        return client

    return signed_in


def act(client: Client, name: str, **more):
    return client.post(PREFERENCES, {"act": name} | more, headers={"Accept": "application/json"})


def granted(client: Client) -> set[str]:
    told = client.get("/api/v1/sites/biscuiterie/preferences").json()
    return {purpose["id"] for purpose in told["purposes"] if purpose["granted"]}


def page(client: Client, url: str = PREFERENCES) -> str:
    return client.get(url).content.decode()


def test_nothing_of_it_is_there_unless_the_site_says_so(platform, device):
    assert "account_shown" not in page(device())
    act(device(), "grant", **BOX)

    assert not AccountChoice.objects.exists()


def test_it_is_offered_to_the_signed_in_and_is_not_ticked(bakery, device, client):
    box = '<input type="checkbox" name="account" value="1">'

    assert box in page(device())
    assert "account_shown" not in page(client)
    act(device(), "grant")
    assert not AccountChoice.objects.exists()


def test_nobody_can_keep_a_choice_for_an_account_without_signing_in(bakery, client):
    act(client, "grant", **BOX)

    assert not AccountChoice.objects.exists()
    assert "cookies_preferences" in client.cookies


@pytest.mark.parametrize(("first", "then"), [("grant", "refuse"), ("refuse", "grant")])
def test_every_act_travels_in_the_same_way(bakery, device, first, then):
    """A grant, a refusal and a withdrawal alike, from whichever device, through the banner as well."""
    one, other = device(), device()
    act(one, first, **BOX)
    assert granted(other) == granted(one)
    assert bool(granted(other)) == (first == "grant")

    act(other, then, method="banner")

    assert bool(granted(one)) == (then == "grant")
    assert granted(one) == granted(other)
    assert ConsentRecord.objects.count() == 2
    assert ConsentRecord.objects.values("receipt").distinct().count() == 1


def test_the_cookie_of_the_device_is_left_to_its_other_users(bakery, device):
    shared = device()
    act(shared, "grant", **BOX)

    assert "cookies_preferences" not in shared.cookies
    shared.logout()
    assert granted(shared) == set()
    assert 'id="speculoos-banner"' in page(shared, SITE)


def test_a_newly_linked_device_is_told_once(bakery, device):
    act(device(), "grant", **BOX)
    other = device()

    first, second = page(other, SITE), page(other, SITE)

    assert "account-news" in first
    assert "account-news" not in second


def test_the_device_that_asked_for_it_is_not_told(bakery, device):
    one = device()
    act(one, "grant", **BOX)

    assert "account-news" not in page(one, SITE)


def test_layer_one_says_where_the_choice_counts(bakery, device, client):
    assert "or wherever you sign in" in page(device(), SITE)
    assert "wherever you sign in" not in page(client, SITE)


def test_another_choice_on_the_device_is_shown_until_it_is_settled(bakery, device, client, owner):
    act(device(), "grant", **BOX)
    act(client, "refuse")
    client.force_login(owner)
    assert granted(client) == set(), "a refusal made later on the device is not overruled"
    assert "account-differs" in page(client)

    act(client, "grant", **BOX)
    AccountChoice.objects.update(time=timezone.now() + timedelta(seconds=2))  # not in the same second as the refusal

    assert granted(client) == {"statistics", "comfort", "media"}


def test_unticking_makes_each_device_stand_alone_again(bakery, device):
    one, other = device(), device()
    act(one, "grant", **BOX)

    act(one, "refuse", account_shown="1")

    assert not AccountChoice.objects.exists()
    assert granted(other) == set()
    assert "cookies_preferences" in one.cookies
    assert 'name="account" value="1">' in page(one)


def test_the_account_is_stored_under_a_keyed_name_alone(bakery, device, owner):
    act(device(), "grant", **BOX)

    kept = AccountChoice.objects.get()
    assert len(kept.account) == 64
    assert str(owner.pk) not in kept.value.split(".")[-2:]
    assert owner.username not in str(AccountChoice.objects.values())


def test_accounts_do_not_mix(bakery, device, django_user_model):
    act(device(), "grant", **BOX)
    stranger = Client()
    stranger.force_login(django_user_model.objects.create_user("someone-else"))

    assert granted(stranger) == set()
    assert "account-news" not in page(stranger, SITE)


def test_the_choice_is_found_under_an_older_secret_and_moves_to_the_newest(bakery, device, settings):
    settings.SPECULOOS = settings.SPECULOOS | {"keys": ("o" * 32,)}
    act(device(), "grant", **BOX)
    before = AccountChoice.objects.get().account
    settings.SPECULOOS = settings.SPECULOOS | {"keys": ("n" * 32, "o" * 32)}

    assert granted(device())
    act(device(), "refuse", method="banner")

    assert AccountChoice.objects.get().account != before
    assert granted(device()) == set()


def test_global_privacy_control_beats_the_account(bakery, device):
    one = device()
    act(one, "grant", **BOX)

    told = one.get("/api/v1/sites/biscuiterie/preferences", headers={"Sec-GPC": "1"}).json()

    assert not any(purpose["granted"] for purpose in told["purposes"])


def test_a_late_retry_does_not_undo_what_was_chosen_since(bakery, device):
    """The first answer was lost; the visitor chose again elsewhere before this browser sent the first act anew."""
    one, other = device(), device()
    key = {"idempotency_key": "k" * 20}
    act(one, "grant", **BOX, **key)
    AccountChoice.objects.update(time=timezone.now() + timedelta(seconds=5))  # chosen since, from the other device
    value = AccountChoice.objects.get().value

    act(one, "grant", **BOX, **key)

    assert AccountChoice.objects.get().time > timezone.now()
    assert AccountChoice.objects.get().value == value
    assert granted(other) == granted(one)


def test_a_choice_that_no_place_remembers_so_long_is_dropped(bakery, device):
    act(device(), "grant", **BOX)

    retain(timezone.now() + timedelta(days=399))
    assert AccountChoice.objects.exists()
    retain(timezone.now() + timedelta(days=401))
    assert not AccountChoice.objects.exists()

"""Users, one's own account, and API tokens."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from speculoos.web.store.access import ApiToken, SigninLink

pytestmark = pytest.mark.django_db

PASSWORD = "butter and brown sugar"


def person(name):
    return get_user_model().objects.get(username=name)


def link_in(answer):
    return re.search(r"http://testserver(/accounts/link/[^<\s]+)", answer.content.decode()).group(1)


def test_a_new_person_gets_a_link_that_works_once(office):
    """There is no password; the link is shown in the answer and signs the person in."""
    answer = office.post("/office/users/new/", {"username": "anna", "is_staff": "on"})
    client = Client()

    assert not person("anna").has_usable_password()
    assert client.get(link_in(answer)).status_code == 302
    assert client.get("/office/").status_code == 200
    assert Client().get(link_in(answer)).status_code == 410


def test_a_link_is_not_shown_again(office):
    office.post("/office/users/new/", {"username": "anna"})

    assert b"/accounts/link/" not in office.get("/office/users/").content
    assert b"/accounts/link/" not in office.get(f"/office/users/{person('anna').pk}/").content


def test_a_new_link_ends_the_earlier_one(office):
    first = link_in(office.post("/office/users/new/", {"username": "anna", "is_staff": "on"}))
    second = link_in(office.post(f"/office/users/{person('anna').pk}/link/"))

    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 302


def test_who_is_deactivated_is_out_at_once(office):
    """The session ends with the next page, and no link is made any more."""
    anna = get_user_model().objects.create_user("anna", is_staff=True)
    client = Client()
    client.force_login(anna)
    office.post(f"/office/users/{anna.pk}/", {"username": "anna", "is_staff": "on"})

    assert client.get("/office/").status_code == 302
    assert office.post(f"/office/users/{anna.pk}/link/").status_code == 404


def test_nobody_locks_themselves_out(office, owner):
    """A superuser's own rights stay, whatever is posted."""
    office.post(f"/office/users/{owner.pk}/", {"username": owner.username})
    owner.refresh_from_db()

    assert (owner.is_active, owner.is_staff, owner.is_superuser) == (True, True, True)


def test_a_name_is_taken_once(office, owner):
    assert office.post("/office/users/new/", {"username": owner.username}).status_code == 422


def test_whoever_came_by_link_sets_a_password(office, owner):
    """No old password is asked for where there is none; the session goes on."""
    answer = office.post("/office/account/password/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    owner.refresh_from_db()

    assert answer.status_code == 302
    assert owner.check_password(PASSWORD)
    assert office.get("/office/").status_code == 200


def test_a_password_is_changed_with_the_old_one_only(office, owner):
    owner.set_password(PASSWORD)
    owner.save()
    office.force_login(owner)
    wanted = {"new_password1": "cinnamon and cloves", "new_password2": "cinnamon and cloves"}

    assert office.post("/office/account/password/", wanted).status_code == 422
    assert office.post("/office/account/password/", wanted | {"old_password": PASSWORD}).status_code == 302


def test_a_weak_password_is_refused(office):
    answer = office.post("/office/account/password/", {"new_password1": "12345", "new_password2": "12345"})

    assert answer.status_code == 422


def test_ones_own_name_is_changed_and_nothing_else(office, owner):
    office.post("/office/account/", {"first_name": "Ada", "is_superuser": "", "username": "root"})
    owner.refresh_from_db()

    assert (owner.first_name, owner.username, owner.is_superuser) == ("Ada", "owner", True)


def test_a_token_is_shown_once_and_works(office, platform, owner):
    """It is in the answer to the form, and nowhere afterwards; the row knows its scopes, site and end."""
    given = {"name": "build", "scopes": ["registry:read"], "site": platform.pk, "expiry": "90"}
    answer = office.post("/office/account/tokens/", given)
    token = re.search(r"spec_[\w-]+", answer.content.decode()).group()
    row = ApiToken.find(token)

    assert (row.user, row.site, row.scopes) == (owner, platform, ["registry:read"])
    assert row.expires_at is not None
    assert token not in office.get("/office/account/tokens/").content.decode()


@pytest.mark.parametrize("given", [{"name": "x"}, {"name": "x", "scopes": ["root"]}, {"scopes": ["registry:read"]}])
def test_a_token_needs_a_name_and_known_scopes(office, given):
    assert office.post("/office/account/tokens/", given).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_only(office, owner):
    """Another person's token is not there for oneself."""
    anna = get_user_model().objects.create_user("anna", is_staff=True)
    hers, _token = ApiToken.issue(user=anna, name="hers")
    mine, _token = ApiToken.issue(user=owner, name="mine")

    assert office.post(f"/office/account/tokens/{hers.pk}/revoke/").status_code == 404
    assert office.post(f"/office/account/tokens/{mine.pk}/revoke/").status_code == 302
    assert list(ApiToken.objects.all()) == [hers]


def test_a_used_link_is_gone(owner):
    token = SigninLink.issue(owner)

    assert SigninLink.redeem(token) == owner
    assert SigninLink.redeem(token) is None

"""The draft over the API: who may work on it, replacing it as a whole, its findings, publishing and rolling back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from speculoos.web.store.access import ApiToken
from speculoos.web.store.draft import draft_registry
from speculoos.web.store.publish import forget
from speculoos.web.store.sites import ItemRow, Site
from tests.server.api_tools import BAKERY, HOME, ROOT, check_problem, send, token, validator

DRAFT = f"{HOME}/draft"
SECURED = [DRAFT, f"{DRAFT}/findings", f"{DRAFT}/diff", f"{DRAFT}/policy", f"{ROOT}/drafts"]


@pytest.fixture
def machine(owner):
    return token(owner, "registry:read", "registry:write")


@pytest.fixture
def body(client, machine, platform):
    """The draft as a machine reads it."""
    return client.get(DRAFT, headers=machine).json()


@pytest.mark.parametrize("url", SECURED)
def test_who_may_read_drafts(platform, client, owner, office, url):
    """Staff and tokens with the scope may read a draft; nobody else, and nobody's proxy keeps it."""
    visitor = Client()
    visitor.force_login(User.objects.create_user("visitor"))

    check_problem(client.get(url), 401, "sign-in")
    check_problem(visitor.get(url), 403, "not-allowed")
    check_problem(client.get(url, headers=token(owner, "registry:write")), 403, "not-allowed")
    for response in (office.get(url), client.get(url, headers=token(owner, "registry:read"))):
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("stated", ["Bearer", "Bearer ", "Bearer nonsense", "Bearer \xff", "Bearer " + "x" * 9000])
def test_a_bad_token_is_told_so(platform, client, stated):
    problem = client.get(DRAFT, headers={"Authorization": stated})

    check_problem(problem, 401, "sign-in")
    assert 'error="invalid_token"' in problem["WWW-Authenticate"]


@pytest.mark.parametrize("stated", ["Basic dXNlcjpwYXNz", "", "nonsense"])
def test_other_schemes_are_no_token(platform, client, stated):
    check_problem(client.get(DRAFT, headers={"Authorization": stated}), 401, "sign-in")


def test_a_missing_scope_is_named(platform, client, owner):
    """The answer says which scope is missing (RFC 6750 section 3.1)."""
    response = send(client, "PUT", DRAFT, {}, **token(owner, "registry:read"))

    assert "registry:write" in check_problem(response, 403, "not-allowed")["detail"]
    assert 'error="insufficient_scope", scope="registry:write"' in response["WWW-Authenticate"]


def test_tokens_end(platform, client, owner):
    """An expired token, and one whose owner has left, is answered like one that never was."""
    past = token(owner, "registry:read", expires_at=timezone.now() - timedelta(seconds=1))
    good = token(owner, "registry:read")

    check_problem(client.get(DRAFT, headers=past), 401)
    assert client.get(DRAFT, headers=good).status_code == 200
    User.objects.filter(pk=owner.pk).update(is_staff=False)
    check_problem(client.get(DRAFT, headers=good), 401)


def test_a_token_of_one_site_knows_no_other(platform, client, owner):
    """For a bound token other sites do not exist, and its list of drafts has its own alone."""
    bound = token(owner, "registry:read", "registry:write", site=platform)

    assert client.get(DRAFT, headers=bound).status_code == 200
    assert [row["site"] for row in client.get(f"{ROOT}/drafts", headers=bound).json()["items"]] == ["platform"]
    for url in ("draft", "draft/findings", "draft/diff", "draft/policy"):
        check_problem(client.get(f"{BAKERY}/{url}", headers=bound), 404, "not-found")
    check_problem(send(client, "POST", f"{BAKERY}/versions", {}, **bound), 404, "not-found")
    check_problem(send(client, "PUT", f"{BAKERY}/draft", {}, **bound), 404, "not-found")


def test_a_token_is_stored_as_a_hash_and_its_use_noted_daily(platform, client, owner, django_assert_num_queries):
    """The first use of a day is written down, the next ones write nothing."""
    headers = token(owner, "registry:read")
    secret = headers["Authorization"].removeprefix("Bearer ")
    row = ApiToken.objects.get()

    assert secret not in str(vars(row))
    client.get(DRAFT, headers=headers)
    assert ApiToken.objects.get().last_used == timezone.now().date()
    with django_assert_num_queries(1):
        check_problem(client.get(f"{HOME}/draft/policy?language=xx&format=nothing", headers=headers), 422)


def test_a_session_needs_the_csrf_token(platform, owner):
    """A browser's session changes nothing without the token, and a bearer token needs none."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    browser.get("/office/")
    page = browser.get("/cookies/").content.decode()
    secret = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    assert browser.get(DRAFT).status_code == 200
    check_problem(send(browser, "POST", f"{HOME}/versions", {}), 403, "not-allowed")
    check_problem(send(browser, "POST", f"{HOME}/versions", {}, **{"X-CSRFToken": secret}), 409, "nothing-changed")
    assert send(browser, "POST", f"{HOME}/versions", {}, **token(owner, "registry:write")).status_code == 409


def test_the_draft_comes_back_as_it_was_put(client, machine, body):
    """What is put is what is read, and its ETag names it."""
    body["services"][0]["function"] = "Signing in"
    put = send(client, "PUT", DRAFT, body, **machine)
    got = client.get(DRAFT, headers=machine)

    assert put.status_code == 200
    assert put.json() == got.json()
    assert put.json()["services"] == body["services"]
    assert put["ETag"] == got["ETag"] == f'"{put.json()["hash"][:32]}"'
    assert put.json()["version"] == 0


def test_an_entry_that_is_not_put_is_gone(client, machine, body, platform):
    body["services"] = body["services"][:1]
    send(client, "PUT", DRAFT, body, **machine)

    assert [s.id for s in draft_registry(platform).services] == ["authentication"]
    assert ItemRow.objects.filter(service__site=platform).count() == 1


def test_a_published_registry_can_be_put(client, machine, body):
    """The registry of a version, number and hash included, is a draft when it is put."""
    published = client.get(f"{HOME}/registry").json()
    published["services"][0]["function"] = "Signing in"

    assert send(client, "PUT", DRAFT, published, **machine).status_code == 200


def test_all_faults_are_told_at_once(client, machine, body, platform):
    """Every fault has its entry and how to mend it, and the draft stays as it was."""
    before = draft_registry(platform).hash
    body["services"][0]["items"][0]["lifetime"] = "two weeks"
    body["services"][1]["purpose"] = "unknown"
    body["services"][2]["items"][0]["name"] = "*"
    problem = check_problem(send(client, "PUT", DRAFT, body, **machine), 422, "faults")

    assert len(problem["faults"]) >= 3
    assert all(fault["entry"] and fault["message"] for fault in problem["faults"])
    assert any("lifetime" in fault["entry"] for fault in problem["faults"])
    assert draft_registry(platform).hash == before


def test_texts_longer_than_the_draft_are_faults(client, machine, body):
    """A text that some databases would refuse is a fault on all of them."""
    body["services"][0]["function"] = "f" * 201
    body["providers"][0]["contact"] = "c" * 201
    problem = check_problem(send(client, "PUT", DRAFT, body, **machine), 422, "faults")

    assert {fault["entry"].rpartition(" > ")[2] for fault in problem["faults"]} == {"function", "contact"}


@pytest.mark.parametrize("value", [[], "text", 5, None, {}, {"site": []}, {"site": {"name": "x", "url": "y"}, "z": 1}])
def test_what_is_no_registry_is_full_of_faults(client, machine, platform, value):
    check_problem(send(client, "PUT", DRAFT, value, **machine), 422, "faults")


def test_a_draft_that_changed_meanwhile_is_kept(client, machine, body):
    """If-Match keeps two editors from undoing each other's work."""
    read = client.get(DRAFT, headers=machine)["ETag"]
    body["services"][0]["function"] = "Signing in"

    assert send(client, "PUT", DRAFT, body, **machine, **{"If-Match": read}).status_code == 200
    check_problem(send(client, "PUT", DRAFT, body, **machine, **{"If-Match": read}), 412, "draft-changed")
    assert send(client, "PUT", DRAFT, body, **machine, **{"If-Match": "*"}).status_code == 200


def test_findings_of_the_draft(client, machine, body):
    """The lint names its rule; a fault keeps the draft from being published."""
    found = client.get(f"{DRAFT}/findings?jurisdictions=DE", headers=machine).json()
    ItemRow.objects.filter(name="sessionid").update(lifetime="two weeks")
    faulty = client.get(f"{DRAFT}/findings", headers=machine).json()

    validator("Findings").validate(found)
    assert (found["publishable"], found["faults"]) == (True, [])
    assert all({*finding["jurisdictions"]} == {"DE"} for finding in found["findings"])
    assert not faulty["publishable"]
    assert "lifetime" in faulty["faults"][0]["entry"]


def test_a_draft_without_lifetime_has_a_finding(client, machine, body):
    """A lifetime that is taken out is missed by the lint (POL-01)."""
    ItemRow.objects.filter(name="sessionid").update(lifetime="")
    found = client.get(f"{DRAFT}/findings", headers=machine).json()["findings"]

    assert any(f["id"] == "POL-01" and "sessionid" in f["entry"] for f in found)


def test_publishing(client, machine, body, owner):
    """Publishing freezes the draft, says where the version is, and remembers who did it."""
    body["services"][0]["function"] = "Signing in"
    send(client, "PUT", DRAFT, body, **machine)
    changes = client.get(f"{DRAFT}/diff", headers=machine).json()["changes"]
    response = send(client, "POST", f"{HOME}/versions", {"note": "Clearer"}, **machine)
    made = Site.objects.get(slug="platform").versions.first()

    assert [change["what"] for change in changes] == ["function"]
    assert (response.status_code, response["Location"]) == (201, f"{HOME}/versions/2")
    assert client.get(response["Location"]).json()["services"][0]["function"] == "Signing in"
    assert client.get(f"{HOME}/registry").json()["version"] == 2
    assert (made.note, made.published_by) == ("Clearer", owner)
    assert client.get(f"{DRAFT}/diff", headers=machine).json()["changes"] == []


def test_publishing_nothing_new(client, machine, body):
    check_problem(send(client, "POST", f"{HOME}/versions", {}, **machine), 409, "nothing-changed")


def test_publishing_a_faulty_draft(client, machine, body):
    ItemRow.objects.filter(name="sessionid").update(lifetime="two weeks")

    check_problem(send(client, "POST", f"{HOME}/versions", {}, **machine), 422, "faults")


def test_rolling_back(client, machine, body):
    """An earlier content is published under a new number, and the draft follows."""
    old = body["hash"]
    body["services"][0]["function"] = "Signing in"
    send(client, "PUT", DRAFT, body, **machine)
    send(client, "POST", f"{HOME}/versions", {}, **machine)
    response = send(client, "POST", f"{HOME}/versions", {"content_of": 1}, **machine)

    assert (response.json()["number"], response.json()["hash"]) == (3, old)
    assert client.get(DRAFT, headers=machine).json()["hash"] == old
    check_problem(send(client, "POST", f"{HOME}/versions", {"content_of": 9}, **machine), 404, "not-found")
    check_problem(send(client, "POST", f"{HOME}/versions", {"content_of": 2**40}, **machine), 404, "not-found")
    check_problem(send(client, "POST", f"{HOME}/versions", {"content_of": 10**30}, **machine))


def test_the_draft_of_a_site_without_a_version(client, machine, body, platform):
    """A draft can be worked on before the first version; there is only nothing to compare it with."""
    platform.versions.all().delete()
    forget()

    assert client.get(DRAFT, headers=machine).status_code == 200
    assert client.get(f"{DRAFT}/findings", headers=machine).status_code == 200
    check_problem(client.get(f"{DRAFT}/diff", headers=machine), 404, "not-found")
    assert client.get(f"{ROOT}/drafts", headers=machine).json()["items"][1]["published"] is None
    assert send(client, "POST", f"{HOME}/versions", {}, **machine).json()["number"] == 1


def test_the_preview_shows_the_draft(client, machine, body):
    """The policy that the draft would make has its words before they are published."""
    body["services"][0]["function"] = "Signing in"
    send(client, "PUT", DRAFT, body, **machine)

    assert "Signing in" in client.get(f"{DRAFT}/policy?format=txt", headers=machine).content.decode()
    assert "Signing in" not in client.get(f"{HOME}/policy?format=txt").content.decode()

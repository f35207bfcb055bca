"""The front office over HTTP: what is answered, and which cookies come with it."""

import json

import pytest
from django.test import Client

from speculoos.web.store.records import ConsentRecord

pytestmark = pytest.mark.django_db

PREFERENCES = "/s/biscuiterie/cookies/preferences/"


@pytest.mark.parametrize(
    "path",
    ["/", "/cookies/", "/cookies.json", "/cookies.md", "/cookies.txt", "/cookies/preferences/", "/s/biscuiterie/",
     "/s/biscuiterie/cookies/", "/s/biscuiterie/cookies.json", PREFERENCES, "/healthz", "/readyz",
     "/.well-known/gpc.json", "/cookies/policy.css"],
)  # fmt: skip
def test_a_reading_page_answers_and_sets_no_cookie(client: Client, platform, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/nope", "/s/nope/", "/s/nope/cookies/", "/cookies.doc", "/s/%00/", "/s/é/"])
def test_a_missing_page_says_so_and_keeps_the_way_to_the_choice(client: Client, platform, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "/cookies/preferences/" in answer.content.decode()
    assert not answer.cookies


def test_an_unpublished_platform_is_not_ready(client: Client, db):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert json.loads(answer.content)["title"] == "Not ready"


def test_the_policy_follows_accept_language(client: Client, platform):
    answer = client.get("/cookies/", headers={"Accept-Language": "de"})

    assert '<html lang="de"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "de"
    assert {"Cookie", "Accept-Language", "Sec-GPC"} <= {v.strip() for v in answer.headers["Vary"].split(",")}


def test_a_policy_file_revalidates(client: Client, platform):
    first = client.get("/cookies.json?lang=fr")
    again = client.get("/cookies.json?lang=fr", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/cookies.json?lang=de").headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("language", ["xx", "../etc", "<script>", "x" * 5000])
def test_an_unknown_language_is_a_problem_and_no_fault(client: Client, platform, language):
    answer = client.get("/cookies.json", {"lang": language})

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_published_json_is_the_declaration(client: Client, platform):
    document = client.get("/cookies.json").json()

    assert document["site"]["name"] == "Opendatasoft platform"
    assert document["version"] == 1
    assert len(document["hash"]) == 64
    items = [item["name"] for service in document["services"] for item in service["items"]]
    assert items == ["sessionid", "django_language", "csrftoken", "cookies_preferences"]


def test_gpc_json_has_the_shape_of_the_specification(client: Client, platform):
    answer = client.get("/.well-known/gpc.json")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["gpc"] is True


class TestLanguage:
    """The chooser: one cookie, on the visitor's own act."""

    def test_a_choice_sets_the_cookie_for_the_session(self, client: Client, platform):
        answer = client.post("/i18n/setlang/", {"language": "nl", "next": "/cookies/"})

        cookie = answer.cookies["django_language"]
        assert answer.headers["Location"] == "/cookies/"
        assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("nl", "", "Lax")
        assert cookie["secure"]
        assert cookie["httponly"]

    @pytest.mark.parametrize("language", ["", "xx", "en; Path=/", "\0", "e" * 9999])
    def test_nonsense_sets_nothing(self, client: Client, platform, language):
        answer = client.post("/i18n/setlang/", {"language": language})

        assert answer.status_code == 302
        assert not answer.cookies

    @pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil"])
    def test_nobody_is_led_elsewhere(self, client: Client, platform, next_):
        answer = client.post("/i18n/setlang/", {"language": "fr", "next": next_})

        assert answer.headers["Location"] == "/"


class TestOrigin:
    """Posts that a browser says come from elsewhere are refused; no token is needed."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://[bad"},
            {"Origin": "https://testserver"},
            {"Referer": "https://evil.example/page"},
        ],
    )
    @pytest.mark.parametrize("path", ["/i18n/setlang/", PREFERENCES])
    def test_a_foreign_post_is_refused(self, client: Client, platform, path, headers):
        answer = client.post(path, {"language": "fr", "act": "grant"}, headers=headers)

        assert answer.status_code == 403
        assert not answer.cookies
        assert not ConsentRecord.objects.exists()

    @pytest.mark.parametrize(
        "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "none"}]
    )
    def test_our_own_post_passes(self, client: Client, platform, headers):
        answer = client.post(PREFERENCES, {"act": "refuse"}, headers=headers)

        assert answer.status_code == 302

    def test_a_trusted_origin_passes(self, client: Client, platform, settings):
        settings.CSRF_TRUSTED_ORIGINS = ["https://cookies.example"]

        answer = client.post(PREFERENCES, {"act": "refuse"}, headers={"Origin": "https://cookies.example"})

        assert answer.status_code == 302


class TestSignIn:
    """The session cookie appears at sign-in and goes at sign-out."""

    def test_a_link_signs_in_once(self, client: Client, platform, owner):
        from speculoos.web.store.access import SigninLink

        token = SigninLink.issue(owner)

        first = client.get(f"/accounts/link/{token}/")
        second = Client().get(f"/accounts/link/{token}/")

        cookie = first.cookies["sessionid"]
        assert first.headers["Location"] == "/office/"
        assert (cookie["max-age"], cookie["expires"], cookie["samesite"]) == ("", "", "Lax")
        assert cookie["secure"]
        assert cookie["httponly"]
        assert second.status_code == 410
        assert not second.cookies

    def test_a_preview_does_not_use_the_link_up(self, client: Client, platform, owner):
        from speculoos.web.store.access import SigninLink

        token = SigninLink.issue(owner)

        assert client.head(f"/accounts/link/{token}/").status_code == 405
        assert client.get(f"/accounts/link/{token}/").status_code == 302

    def test_a_browser_that_looks_ahead_does_not_use_the_link_up(self, client: Client, platform, owner):
        from speculoos.web.store.access import SigninLink

        token = SigninLink.issue(owner)

        assert client.get(f"/accounts/link/{token}/", headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 503
        assert client.get(f"/accounts/link/{token}/").status_code == 302

    def test_an_old_link_is_dead(self, client: Client, platform, owner, settings):
        from speculoos.web.store.access import SigninLink

        settings.SPECULOOS = {"signin_link_minutes": -1}

        assert client.get(f"/accounts/link/{SigninLink.issue(owner)}/").status_code == 410

    def test_the_token_is_stored_as_a_hash(self, owner):
        from speculoos.web.store.access import SigninLink

        token = SigninLink.issue(owner)

        assert token not in str(SigninLink.objects.values())

    def test_a_password_signs_in(self, client: Client, platform, owner):
        owner.set_password("a good long password")
        owner.save()

        answer = client.post("/accounts/login/", {"username": "owner", "password": "a good long password"})

        assert "sessionid" in answer.cookies

    def test_there_is_no_default_password(self, client: Client, platform, owner):
        for password in ("", "owner", "admin", "password"):
            answer = client.post("/accounts/login/", {"username": "owner", "password": password})

            assert answer.status_code == 200
            assert "sessionid" not in answer.cookies

    def test_signing_out_ends_both_cookies(self, office: Client):
        answer = office.post("/accounts/logout/")

        assert {name: cookie["max-age"] for name, cookie in answer.cookies.items()} == {"sessionid": 0, "csrftoken": 0}

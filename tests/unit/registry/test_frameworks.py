"""One line declares a framework's standard cookies: what it says, what wins over it, and what files make of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given as arbitrary
from hypothesis import strategies as st

from speculoos.consent.choice import effective
from speculoos.consent.layout import Layout
from speculoos.core.errors import DeclarationError
from speculoos.gate import decide
from speculoos.gate.rules import Action, Mode, Rules
from speculoos.gate.table import Table
from speculoos.law.lint import lint
from speculoos.registry.dump import to_json, to_toml
from speculoos.registry.frameworks import FRAMEWORKS, USES, expand
from speculoos.registry.frameworks_words import NECESSARY, WORDS
from speculoos.registry.load import load, loads, places
from speculoos.registry.schema import schema
from speculoos.registry.wellknown import lookup

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = """
[site]
name = "Shop"
url = "https://shop.example/"
languages = ["en", "fr", "de", "es", "it", "nl"]

[site.controller]
name = "Shop SA"
country = "BE"
email = "hello@shop.example"
address = "1, rue du Canal, Bruxelles"

[site.dpo]
name = "Privacy desk"
email = "privacy@shop.example"

[site.authority]
name = "APD"
url = "https://apd.example/"
country = "BE"
"""


def declared(*names, more="", site=SITE):
    return loads(f"frameworks = {list(names)!r}\n{site}\n{more}", "toml")


def names(registry):
    return [item.name for _, item in registry.items()]


SENT = {
    "aspnet": [
        "ASP.NET_SessionId=abc; path=/; HttpOnly; SameSite=Lax",
        ".ASPXAUTH=0A1B; path=/; HttpOnly; SameSite=Lax",
        "__RequestVerificationToken=xyz; path=/; HttpOnly",
        "__RequestVerificationToken_L3Nob3A1=xyz; path=/; HttpOnly",
    ],
    "aspnetcore": [
        ".AspNetCore.Session=CfDJ8; path=/; samesite=lax; httponly",
        ".AspNetCore.Cookies=CfDJ8; path=/; secure; samesite=lax; httponly",
        ".AspNetCore.Cookies=chunks-2; path=/; secure; samesite=lax; httponly",
        ".AspNetCore.CookiesC1=CfDJ8; path=/; secure; samesite=lax; httponly",
        ".AspNetCore.Identity.Application=C; expires=Tue, 08 Dec 2026 12:00:00 GMT; path=/; samesite=lax; httponly",
        ".AspNetCore.Antiforgery.cdV5uW_Ejgc=CfDJ8; path=/; samesite=strict; httponly",
        ".AspNetCore.Mvc.CookieTempDataProvider=CfDJ8; path=/; samesite=lax; httponly",
    ],
    "authjs": [
        "__Secure-authjs.session-token=ey; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax",
        "__Secure-authjs.session-token.0=ey; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax",
        "authjs.session-token=ey; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax",
        "__Host-authjs.csrf-token=a%7Cb; Path=/; HttpOnly; Secure; SameSite=Lax",
        "__Secure-authjs.callback-url=https%3A%2F%2Fshop.example; Path=/; HttpOnly; Secure; SameSite=Lax",
        "__Secure-authjs.state=ey; Max-Age=900; Path=/; HttpOnly; Secure; SameSite=Lax",
    ],
    "django": [
        "sessionid=abc; expires=Tue, 08 Dec 2026 12:00:00 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax",
        "csrftoken=abc; expires=Tue, 23 Nov 2027 12:00:00 GMT; Max-Age=31449600; Path=/; SameSite=Lax",
        'messages="W1siX19q"; HttpOnly; Path=/; SameSite=Lax',
        "django_language=fr; Path=/",
    ],
    "express": ["connect.sid=s%3Aabc.def; Path=/; HttpOnly"],
    "flask": ["session=eyJ1.aRyM.xyz; HttpOnly; Path=/"],
    "laravel": [
        "laravel_session=ey; expires=Tue, 24 Nov 2026 14:00:00 GMT; Max-Age=7200; path=/; httponly; samesite=lax",
        "laravel-session=ey; expires=Tue, 24 Nov 2026 14:00:00 GMT; Max-Age=7200; path=/; httponly; samesite=lax",
        "XSRF-TOKEN=ey; expires=Tue, 24 Nov 2026 14:00:00 GMT; Max-Age=7200; path=/; samesite=lax",
        "remember_web_59ba36addc2b2f9401580f014c7f58ea4e30989d=ey; Max-Age=34560000; path=/; httponly; samesite=lax",
    ],
    "nextauth": [
        "next-auth.session-token=ey; Path=/; Expires=Thu, 24 Dec 2026 12:00:00 GMT; HttpOnly; SameSite=Lax",
        "__Host-next-auth.csrf-token=a%7Cb; Path=/; HttpOnly; Secure; SameSite=Lax",
        "next-auth.callback-url=https%3A%2F%2Fshop.example; Path=/; HttpOnly; SameSite=Lax",
    ],
    "php": ["PHPSESSID=abc; path=/", "PHPSESSID=abc; path=/; secure; HttpOnly"],
    "rails": ["_bakery_session=abc--def; path=/; HttpOnly; SameSite=Lax"],
    "spring": [
        "JSESSIONID=ABC; Path=/; HttpOnly",
        "SESSION=ABC; Path=/; HttpOnly; SameSite=Lax",
        "remember-me=ABC; Max-Age=1209600; Expires=Tue, 08 Dec 2026 12:00:00 GMT; Path=/; HttpOnly",
    ],
    "symfony": [
        "PHPSESSID=abc; path=/; secure; HttpOnly; SameSite=lax",
        "REMEMBERME=App.Entity; expires=Wed, 24 Nov 2027 12:00:00 GMT; Max-Age=31536000; path=/; httponly",
    ],
    "wordpress": [
        "wordpress_logged_in_37d007a56d816107ce5b52c10342db37=a%7C1; path=/; HttpOnly",
        "wordpress_sec_37d007a56d816107ce5b52c10342db37=a%7C1; path=/wp-admin; secure; HttpOnly",
        "wordpress_37d007a56d816107ce5b52c10342db37=a%7C1; path=/wp-admin; HttpOnly",
        "wordpress_test_cookie=WP%20Cookie%20check; path=/",
        "wp-postpass_37d007a56d816107ce5b52c10342db37=P; expires=Fri, 04 Dec 2026 12:00:00 GMT; path=/",
        "wp_lang=fr_FR; path=/",
    ],
}
"""`Set-Cookie` headers as the frameworks send them by default."""


def verdicts(registry, header):
    table, nobody = Table(registry, Rules(Mode.ENFORCE)), effective(None, Layout.of(registry), NOW)
    name = header.partition("=")[0]
    return decide.sent(table, nobody, name).action, decide.given(table, nobody, header.encode(), NOW).action


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_gate_lets_exactly_the_framework_through(framework):
    """Nobody has chosen, and what it sends by default passes unchanged; what others send does not pass."""
    registry = declared(framework)
    own = {header.partition("=")[0] for header in SENT[framework]}

    for header in SENT[framework]:
        assert verdicts(registry, header) == (Action.ALLOW, Action.ALLOW), header
    for header in [header for headers in SENT.values() for header in headers]:
        if header.partition("=")[0] not in own:
            assert verdicts(registry, header) == (Action.EXPIRE, Action.STRIP), header
    assert verdicts(registry, "_ga=1") == (Action.EXPIRE, Action.STRIP)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_item_is_met_by_a_header(framework):
    table = Table(declared(framework), Rules())
    met = {table.entry(header.partition("=")[0]).item for header in SENT[framework]}

    bare = {name.removeprefix("__Secure-").removeprefix("__Host-") for name in names(declared(framework))}
    assert len({item.name for item in met}) >= len(bare) / 3
    assert all(item in {i for _, i in declared(framework).items()} for item in met)


MUST_DECIDE = {
    "django": {"csrftoken"},  # 364 days: Django's CSRF_COOKIE_AGE
    "authjs": {"authjs.session-token", "__Secure-authjs.session-token"},  # 30 days: maxAge of the session
    "nextauth": {"next-auth.session-token", "__Secure-next-auth.session-token"},
}
"""Lives that the frameworks' defaults make longer than a sign-in or a token should have."""


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_lint_has_nothing_to_say_but_what_the_site_must_decide(framework):
    findings = lint(declared(framework))

    assert {(f.id, f.field) for f in findings} <= {("POL-04", "lifetime"), ("POL-04", "exemption")}
    assert {f.item.removesuffix(".*") for f in findings} == MUST_DECIDE.get(framework, set())


def test_all_of_them_can_stand_together():
    registry = declared(*FRAMEWORKS)

    assert len(set(names(registry))) == len(names(registry))
    assert {f.id for f in lint(registry)} == {"POL-04"}


def test_every_language_of_the_site_has_its_words():
    service = declared("django").services[0]

    assert {*service.text} == {*service.ground} == {*service.labels, "en"} == {*NECESSARY}
    assert "sessionid" in service.ground["nl"]
    assert all({*said} == {*NECESSARY} for said in WORDS.values())


def test_a_site_in_another_language_gets_english():
    site = SITE.replace("[site]", '[site]\ndefault_language = "fi"').replace(
        '"en", "fr", "de", "es", "it", "nl"', '"fi"'
    )

    registry = declared("rails", site=site)

    assert registry.services[0].function == "Session"
    assert {*registry.services[0].text} == {*registry.purposes[0].label} == {"en"}


def test_a_regional_language_gets_the_words_of_its_language():
    site = SITE.replace("[site]", '[site]\ndefault_language = "fr-BE"').replace(
        '"en", "fr", "de", "es", "it", "nl"', ""
    )

    assert declared("spring", site=site).services[1].function == "Connexion conservée"


def test_the_controller_provides_and_the_purpose_is_made():
    registry = declared("express")

    assert registry.services[0].provider == "Shop SA"
    assert registry.provider("Shop SA").country == "BE"
    assert [purpose.id for purpose in registry.purposes] == ["necessary"]


OWN = """
[[providers]]
name = "Shop SA"
contact = "us@shop.example"

[[purposes]]
id = "base"
label = "What it takes"

[[services]]
id = "%s"
provider = "Shop SA"
function = "Our sign-in"
purpose = "base"
exemption = "strictly_necessary"
ground = "Ours."
items = [{ name = "%s", lifetime = "PT1H" }]
"""


def test_what_is_declared_wins_by_its_id():
    registry = declared("django", more=OWN % ("django-session", "shop_sid"))

    assert "sessionid" not in names(registry)
    assert names(registry) == ["shop_sid", "csrftoken", "messages", "django_language"]
    assert {service.purpose for service in registry.services} == {"base"}
    assert [provider.contact for provider in registry.providers] == ["us@shop.example"]


def test_what_is_declared_wins_by_its_name():
    registry = declared("django", more=OWN % ("login", "sessionid"))

    assert [(s.id, i.lifetime) for s, i in registry.items() if i.name == "sessionid"] == [("login", "PT1H")]


def test_no_list_is_begun_that_others_would_be_missing_from():
    """The services of a declaration that lists no purposes stay as they are, and it loads from its own JSON."""
    plain = OWN.partition("[[services]]")
    registry = declared("rails", more=plain[1] + plain[2] % ("login", "sid"))

    assert registry.purposes == registry.providers == ()
    assert loads(to_json(registry), "json") == registry


def test_an_unknown_name_is_a_fault_with_its_place(tmp_path):
    file = tmp_path / "cookies.toml"
    file.write_text(f'frameworks = [\n  "django",\n  "larvel",\n]\n{SITE}')

    with pytest.raises(DeclarationError) as caught:
        load(file)

    [fault] = caught.value.faults
    assert (fault.line, fault.entry) == (3, "frameworks[1]")
    assert 'Did you mean "laravel"?' in fault.hint


@pytest.mark.parametrize("wrong", ['"django"', "7", "[1]", "{}", '[["django"]]'])
def test_what_is_no_list_of_names_is_a_fault(wrong):
    with pytest.raises(DeclarationError, match="frameworks"):
        loads(f"frameworks = {wrong}\n{SITE}", "toml")


def test_the_schema_knows_the_same_frameworks():
    assert schema()["properties"]["frameworks"]["items"]["enum"] == sorted(FRAMEWORKS)


def test_places_are_where_the_framework_is_named(tmp_path):
    file = tmp_path / "cookies.toml"
    file.write_text(f'frameworks = [\n  "rails",\n  "django",\n]\n{SITE}')

    assert places(file)['services[2] "django-csrf" > items[0] "csrftoken"'] == (3, 3)
    assert places(file)['services[0] "rails-session"'] == (2, 3)


TEXT = f'# by hand\nframeworks = ["django"]  # ours\n{SITE}\n[[purposes]]\nid = "statistics"\nlabel = "Statistics"\n'


def test_a_file_that_is_edited_in_place_keeps_its_line():
    registry = loads(TEXT, "toml")
    renamed = loads(TEXT.replace('name = "Shop"', 'name = "Shop 2"'), "toml")

    assert to_toml(registry, TEXT) == TEXT
    assert to_toml(renamed, TEXT) == TEXT.replace('name = "Shop"', 'name = "Shop 2"')


def test_a_file_whose_line_no_longer_holds_is_written_out():
    registry = loads(TEXT, "toml")
    changed = loads(to_json(registry).replace('"P364D"', '"P30D"'), "json")

    written = to_toml(changed, TEXT)

    assert loads(written, "toml") == changed
    assert "frameworks" not in written
    assert "# by hand" in written


def test_what_is_published_and_written_anew_holds_whole_services():
    registry = loads(TEXT, "toml")

    assert "frameworks" not in to_json(registry)
    assert loads(to_json(registry), "json") == loads(to_toml(registry), "toml") == registry


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_well_known_items_say_the_same(framework):
    for standard in FRAMEWORKS[framework]:
        for item in standard.items:
            known = lookup(item["name"])
            if known and known.name == item["name"] and known.lifetime and item.get("lifetime"):
                assert item["lifetime"] == known.lifetime
            if known and known.name == item["name"] and standard.said in {"csrf", "remember", "language"}:
                assert known.use == USES[standard.said] or "next-auth" in item["name"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["django", "php", "x", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["name", "id", "items", "controller", "languages", "default_language", "purpose"]),
        inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@arbitrary(st.dictionaries(
    st.sampled_from(["frameworks", "site", "services", "providers", "purposes"]), VALUES, max_size=5))  # fmt: skip
def test_no_data_are_too_odd_to_expand(data):
    """Whatever is wrong with them, structure and check say it; expanding never raises."""
    for framework in (data.get("frameworks"), ["django", "wordpress"]):
        expand({**data, "frameworks": framework})

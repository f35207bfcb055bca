"""Each check of the lint passes a clean declaration and page, and fails its mutants at the right place."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from speculoos.law.catalogue import CATALOGUE, Severity
from speculoos.law.lint import Page, implemented, lint
from speculoos.law.profiles import PROFILES
from speculoos.law.rules import RULES, Verified
from speculoos.registry.model import Contact, Exemption, Kind, Party, Provider, Purpose, Registry, Service, Texts, Use
from tests.unit.law.declared import SITE, clean, item, measured, registry, service
from tests.unit.law.pages import GPC, html, page

EVERYWHERE = ("FR", "UK", "CH", "CA")


def changed(index: int, **fields) -> Registry:
    """The clean registry with one service changed (0 sign-in, 1 counter, 2 advertiser)."""
    found = clean()
    services = list(found.services)
    services[index] = replace(services[index], **fields)
    return replace(found, services=tuple(services))


def item_changed(index: int, **fields) -> Registry:
    return changed(index, items=(replace(clean().services[index].items[0], **fields),))


def site(**fields) -> Registry:
    return replace(clean(), site=replace(SITE, **fields))


def with_provider(**fields) -> Registry:
    found = clean()
    return replace(found, providers=(found.providers[0], replace(found.providers[1], **fields)))


def added(one: Service) -> Registry:
    found = clean()
    return replace(found, services=(*found.services, one))


def choice(lifetime: str) -> Registry:
    return added(
        service(
            Use.CONSENT_CHOICE,
            item("cookies_preferences", lifetime=lifetime, identifiability=None),
            id="choice",
            purpose="necessary",
            exemption=Exemption.STRICTLY_NECESSARY,
            ground=Texts({"en": "Without it the visitor would be asked on each page."}),
        )
    )


@dataclass(frozen=True)
class Mutant:
    """One fault: how it is made, where it must be found, and in which places of law."""

    id: str
    why: str
    make: Callable[[], Registry]
    entry: str
    field: str = ""
    asked: tuple[str, ...] = ("FR",)
    page: Callable[[Registry], Page] | None = None
    previous: Callable[[], Registry] | None = None
    rule: str | None = None


def at(entry: str, **fields) -> dict:
    return {"entry": entry, **fields}


SIGN_IN, COUNTER, ADS = 'services[0] "sign-in"', 'services[1] "counter"', 'services[2] "ads"'
SESSIONID, KEY, AD = f'{SIGN_IN} > items[0] "sessionid"', f'{COUNTER} > items[0] "_key"', f'{ADS} > items[0] "_ad"'

DENSE = """Notwithstanding aforementioned considerations, subsequent processing operations necessitate comprehensive
organisational implementation safeguards throughout international infrastructure environments, whereupon appropriately
designated representatives acknowledge responsibilities concerning confidentiality and proportionality."""


def csrf(lifetime: str) -> Registry:
    return changed(0, use=Use.SECURITY, items=(item("sessionid", lifetime=lifetime),))


MUTANTS = (
    Mutant("POL-01", "no duration", lambda: item_changed(2, lifetime=None), AD, "lifetime", rule="EU-13"),
    Mutant("POL-01", "a third party without host", lambda: item_changed(2, host=None), AD, "host"),
    Mutant(
        "POL-01",
        "a stranger called first-party",
        lambda: item_changed(2, party=Party.FIRST),
        AD,
        "party",
    ),
    Mutant("POL-01", "no provider", lambda: changed(1, provider=" "), COUNTER, "provider", rule="EU-14"),
    Mutant("POL-01", "no words on its purpose", lambda: changed(2, text=Texts()), ADS, "text"),
    Mutant("POL-01", "no location", lambda: changed(2, location=()), ADS, "location"),
    Mutant("POL-01", "no items", lambda: changed(2, items=()), ADS, "items"),
    Mutant("POL-02", "longer than browsers keep", lambda: item_changed(2, lifetime="P2Y"), AD, "lifetime", rule="T-01"),
    Mutant(
        "POL-02",
        "local storage that ends with the session",
        lambda: item_changed(2, kind=Kind.LOCAL_STORAGE, lifetime="session"),
        AD,
        "lifetime",
    ),
    Mutant(
        "POL-02",
        "session storage that lasts",
        lambda: item_changed(2, kind=Kind.SESSION_STORAGE),
        AD,
        "lifetime",
    ),
    Mutant("POL-03", "no country", lambda: with_provider(country=None), 'providers[1] "Adverts Inc"', "country"),
    Mutant("POL-03", "no safeguard", lambda: with_provider(safeguard=None), 'providers[1] "Adverts Inc"', "safeguard"),
    Mutant(
        "POL-03",
        "a recipient nobody knows",
        lambda: item_changed(2, recipients=("Broker",)),
        'providers "Broker"',
        "country",
    ),
    Mutant(
        "POL-03",
        "a third party on a site without controller",
        lambda: replace(with_provider(country=None), site=replace(SITE, controller=None)),
        'providers[1] "Adverts Inc"',
        "country",
    ),
    Mutant("POL-04", "no ground", lambda: changed(0, ground=Texts()), SIGN_IN, "ground", rule="EU-20"),
    Mutant(
        "POL-04",
        "a ground that only asserts",
        lambda: changed(0, ground=Texts({"fr": "Ces cookies nécessaires ne requièrent pas le consentement."})),
        SIGN_IN,
        "ground",
        rule="EU-20",
    ),
    Mutant(
        "POL-04",
        "one ground for two services",
        lambda: changed(1, ground=clean().services[0].ground),
        COUNTER,
        "ground",
    ),
    Mutant("POL-04", "no service described", lambda: changed(0, text=Texts()), SIGN_IN, "text"),
    Mutant("POL-04", "exempt, but nobody says why", lambda: changed(0, exemption=None), SIGN_IN, "exemption"),
    Mutant(
        "POL-04",
        "advertising called necessary",
        lambda: changed(2, exemption=Exemption.STRICTLY_NECESSARY, ground=Texts({"en": "The site lives on it."})),
        AD,
        "exemption",
        rule="EU-06",
    ),
    Mutant(
        "POL-04",
        "a sign-in that lasts a year",
        lambda: item_changed(0, lifetime="P1Y"),
        SESSIONID,
        "exemption",
        rule="FR-04",
    ),
    Mutant(
        "POL-04",
        "a CSRF token that lasts a year",
        lambda: csrf("P364D"),
        SESSIONID,
        "lifetime",
    ),
    Mutant(
        "POL-05",
        "one item for two purposes",
        lambda: item_changed(2, name="sessionid", host=None, party=None),
        SESSIONID,
        "exemption",
        rule="EU-04",
    ),
    Mutant(
        "POL-06",
        "words that say nothing",
        lambda: changed(2, text=Texts({"en": "To improve your experience."})),
        ADS,
        "text",
    ),
    Mutant(
        "POL-06",
        "the same in a purpose",
        lambda: replace(clean(), purposes=(Purpose("marketing", text=Texts({"de": "Für verschiedene Zwecke"})),)),
        'purposes[0] "marketing"',
        "text",
    ),
    Mutant(
        "POL-06",
        "words on the page that say nothing",
        clean,
        "page",
        page=lambda r: page(r, ("To count how often each page is read.", "For internal purposes.")),
    ),
    Mutant("POL-07", "no controller", lambda: site(controller=None), "site", "controller"),
    Mutant("POL-07", "no contact", lambda: site(controller=Contact("Example Ltd")), "site", "controller.email"),
    Mutant("POL-07", "no officer", lambda: site(dpo=None), "site", "dpo"),
    Mutant("POL-07", "no authority", lambda: site(authority=None), "site", "authority"),
    *(
        Mutant("POL-07", f"a page without {what}", clean, "page", page=lambda r, s=swap: page(r, *s), rule=rule)
        for what, swap, rule in [
            ("controller", [("Controller: Example Ltd,", "")], "EU-14"),
            ("contact", [('<a href="mailto:privacy@example.org">privacy@example.org</a>', "by post")], "EU-14"),
            ("officer", [("Data protection officer: Dana Officer.", "")], "EU-14"),
            ("rights", [("access, rectification, erasure, restriction and objection", "your own")], "EU-14"),
            ("complaint", [("You can make a complaint to CNIL.", "")], "EU-14"),
            ("withdrawal", [('<a href="/cookies/preferences/">Cookie preferences</a>', "write to us")], "EU-10"),
            ("date", [("Last updated on 23 November 2026.", "")], "EU-14"),
        ]
    ),
    Mutant(
        "POL-08",
        "a page of another version",
        clean,
        "page",
        page=lambda r: page(r, (r.hash, "0" * 64)),
    ),
    Mutant("POL-08", "a page without a hash", clean, "page", page=lambda r: page(r, (r.hash, ""))),
    Mutant(
        "POL-08",
        "a row taken out by hand",
        clean,
        KEY,
        page=lambda r: page(r, ("<code>_key</code>", "")),
    ),
    Mutant(
        "POL-08",
        "a row put in by hand",
        clean,
        "page",
        page=lambda r: page(r, ("</tbody>", "<tr><td><code>stray</code></td><td>Example Ltd</td></tr></tbody>")),
    ),
    Mutant(
        "POL-08",
        "a duration changed by hand",
        clean,
        KEY,
        page=lambda r: page(r, ("13 months", "6 months")),
    ),
    Mutant(
        "POL-08",
        "a provider changed by hand",
        clean,
        AD,
        page=lambda r: page(r, ("Adverts Inc", "A friend")),
    ),
    Mutant("POL-09", "a language without its text", lambda: site(languages=("en", "fr")), ADS, "text"),
    Mutant(
        "POL-09",
        "a text that nobody can read",
        lambda: changed(2, text=Texts({"en": DENSE})),
        ADS,
        "text",
    ),
    Mutant(
        "POL-09",
        "a page in one language of two",
        lambda: site(languages=("en", "fr")),
        "page",
        "language",
        page=page,
    ),
    Mutant(
        "POL-09",
        "a page that nobody can read",
        clean,
        "page",
        page=lambda r: page(r, ("Nobody else does.", DENSE)),
    ),
    Mutant(
        "POL-10",
        "a pixel that is not listed",
        lambda: changed(2, use=Use.EMAIL_PIXEL),
        ADS,
        "items",
    ),
    Mutant(
        "POL-10",
        "local storage that the page leaves out",
        lambda: item_changed(2, kind=Kind.LOCAL_STORAGE),
        AD,
        page=lambda r: page(r, ("<code>_ad</code>", "<code>_key</code>")),
    ),
    Mutant(
        "POL-11",
        "a fact that is not stated",
        lambda: replace(clean(), site=measured(sole_use=None)),
        "site",
        "measurement.sole_use",
        rule="FR-05",
    ),
    Mutant(
        "POL-11",
        "data kept too long",
        lambda: replace(clean(), site=measured(data_retention="P3Y")),
        "site",
        "measurement.data_retention",
        rule="FR-06",
    ),
    Mutant("POL-11", "a tracker renewed by visits", lambda: item_changed(1, renewed=True), KEY, "renewed"),
    Mutant("POL-11", "a tracker that lives too long", lambda: item_changed(1, lifetime="P399D"), KEY, "lifetime"),
    Mutant(
        "POL-11",
        "no objection",
        lambda: replace(clean(), site=measured(objection_url=None)),
        "site",
        "measurement.objection_url",
        ("UK",),
        rule="UK-02",
    ),
    Mutant(
        "POL-11",
        "a vendor's statistics called exempt",
        lambda: changed(1, use=Use.AUDIENCE_VENDOR),
        KEY,
        "use",
    ),
    *(
        Mutant("POL-12", f"statistics called exempt in {place}", clean, COUNTER, "exemption", (place,), rule=rule)
        for place, rule in [("DE", "DE-01"), ("BE", "BE-01"), ("IE", "IE-01"), ("EU", "EU-03"), ("PT", "EU-03")]
    ),
    Mutant(
        "POL-13",
        "a page without a link to the policy",
        clean,
        "page",
        page=lambda _: Page('<html lang="en"><a href="/">Home</a></html>', policy=False),
    ),
    Mutant(
        "POL-13",
        "a policy that loads from a stranger",
        clean,
        "page",
        page=lambda r: page(r, head='<script src="//cdn.example.net/tag.js"></script>'),
        rule="EU-01",
    ),
    Mutant(
        "POL-14",
        "a page silent on the signal",
        clean,
        "page",
        asked=("CA",),
        page=lambda r: page(r, ("We take Global Privacy Control as a refusal of sale and sharing.", "")),
        rule="US-09",
    ),
    *(
        Mutant("POL-14", f"gpc.json that {why}", clean, "page", "gpc", ("CA",), lambda r, g=gpc: page(r, gpc=g))
        for why, gpc in [
            ("is missing", ""),
            ("is no JSON", "yes"),
            ("is a list", "[]"),
            ("says nothing", '{"lastUpdate": "2026-11-23"}'),
            ("refuses", '{"gpc": false, "lastUpdate": "2026-11-23"}'),
            ("has no date", '{"gpc": true}'),
            ("has a strange date", '{"gpc": true, "lastUpdate": "last week"}'),
        ]
    ),
    Mutant("POL-15", "a bare star", lambda: item_changed(2, name="*"), f'{ADS} > items[0] "*"', "name"),
    Mutant("POL-15", "hardly more than a star", lambda: item_changed(2, name="_*"), f'{ADS} > items[0] "_*"', "name"),
    Mutant(
        "POL-15",
        "a pattern over another purpose",
        lambda: item_changed(2, name="sess*", host=None, party=None),
        f'{ADS} > items[0] "sess*"',
        "name",
        rule="EU-04",
    ),
    Mutant(
        "POL-16",
        "a change under the same version",
        lambda: item_changed(2, lifetime="P6M"),
        "site",
        "version",
        previous=clean,
    ),
    Mutant(
        "POL-17",
        "a service of somebody else that the gate cannot hold back",
        lambda: item_changed(2, host=None, party=None),
        ADS,
        "hosts",
        rule="EU-01",
    ),
    Mutant(
        "BAN-09",
        "a choice forgotten too soon",
        lambda: choice("P30D"),
        'services[3] "choice" > items[0] "cookies_preferences"',
        "lifetime",
        rule="FR-02",
    ),
    Mutant(
        "BAN-09",
        "a choice that California remembers longer",
        lambda: choice("P184D"),
        'services[3] "choice" > items[0] "cookies_preferences"',
        "lifetime",
        ("CA",),
        rule="US-07",
    ),
)


def found_by(mutant: Mutant):
    broken = mutant.make()
    evidence = mutant.page(broken) if mutant.page else None
    previous = mutant.previous() if mutant.previous else None
    return lint(broken, mutant.asked, evidence, previous)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{m.id} {m.why}" for m in MUTANTS])
def test_mutant_is_found(mutant):
    """The fault is found under its id, at its entry and field, for the place asked, with the rule that says so."""
    hits = [f for f in found_by(mutant) if (f.id, f.entry, f.field) == (mutant.id, mutant.entry, mutant.field)]

    assert hits
    assert all(len(f.jurisdictions) == 1 for f in hits)
    assert mutant.rule is None or mutant.rule in {f.rule for f in hits}


def test_every_check_has_a_mutant():
    assert {m.id for m in MUTANTS} == set(implemented())


def test_every_policy_check_of_the_catalogue_is_implemented():
    assert {id for id in CATALOGUE if id.startswith("POL-")} <= set(implemented())


@pytest.mark.parametrize("id", implemented())
def test_clean_site_and_page_pass(id):
    """A complete declaration, its page, an ordinary page and the version before give no finding of this check."""
    found = clean()
    ordinary = Page('<html lang="en"><a href="/cookies/">Cookies</a></html>', policy=False, gpc=GPC)
    before = replace(item_changed(2, lifetime="P6M"), version=0)

    for evidence in (None, page(found), ordinary):
        for previous in (None, found, before):
            assert [f for f in lint(found, EVERYWHERE, evidence, previous) if f.id == id] == []


def test_clean_choice_passes():
    assert lint(choice("P184D"), ["FR", "IT", "UK"]) == ()
    assert lint(choice("P12M"), ["FR", "CA"]) == ()


def test_a_new_version_may_differ():
    assert lint(replace(item_changed(2, lifetime="P6M"), version=2), ["FR"], previous=clean()) == ()


def test_findings_name_the_places_they_hold_for():
    """One finding, with every place asked for in which it holds; a check that holds in none of them is silent."""
    broken = item_changed(2, lifetime=None)

    assert [f.jurisdictions for f in lint(broken, ["FR", "CA", "UK"])] == [("FR", "UK")]
    assert lint(broken, ["CA"]) == ()
    assert [f.jurisdictions for f in lint(broken)] == [("FR",)]
    assert {f.jurisdictions for f in lint(replace(broken, site=replace(SITE, jurisdictions=())))} == {("STRICTEST",)}


def test_an_unknown_place_wants_no_statistics_facts_but_consent():
    """Without an exemption to claim there are no conditions to state."""
    ids = {f.id for f in lint(replace(clean(), site=measured(sole_use=None)), [])}

    assert "POL-12" in ids
    assert "POL-11" not in ids


def test_findings_come_in_the_order_of_the_declaration():
    broken = replace(
        item_changed(2, lifetime=None), site=replace(SITE, controller=None), providers=(Provider("Adverts Inc"),)
    )

    found = lint(broken, ["FR"])

    assert [f.order for f in found] == sorted(f.order for f in found)
    assert found == lint(broken, ["FR"])
    assert found[0].field == "controller"


def test_findings_say_how_far_their_rule_was_checked():
    for mutant in MUTANTS:
        for finding in found_by(mutant):
            assert finding.verified is RULES[finding.rule].verified
            assert (finding.verified is Verified.UNVERIFIED) == ("M" in RULES[finding.rule].marks)


def test_findings_speak_to_an_editor():
    """Every message and hint is a sentence, and names its service and item for a form."""
    for mutant in MUTANTS:
        for finding in found_by(mutant):
            assert finding.message.endswith("."), finding.message
            assert finding.hint.endswith("."), finding.hint
            assert finding.severity in Severity
            assert finding.service in finding.entry
            assert finding.item in finding.entry


def test_the_path_of_a_finding_leads_to_its_field():
    broken = item_changed(2, lifetime=None)

    (finding,) = lint(broken, ["FR"])

    assert finding.path == ("services", 2, "items", 0, "lifetime")
    assert broken.as_json()["services"][2]["items"][0]["lifetime"] is None


def test_a_duration_that_cannot_be_read_is_not_the_lint_s_business():
    """A draft may hold anything; the loader's fault says what is wrong with it."""
    found = lint(item_changed(2, lifetime="a while"), ["FR"], page(clean()))

    assert "POL-02" not in {f.id for f in found}


def test_catalogue_holds_where_the_rulebook_says():
    groups = {"POL-12": ("DE", "BE", "IE", "EU", "STRICTEST"), "POL-14": ("CA", "US", "STRICTEST")}
    for id, places in groups.items():
        assert {code for code, p in PROFILES.items() if p.enabled and CATALOGUE[id].holds_in(p)} == set(places)


def test_catalogue_cites_rules_that_exist():
    assert {rule for entry in CATALOGUE.values() for rule in entry.rules} <= set(RULES)


def test_hosts_that_are_known_are_proposed():
    """By the items, for that is how a statistics service of somebody else is often declared."""
    measured = changed(2, items=(item("_ga_X1", lifetime="P13M"),))
    (found,) = [f for f in lint(measured, ("FR",)) if f.id == "POL-17"]

    assert '"*.google-analytics.com"' in found.hint
    assert not [f for f in lint(changed(2, items=(), hosts=("a.example",)), ("FR",)) if f.id == "POL-17"]


def test_catalogue_is_complete():
    """The rulebook counts 16 policy checks and the gate one more, 15 banner, 20 site and 4 record checks."""
    counts = {prefix: sum(id.startswith(prefix) for id in CATALOGUE) for prefix in ("POL-", "BAN-", "SITE-", "REC-")}

    assert counts == {"POL-": 17, "BAN-": 15, "SITE-": 20, "REC-": 4}


def test_a_page_without_a_table_is_searched_for_names():
    """Lists instead of tables are still read, name by name."""
    found = clean()
    text = html(found).replace("<table>", "<div>").replace("</table>", "</div>")
    for tag in ("thead", "tbody", "tr", "td", "th"):
        text = text.replace(f"<{tag}>", "<p>").replace(f"</{tag}>", "</p>")

    assert [f for f in lint(found, ["FR"], Page(text, "https://www.example.org/")) if f.id == "POL-08"] == []


def test_lint_of_an_empty_registry_asks_for_who_answers_alone():
    empty = Registry(replace(SITE, controller=None))

    assert {f.id for f in lint(empty)} == {"POL-07"}
    assert lint(registry(site=SITE)) == ()

"""How own cookies are set, what the declaration calls necessary or back office: clean passes, one fault fails alone."""

from dataclasses import replace
from typing import Any

import pytest

from speculoos.audit.observed import Observation
from speculoos.law.catalogue import Severity
from speculoos.registry.model import Exemption, Kind, Location, Party, StorageItem, Texts, Use
from tests.unit.audit.judged import CLEAN, DECLARED, OFFICE, URL, call, cookie, judged, lints, only, spoiled
from tests.unit.audit.judged import with_service as changed

DAY = 86_400


def with_choice(**changes: Any) -> Observation:
    """The clean site with its own choice cookie set otherwise in one scene."""
    items = (
        replace(item, **changes) if (item.name, item.scene) == ("cookies_preferences", "refused") else item
        for item in CLEAN.items
    )
    return replace(CLEAN, items=tuple(items))


@pytest.mark.parametrize(
    ("aspect", "changes"),
    [
        ("secure", {"secure": False}),
        ("same_site", {"same_site": ""}),
        ("cap", {"lifetime": 34_560_001}),
        ("refused", {"refused": "NameValuePairExceedsMaxSize"}),
    ],
)
def test_site_10_what_every_own_cookie_should_have(aspect: str, changes: dict[str, Any]):
    found = [f for f in judged(with_choice(**changes)).findings if f.finding.id == "SITE-10"]

    assert [(f.subject.aspect, f.finding.severity) for f in found] == [(aspect, Severity.WARNING)]
    assert found[0].finding.service == "choice"


@pytest.mark.parametrize(("name", "host_only", "broken"), [
    ("__Host-s", True, False), ("__Host-s", False, True), ("__Secure-s", False, False), ("__HOST-s", False, True),
])  # fmt: skip
def test_site_10_a_prefix_is_a_promise(name: str, host_only: bool, broken: bool):
    declared = changed("choice", items=(*DECLARED.services[0].items, StorageItem(name)))
    found = judged(spoiled(items=[cookie("granted", name, host_only=host_only)]), declared, ["FR"]).findings

    assert ("prefix" in {f.subject.aspect for f in found}) is broken


def test_site_10_an_address_without_encryption_needs_no_secure():
    local = replace(CLEAN, items=tuple(replace(i, page="http://www.shop.example/", secure=False) for i in CLEAN.items))

    assert lints(judged(local)) == []


def test_site_10_a_sign_in_is_nothing_for_scripts():
    item = StorageItem("sid", lifetime="session")
    front = changed("office", location=(Location.FRONT_OFFICE,), items=(OFFICE, item))
    seen = [cookie("granted", name) for name in ("sid", "office_session")]

    found = [f for f in judged(spoiled(items=seen), front).findings if f.finding.id == "SITE-10"]

    assert [(f.subject.name, f.subject.aspect) for f in found] == [
        ("office_session", "http_only"),
        ("sid", "http_only"),
    ]
    assert lints(judged(spoiled(items=[replace(i, http_only=True) for i in seen]), front)) == []


@pytest.mark.parametrize(
    ("declared", "aspect"),
    [
        ({"http_only": True}, "declared_http_only"),
        ({"secure": False}, "declared_secure"),
        ({"same_site": "Strict"}, "declared_same_site"),
        ({"path": "/shop/"}, "declared_path"),
    ],
)
def test_site_10_what_is_declared_of_a_cookie_is_how_it_is_set(declared: dict[str, Any], aspect: str):
    choice = DECLARED.services[0].items[0]
    spelt = changed("choice", items=(replace(choice, secure=True, http_only=False, same_site="lax", path="/"),))
    wrong = changed("choice", items=(replace(choice, **declared),))

    assert lints(judged(CLEAN, spelt)) == []
    assert only(judged(CLEAN, wrong), "SITE-10").subject.aspect == aspect


def test_site_10_is_not_about_the_cookies_of_third_parties():
    bare = replace(CLEAN, items=tuple(
        replace(i, secure=False, same_site="") if i.name == "tube_visitor" else i for i in CLEAN.items))  # fmt: skip

    assert lints(judged(bare)) == []


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        (184 * DAY, []),
        (185 * DAY, []),
        (185 * DAY + 1, [Severity.ERROR]),
        (183 * DAY, []),
        (183 * DAY - 1, [Severity.WARNING]),
        (None, [Severity.WARNING]),
    ],
)
def test_pol_02_a_cookie_lives_as_declared_within_a_day(seconds: int | None, found: list[Severity]):
    verdict = judged(with_choice(lifetime=seconds))

    assert [(f.finding.id, f.finding.severity) for f in verdict.findings] == [("POL-02", each) for each in found]


def test_pol_02_a_session_that_outlives_the_browser_is_longer():
    items = (replace(DECLARED.services[0].items[0], lifetime="session"),)

    assert only(judged(CLEAN, changed("choice", items=items)), "POL-02").lines == 'lifetime = "P184D"\n'


def test_pol_02_says_the_same_of_a_life_however_late_a_browser_looked():
    declared = changed("choice", items=(*DECLARED.services[0].items, StorageItem("short", lifetime="PT1H")))
    seen = [spoiled(items=[cookie("granted", "short", lifetime=seconds)]) for seconds in (186_000, 185_997)]

    one, two = (only(judged(each, declared), "POL-02") for each in seen)

    assert (one.finding, one.lines) == (two.finding, two.lines)
    assert "lives 3 days, and PT1H is declared" in one.finding.message


def test_pol_02_what_a_browser_caps_is_not_shorter():
    items = (replace(DECLARED.services[0].items[0], lifetime="P2Y"),)
    capped = replace(CLEAN, items=tuple(
        replace(i, lifetime=34_560_000) if i.name == "cookies_preferences" else i for i in CLEAN.items))  # fmt: skip

    assert lints(judged(capped, changed("choice", items=items))) == []


def test_site_08_a_known_tracker_called_necessary():
    counting = {"use": None, "exemption": Exemption.STRICTLY_NECESSARY, "ground": Texts({"en": "We need it."})}
    item = StorageItem("_ga", lifetime="P400D")
    declared = changed("counting", items=(*DECLARED.services[1].items, item))
    mislabelled = changed("counting", items=declared.services[1].items, **counting)
    seen = spoiled(items=[cookie("granted", "_ga", lifetime=400 * DAY)])

    found = only(judged(seen, mislabelled), "SITE-08")

    assert "is declared as necessary; Google Analytics uses this name" in found.finding.message
    assert lints(judged(seen, declared)) == []


def test_site_08_a_known_trackers_host_in_a_necessary_service():
    url = "https://bat.bing.com/p.js"
    mislabelled, honest = (changed(id, hosts=("bat.bing.com", "player.tube.example")) for id in ("choice", "videos"))
    seen = spoiled(requests=[call("granted", url)])

    assert only(judged(seen, mislabelled), "SITE-08").subject.name == "choice"
    assert lints(judged(seen, honest)) == []


def test_site_08_hosts_that_others_than_trackers_have_prove_nothing():
    captcha = changed("choice", hosts=("www.google.com",))

    assert lints(judged(spoiled(requests=[call("granted", "https://www.google.com/recaptcha.js")]), captcha)) == []


def test_site_08_a_third_party_called_first():
    items = tuple(replace(item, party=Party.FIRST) for item in DECLARED.services[2].items)

    found = only(judged(CLEAN, changed("videos", items=items)), "SITE-08")

    assert (found.subject.aspect, found.finding.field, found.lines) == ("party", "party", 'party = "third"\n')


def test_site_09_the_back_offices_item_on_a_page_of_the_front_office():
    seen = cookie("untouched", "office_session", http_only=True)

    assert only(judged(spoiled(items=[seen])), "SITE-09").finding.service == "office"
    assert lints(judged(spoiled(items=[replace(seen, page=URL + "admin/login/")]))) == []


def test_site_09_what_the_front_office_declares_too_is_no_secret():
    both = changed("office", location=(Location.BACK_OFFICE, Location.FRONT_OFFICE))

    assert "SITE-09" not in lints(judged(spoiled(items=[cookie("untouched", "office_session")]), both))
    assert DECLARED.services[3].use is Use.AUTHENTICATION


def test_an_item_of_another_kind_is_no_cookie():
    stored = replace(cookie("granted", "count_zz"), kind=Kind.LOCAL_STORAGE, secure=False, same_site="")

    assert lints(judged(spoiled(items=[stored]))) == []

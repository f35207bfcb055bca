"""Each check of what is stored passes on the clean site and fails, alone, on the one item that is against it."""

from dataclasses import replace

from speculoos.audit.observed import Item, Outcome, SceneKind
from speculoos.law.catalogue import Severity
from speculoos.registry.model import Kind
from tests.unit.audit.judged import (
    CLEAN,
    DECLARED,
    URL,
    call,
    cookie,
    counted,
    judged,
    lints,
    only,
    spoiled,
    tube,
    with_service,
)


def test_a_site_that_keeps_its_word_has_no_finding():
    verdict = judged(CLEAN)

    assert verdict.findings == ()
    assert verdict.true is True
    assert verdict.jurisdictions == ("FR", "CA")


def test_site_01_an_item_that_nothing_declares():
    found = only(judged(spoiled(items=[cookie("granted", "stray")])), "SITE-01")

    assert found.finding.message == 'The cookie "stray" of www.shop.example is not declared.'
    assert (found.finding.severity, found.finding.rule) == (Severity.ERROR, "EU-13")
    assert found.finding.jurisdictions == ("FR", "CA")
    assert found.evidence[0].address == "https://www.shop.example/count.js"


def test_site_01_another_kind_is_another_item_and_the_slip_is_told():
    found = only(judged(spoiled(items=[replace(cookie("granted", "count_id"), kind=Kind.INDEXED_DB)])), "SITE-01")

    assert 'The service "counting" declares this name as a cookie of the site\'s own host' in found.finding.hint


def test_site_01_what_every_browser_refuses_is_never_stored():
    found = judged(spoiled(items=[cookie("granted", "stray", refused="SameSiteNoneInsecure")])).findings

    assert {(f.finding.id, f.finding.severity) for f in found} == {
        ("SITE-01", Severity.WARNING),
        ("SITE-10", Severity.WARNING),
    }


def test_site_01_what_this_browser_alone_refuses_counts():
    stray = cookie("granted", "stray", host=".ads.example", refused="ThirdPartyPhaseout")

    assert only(judged(spoiled(items=[stray])), "SITE-01").finding.severity is Severity.ERROR


def test_site_01_a_random_part_of_a_name_makes_no_new_finding():
    one, other = (only(judged(spoiled(items=[cookie("granted", f"s_{n}")])), "SITE-01") for n in (1234567890, 99887766))

    assert one.id == other.id
    assert one.subject.name == "s_*"


def test_site_02_declared_and_seen_in_no_scene():
    unseen = tuple(item for item in CLEAN.items if item.name != "tube_visitor")

    found = only(judged(replace(CLEAN, items=unseen)), "SITE-02")

    assert (found.finding.service, found.finding.item, found.finding.severity) == (
        "videos",
        "tube_visitor",
        Severity.WARNING,
    )
    assert judged(replace(CLEAN, items=unseen)).true is True


def test_site_02_is_silent_where_not_all_was_seen():
    unseen = replace(CLEAN, items=tuple(item for item in CLEAN.items if item.name != "tube_visitor"))
    broken = replace(unseen, scenes=(*unseen.scenes[:-1], replace(unseen.scenes[-1], outcome=Outcome.FAILED)))
    no_third_party = replace(unseen, canary=replace(CLEAN.canary, third_party_cookies=False))
    blind = replace(unseen, canary=replace(CLEAN.canary, channels=(("cookies", False),)))

    assert [lints(judged(each)) for each in (broken, no_third_party, blind)] == [[], [], []]


def test_site_03_stored_before_the_choice():
    found = only(judged(spoiled(items=[*counted("untouched")[:1]])), "SITE-03")

    said = 'The cookie "count_id" of www.shop.example is stored before any choice, and needs consent.'
    assert found.finding.message == said
    assert found.finding.jurisdictions == ("FR",)
    assert found.finding.path == ("services", 1, "items", 0)
    assert 'until the purpose "statistics" is granted' in found.finding.hint


def test_site_03_and_05_before_the_choice_and_still_there_after_the_refusal():
    early = counted("refused", before_choice=True)[:1]
    gone = counted("refused", before_choice=True, gone=True)[:1]

    assert lints(judged(spoiled(items=early))) == ["SITE-03", "SITE-05"]
    assert lints(judged(spoiled(items=gone))) == ["SITE-03"]


def test_site_03_the_same_fault_in_four_scenes_is_one_finding():
    scenes = ("untouched", "granted", "alone:statistics", "signal")
    early = [item for scene in scenes for item in counted(scene, before_choice=True)[:1]]

    found = only(judged(spoiled(items=early), places=["FR"]), "SITE-03")

    assert [proof.scene for proof in found.evidence] == list(scenes)
    assert found.subject.scene is SceneKind.UNTOUCHED


def test_site_03_what_is_only_known_by_its_name_is_a_warning():
    found = judged(spoiled(items=[cookie("untouched", "_ga")])).findings

    assert [(f.finding.id, f.finding.severity) for f in found] == [
        ("SITE-01", Severity.ERROR),
        ("SITE-03", Severity.WARNING),
    ]
    assert [f.guess and f.guess.service for f in found] == ["Google Analytics"] * 2


def test_site_03_no_consent_is_needed_where_the_law_asks_none():
    assert lints(judged(spoiled(items=[*counted("untouched")]), places=["CA"])) == []


def test_site_05_stored_after_a_refusal():
    found = only(judged(spoiled(items=[*counted("refused")[:1]])), "SITE-05")

    assert "is stored after a refusal" in found.finding.message
    assert (found.finding.rule, found.subject.scene) == ("FR-01", SceneKind.REFUSED)


def test_site_05_stored_though_another_purpose_was_granted():
    found = only(judged(spoiled(items=[*counted("alone:marketing")[:1]])), "SITE-05")

    assert "though its purpose was refused" in found.finding.message
    assert (found.subject.scene, found.subject.purpose) == (SceneKind.ALONE, "marketing")


def test_site_06_own_items_that_stay_after_the_withdrawal():
    carried = call("withdrawn", URL + "cart", cookies=("count_id",), at=6.0)
    stayed = cookie("withdrawn", "count_id", lifetime=30 * 86400)

    found = only(judged(spoiled(items=[stayed], requests=[carried])), "SITE-06")

    assert (found.finding.severity, found.subject.aspect) == (Severity.ERROR, "")
    assert "Max-Age=0" in found.finding.hint
    assert {proof.said for proof in found.evidence} == {"", "The request still carries it."}


def test_site_06_what_is_no_cookie_is_removed_otherwise():
    stored = counted("withdrawn")[1]

    found = only(judged(spoiled(items=[stored])), "SITE-06")

    assert (found.finding.item, found.subject.kind) == ("count_*", Kind.LOCAL_STORAGE)
    assert "Clear-Site-Data" in found.finding.hint


def test_site_06_what_only_the_third_party_could_delete_is_a_warning_of_its_own():
    verdict = judged(spoiled(items=[tube("withdrawn")]))
    found = only(verdict, "SITE-06")

    assert (found.finding.severity, found.subject.aspect, verdict.true) == (Severity.WARNING, "theirs", True)
    assert found.finding.message.endswith("is still there after the withdrawal; only tube.example can delete it.")


def test_what_a_scene_shows_that_broke_off_after_the_choice_proves_nothing():
    scenes = tuple(replace(s, outcome=Outcome.FAILED) if s.id == "refused" else s for s in CLEAN.scenes)

    assert lints(judged(replace(spoiled(items=[*counted("refused")]), scenes=scenes))) == []


def test_what_is_stored_in_a_scene_without_a_choice_is_stored_before_it():
    scenes = tuple(
        replace(s, outcome=Outcome.BANNER_NOT_FOUND, chosen_at=None) if s.id == "refused" else s for s in CLEAN.scenes
    )

    assert lints(judged(replace(spoiled(items=[*counted("refused")[:1]]), scenes=scenes))) == ["SITE-03"]


def test_a_staging_host_is_the_site_too():
    staged = "http://127.0.0.1:8000/"
    moved = replace(CLEAN, url=staged, items=tuple(_moved(item) for item in CLEAN.items), requests=(), pages=())

    assert lints(judged(moved)) == []
    assert {row.name for row in judged(moved).matrix if row.observed} == {
        "cookies_preferences",
        "count_id",
        "count_*",
        "tube_visitor",
    }


def test_an_item_that_two_services_declare_is_granted_with_either_purpose():
    shared = with_service("videos", items=(*DECLARED.services[2].items, DECLARED.services[1].items[0]))

    assert lints(judged(spoiled(items=[*counted("alone:marketing")[:1]]), shared)) == []


def _moved(item: Item) -> Item:
    own = item.host == "www.shop.example"
    return replace(item, host="127.0.0.1" if own else item.host, page="http://127.0.0.1:8000/")

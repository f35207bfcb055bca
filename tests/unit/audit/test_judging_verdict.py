"""The verdict: true, not true, or nobody can tell, in one sentence; the matrix; the drafted lines; stable findings."""

import re
from dataclasses import replace

import pytest

from speculoos.audit.judging import CHECKS
from speculoos.audit.observed import Observation, Outcome, Scene, SceneKind
from speculoos.audit.verdict import Cell
from speculoos.law.catalogue import CATALOGUE
from speculoos.registry.dump import to_toml
from speculoos.registry.load import loads
from speculoos.registry.model import Exemption, Kind, Registry, Service
from tests.unit.audit.judged import (
    CLEAN,
    DECLARED,
    PLAYED,
    SERVICES,
    call,
    cookie,
    counted,
    judged,
    lints,
    spoiled,
    tube,
)

NECESSARY = replace(DECLARED, services=(SERVICES[0], SERVICES[3]))
CDN = Service("cdn", "Tube", "Serves films", "marketing", hosts=("cdn.videos.test",))
ALONE = replace(
    CLEAN,
    scenes=PLAYED[:1],
    pages=CLEAN.pages[:1],
    items=(),
    requests=(),
)


def without(kind: SceneKind, outcome: Outcome | None = None) -> Observation:
    """The clean site with a kind of scene not played, or played to another end."""
    scenes = tuple(
        replace(scene, outcome=outcome) if scene.kind is kind and outcome else scene
        for scene in PLAYED
        if scene.kind is not kind or outcome
    )
    left = {scene.id for scene in scenes}
    return replace(CLEAN, scenes=scenes, items=tuple(item for item in CLEAN.items if item.scene in left))


def test_a_true_declaration_in_one_sentence():
    verdict = judged(CLEAN)

    assert (verdict.sentence, verdict.exit_status) == ("Declared 5, observed 4, undeclared 0.", 0)


def test_one_error_makes_it_untrue_whatever_else_could_not_be_seen():
    blind = replace(spoiled(items=[cookie("granted", "stray")]), blind=("No NetLog.",))
    verdict = judged(blind)

    assert (verdict.true, verdict.exit_status) == (False, 1)
    assert verdict.sentence == "Declared 5, observed 5, undeclared 1: the declaration is not true, with 1 error."


def test_undeclared_hosts_are_counted_beside_items():
    calls = [call("granted", f"https://{host}.example/") for host in ("a", "b")]

    assert "undeclared 0 and 2 hosts: the declaration is not true, with 2 errors." in judged(
        spoiled(requests=calls)).sentence  # fmt: skip


def test_warnings_alone_leave_it_true():
    assert judged(spoiled(items=[tube("withdrawn")])).true is True


@pytest.mark.parametrize("kind", [SceneKind.UNTOUCHED, SceneKind.REFUSED, SceneKind.GRANTED, SceneKind.WITHDRAWN])
@pytest.mark.parametrize("outcome", [None, Outcome.FAILED, Outcome.NO_BANNER, Outcome.HIDDEN, Outcome.BANNER_NOT_FOUND])
def test_nobody_can_tell_without_a_scene_that_is_needed(kind: SceneKind, outcome: Outcome | None):
    verdict = judged(without(kind, outcome))

    assert (verdict.true, verdict.exit_status, verdict.findings) == (None, 2, ())
    assert "but this audit could not tell whether that is all: the " in verdict.sentence
    assert "was not played" in verdict.sentence


def test_the_signal_is_needed_where_something_is_sold_and_it_binds():
    assert judged(without(SceneKind.SIGNAL)).true is None
    assert judged(without(SceneKind.SIGNAL), places=["FR"]).true is True


def test_each_purpose_alone_is_needed_once_it_was_tried():
    assert judged(without(SceneKind.ALONE)).true is True
    assert judged(without(SceneKind.ALONE, Outcome.FAILED)).doubts == (
        'the scene with one purpose alone ("statistics") was not played, as it broke off',
        'the scene with one purpose alone ("marketing") was not played, as it broke off',
    )


def test_where_nothing_asks_and_nothing_needs_to_no_choice_is_needed():
    asked_nothing = replace(ALONE, scenes=(PLAYED[0], Scene(SceneKind.REFUSED, Outcome.NO_BANNER)))

    assert judged(ALONE, NECESSARY).true is True
    assert judged(asked_nothing, NECESSARY).true is True
    assert judged(ALONE).true is None


def test_a_blind_browser_says_so():
    assert judged(replace(CLEAN, blind=("No NetLog.",))).doubts == ("No NetLog",)
    blind = replace(CLEAN.canary, channels=(("cookies", True), ("storage", False)))
    assert judged(replace(CLEAN, canary=blind)).doubts == ("this browser could not see storage",)
    told = replace(CLEAN, canary=blind, blind=("This browser, or its watcher, does not see storage.",))
    assert judged(told).doubts == ("This browser, or its watcher, does not see storage",)


def test_which_pages_it_was_to_read_is_no_blindness():
    scope = ("robots.txt kept 2 linked pages from being read.", "9 linked pages were not read: the limit is 5.")
    unplayed = ("The scene no_scripts was not played (failed): x",)

    assert judged(replace(CLEAN, blind=(*scope, *unplayed))).true is True


def test_a_browser_without_third_party_cookies_is_blind_where_third_parties_are_called():
    canary = replace(CLEAN.canary, third_party_cookies=False)

    assert judged(replace(CLEAN, canary=canary)).true is None
    assert judged(replace(CLEAN, canary=canary, requests=())).true is True


def test_a_scene_whose_pages_all_failed_proves_nothing():
    pages = tuple(replace(p, problem="Timed out.") if p.scene == "refused" else p for p in CLEAN.pages)

    assert judged(replace(CLEAN, pages=pages)).doubts == (
        "no page of the scene with a refusal was seen whole: Timed out",
    )
    assert judged(replace(CLEAN, pages=())).true is None


def test_without_a_declaration_all_is_undeclared():
    verdict = judged(CLEAN, None)

    assert (verdict.true, verdict.registry, verdict.jurisdictions) == (False, None, ("STRICTEST",))
    assert {row.declared for row in verdict.matrix} == {None}


def test_the_matrix_tells_each_item_by_scene():
    rows = {row.name: row for row in judged(spoiled(items=[cookie("signal", "stray", refused="X")])).matrix}

    assert rows["count_id"].cells == {
        "untouched": Cell.ABSENT,
        "refused": Cell.ABSENT,
        "granted": Cell.SET,
        "alone:statistics": Cell.SET,
        "alone:marketing": Cell.ABSENT,
        "withdrawn": Cell.GONE,
        "signal": Cell.ABSENT,
    }
    assert (rows["tube_visitor"].declared, rows["tube_visitor"].host) == (("videos", "tube_visitor"), "tube.example")
    assert (rows["stray"].declared, rows["stray"].cells["signal"]) == (None, Cell.REFUSED)
    assert (rows["office_session"].observed, rows["count_id"].consent, rows["stray"].consent) == (False, True, None)


def test_what_a_scene_did_not_show_is_unknown_where_it_was_not_played():
    row = next(row for row in judged(without(SceneKind.REFUSED, Outcome.FAILED)).matrix if row.name == "count_id")

    assert row.cells["refused"] is Cell.UNKNOWN


def test_the_drafted_lines_declare_what_was_undeclared():
    strays = [
        cookie("granted", "_ga", lifetime=63_000_123),
        cookie("granted", "stray_12345678", host=".ads.example"),
        replace(cookie("granted", "notes"), kind=Kind.LOCAL_STORAGE),
    ]
    seen = spoiled(items=strays, requests=[call("granted", "https://cdn.stray.example/a.js")])
    verdict = judged(seen)
    undeclared = [found for found in verdict.findings if found.finding.id == "SITE-01"]

    completed = loads(to_toml(DECLARED) + "\n".join(_apart(found.lines for found in undeclared)), "toml")

    assert len(undeclared) == 4
    assert "SITE-01" not in lints(judged(seen, completed))
    drafted = next(service for service in completed.services if service.id == "google-analytics")
    assert (drafted.provider, drafted.purpose, drafted.items[0].lifetime) == ("Google", "statistics", "P730D")
    assert drafted.exemption is None


def test_lines_for_what_a_declared_service_has_stand_below_it():
    more = tube("granted", name="tube_more")
    host, item = judged(spoiled(items=[more], requests=[call("granted", "https://x.videos.test/")]),
                        replace(DECLARED, services=(*SERVICES, CDN))).findings  # fmt: skip

    assert item.subject.name == "tube_more"
    assert item.lines.startswith('# below the service "videos"\n')
    assert '[[services.items]]\nname = "tube_more"\nkind = "cookie"\nhost = "tube.example"' in item.lines
    assert item.guess
    assert (item.guess.service, item.guess.confidence) == ("Shows videos", 0.7)
    assert host.lines == '# in the service "cdn"\nhosts = ["cdn.videos.test", "x.videos.test"]\n'


def test_findings_have_ids_that_know_no_time_and_an_order_that_knows_no_chance():
    items = [cookie("granted", "b"), cookie("granted", "a"), *counted("untouched"), tube("withdrawn")]
    later = [replace(item, at=item.at + 9) for item in reversed(items)]

    one, two = judged(spoiled(items=items)).findings, judged(spoiled(items=later)).findings

    assert [found.id for found in one] == [found.id for found in two]
    assert len({found.id for found in one}) == len(one) == 5
    assert all(re.fullmatch(r"[0-9a-f]{12}", found.id) for found in one)


def test_many_pages_are_one_finding_with_a_bounded_number_of_proofs():
    pages = [cookie("granted", "stray", page=f"https://www.shop.example/{n}") for n in range(50)]
    found = judged(spoiled(items=[*pages, cookie("untouched", "stray")])).findings

    assert len(found) == 1
    assert len(found[0].evidence) == 20
    assert {proof.scene for proof in found[0].evidence} == {"untouched", "granted"}


def test_every_check_is_one_of_the_catalogue():
    assert set(CHECKS) <= set(CATALOGUE)
    assert {"SITE-01", "SITE-02", "SITE-03", "SITE-04", "SITE-05", "SITE-06", "SITE-08", "SITE-09", "SITE-10",
            "SITE-15", "SITE-16", "SITE-19", "SITE-20"} <= set(CHECKS)  # fmt: skip


def test_a_necessary_service_without_a_ground_needs_consent():
    bare = replace(SERVICES[1], use=None, exemption=Exemption.STRICTLY_NECESSARY)
    declared = Registry(DECLARED.site, DECLARED.providers, DECLARED.purposes, (SERVICES[0], bare, *SERVICES[2:]))

    assert lints(judged(spoiled(items=counted("untouched")[:1]), declared, ["FR"])) == ["SITE-03"]


def _apart(drafts):
    """Several drafts as one: a provider or purpose that two of them bring is brought once."""
    seen = set()
    for draft in drafts:
        for part in re.split(r"\n(?=\[\[(?:providers|purposes|services)\]\])", "\n" + draft):
            head = tuple(part.strip().splitlines()[:2])
            if head not in seen:
                seen.add(head)
                yield part

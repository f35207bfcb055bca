"""Each check of what is requested or read passes on the clean site and fails, alone, on the one that is against it."""

from dataclasses import replace

import pytest

from speculoos.audit.observed import Reading, SceneKind
from speculoos.registry.model import Identifiability, Kind, StorageItem
from tests.unit.audit.judged import CLEAN, CLOSED, DECLARED, OPEN, URL, call, judged, lints, only, page, spoiled, tube
from tests.unit.audit.judged import with_service as changed

STRAY = "https://cdn.stray.example/lib.js"
CANVAS = Reading("untouched", URL, "canvas.toDataURL", "https://player.tube.example/f.js", 1.0)


def test_site_01_a_host_that_nothing_declares():
    found = only(judged(spoiled(requests=[call("granted", STRAY)])), "SITE-01")

    assert found.finding.message == "The host cdn.stray.example is not declared."
    assert (found.subject.kind, found.subject.host) == (None, "cdn.stray.example")
    assert found.evidence[0].chain == ("https://www.shop.example/count.js", URL)


@pytest.mark.parametrize("url", ["https://www.shop.example/a", "https://img.shop.example/a.png", "data:///x"])
def test_site_01_own_hosts_need_no_declaration(url: str):
    assert lints(judged(spoiled(requests=[call("untouched", url)]))) == []


def test_site_01_what_the_content_security_policy_stopped_was_not_sent():
    assert lints(judged(spoiled(requests=[call("untouched", STRAY, blocked="csp")]))) == []


def test_site_04_a_gated_host_before_the_choice():
    found = only(judged(spoiled(requests=[call("untouched")]), places=["FR"]), "SITE-04")

    assert found.finding.message == (
        'The host player.tube.example is called before any choice, and "videos" needs consent.'
    )
    assert (found.finding.service, found.finding.jurisdictions) == ("videos", ("FR",))


def test_site_04_an_undeclared_host_before_the_choice():
    assert lints(judged(spoiled(requests=[call("untouched", STRAY)]))) == ["SITE-01", "SITE-04"]


def test_site_04_a_host_that_an_exempt_service_calls_too_proves_nothing():
    shared = changed("choice", hosts=("player.tube.example",))

    assert lints(judged(spoiled(requests=[call("untouched")]), shared, ["FR"])) == []


def test_site_04_sub_domains_are_declared_by_a_star():
    starred = changed("videos", hosts=("*.tube.example",), items=())
    other = call("untouched", "https://tube.example/x")

    assert lints(judged(spoiled(requests=[call("untouched")]), starred, ["FR"])) == ["SITE-01", "SITE-04"]
    assert lints(judged(spoiled(requests=[other]), starred, ["FR"])).count("SITE-04") == 1


def test_site_05_a_gated_host_after_a_refusal():
    found = only(judged(spoiled(requests=[call("refused")])), "SITE-05")

    assert (found.subject.scene, found.subject.aspect) == (SceneKind.REFUSED, "request")


def test_site_05_a_gated_host_though_another_purpose_was_granted():
    found = only(judged(spoiled(requests=[call("alone:statistics")])), "SITE-05")

    assert found.subject.purpose == "statistics"


def test_site_06_a_gated_host_after_the_withdrawal():
    assert lints(judged(spoiled(requests=[call("withdrawn", at=6.0)]))) == ["SITE-06"]


def test_site_15_sold_under_the_signal():
    verdict = judged(spoiled(items=[tube("signal")], requests=[call("signal")]), places=["CA"])

    assert lints(verdict) == ["SITE-15", "SITE-15"]
    assert {found.subject.kind for found in verdict.findings} == {None, Kind.COOKIE}
    assert {found.finding.jurisdictions for found in verdict.findings} == {("CA",)}


def test_site_15_binds_only_where_the_signal_does():
    assert "SITE-15" not in lints(judged(spoiled(items=[tube("signal")]), places=["FR"]))


def test_site_16_an_answer_that_differs_by_choice_and_does_not_say_so():
    bare = replace(CLEAN, pages=tuple(replace(p, headers=p.headers[:1]) for p in CLEAN.pages))
    found = only(judged(bare), "SITE-16")

    assert "its content security policy" in found.finding.message
    assert len(found.evidence) == len(CLEAN.pages)


@pytest.mark.parametrize("said", [("vary", "cookie"), ("cache-control", "max-age=0, private"), ("vary", "*")])
def test_site_16_any_of_three_ways_to_say_so(said: tuple[str, str]):
    pages = tuple(replace(p, headers=(p.headers[0], said)) for p in CLEAN.pages)

    assert lints(judged(replace(CLEAN, pages=pages))) == []


def test_site_16_an_answer_that_is_the_same_for_everybody_may_be_kept():
    pages = tuple(replace(page(scene, CLOSED), headers=page(scene, CLOSED).headers[:1]) for scene in CLEAN.scenes)

    assert lints(judged(replace(CLEAN, pages=pages))) == []


def test_site_19_the_policy_of_the_untouched_scene_names_a_gated_host():
    pages = tuple(page(scene, OPEN) for scene in CLEAN.scenes)
    found = only(judged(replace(CLEAN, pages=pages)), "SITE-19")

    assert found.subject.host == "player.tube.example"
    assert found.evidence[0].said == "The policy names player.tube.example."


@pytest.mark.parametrize(
    ("source", "passes"),
    [("https://*.tube.example:*", True), ("wss://player.tube.example:443/x", True), ("*.player.tube.example", False)],
)
def test_site_19_sources_are_read_as_a_browser_reads_them(source: str, passes: bool):
    pages = (*CLEAN.pages[1:], page(CLEAN.scenes[0], f"{CLOSED}; img-src {source}; form-action player.tube.example"))

    assert ("SITE-19" in lints(judged(replace(CLEAN, pages=pages)))) is passes


def test_site_20_the_device_is_read_before_the_choice_or_after_a_refusal():
    read = [CANVAS, replace(CANVAS, scene="refused")]
    granted = replace(CANVAS, scene="granted")

    assert lints(judged(spoiled(readings=read))) == ["SITE-20", "SITE-20"]
    assert lints(judged(spoiled(readings=[granted]))) == []


def test_site_20_a_declared_read_that_needs_no_consent_is_none():
    item = StorageItem("canvas.*", Kind.DEVICE_READ, identifiability=Identifiability.NONE)
    declared = changed("choice", items=(*DECLARED.services[0].items, item))
    own = replace(CANVAS, script=URL + "draw.js")

    assert lints(judged(spoiled(readings=[own]), declared, ["FR"])) == []
    assert lints(judged(spoiled(readings=[own]), places=["FR"])) == ["SITE-20"]

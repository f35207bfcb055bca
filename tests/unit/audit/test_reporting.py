"""The reports of an audit: four files from one verdict, and a summary; whatever the site's names try."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from speculoos.audit.judging.judge import CHECKS
from speculoos.audit.observed import Item, Observation, Outcome, Request, SceneKind, Via
from speculoos.audit.reporting import files, summary, write
from speculoos.audit.reporting.as_json import as_json, json_text, schema
from speculoos.audit.reporting.as_junit import junit
from speculoos.audit.reporting.as_sarif import as_sarif
from speculoos.audit.reporting.blind import blind_spots
from speculoos.audit.reporting.hosts import hosts
from speculoos.audit.reporting.html import html
from speculoos.audit.reporting.items import items
from speculoos.audit.reporting.shown import shown
from speculoos.audit.reporting.timeline import timeline
from speculoos.audit.reporting.words import declared_lifetime, observed_lifetime
from speculoos.audit.verdict import Cell, Row, Verdict
from speculoos.law.catalogue import Severity
from speculoos.registry.model import Kind, Registry, Site
from tests.unit.audit.sample_verdict import FINDINGS, SAMPLE, URL, found

EVIL = "</code><script>alert(1)</script>\"'&\x00\x1b[31m\u202egnp.exe\ud800\n]]>"
NOTHING = Verdict(Observation(URL, SAMPLE.observation.started, "Chromium"), None, (), (), (), None, "Nothing was seen.")


def hostile(number: int = 1) -> Verdict:
    """Everything that a site can name carries markup and control characters, `number` times over."""
    names = [f"{EVIL}{index}" for index in range(number)]
    seen = replace(
        SAMPLE.observation,
        browser=EVIL,
        blind=(EVIL,) * 2,
        scenes=tuple(replace(scene, said=EVIL, purpose=scene.purpose and EVIL) for scene in SAMPLE.observation.scenes),
        pages=tuple(replace(page, url=URL + EVIL, title=EVIL, problem=EVIL) for page in SAMPLE.observation.pages),
        items=tuple(
            Item("granted", Kind.COOKIE, name, EVIL, URL, Via.SCRIPT, setter=EVIL, same_site=EVIL) for name in names
        ),
        requests=tuple(Request("granted", URL, EVIL, name, chain=(EVIL,), cookies=(EVIL,)) for name in names),
    )
    one = FINDINGS[0]
    told = tuple(
        replace(
            one,
            finding=replace(one.finding, message=name, hint=EVIL, entry=EVIL, service="", item=""),
            subject=replace(one.subject, name=name, host=EVIL),
            evidence=(replace(one.evidence[0], page=EVIL, address=EVIL, chain=(EVIL,), screenshot=EVIL, said=EVIL),)
            * 30,
            lines=EVIL * 3,
        )
        for name in names
    )
    matrix = tuple(Row(None, Kind.COOKIE, name, EVIL, {"granted": Cell.SET}) for name in names)
    return Verdict(seen, Registry(Site(EVIL.replace("\ud800", ""), URL)), (EVIL,), told, matrix, None, EVIL, (EVIL,))


class Tags(HTMLParser):
    """Which elements a page has, and what it would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.loads += [str(value) for name, value in attrs if name in ("src", "srcset", "data", "action", "style")]
        self.loads += [str(value) for name, value in attrs if name == "href" and tag != "a"]
        self.loads += [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize("verdict", [SAMPLE, NOTHING, hostile()], ids=["sample", "nothing", "hostile"])
def test_the_json_keeps_to_its_schema(verdict: Verdict) -> None:
    Draft202012Validator.check_schema(schema())

    written = json.loads(json_text(verdict))

    assert list(Draft202012Validator(schema()).iter_errors(written)) == []
    assert written["findings"] == json.loads(json.dumps([one.as_json() for one in verdict.findings]))


def test_the_schema_knows_every_word_of_the_code() -> None:
    told = schema()["$defs"]

    assert told["kind"]["enum"] == list(Kind)
    assert told["scene_kind"]["enum"] == list(SceneKind)
    assert told["cell"]["enum"] == list(Cell)
    assert told["scene"]["properties"]["outcome"]["enum"] == list(Outcome)
    assert told["item"]["properties"]["via"]["enum"] == list(Via)
    assert told["severity"]["enum"] == list(Severity)


def test_the_schema_refuses_what_it_does_not_know() -> None:
    plain = json.loads(json.dumps(as_json(SAMPLE)))
    plain["matrix"][0]["cells"]["granted"] = "perhaps"
    plain["observation"]["cookies"] = []

    assert len(list(Draft202012Validator(schema()).iter_errors(plain))) == 2


def test_the_page_says_what_the_verdict_says() -> None:
    page = html(SAMPLE)

    for said in ("Not true", SAMPLE.sentence, "The withdrawal was not played", SAMPLE.registry.hash, "Chromium 156",
                 "version 3", "SITE-03", "EU-01", 'name = &#34;uid&#34;', "choice, 2.6 s", "400 days", "13 months",
                 "no control to withdraw with was found", "Pages behind the sign-in"):  # fmt: skip
        assert said in page
    for one in FINDINGS:
        assert f'id="finding-{one.id}"' in page


def test_every_link_of_the_page_leads_somewhere() -> None:
    page = html(SAMPLE)
    wanted = {part.split('"')[0] for part in page.split('href="#')[1:]}

    assert wanted
    assert [anchor for anchor in wanted if f'id="{anchor}"' not in page] == []


@pytest.mark.parametrize("verdict", [SAMPLE, NOTHING, hostile(3)], ids=["sample", "nothing", "hostile"])
def test_the_page_has_no_script_and_loads_nothing(verdict: Verdict) -> None:
    tags = Tags(html(verdict))

    assert tags.loads == []
    assert tags.seen.isdisjoint({"script", "img", "iframe", "link", "form", "object", "base"})


def test_a_row_stands_for_the_names_that_its_pattern_covers() -> None:
    rows = {row.name: row for row in items(SAMPLE).rows}

    assert rows["_st_*"].observed[0] == "as _st_id"
    assert rows["_st_*"].observed[1] == "by a script of stats.example, at 0.9 s, before the choice"
    assert [check for _, check in rows["_st_*"].findings] == ["SITE-03", "SITE-05", "SITE-10"]
    assert rows["csrftoken"].observed == ("never observed",)
    assert rows["uid"].declared == ("not declared",)


def test_a_cell_is_framed_only_in_the_scene_of_its_finding() -> None:
    row = next(row for row in items(SAMPLE).rows if row.name == "_st_*")

    assert [cell.scene for cell in row.cells if cell.found] == ["Before any choice", "Refused"]


def test_hosts_stand_below_those_that_led_to_them() -> None:
    rows = [(row.host, row.depth, row.led_by, row.declared) for row in hosts(SAMPLE).rows]

    assert rows == [
        ("www.shop.example", 0, "", ""),
        ("stats.example", 1, "www.shop.example", "Audience"),
        ("px.ads.example", 2, "stats.example", "not declared"),
        ("player.video.example", 1, "www.shop.example", "Player"),
    ]


def test_hosts_that_lead_to_each_other_are_told_once() -> None:
    ring = tuple(
        Request("granted", URL, f"https://{host}/", host, chain=(f"https://{led}/",))
        for host, led in (("a.example", "b.example"), ("b.example", "a.example"))
    )
    seen = replace(SAMPLE.observation, requests=ring)

    assert [row.host for row in hosts(replace(SAMPLE, observation=seen)).rows] == ["a.example", "b.example"]


def test_the_timeline_puts_the_choice_between_what_came_before_and_after() -> None:
    drawn = timeline(SAMPLE.observation)

    assert drawn is not None
    lane = next(lane for lane in drawn.lanes if lane.label == "stats.example")
    ads = next(lane for lane in drawn.lanes if lane.label == "px.ads.example")
    assert max(float(mark.x[:-1]) for mark in lane.marks) < float(drawn.choice[:-1])
    assert min(float(mark.x[:-1]) for mark in ads.marks) > float(drawn.choice[:-1])
    assert lane.words == "2 requests, 2 before the choice"
    assert timeline(NOTHING.observation) is None


def test_what_it_could_not_see_is_said_once_each() -> None:
    spots = blind_spots(SAMPLE)

    assert len(spots) == len(set(spots)) == 4
    assert any("service workers" in spot for spot in spots)
    assert any("“Withdrawn”" in spot and "Nothing is known" in spot for spot in spots)
    assert "third-party cookies" in " ".join(spots)


def test_sarif_has_a_result_for_each_finding_by_its_stable_id() -> None:
    run = as_sarif(SAMPLE)["runs"][0]

    assert [result["partialFingerprints"] for result in run["results"]] == [{"finding/v1": f.id} for f in FINDINGS]
    assert [result["ruleId"] for result in run["results"]] == [f.finding.id for f in FINDINGS]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == URL
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]
    assert as_sarif(NOTHING)["runs"][0]["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]


def test_junit_fails_by_lint_and_scene_and_skips_what_was_not_played() -> None:
    suites = {suite.get("name"): suite for suite in junit(SAMPLE)}
    failed = {
        (name, case.get("name", "").split()[0])
        for name, suite in suites.items()
        for case in suite
        if case.find("failure") is not None
    }

    assert failed == {
        ("Before any choice", "SITE-03"), ("Before any choice", "SITE-04"), ("Refused", "SITE-05"),
        ("the whole audit", "SITE-01"), ("the whole audit", "SITE-02"), ("the whole audit", "SITE-10"),
    }  # fmt: skip
    withdrawn = suites["Withdrawn"]
    assert withdrawn.get("tests") == withdrawn.get("skipped") != "0"
    assert suites["Granted"].get("failures") == suites["Granted"].get("skipped") == "0"


def test_junit_claims_nothing_of_a_lint_that_no_audit_runs() -> None:
    told = {case.get("name", "").split()[0] for case in junit(SAMPLE).iter("testcase")} - {"the"}

    assert told == set(CHECKS)


def test_junit_has_an_error_where_the_audit_could_not_tell() -> None:
    told = junit(NOTHING)

    assert told.get("errors") == "1"
    assert junit(SAMPLE).get("errors") == "0"


def test_the_summary_fits_a_terminal() -> None:
    many = replace(SAMPLE, findings=FINDINGS * 50, doubts=("it broke off",) * 30, sentence="so much " * 200)
    for verdict in (SAMPLE, NOTHING, many, hostile(50)):
        told = summary(verdict).splitlines()
        assert len(told) <= 25
        assert max(map(len, told)) <= 118
    assert "and 292 more" in summary(many)
    assert summary(SAMPLE).startswith("Not true. Declared 5")


def test_what_a_site_names_reaches_no_terminal_and_no_markup(tmp_path: Path) -> None:
    write(hostile(3), tmp_path / "out")

    page = (tmp_path / "out/report.html").read_text("utf-8")
    for text in (page, summary(hostile(3))):
        assert not set(text) & {"\x00", "\x1b", "\u202e", "\ud800"}
    assert "<script" not in page
    assert "\\u202e" in page
    ElementTree.parse(tmp_path / "out/junit.xml")  # noqa: S314 (written by us)
    json.loads((tmp_path / "out/report.sarif").read_text("utf-8"))
    assert json.loads((tmp_path / "out/report.json").read_text("utf-8"))["sentence"] == EVIL


def test_ten_thousand_items_make_a_page_that_can_be_opened() -> None:
    page = html(hostile(10_000))

    assert len(page) < 3_000_000
    assert "and 9,800 more, in report.json" in page
    assert "and 9,900 more, in report.json" in page


def test_a_picture_is_linked_only_by_a_plain_name() -> None:
    def page(screenshot: str) -> str:
        one = FINDINGS[1]
        return html(
            replace(SAMPLE, findings=(replace(one, evidence=(replace(one.evidence[0], screenshot=screenshot),)),))
        )

    assert 'href="refused-1.png"' in page("refused-1.png")
    for name in ("javascript:alert(1).png", "../../etc/x.png", "https://x.example/x.png", "//x.example/x.png"):
        assert "Picture:" not in page(name)


def test_an_existing_directory_keeps_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "report.html").write_text("old")

    write(SAMPLE, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*files.FILES, "notes.txt"])
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "report.html").read_text() != "old"


def test_nothing_is_written_where_one_report_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(verdict: Verdict) -> bytes:
        raise ValueError(verdict.sentence)

    monkeypatch.setattr(files, "FILES", {**files.FILES, "junit.xml": broken})
    with pytest.raises(ValueError, match="the declaration is not true"):
        write(SAMPLE, tmp_path / "out")

    assert list(tmp_path.iterdir()) == []


def test_the_reports_of_before_come_back_where_one_cannot_be_put_in_its_place(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "report.html").write_text("old")
    (target / "junit.xml").mkdir()

    with pytest.raises(OSError, match="junit"):
        write(SAMPLE, target)

    assert sorted(path.name for path in target.iterdir()) == ["junit.xml", "report.html"]
    assert (target / "report.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ü 例", "ü 例"), ("a\nb\tc", "a b c"), ("\x1b[0m", "\\x1b[0m"), ("a\u200bb", "a\\u200bb"), ("x" * 9, "xxxx…")],
)  # fmt: skip
def test_only_what_can_be_seen_is_shown(text: str, expected: str) -> None:
    assert shown(text, 4 if text.startswith("xx") else 100) == expected


@pytest.mark.parametrize(
    ("length", "words"),
    [(None, "until the browser closes"), (34_560_000, "400 days"), (86_399, "24 hours"), (1, "1 second")],
)  # fmt: skip
def test_lifetimes_that_were_observed_are_told_in_the_largest_unit(length: int | None, words: str) -> None:
    assert observed_lifetime(length) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [("", "no lifetime declared"), ("session", "until the browser closes"), ("P1Y2M", "1 year 2 months"), ("?", "?")],
)  # fmt: skip
def test_lifetimes_that_were_declared_are_told_as_declared(written: str | None, words: str) -> None:
    assert declared_lifetime(written) == words


def test_information_alone_passes_in_junit() -> None:
    one = found("SITE-02", "Never seen.", "Look again.", FINDINGS[5].subject)
    told = replace(one, finding=replace(one.finding, severity=Severity.INFO))

    assert junit(replace(SAMPLE, findings=(told,))).get("failures") == "0"

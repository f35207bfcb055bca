"""The built scripts for other people's tags, in Chromium: what comes first, one update a choice, off without an id."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from speculoos.consent import tags
from speculoos.consent.tcf.codec import encode
from speculoos.consent.tcf.model import TcString
from speculoos.registry.load import loads
from tools import js
from tools.js_signals import FOLDER

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[1] / "vectors"
REGISTRY = loads(
    """
[site]
name = "Shop"
url = "https://shop.example/"
default_language = "en"
[[providers]]
name = "Ads Ltd"
[[purposes]]
id = "statistics"
label = { en = "Statistics" }
text = { en = "We count." }
[[purposes]]
id = "ads"
sale = true
label = { en = "Advertising" }
text = { en = "Ads." }
[[services]]
id = "count"
provider = "Ads Ltd"
function = "Counting"
purpose = "statistics"
use = "audience_vendor"
text = { en = "To count" }
[[services]]
id = "bidder"
provider = "Ads Ltd"
function = "Bidding"
purpose = "ads"
use = "ads_behavioural"
text = { en = "To sell" }
""",
    "toml",
    file="shop.toml",
)
MODES = {"signals": {"statistics": ["analytics_storage"], "ads": ["ad_storage", "ad_user_data"]}}
TCF = {
    "cmp_id": 31, "publisher_country": "BE", "vendors": {"Ads Ltd": 8}, "purposes": {"ads": [1, 3], "statistics": [8]},
    "vendor_list": {"version": 142, "vendors": [8]},
}  # fmt: skip
TAG = "(window.dataLayer ??= []).push(['tag']); window.tagRan = true;"
ALL = {"statistics": "granted", "ads": "granted"}
NONE = {"statistics": "refused", "ads": "refused"}
OPEN = {"statistics": "unset", "ads": "unset"}


def told(modes=MODES, tcf=None, gpp=(), regions=None):
    parts = {
        "modes": tags.modes(REGISTRY, modes, regions or {}) if modes else None,
        "tcf": tags.tcf(REGISTRY, tcf or {}),
        "gpp": tags.gpp(REGISTRY, gpp),
    }
    return {name: part for name, part in parts.items() if part}


def opened(context, said, *, before="", gpc=False):
    """A page with the defaults, then a tag, then the late script, all as separate files in document order."""
    files = {
        "defaults.js": f"window.speculoosSignals={json.dumps(said)};{js.build(FOLDER / 'defaults.js')}",
        "tag.js": TAG,
        "before.js": before,
        "signals.js": js.build(FOLDER / "index.js"),
    }
    page_text = "<!doctype html><html lang=en><title>x</title>" + "".join(
        f'<script src="/{name}"></script>' for name in files
    )
    context.route(
        "**/*", lambda route: route.fulfill(
            body=files.get(route.request.url.rpartition("/")[2], page_text),
            content_type="text/javascript" if route.request.url.endswith(".js") else "text/html",
        )
    )  # fmt: skip
    page = context.new_page()
    if gpc:
        page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page.goto("http://signals.test/")
    return page


def send(page, name, state):
    page.evaluate(
        "([n, state]) => document.dispatchEvent(new CustomEvent('speculoos:' + n, { detail: { state } }))",
        [name, state],
    )


def layer(page):
    return page.evaluate("dataLayer.map((each) => [...each])")


def updates(page):
    return [command[2] for command in layer(page) if command[:2] == ["consent", "update"]]


def test_everything_is_denied_before_the_first_tag_runs(context):
    page = opened(context, told())
    commands = layer(page)

    assert commands[0][:2] == ["consent", "default"]
    assert {v for k, v in commands[0][2].items() if k != "wait_for_update"} == {"denied"}
    assert commands.index(["tag"]) > max(n for n, c in enumerate(commands) if c[0] in ("consent", "set"))
    assert page.evaluate("uetq") == ["consent", "default", {"ad_storage": "denied"}]
    assert page.evaluate("clarity.q[0]") == ["consentv2", {"ad_Storage": "denied", "analytics_Storage": "denied"}]


def test_each_choice_is_one_update_and_an_open_question_none(context):
    page = opened(context, told())
    send(page, "ready", OPEN)
    assert updates(page) == []

    send(page, "choice", ALL)
    assert len(updates(page)) == 1
    granted = updates(page)[0]
    assert (granted["ad_storage"], granted["analytics_storage"]) == ("granted", "granted")
    assert granted["functionality_storage"] == "denied"

    send(page, "choice", {"statistics": "granted", "ads": "withdrawn"})
    assert len(updates(page)) == 2
    assert (updates(page)[1]["ad_storage"], updates(page)[1]["analytics_storage"]) == ("denied", "granted")
    assert page.evaluate("uetq.length") == 3 * 3
    assert page.evaluate("clarity.q.length") == 3


def test_who_chose_before_is_heard_although_the_script_comes_late(context):
    page = opened(context, told(), before=f"window.speculoos = {{ state: {json.dumps(ALL)} }};")
    assert [u["ad_storage"] for u in updates(page)] == ["granted"]


def test_a_region_that_asks_nothing_starts_granted_and_the_signal_takes_that_back(context, browser):
    said = told(regions={"US-CA": ["statistics", "ads"]})
    there = [c for c in layer(opened(context, said)) if c[1:2] == ["default"] and "region" in c[2]]
    assert [(c[2]["region"], c[2]["ad_storage"]) for c in there] == [(["US-CA"], "granted")]

    quiet = browser.new_context()
    commands = layer(opened(quiet, said, gpc=True))
    assert not [c for c in commands if "granted" in json.dumps(c)]
    assert commands[0][2]["ad_storage"] == "denied"
    quiet.close()


def test_tcf_is_not_there_without_a_registered_id(context):
    page = opened(context, told(tcf={"publisher_country": "BE"}))
    assert page.evaluate("typeof window.__tcfapi") == "undefined"
    assert page.evaluate("typeof window.__gpp") == "undefined"


def test_a_vendor_that_asked_early_hears_the_question_and_the_choice(context):
    page = opened(context, told(tcf=TCF))
    page.evaluate("""() => {
        window.heard = [];
        __tcfapi('ping', 2, (data) => { window.ping = data; });
        __tcfapi('addEventListener', 2, (data) => heard.push(structuredClone(data)));
    }""")
    send(page, "ready", OPEN)
    send(page, "choice", ALL)
    send(page, "choice", NONE)
    heard = page.evaluate("heard")

    assert [each["eventStatus"] for each in heard] == ["cmpuishown", "useractioncomplete", "useractioncomplete"]
    assert [each["purpose"]["consents"]["3"] for each in heard] == [False, True, False]
    assert [each["vendor"]["consents"] for each in heard] == [{"8": False}, {"8": True}, {"8": False}]
    assert (page.evaluate("ping.cmpId"), page.evaluate("ping.gvlVersion")) == (31, 142)
    for each in heard:
        agree(each)


def agree(data):
    """The string says what the object says, read by our own decoder and by somebody else's."""
    from iab_tcf import decode_v2

    from speculoos.consent.tcf.codec import decode

    ours, theirs = decode(data["tcString"]), decode_v2(data["tcString"])
    granted = [int(n) for n, yes in data["purpose"]["consents"].items() if yes]
    assert sorted(ours.purpose_consents) == granted
    assert [n for n, yes in theirs.purposes_consent.items() if yes] == granted
    assert sorted(ours.vendor_consents) == [int(n) for n, yes in data["vendor"]["consents"].items() if yes]
    assert ours.disclosed_vendors == {8}
    assert (ours.cmp_id, ours.vendor_list_version, ours.publisher_country) == (31, 142, "BE")
    assert ours.service_specific
    assert ours.created == ours.updated == ours.created.replace(hour=0, minute=0, second=0, microsecond=0)


def test_gpp_says_the_opt_out_and_the_signal(context, browser):
    from speculoos.consent.gpp.codec import decode

    page = opened(context, told(gpp=["usnat", "usca", "usva"]))
    send(page, "ready", ALL)
    send(page, "choice", NONE)
    said = page.evaluate("(() => { let p; __gpp('ping', (d) => { p = d; }); return p; })()")
    found = decode(said["gppString"])

    assert said["sectionList"] == [7, 8, 9]
    assert {name: fields["SaleOptOut"] for name, fields in found.items()} == {"usnat": 1, "usca": 1, "usva": 1}
    assert found["usca"]["Gpc"] is False
    assert found == said["parsedSections"]

    quiet = browser.new_context()
    page = opened(quiet, told(gpp=["usca"]), gpc=True)
    send(page, "ready", NONE)
    text = page.evaluate("(() => { let p; __gpp('ping', (d) => { p = d; }); return p.gppString; })()")
    assert decode(text)["usca"]["Gpc"] is True
    quiet.close()


@pytest.fixture
def writer(context):
    files = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.js")}
    context.route(
        "**/*", lambda route: route.fulfill(
            body=files.get(route.request.url.rpartition("/")[2], "<!doctype html><title>x</title>"),
            content_type="text/javascript" if route.request.url.endswith(".js") else "text/html",
        )
    )  # fmt: skip
    page = context.new_page()
    page.goto("http://signals.test/")
    return page


def test_the_page_writes_tc_strings_as_the_program_does(writer):
    """Bit for bit, over few and many vendors in gaps and runs; the program itself is held to the vectors."""
    dice = random.Random(7)
    spread = [set(), {1}, {2, 6, 8}, set(range(1, 40)), set(range(100, 900)), {65535}]
    spread += [{n for n in range(1, 300) if dice.random() < share} for share in (0.02, 0.3, 0.95)]
    day = datetime(2026, 11, 24, tzinfo=UTC)
    strings = [
        TcString(
            created=day, updated=day, cmp_id=31 + n, cmp_version=n, screen=1, language="fr", vendor_list_version=142,
            publisher_country="be", purpose_consents=frozenset({1, 3, 11}), special_feature_opt_ins=frozenset({2}),
            vendor_consents=frozenset(vendors), disclosed_vendors=frozenset(vendors | {7}),
        )
        for n, vendors in enumerate(spread)
    ]  # fmt: skip
    written = writer.evaluate(
        """async (all) => {
            const { tcString } = await import('/strings.js');
            const dated = (tc) => ({ ...tc, created: Date.parse(tc.created), updated: Date.parse(tc.updated) });
            return all.map((tc) => tcString(dated(tc)));
        }""",
        [tc.as_json() for tc in strings],
    )
    assert written == [encode(tc) for tc in strings]


def test_the_page_writes_gpp_strings_as_the_vectors_have_them(writer):
    from speculoos.consent.gpp.fields import SECTIONS

    chosen, sections = [], []
    for vector in json.loads((VECTORS / "gpp.json").read_text("utf-8")):
        if not all(n in SECTIONS and (n != "usnat" or f["Version"] == 2) for n, f in vector["expect"].items()):
            continue
        if any("Gpc" not in f and SECTIONS[n].sensitive for n, f in vector["expect"].items()):
            continue
        chosen.append(vector["text"])
        sections.append([
            {"id": SECTIONS[n].id, "gpc": f.get("Gpc"),
             "fields": [[d.name, d.bits, d.count, f[d.name]] for d in SECTIONS[n].core]}
            for n, f in vector["expect"].items()
        ])  # fmt: skip
    assert len(chosen) >= 10
    written = writer.evaluate(
        """async (all) => {
            const { gppString } = await import('/strings.js');
            return all.map((each) => gppString(each.map((s) => ({ ...s, gpc: s.gpc ?? undefined }))));
        }""",
        sections,
    )
    assert written == chosen

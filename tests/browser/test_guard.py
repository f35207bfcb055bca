"""js/guard in Chromium: what is undeclared or not granted is not written, however ordinary code tries."""

import gzip
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from speculoos.consent.choice import acts_for, choose, effective
from speculoos.consent.cookie import COOKIE_NAME, encode
from speculoos.consent.layout import Layout
from speculoos.gate.decide import given
from speculoos.gate.guard import digest, script, settings
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.table import Table
from speculoos.registry.match import glob
from speculoos.registry.model import Exemption, Kind, Purpose, Registry, Service, Site, StorageItem
from tests.browser.guard_attempts import ATTEMPTS
from tools.js_guard import built

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
MODULES = ("match.js", "codec.js")
URL = "https://www.shop.example"
REPORTS = f"{URL}/reports"
SIZE = 3_700
"""Bytes after gzip, without a site's data. The aim is 2,500."""


def service(id: str, purpose: str, *items: StorageItem, exemption: Exemption | None = None) -> Service:
    return Service(id, "Shop", id, purpose, exemption=exemption, items=items)


REGISTRY = Registry(
    Site("Shop", f"{URL}/"),
    purposes=(Purpose("basket"), Purpose("statistics"), Purpose("media")),
    services=(
        service("basket", "basket", StorageItem("basket"), StorageItem("draft", Kind.LOCAL_STORAGE),
                StorageItem("step_*", Kind.SESSION_STORAGE), exemption=Exemption.STRICTLY_NECESSARY),
        service("count", "statistics", StorageItem("_pk_*.*"), StorageItem("shared"), StorageItem("x*y*z"),
                StorageItem("_pk", Kind.LOCAL_STORAGE), StorageItem("once", Kind.SESSION_STORAGE)),
        service("film", "media", StorageItem("film"), StorageItem("shared"), StorageItem("basket_*"),
                StorageItem("deep", host="deep.www.shop.example"), StorageItem("wide", host="shop.example"),
                StorageItem("away", host="film.example")),
        service("sound", "media", StorageItem("sound")),
    ),
    version=2,
)  # fmt: skip
LAYOUT = Layout.of(REGISTRY)
ENFORCED = Rules(Mode.ENFORCE, reports=REPORTS)
PARSED = "window[0].document.cookie = 'spy=1'; window[0].localStorage.spy = '1'"


def choice(*granted: str, refused: tuple[str, ...] = ()) -> str:
    chosen = choose(LAYOUT, acts_for(LAYOUT, granted), datetime.now(UTC), refused_services=refused).choice
    return encode(chosen, LAYOUT, "k" * 32, "shop")


@dataclass
class Shop:
    """Guarded pages at URL, others without the guard that tell what is stored, and what was reported."""

    context: BrowserContext
    rules: Rules = ENFORCED
    attributes: str = ""
    reported: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.route("**/*", self.serve)

    def serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(URL)
        if path == "/reports":
            self.reported += json.loads(route.request.post_data or "[]")
            assert route.request.headers["content-type"] == "application/json"
            route.fulfill(status=204)
        elif path == "/guard.js":
            route.fulfill(body=script(built(), settings(REGISTRY, self.rules)), content_type="text/javascript")
        else:
            parsed = f"<iframe></iframe><script>{PARSED}</script>" if path.endswith("frame") else ""
            guard = f'<script src="/guard.js" {self.attributes}></script>' if path.startswith("/guarded") else ""
            route.fulfill(
                body=f"<!doctype html><title>Shop</title>{guard}<main></main>{parsed}", content_type="text/html"
            )

    def open(self, path: str = "/guarded/page?secret=1") -> Page:
        page = self.context.new_page()
        page.goto(URL + path)
        return page

    def choose(self, value: str) -> None:
        self.context.add_cookies([{"name": COOKIE_NAME, "value": value, "url": URL}])

    def stored(self, page: Page) -> set[str]:
        """What is on the device. Its own tab alone can tell what a session's storage holds."""
        keys = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
        return {c["name"] for c in self.context.cookies() if c["name"] != COOKIE_NAME} | {*keys}


@pytest.fixture
def shop(context: BrowserContext) -> Shop:
    return Shop(context)


def test_ordinary_code_does_not_get_around_it(shop: Shop) -> None:
    """Every attempt writes under a name of its own, so that what gets through says how."""
    page = shop.open()
    for n, attempt in enumerate(ATTEMPTS.values()):
        code = attempt.replace("spy", f"spy_{n}_")
        page.evaluate(f"async () => {{ try {{ {code} }} catch (fault) {{ console.log(fault) }} }}")

    page.goto(f"{URL}/plain")
    found = shop.stored(page)

    assert {how for n, how in enumerate(ATTEMPTS) if f"spy_{n}_" in found} == set()
    assert found == {"basket"}


def test_the_attempts_are_ones_that_write(shop: Shop) -> None:
    """Where nothing is enforced all of them succeed, or the test above would be worth nothing."""
    shop.rules = Rules(Mode.OFF)
    page = shop.open()
    for n, attempt in enumerate(ATTEMPTS.values()):
        code = attempt.replace("spy", f"spy_{n}_")
        page.evaluate(f"async () => {{ try {{ {code} }} catch (fault) {{ console.log(fault) }} }}")

    page.goto(f"{URL}/plain")
    found = shop.stored(page)

    failing = {
        "a deleted property",
        "an object as a cookie",
        "cookieStore with a moving name",
    }
    assert {how for n, how in enumerate(ATTEMPTS) if f"spy_{n}_" not in found} == failing


def test_a_frame_of_the_page_s_own_markup_is_guarded_before_the_next_script(shop: Shop) -> None:
    page = shop.open("/guarded/frame")

    assert page.evaluate("window.length") == 1
    assert shop.stored(page) == set()


def test_patterns_fit_what_they_fit_on_the_server(context: BrowserContext) -> None:
    dice = random.Random(4)
    words = ["".join(dice.choices("ab*", k=dice.randrange(1, 7))) for _ in range(60)]
    names = ["".join(dice.choices("ab", k=dice.randrange(8))) for _ in range(60)]
    scripts = {path.name: path.read_text("utf-8") for path in (ROOT / "js").glob("*/*.js") if path.name in MODULES}
    context.route("**/*", lambda route: route.fulfill(
        body=scripts.get(route.request.url.rpartition("/")[2], "<!doctype html>"),
        content_type="text/javascript" if route.request.url.endswith(".js") else "text/html"))  # fmt: skip
    page = context.new_page()
    page.goto(f"{URL}/")

    fitting = page.evaluate(
        """async ([words, names]) => { const { fits } = await import("/guard/match.js");
        return words.flatMap((word) => names.filter((name) => fits(word, name)).map((name) => [word, name])); }""",
        [words, names],
    )

    fit = [(w, n) for w in words for n in names if (glob(w).matches(n) if "*" in w else w == n)]
    assert [tuple(pair) for pair in fitting] == fit
    assert len(fit) > 100


OLD = ("old", "older", "oldest", "kept")
NAMES = ["basket", "basket_old", "shared", "film", "sound", "_pk_id.1", "_pk_id", "xyz", "x1y2z", "xz", "xyzy", "deep",
         "wide", "away", "spy", "", "BASKET", "fil"]  # fmt: skip
STATES = [None, (("media",), ()), (("statistics",), ()), (("statistics", "media"), ("film",)), ((), ())]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_it_judges_cookies_as_the_gate_does(shop: Shop, state) -> None:
    """The same names, domains and choices through the verdicts of the server and through a browser."""
    if state:
        shop.choose(choice(*state[0], refused=state[1]))
    now = datetime.now(UTC)
    chosen = state and choose(LAYOUT, acts_for(LAYOUT, state[0]), now, refused_services=state[1]).choice
    table, counts = Table(REGISTRY, ENFORCED), effective(chosen, LAYOUT, now)
    cases = [(name, domain) for name in NAMES for domain in ("", "www.shop.example", "shop.example")]
    texts = [f"{name}=1; Domain={domain}" if domain else f"{name}=1" for name, domain in cases]
    expected = [text for text in texts if not given(table, counts, text.encode(), now).changes]
    page = shop.open()

    passed = page.evaluate(
        """(texts) => texts.filter((text) => {
            const before = document.cookie;
            document.cookie = text;
            const passed = document.cookie !== before;
            document.cookie = text + '; Max-Age=0';
            return passed;
        })""",
        texts,
    )

    assert passed == expected
    assert texts[0] in expected


def test_what_is_declared_and_granted_works_as_ever(shop: Shop) -> None:
    shop.choose(choice("statistics"))
    page = shop.open()

    found = page.evaluate("""async () => {
        document.cookie = 'basket=1; Path=/'; document.cookie = '_pk_id.1=2; Max-Age=900';
        await cookieStore.set('shared', '3');
        localStorage.setItem('draft', 'text'); localStorage._pk = 5;
        sessionStorage['step_2'] = 'x'; sessionStorage.once = '';
        const told = new StorageEvent('storage', { key: 'draft', storageArea: localStorage });
        for (const area of [localStorage, sessionStorage]) area.refused = '1';
        return [document.cookie.split('; ').filter((pair) => !pair.startsWith('cookies_')).sort(), localStorage.draft,
            localStorage.getItem('_pk'), { ...sessionStorage }, Object.keys(localStorage), localStorage.length,
            'draft' in localStorage, localStorage.key(0) !== null, localStorage instanceof Storage, `${localStorage}`,
            told.storageArea === localStorage, localStorage === window.localStorage, delete localStorage.draft,
            localStorage.getItem('draft'), (sessionStorage.clear(), sessionStorage.length), localStorage.refused];
    }""")

    assert found == [["_pk_id.1=2", "basket=1", "shared=3"], "text", "5", {"step_2": "x", "once": ""}, ["_pk", "draft"],
                     2, True, True, True, "[object Storage]", True, True, True, None, 0, None]  # fmt: skip


def test_removals_always_pass(shop: Shop) -> None:
    """Old items of a tag must be removable, whatever is declared."""
    shop.context.add_cookies([{"name": name, "value": "1", "url": URL} for name in OLD])
    page = shop.open()

    left = page.evaluate("""async () => {
        document.cookie = 'old=; Max-Age=0; Path=/';
        document.cookie = 'older=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/';
        await cookieStore.delete('oldest'); await cookieStore.set({ name: 'kept', value: '', expires: 5 });
        return document.cookie;
    }""")

    assert left == ""


def test_a_grant_and_a_withdrawal_count_at_once(shop: Shop) -> None:
    page = shop.open()
    write = "document.cookie = 'film=1'; localStorage.spy = 1; document.cookie.includes('film')"
    assert not page.evaluate(write)

    page.evaluate(f"document.cookie = '{COOKIE_NAME}={choice('media')}; Path=/'")
    assert page.evaluate(write)

    page.evaluate(f"document.cookie = 'film=; Max-Age=0'; document.cookie = '{COOKIE_NAME}={choice()}; Path=/'")
    assert not page.evaluate(write)


def test_a_cookie_that_no_script_can_read_is_told_by_the_page(shop: Shop) -> None:
    """Where the server keeps the choice, its pages say it to the tag, and the banner in its events."""
    shop.attributes = """data-state='{"media": "granted", "media:sound": "refused"}'"""
    page = shop.open()
    write = """['film', 'sound', '_pk_id.1'].filter((name) => {
        document.cookie = name + '=1'; const is = document.cookie.includes(name);
        document.cookie = name + '=; Max-Age=0'; return is })"""
    assert page.evaluate(write) == ["film"]

    page.evaluate("""document.dispatchEvent(new CustomEvent('speculoos:choice', { detail: {
        state: { media: 'withdrawn', statistics: 'granted' } } }))""")

    assert page.evaluate(write) == ["_pk_id.1"]


def test_global_privacy_control_refuses_what_is_optional(shop: Shop) -> None:
    shop.choose(choice("media", "statistics"))
    shop.context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page = shop.open()

    page.evaluate("document.cookie = 'film=1', document.cookie = 'basket=1'")

    assert shop.stored(page) == {"basket"}


def test_what_was_refused_is_told_once_and_without_a_trace_of_anybody(shop: Shop) -> None:
    page = shop.open()
    page.evaluate("""() => {
        for (const n of [1, 2]) document.cookie = 'film=secret' + n;
        document.cookie = 'id_0123456789abcdef=secret'; sessionStorage.spy = 'secret'; localStorage._pk = 'secret';
    }""")

    with page.expect_response("**/reports"):
        page.evaluate("""Object.defineProperty(document, 'hidden', { value: true }),
            document.dispatchEvent(new Event('visibilitychange'))""")

    common = {"type": "speculoos-storage", "page": "/guarded/page", "mode": "enforce"}
    assert shop.reported == [
        common | {"kind": "cookie", "name": "film", "reason": "not_granted"},
        common | {"kind": "cookie", "name": "id_*", "reason": "undeclared"},
        common | {"kind": "session_storage", "name": "spy", "reason": "undeclared"},
        common | {"kind": "local_storage", "name": "_pk", "reason": "not_granted"},
    ]


def test_modes_by_site_and_by_item(shop: Shop) -> None:
    """report_only lets pass and tells; off does neither."""
    items = (("film", Mode.ENFORCE), ("sound*", Mode.OFF))
    shop.rules = Rules(Mode.REPORT_ONLY, items, reports=REPORTS)
    page = shop.open()

    with page.expect_response("**/reports"):
        page.evaluate("for (const name of ['film', 'sound', 'spy']) document.cookie = name + '=1'")

    assert shop.stored(page) == {"sound", "spy"}
    assert [(told["name"], told["mode"]) for told in shop.reported] == [("film", "enforce"), ("spy", "report_only")]


def test_a_fault_in_it_leaves_the_page_as_it_was(shop: Shop) -> None:
    shop.context.add_init_script("Object.defineProperty(window, 'Storage', { value: undefined })")
    page = shop.open()

    assert page.evaluate("localStorage.anything = 1, localStorage.anything") == "1"
    assert page.evaluate("document.cookie = 'spy=1', document.cookie") == ""


def test_it_runs_under_a_strict_policy_by_its_hash(shop: Shop) -> None:
    text = script(built(), settings(REGISTRY, ENFORCED))
    policy = (
        f"default-src 'none'; script-src '{digest(text, 'sha256')}'; require-trusted-types-for 'script'; trusted-types"
    )
    body = f"<!doctype html><title>Shop</title><script>{text}</script><main></main>"
    shop.context.route("**/strict", lambda route: route.fulfill(
        body=body, content_type="text/html", headers={"Content-Security-Policy": policy}))  # fmt: skip
    page = shop.open("/strict")

    assert page.evaluate("document.cookie = 'spy=1', document.cookie = 'basket=1', document.cookie") == "basket=1"


def test_it_keeps_its_budget() -> None:
    assert len(gzip.compress(built().encode(), 9, mtime=0)) <= SIZE

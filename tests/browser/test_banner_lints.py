"""The lints of the banner over a real browser: our two banners give no finding, and each planted fault is found.

A mutant is the same page with one fault: its HTML or style is rewritten on the way, or a script is added. Where one
fault entails another in law (a refusal that is not there cannot be as near as the grant), both are named.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, Route

import speculoos.web
from speculoos.audit.banner import judge
from speculoos.audit.declared import declared
from speculoos.audit.facts import Declared, Scene
from speculoos.audit.look import look
from speculoos.registry.load import load, loads
from tests.browser.conftest import Served
from tests.browser.shop import DECLARATION, Shop
from tests.browser.test_choice import SITE

pytestmark = pytest.mark.browser

SAMPLE = Path(speculoos.web.__file__).parent / "samples" / "biscuiterie.toml"
PLACES = ("STRICTEST", "EU", "FR", "UK", "CA", "US")
Rewrite = Callable[[str], str]


@pytest.fixture(scope="module")
def bakery() -> Declared:
    return declared(load(str(SAMPLE)), "en")


def found(url: str, browser: Browser, scenes: object, said: Declared, prepare: object = lambda _: None) -> list[object]:
    return list(judge(look(url, browser, scenes, prepare=prepare), said, PLACES))  # type: ignore[arg-type]


def ids(findings: list[object]) -> list[str]:
    return sorted({finding.id for finding in findings})  # type: ignore[attr-defined]


def told(findings: list[object]) -> list[str]:
    return [f"{finding.id} {finding.message}" for finding in findings]  # type: ignore[attr-defined]


def html(rewrite: Rewrite) -> Callable[[BrowserContext], None]:
    """Every page of the site passes through `rewrite`; its policy is lifted so that what is planted can run."""

    def answer(route: Route, request: Request) -> None:
        if request.resource_type != "document" or request.method != "GET":
            route.continue_()
            return
        response = route.fetch()
        headers = {k: v for k, v in response.headers.items() if k != "content-security-policy"}
        headers.pop("content-encoding", None)
        headers.pop("content-length", None)
        route.fulfill(status=response.status, headers=headers, body=rewrite(response.text()))

    return lambda context: context.route("**/*", answer)


def swap(old: str, new: str) -> Callable[[BrowserContext], None]:
    def rewrite(text: str) -> str:
        return re.sub(old, new, text, flags=re.DOTALL)

    return html(rewrite)


def style(css: str) -> Callable[[BrowserContext], None]:
    return swap("</head>", f"<style>{css}</style></head>")


def script(code: str) -> Callable[[BrowserContext], None]:
    return swap("</body>", lambda _: f"<script>{code}</script></body>")  # type: ignore[arg-type]


REFUSE = r'<button class="act" name="act" value="refuse">[^<]*</button>'
GRANT = 'document.querySelector("#speculoos-banner [value=grant]").click()'
TWICE = """document.addEventListener("click", (event) => {
  const button = event.target.closest("#speculoos-banner [value=refuse]");
  if (button && !button.dataset.sure) { event.preventDefault(); button.dataset.sure = "1"; }
}, true)"""
WALL = "body::before { content: ''; position: fixed; inset: 0; z-index: 9; background: #fff } .banner { z-index: 10 }"
F, A, R = Scene.FIRST, Scene.ACCEPT, Scene.REFUSE

MUTANTS = [
    # lint, what is planted, scenes beside the first, what follows necessarily, evidence
    ("BAN-01", swap(REFUSE, ""), (), set(), "no control that refuses"),
    ("BAN-01", swap(REFUSE, '<a class="act" href="#">Refuse all</a>'), (), set(), "is a link"),
    ("BAN-02", style("[value=refuse] { font-size: 12px !important }"), (), set(), "font size 12.0 against 16.0"),
    ("BAN-02", style(".banner [value=refuse] { background: none !important; color: #222 !important }"), (), set(),
     "contrast of ground"),
    ("BAN-02", style(".banner [value=refuse] { position: absolute; inset-inline-start: -400px }"), (), set(),
     "out of view"),
    ("BAN-03", style(".banner p { color: #999 !important }"), (), set(), "is needed"),
    ("BAN-04", swap('name="purpose" value="statistics"', 'name="purpose" value="statistics" checked'), (), set(),
     '"Statistics" is on'),
    ("BAN-05", script(f'addEventListener("keydown", (e) => {{ if (e.key === "Escape") {GRANT} }})'),
     (A, R, Scene.NON_CHOICES), set(), "Escape granted"),
    ("BAN-05", script(f'addEventListener("wheel", () => {GRANT}, {{ once: true }})'),
     (A, R, Scene.NON_CHOICES), set(), "Scrolling granted"),
    ("BAN-06", script(TWICE), (A, R), set(), "Refusing takes 2 clicks"),
    ("BAN-07", swap('<li><a href="[^"]*cookies/preferences/">[^<]*</a></li>', ""), (R,), set(), "no way back"),
    ("BAN-08", swap("Biscuiterie du Canal asks", "We ask"), (), set(), "the controller"),
    ("BAN-08", swap("One third party would receive data.", ""), (), set(), "third parties (1)"),
    ("BAN-10", style(WALL), (), set(), "lies over the content"),
    ("BAN-10", style("html { overflow: hidden !important; height: 100vh } main { min-height: 3000px }"), (), set(),
     "cannot be scrolled"),
    ("BAN-11", swap(' aria-labelledby="speculoos-banner-title"', ""), (), set(), 'name ""'),
    ("BAN-11", style(".banner .act { min-block-size: 0 !important; block-size: 14px; padding: 0 !important; "
                     "line-height: 1 !important }"), (), set(), "24 are needed"),
    ("BAN-11", style(".banner { min-inline-size: 600px }"), (), {"BAN-02"}, "too wide"),
    ("BAN-12", swap('<html lang="en"', '<html lang="fr"'), (), set(), 'reads like "en"'),
    ("BAN-12", swap(">Refuse all<", ">Refuse all, I do not care<"), (), {"BAN-02"}, "shames"),
    ("BAN-13", swap('action="[^"]*" data-speculoos-form', 'action="/no-such-form" data-speculoos-form'),
     (Scene.NO_SCRIPTS,), set(), "do nothing"),
    ("BAN-14", swap("It is honoured|Global Privacy Control", "So it is"), (Scene.SIGNAL,), set(), "Sec-GPC: 1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "planted", "scenes", "entailed", "evidence"), MUTANTS, ids=[f"{m[0]} {m[4]}" for m in MUTANTS]
)
def test_a_planted_fault_is_found(
    browser: Browser,
    served: Served,
    bakery: Declared,
    id: str,
    planted: Callable[[BrowserContext], None],
    scenes: tuple[Scene, ...],
    entailed: set[str],
    evidence: str,
) -> None:
    findings = found(served.url + SITE, browser, (F, *scenes), bakery, planted)

    assert id in ids(findings)
    assert set(ids(findings)) <= {id} | entailed, told(findings)
    assert any(evidence in f.message for f in findings if f.id == id)  # type: ignore[attr-defined]


def test_our_own_banner_gives_no_finding(browser: Browser, served: Served, bakery: Declared) -> None:
    """Every scene, every lint, in all places, on the page that the server rendered."""
    assert told(found(served.url + SITE, browser, Scene, bakery)) == []


def test_our_banner_on_another_site_gives_no_finding(browser: Browser, shop: Shop) -> None:
    said = declared(loads(DECLARATION.format(url=shop.url), "toml"), "en")

    assert told(found(shop.url + "/", browser, Scene, said)) == []


def test_a_visitor_who_refused_and_is_asked_again_is_found(browser: Browser, served: Served, bakery: Declared) -> None:
    """BAN-09: the browser forgets, as if the refusal had been set for no time."""

    def forgetful(context: BrowserContext) -> None:
        def answer(route: Route, request: Request) -> None:
            response = route.fetch()
            headers = {**response.headers}
            if "refuse" in (request.post_data or ""):
                headers.pop("set-cookie", None)
                context.clear_cookies()  # which `fetch` has filled already
            route.fulfill(response=response, headers=headers)

        context.route("**/cookies/preferences/", answer)

    findings = found(served.url + SITE, browser, (A, R), bakery, forgetful)

    assert "BAN-09" in ids(findings)
    assert any("asks again" in f.message for f in findings)  # type: ignore[attr-defined]


def test_a_refusal_that_lives_shorter_than_a_grant_is_found(browser: Browser, served: Served, bakery: Declared) -> None:
    """BAN-09."""

    def shorter(context: BrowserContext) -> None:
        def answer(route: Route, request: Request) -> None:
            response = route.fetch()
            headers = {**response.headers}
            if "refuse" in (request.post_data or "") and "set-cookie" in headers:
                headers["set-cookie"] = re.sub(
                    r"expires=[^;]*; | Max-Age=\d+;", " Max-Age=86400;", headers["set-cookie"], flags=re.IGNORECASE
                )
            route.fulfill(response=response, headers=headers)

        context.route("**/cookies/preferences/", answer)

    findings = found(served.url + SITE, browser, (A, R), bakery, shorter)

    assert ids(findings) == ["BAN-09"]
    assert "A refusal lives 1 days, a grant 184" in findings[0].message  # type: ignore[attr-defined]


def test_a_banner_that_nothing_needs_is_found(browser: Browser, served: Served) -> None:
    """BAN-15: the same page, declared with what is exempt alone."""
    findings = found(served.url + SITE, browser, (F,), Declared("Biscuiterie du Canal", ()))

    assert ids(findings) == ["BAN-15"]

"""What the gate's policy blocks has a placeholder in its place, and loads there at one press, without a new page.

The shop, the third parties and the platform are hosts on loopback: sites of their own to the browser, as in life.
"""

import json
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from speculoos.gate.csp import OWN, Scenes
from speculoos.registry.load import load
from tests.browser.cinema import DECLARATION, Cinema, handler
from tests.browser.conftest import Served
from tests.browser.shop import manage, proxy_handler, serve, signed, until
from tests.browser.test_access import violations
from tools import js

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cinema]:
    shop = Cinema()
    host, proxy = serve(handler(shop)), serve(proxy_handler(shop, served.url.removeprefix("http://")))
    shop.url = f"http://shop.localhost:{host.server_port}"
    shop.platform = f"http://127.0.0.1:{proxy.server_port}"
    file = tmp_path_factory.mktemp("placeholders") / "cookies.toml"
    file.write_text(DECLARATION.format(url=shop.url), "utf-8")
    shop.scenes = Scenes(load(file))
    manage(served, "publish_declaration", str(file), "--site", "cinema")
    time.sleep(1.1)
    yield shop
    for server in (host, proxy):
        server.shutdown()
        server.server_close()


@pytest.fixture
def shop(running: Cinema) -> Cinema:
    running.asked.clear()
    running.others.clear()
    return running


BOXES = """(ids) => ids.map((id) => { const element = document.getElementById(id);
    const before = element.previousElementSibling;
    const place = before?.localName === "speculoos-blocked" ? before : element;
    const { x, y, width, height } = place.getBoundingClientRect(); return [id, x, y, width, height].join(" "); })"""


def places(page: Page):
    return page.locator("speculoos-blocked")


def place(page: Page, id: str):
    return page.locator(f"speculoos-blocked:has(+ #{id})")


def test_nothing_loads_and_each_place_says_who_wants_to(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context)

    expect(places(page)).to_have_count(4)
    film = place(page, "film")
    expect(film).to_contain_text("“Video player” is not loaded. It comes from Tube Ltd")
    expect(film).to_contain_text(f"It would load from tube.localhost:{shop.port}, for the purpose “Videos”.")
    expect(film.get_by_role("button")).to_have_text("Allow “Video player”")
    expect(film.get_by_role("group", name="Video player")).to_be_visible()
    stranger = place(page, "stranger")
    expect(stranger).to_contain_text(f"stranger.localhost:{shop.port} is not loaded. This site does not declare it")
    expect(stranger.get_by_role("button")).to_have_count(0)
    assert shop.others == []
    assert context.cookies() == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_placeholder_is_as_large_as_what_it_stands_for(context: BrowserContext, shop: Cinema, width: int) -> None:
    """Every box of the page is where it is on the same page without any policy."""
    ids = ["film", "wide", "picture", "stranger", "end"]
    there = shop.open(context, "/open/", waits=False)
    there.set_viewport_size({"width": width, "height": 800})
    page = shop.open(context)
    page.set_viewport_size({"width": width, "height": 800})
    expect(places(page)).to_have_count(4)

    assert page.evaluate(BOXES, ids) == there.evaluate(BOXES, ids)


def test_one_press_allows_the_service_and_loads_it_in_the_same_page(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context)
    page.get_by_label("Your name").fill("Ada")
    page.evaluate("scrollTo(0, 120)")
    before = page.evaluate(BOXES, ["film", "wide", "end"])

    place(page, "film").get_by_role("button").click()
    expect(places(page)).to_have_count(2)

    for name in ("film", "wide"):
        inner = page.frame_locator(f"#{name}").frame_locator("iframe")
        expect(inner.locator("p")).to_have_text("The film.")
    assert page.evaluate(BOXES, ["film", "wide", "end"]) == before
    assert page.evaluate("[mark, document.querySelector('input').value, scrollY]") == ["the same page", "Ada", 120]
    assert page.evaluate("document.activeElement.id") == "film"
    assert page.evaluate("film.allow") == "fullscreen"
    assert sorted(shop.others) == [f"tube.localhost/film?id={n} from {shop.platform}/" for n in (1, 2)]
    expected = {"media": "granted", "media:pictures": "refused", "help": "unset"}
    assert page.evaluate("speculoos.state") == expected
    signed(context, shop)
    expect(place(page, "picture")).to_contain_text("Picture service")
    expect(page.get_by_role("button", name="Accept all")).to_be_visible()


def test_an_image_loads_in_its_place_and_goes_at_withdrawal(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context)
    place(page, "picture").get_by_role("button").click()
    frame = page.locator("iframe:has(+ #picture)")
    expect(frame).to_be_focused()
    expect(page.frame_locator("iframe:has(+ #picture)").get_by_role("img", name="A cake")).to_be_visible()
    assert frame.bounding_box() == {"x": 16, "width": 300, "height": 200, "y": frame.bounding_box()["y"]}

    page.evaluate("speculoos.withdraw()")

    expect(place(page, "picture")).to_be_visible()
    expect(frame).to_have_count(0)


def test_an_image_without_a_size_takes_its_own(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context, "/free/")
    places(page).get_by_role("button").click()
    frame = page.locator("iframe:has(+ #free)")
    until(page, "document.querySelector('iframe')?.offsetWidth === 240")

    assert (frame.bounding_box()["width"], frame.bounding_box()["height"]) == (240, 160)


def test_withdrawal_puts_the_placeholder_back(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context)
    page.evaluate("speculoos.grant()")
    expect(places(page)).to_have_count(1)

    page.evaluate("speculoos.withdraw('media')")

    expect(places(page)).to_have_count(4)
    assert page.locator("iframe[src*='/s/cinema/frame/']").count() == 0
    place(page, "wide").get_by_role("button").click()
    expect(page.frame_locator("#wide").frame_locator("iframe").locator("p")).to_have_text("The film.")


def test_what_comes_into_the_page_later_is_found(context: BrowserContext, shop: Cinema) -> None:
    """Before the grant it waits; after it, it loads at once, although the page's policy is older than the grant."""
    page = shop.open(context, "/plain/")
    add = f"""(id) => {{ const frame = document.createElement("iframe"); frame.id = id;
        frame.src = "http://tube.localhost:{shop.port}/" + id; document.querySelector("main").append(frame); }}"""
    page.evaluate(add, "one")
    place(page, "one").get_by_role("button").click()
    expect(page.frame_locator("#one").frame_locator("iframe").locator("p")).to_be_visible()

    page.evaluate(add, "two")

    expect(page.frame_locator("#two").frame_locator("iframe").locator("p")).to_be_visible()
    expect(places(page)).to_have_count(0)


def test_where_nothing_is_blocked_nothing_is_fetched(context: BrowserContext, shop: Cinema) -> None:
    shop.open(context, "/plain/").wait_for_timeout(200)

    assert [each for each in shop.asked if "placeholders" in each or "blocked" in each] == []


def test_what_is_parked_loads_through_the_policy_as_well(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context, "/parked/")
    page.get_by_role("button", name="Always allow").click()

    expect(page.frame_locator("#parked").frame_locator("iframe").locator("p")).to_have_text("The film.")
    expect(places(page)).to_have_count(0)


def test_a_script_starts_with_the_next_page_and_that_is_said(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context, "/script/")
    page.evaluate("speculoos.grant('help')")
    note = page.get_by_role("region", name="Chat")
    expect(note).to_contain_text("“Chat” is allowed and starts with the next page.")
    assert violations(page) == []
    with page.expect_navigation():
        note.get_by_role("button", name="Load this page again").click()


def test_no_reload_is_offered_where_something_was_typed(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context, "/script/")
    page.get_by_label("Your name").fill("Ada")
    page.evaluate("speculoos.grant('help')")
    note = page.get_by_role("region", name="Chat")
    expect(note).to_be_visible()
    assert note.get_by_role("button").all_text_contents() == ["Close"]
    note.get_by_role("button").click()
    expect(note).to_have_count(0)


def test_global_privacy_control_leaves_nothing_to_press(context: BrowserContext, shop: Cinema) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page = shop.open(context)

    expect(place(page, "film")).to_contain_text("Global Privacy Control")
    expect(place(page, "film").get_by_role("button")).to_have_count(0)


def test_it_works_under_a_strict_policy_with_trusted_types(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context, "/strict/")
    place(page, "film").get_by_role("button").click()

    expect(page.frame_locator("#film").frame_locator("iframe").locator("p")).to_have_text("The film.")
    assert set(page.evaluate("faults")) <= {"frame-src", "img-src"}


def test_where_the_policy_does_not_name_the_platform_it_waits_for_the_next_page(
    context: BrowserContext, shop: Cinema
) -> None:
    page = shop.open(context, "/unnamed/")
    place(page, "film").get_by_role("button").click()

    expect(place(page, "film")).to_contain_text("“Video player” is allowed and starts with the next page.")


@pytest.mark.parametrize(("width", "scheme", "path"), [(1280, "light", "/"), (390, "dark", "/rtl/")])
def test_axe_finds_nothing_and_nothing_overflows(browser: Browser, shop: Cinema, width, scheme, path) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = shop.open(context, path)
    expect(places(page)).to_have_count(4)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_keyboard_alone_allows(context: BrowserContext, shop: Cinema) -> None:
    page = shop.open(context)
    page.evaluate("speculoos.refuse()")
    page.get_by_label("Your name").focus()
    expect(places(page)).to_have_count(4)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.frame_locator("#film").frame_locator("iframe").locator("p")).to_be_visible()
    assert page.evaluate("speculoos.state.media") == "granted"


HOSTED = """<!doctype html><html lang="en"><title>Shop</title><main>
<iframe id="film" title="Film" width="320" height="180" src="https://tube.example/film"></iframe>
</main><p role="status" data-speculoos-status data-speculoos-state='{}'
data-speculoos-places="/placeholders.js" data-speculoos-blocked="/blocked.json" data-speculoos-post="/preferences/"></p>
<script type="module" src="/banner.js"></script>"""


def test_pages_with_the_server_s_banner_have_them_too(context: BrowserContext) -> None:
    """One press posts to the preferences, and the answer says what counts; the cookie is not for scripts."""
    posts: list[str] = []
    service = {"unit": "media:tube", "always": False, "label": "Player", "by": "Tube", "purpose": "Videos",
               "hosts": ["tube.example"]}  # fmt: skip
    texts = {name: name for name in ("blocked", "from", "undeclared", "next", "again", "close", "preferences", "gpc")}
    told = {"frame": "https://shop.test/frame/", "preferences": "/preferences/", "lang": "en", "dir": "ltr",
            "services": [service], "texts": texts | {"allow": "Allow {service}"}}  # fmt: skip
    answers = {
        "/": (HOSTED, "text/html"),
        "/banner.js": (js.small(js.build(js.BANNER)), "text/javascript"),
        "/placeholders.js": (js.both()["placeholders.1.js"], "text/javascript"),
        "/blocked.json": (json.dumps(told), "application/json"),
        "/frame/": ("<!doctype html><title>f</title><p>The frame.</p>", "text/html"),
        "/preferences/": (json.dumps({"state": {"media": "granted"}, "message": "Saved."}), "application/json"),
    }

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        posts.extend([route.request.post_data] if route.request.post_data else [])
        body, kind = answers[address.path] if address.netloc == "shop.test" else ("film", "text/html")
        policy = (
            {"Content-Security-Policy": f"{OWN}; require-trusted-types-for 'script'"} if address.path == "/" else {}
        )
        route.fulfill(body=body, content_type=kind, headers=policy)

    context.route("**/*", answer)
    page = context.new_page()
    page.goto("https://shop.test/")

    places(page).get_by_role("button", name="Allow Player").click()

    expect(page.frame_locator("#film").locator("p")).to_have_text("The frame.")
    assert posts == ["act=allow&service=tube&method=banner"]
    assert "kind=frame&src=https%3A%2F%2Ftube.example%2Ffilm&name=Film" in page.frames[1].url
    expect(page.get_by_role("status")).to_have_text("Saved.")

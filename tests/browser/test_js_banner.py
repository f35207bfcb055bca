"""js/banner/banner.js in a real browser, on a page that is not ours, under a strict CSP with Trusted Types."""

import gzip
import json
from urllib.parse import parse_qs

import pytest

from tools import js

pytestmark = pytest.mark.browser

SCRIPT = js.small(js.build(js.BANNER))
CSP = "default-src 'self'; script-src 'nonce-n'; require-trusted-types-for 'script'; trusted-types 'none'"
ANSWER = {"state": {"statistics": "granted", "marketing": "granted", "marketing:map": "refused"}, "message": "Saved."}
HEAD = """<!doctype html><html lang="en"><title>Host page</title>
<script nonce="n">window.ran = []; window.violations = [];
window.log = (what) => { ran.push(what); document.documentElement.dataset.ran = ran.join(" "); };
document.addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective + " " + e.blockedURI));
document.addEventListener("speculoos:choice", (e) => {
  window.told = e.detail; document.documentElement.dataset.told = "1"; });</script>
<script type="module" src="/banner.js" nonce="n"></script>"""
BANNER = """<section id="speculoos-banner" role="region" aria-labelledby="t"><h2 id="t">Your choice</h2>
<form method="post" action="/preferences/" data-speculoos-form><input type="hidden" name="method" value="banner">
<button name="act" value="refuse">Refuse all</button><button name="act" value="grant">Accept all</button>
<a href="/preferences/" data-speculoos-choose>Choose</a></form></section>"""
PARKED = """
<script type="text/plain" data-speculoos="statistics" src="/slow.js" nonce="n"></script>
<script type="text/plain" data-speculoos="statistics" nonce="n">log("inline");</script>
<script type="text/plain" data-speculoos="marketing:video" data-type="module" nonce="n">log("video");</script>
<script type="text/plain" data-speculoos="marketing:map" nonce="n">log("map");</script>
<script type="text/plain" data-speculoos="typo" nonce="n">log("typo");</script>
<iframe title="Video" data-speculoos="marketing:video" data-src="/frame.html"></iframe>
<iframe title="Map" data-speculoos="marketing:map" data-src="/frame.html"></iframe>"""
STATUS = '<p role="status" aria-live="polite" data-speculoos-status{}></p>'


class Site:
    """The page, the posts that it sent, and how they are answered."""

    def __init__(self, context, body, answer=None, status=200, headers=None):
        self.posts, self.native, self.answer, self.status = [], [], answer or json.dumps(ANSWER), status
        self.html = HEAD + body
        self.headers = headers or {"Content-Security-Policy": CSP}
        context.route("**/*", self.serve)
        self.page = context.new_page()
        self.page.goto("http://host.test/")

    def serve(self, route):
        request = route.request
        if request.method == "POST":
            self.post(route, request)
        elif request.url.endswith("banner.js"):
            route.fulfill(body=SCRIPT, content_type="text/javascript")
        elif request.url.endswith("slow.js"):
            route.fulfill(body="log('slow')", content_type="text/javascript")
        elif request.url.endswith("frame.html"):
            route.fulfill(body="<!doctype html><title>f</title>", content_type="text/html")
        else:
            route.fulfill(body=self.html, content_type="text/html", headers=self.headers)

    def post(self, route, request):
        fields = {name: values[-1] for name, values in parse_qs(request.post_data).items()}
        if request.is_navigation_request():
            self.native.append(fields)
            route.fulfill(body="<!doctype html><title>Saved natively</title>", content_type="text/html")
            return
        self.posts.append((fields, request.headers["accept"]))
        if self.status:
            route.fulfill(status=self.status, body=self.answer, content_type="application/json")
        else:
            route.abort()

    def press(self, name):
        self.page.get_by_role("button", name=name).click()

    def settled(self):
        self.page.wait_for_selector("html[data-told]")


MAIN = '<header><button id="menu">Menu</button></header><main>Content</main>'


def test_a_choice_is_sent_announced_and_the_banner_gone(context):
    site = Site(context, MAIN + BANNER + STATUS.format(""))

    site.press("Accept all")
    site.settled()

    assert site.posts == [({"method": "banner", "act": "grant"}, "application/json")]
    assert site.page.locator("#speculoos-banner").count() == 0
    assert site.page.get_by_role("status").inner_text() == "Saved."
    assert site.page.evaluate("told") == ANSWER
    assert site.page.url == "http://host.test/"


def test_the_focus_goes_to_the_content_after_a_click(context):
    site = Site(context, MAIN + BANNER + STATUS.format(""))

    site.press("Refuse all")
    site.settled()

    assert site.posts[0][0]["act"] == "refuse"
    assert site.page.evaluate("document.activeElement.tagName") == "MAIN"


def test_the_focus_goes_back_to_where_a_keyboard_user_was(context):
    site = Site(context, MAIN + BANNER + STATUS.format(""))

    site.page.keyboard.press("Tab")
    assert site.page.evaluate("document.activeElement.id") == "menu"
    site.page.keyboard.press("Tab")
    site.page.keyboard.press("Enter")
    site.settled()

    assert site.posts[0][0]["act"] == "refuse"
    assert site.page.evaluate("document.activeElement.id") == "menu"


@pytest.mark.parametrize(
    ("status", "answer"), [(500, "{}"), (403, "{}"), (200, "<html>"), (200, "{}"), (0, None)], ids=str
)
def test_when_the_background_fails_the_form_is_sent_the_plain_way(context, status, answer):
    """The same act reaches the server, and nothing is claimed that did not happen."""
    site = Site(context, MAIN + BANNER + STATUS.format(""), answer, status)

    site.press("Refuse all")
    site.page.wait_for_url("**/preferences/")

    assert site.native == [{"method": "banner", "act": "refuse"}]
    assert site.page.title() == "Saved natively"


def test_two_quick_presses_are_one_choice(context):
    site = Site(context, MAIN + BANNER + STATUS.format(""))

    site.page.evaluate("[...document.querySelectorAll('[name=act]')].forEach((button) => button.click())")
    site.settled()

    assert [fields["act"] for fields, _ in site.posts] == ["refuse"]


def test_what_waits_runs_in_the_order_of_the_document_once_granted(context):
    """Also under a nonce policy with Trusted Types; what was refused alone or is unknown stays parked."""
    site = Site(context, MAIN + PARKED + BANNER + STATUS.format(""))

    assert site.page.evaluate("ran") == []
    site.press("Accept all")
    site.page.wait_for_selector("html[data-ran$=video]")
    site.page.wait_for_selector("iframe[title=Video][src]")

    assert site.page.evaluate("ran") == ["slow", "inline", "video"]
    assert site.page.locator("iframe[title=Map][src]").count() == 0
    assert site.page.evaluate("violations") == []


def test_nothing_runs_after_a_refusal(context):
    refused = json.dumps({"state": {"statistics": "refused", "marketing": "refused"}, "message": "Saved."})
    site = Site(context, MAIN + PARKED + BANNER + STATUS.format(""), refused)

    site.press("Refuse all")
    site.settled()
    site.page.wait_for_timeout(200)

    assert site.page.evaluate("ran") == []
    assert site.page.locator("iframe[src]").count() == 0


def test_a_visitor_who_chose_before_gets_what_they_granted_at_once(context):
    """The server writes the state into the page, so no request and no cookie reading is needed."""
    state = json.dumps({"statistics": "granted", "marketing": "withdrawn"}).replace('"', "&quot;")
    site = Site(context, MAIN + PARKED + STATUS.format(f' data-speculoos-state="{state}"'))

    site.page.wait_for_selector("html[data-ran$=inline]")

    assert site.page.evaluate("ran") == ["slow", "inline"]
    assert site.page.locator("iframe[src]").count() == 0
    assert site.posts == []


def test_the_script_stores_nothing(context):
    site = Site(context, MAIN + PARKED + BANNER + STATUS.format(""))
    site.press("Accept all")
    site.settled()

    assert site.page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_the_script_keeps_its_budget():
    assert len(gzip.compress(SCRIPT.encode(), 9)) <= 2100

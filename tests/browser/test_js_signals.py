"""js/signals in a real browser: stubs, queues, listeners, frames, and the order of commands."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parents[2] / "js" / "signals"


def serve(context, path):
    """Playwright counts the parameters of a handler, so what it needs is in the closure."""
    text = path.read_text("utf-8")
    context.route(f"**/{path.name}", lambda route: route.fulfill(body=text, content_type="text/javascript"))


@pytest.fixture
def page(context):
    """An empty page that can import the modules; nothing leaves the browser."""
    context.route("**/*", lambda route: route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html"))
    for path in FOLDER.glob("*.js"):
        serve(context, path)
    page = context.new_page()
    page.goto("http://signals.test/")
    return page


def test_the_tcf_stub_answers_ping_and_is_found(page):
    said = page.evaluate("""async () => {
        const { tcfStub } = await import('/tcf.js');
        tcfStub();
        let ping;
        __tcfapi('ping', 2, (data, success) => { ping = [data, success]; });
        return { ping, found: '__tcfapiLocator' in window.frames };
    }""")

    assert said["found"]
    assert said["ping"][1] is True
    assert (said["ping"][0]["cmpLoaded"], said["ping"][0]["cmpStatus"]) == (False, "stub")


def test_what_was_queued_hears_the_choice_and_no_more_when_removed(page):
    heard = page.evaluate("""async () => {
        const { tcfStub, tcfApi } = await import('/tcf.js');
        const heard = [];
        tcfStub();
        __tcfapi('addEventListener', 2, (data) => heard.push([data.eventStatus, data.tcString, data.listenerId]));
        const api = tcfApi({ cmpId: 31, cmpVersion: 1, gdprApplies: true });
        api.show();
        api.update({ tcString: 'C1' }, true);
        __tcfapi('removeEventListener', 2, (ok) => heard.push(ok), 1);
        __tcfapi('removeEventListener', 2, (ok) => heard.push(ok), 1);
        api.update({ tcString: 'C2' }, true);
        __tcfapi('getTCData', 2, (data, success) => heard.push([data.tcString, success]));
        __tcfapi('toString', 2, (data, success) => heard.push([data, success]));
        return heard;
    }""")

    assert heard == [["cmpuishown", None, 1], ["useractioncomplete", "C1", 1], True, False, ["C2", True], [None, False]]


def test_tcf_is_off_without_a_platform_id(page):
    said = page.evaluate("""async () => {
        const { tcfApi } = await import('/tcf.js');
        try { tcfApi({ cmpId: 0 }); } catch (error) { return [error.message, typeof window.__tcfapi]; }
    }""")

    assert said == ["TCF is off: configure a registered CMP id.", "undefined"]


@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize("name", ["__tcfapi", "__gpp"])
def test_a_frame_asks_by_message(page, name, as_text):
    said = page.evaluate(
        """async ([name, asText]) => {
            const { tcfApi } = await import('/tcf.js');
            const { gppApi } = await import('/gpp.js');
            if (name === '__gpp') gppApi({ cmpId: 31 }); else tcfApi({ cmpId: 31 });
            const frame = document.createElement('iframe');
            document.body.append(frame);
            const answer = new Promise((done) => frame.contentWindow.addEventListener('message', (e) => done(e.data)));
            const call = { [name + 'Call']: { command: 'ping', version: 2, callId: 'x1' } };
            const send = frame.contentWindow.Function('message', 'parent.postMessage(message, "*")');
            window.postMessage('not json {', '*');
            send(asText ? JSON.stringify(call) : call);
            const data = await answer;
            return [typeof data, (asText ? JSON.parse(data) : data)[name + 'Return']];
        }""",
        [name, as_text],
    )

    assert said[0] == ("string" if as_text else "object")
    assert (said[1]["callId"], said[1]["success"], said[1]["returnValue"]["cmpId"]) == ("x1", True, 31)


def test_gpp_tells_sections_and_readiness(page):
    said = page.evaluate("""async () => {
        const { gppStub, gppApi } = await import('/gpp.js');
        const heard = [], got = {};
        gppStub();
        __gpp('ping', (data) => { got.stub = data.cmpStatus; });
        __gpp('addEventListener', (e) => heard.push([e.eventName, e.data]));
        const api = gppApi({ cmpId: 31, applicableSections: [7] });
        api.show();
        api.update({ gppString: 'DBABLA~x', sectionList: [7], parsedSections: { usnat: { Gpc: true } } });
        __gpp('hasSection', (v) => { got.has = v; }, 'usnat');
        __gpp('hasSection', (v) => { got.hasNot = v; }, 'constructor');
        __gpp('getField', (v, ok) => { got.field = [v, ok]; }, 'usnat.Gpc');
        __gpp('getField', (v, ok) => { got.noField = [v, ok]; }, 'usnat.toString');
        __gpp('ping', (data) => { got.text = data.gppString; });
        return { heard, got };
    }""")

    assert said["got"] == {"stub": "stub", "has": True, "hasNot": False, "field": [True, True],
                           "noField": [None, False], "text": "DBABLA~x"}  # fmt: skip
    assert said["heard"] == [["listenerRegistered", True], ["cmpDisplayStatus", "visible"], ["sectionChange", "usnat"],
                             ["cmpDisplayStatus", "hidden"], ["signalStatus", "ready"]]  # fmt: skip


def test_commands_reach_each_queue_in_order(page):
    said = page.evaluate("""async () => {
        const { push } = await import('/modes.js');
        const uet = [['consent', 'default', {}]];
        push({ google: [['consent', 'default', { ad_storage: 'denied' }]], uet, clarity: [] });
        const clarity = [['consentv2', { ad_Storage: 'granted' }]];
        push({ google: [['consent', 'update', { ad_storage: 'granted' }]], clarity });
        const kinds = dataLayer.map((d) => Object.prototype.toString.call(d));
        return [dataLayer.map((d) => [...d]), kinds, uetq, window.clarity.q];
    }""")

    assert said == [
        [["consent", "default", {"ad_storage": "denied"}], ["consent", "update", {"ad_storage": "granted"}]],
        ["[object Arguments]"] * 2,
        ["consent", "default", {}],
        [["consentv2", {"ad_Storage": "granted"}]],
    ]

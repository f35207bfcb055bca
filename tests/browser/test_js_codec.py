"""js/banner/codec.js in a real browser: the shared vectors, and values that the server made up."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from speculoos.consent.choice import Choice, new_receipt
from speculoos.consent.cookie import COOKIE_NAME, MAX_AGE, body
from speculoos.consent.layout import Layout
from speculoos.consent.state import State

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
FILE = json.loads((ROOT / "tests" / "vectors" / "cookies_preferences.json").read_text("utf-8"))
DECIDED = [State.UNSET, State.GRANTED, State.REFUSED, State.WITHDRAWN]


@pytest.fixture
def codec(context):
    """A page that can import the codec; nothing leaves the browser."""
    context.route("**/*", lambda route: route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html"))
    script = (ROOT / "js" / "banner" / "codec.js").read_text("utf-8")
    context.route("**/codec.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page = context.new_page()
    page.goto("http://codec.test/")
    return page


def plain(layout):
    return {**layout, "services": [service for service, _ in layout["services"]]}


def test_every_vector_means_the_same_to_the_script(codec):
    """It cannot check signatures, so it sees what a reader without the secrets sees."""
    cases = [[v["value"], plain(FILE["layouts"][v["layout"]])] for v in FILE["vectors"]]
    found = codec.evaluate(
        "async (cases) => { const { decode } = await import('/codec.js'); return cases.map((c) => decode(...c)); }",
        cases,
    )

    expected = {v["name"]: v.get("unsigned", v["expect"]) for v in FILE["vectors"]}
    assert dict(zip(expected, found, strict=True)) == expected


def test_the_script_writes_what_the_server_writes(codec):
    good = [v for v in FILE["vectors"] if "choice" in v["expect"]]
    cases = [[v["expect"]["choice"], plain(FILE["layouts"][v["layout"]])] for v in good]

    found = codec.evaluate(
        "async (cases) => { const { encode } = await import('/codec.js'); return cases.map((c) => encode(...c)); }",
        cases,
    )

    assert found == [v["value"].rpartition(".")[0] for v in good]


def test_five_hundred_random_choices_read_and_write_alike(codec):
    dice = random.Random(27560)
    made = [random_choice(dice) for _ in range(500)]
    cases = [[f"{body(choice, layout)}.{'A' * 16}", plain_layout(layout)] for choice, layout in made]

    found = codec.evaluate(
        """async (cases) => {
            const { decode, encode } = await import('/codec.js');
            return cases.map(([value, layout]) => {
                const { choice } = decode(value, layout);
                return [choice.states, choice.refusedServices, choice.time, encode(choice, layout)];
            });
        }""",
        cases,
    )

    for (choice, layout), (states, refused, time, text) in zip(made, found, strict=True):
        assert states == {purpose: str(state) for purpose, state in choice.states}
        assert set(refused) == choice.refused_services
        assert time == choice.time.timestamp()
        assert text == body(choice, layout)


def test_no_text_makes_the_script_throw(codec):
    dice = random.Random(9)
    letters = "1.3abcABC-_\u0000\u2028é🍪\ud800=;,%\"' \n"
    junk = ["".join(dice.choices(letters, k=dice.randrange(80))) for _ in range(2000)]
    junk = [text.encode("utf-8", "replace").decode() for text in junk]

    reasons = codec.evaluate(
        """async (junk) => {
            const { decode } = await import('/codec.js');
            return junk.map((text) => decode(text, undefined).refusal);
        }""",
        junk,
    )

    assert set(reasons) <= {"empty", "too_long", "malformed", "unknown_format", "unknown_version"}


def test_name_and_life_agree_with_the_server(codec):
    found = codec.evaluate(
        "async () => { const { COOKIE_NAME, MAX_AGE } = await import('/codec.js'); return [COOKIE_NAME, MAX_AGE]; }"
    )

    assert found == [COOKIE_NAME, MAX_AGE]


def random_choice(dice):
    purposes = tuple(f"p{n}" for n in range(dice.randrange(9)))
    services = tuple((f"s{n}", dice.choice(purposes)) for n in range(dice.randrange(40))) if purposes else ()
    layout = Layout(dice.randrange(1296), purposes, services)
    states = tuple((p, s) for p in purposes if (s := dice.choice(DECIDED)) is not State.UNSET)
    refused = frozenset(service for service, _ in services if dice.random() < 0.2)
    time = datetime.fromtimestamp(dice.randrange(36**7), UTC)
    return Choice(layout.version, time, states, new_receipt(), refused), layout


def plain_layout(layout):
    return {"version": layout.version, "purposes": [*layout.purposes], "services": [*layout.service_ids]}

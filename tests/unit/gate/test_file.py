"""A gate over a file: what is read, what is refused, and that a changed file is taken over as the gate runs."""

import json
import os
from threading import Thread

import pytest

from speculoos.consent.layout import Layout
from speculoos.core.errors import DeclarationError, UsageError
from speculoos.gate.bundle import Bundle
from speculoos.gate.file import gate_from_file, read_bundle
from speculoos.gate.rules import Mode, Rules
from speculoos.registry.dump import to_toml
from tests.unit.gate.declared import REGISTRY

BUNDLE = Bundle(
    REGISTRY,
    Rules(Mode.ENFORCE, items=(("_ga*", Mode.OFF),), csp=Mode.OFF),
    "shop",
    (Layout(2, ("statistics",), (("count", "statistics"),)),),
    2,
    100,
)


def write(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return path


def seen(gate, *cookies):
    return gate.open([c.encode() for c in cookies], host="www.shop.example", path="/").cookies


def test_a_bundle_reads_back_as_it_was_written(tmp_path):
    assert read_bundle(write(tmp_path / "gate.json", BUNDLE.as_json())) == BUNDLE


def test_a_declaration_is_enough_and_rules_may_be_given(tmp_path):
    file = write(tmp_path / "cookies.toml", to_toml(REGISTRY))
    gate = gate_from_file(file, rules={"mode": "enforce", "items": [["_ga", "off"]]})

    assert seen(gate, "_ga=1; _fbp=2; sessionid=3") == (b"_ga=1; sessionid=3",)


def test_rules_of_a_site_s_own_still_let_the_banner_of_its_platform_load(tmp_path):
    bundle = BUNDLE.as_json() | {"rules": {"reports": "https://consent.example/reports"}}
    gate = gate_from_file(write(tmp_path / "gate.json", bundle), rules={"mode": "enforce", "csp": "enforce"})

    passage = gate.open([], host="www.shop.example", path="/")
    policy = dict(passage.close([(b"Content-Type", b"text/html")]))[b"Content-Security-Policy"]

    assert b"consent.example" in policy.partition(b"report-uri")[0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": "speculoos gate 9"}, "speculoos gate 9"),
        ({"rules": {"mode": "strict"}}, "'strict' is no mode"),
        ({"rules": {"modus": "off"}}, "there is no rule modus"),
        ({"rules": {"told": "yes"}}, "true or false"),
        ({"layouts": [{"version": 2}]}, "purposes"),
        ({"rules": []}, "not a gate's file"),
    ],
)
def test_what_is_wrong_with_a_bundle_is_said(tmp_path, change, told):
    with pytest.raises(UsageError, match=told):
        gate_from_file(write(tmp_path / "gate.json", BUNDLE.as_json() | change))


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"site": {}}', "null"])
def test_a_file_that_is_none_is_said_at_the_start(tmp_path, text):
    with pytest.raises((UsageError, DeclarationError)):
        gate_from_file(write(tmp_path / "gate.json", text))


def test_a_changed_file_counts_from_then_on_and_a_wrong_one_does_not(tmp_path):
    file = write(tmp_path / "gate.json", BUNDLE.as_json())
    gate = gate_from_file(file)
    assert seen(gate, "_fbp=1") == ()
    write(file, BUNDLE.as_json() | {"rules": {"mode": "off"}})
    gate.follow()
    assert seen(gate, "_fbp=1") == (b"_fbp=1",)
    write(file, "{ half a fi")
    gate.follow()
    assert seen(gate, "_fbp=1") == (b"_fbp=1",)
    assert [(c.name, c.mode) for c in gate.tally.drain() if c.side == "fault"] == [("UsageError", "off")]


def test_a_file_that_goes_away_leaves_the_last_good_version(tmp_path):
    file = write(tmp_path / "gate.json", BUNDLE.as_json())
    gate = gate_from_file(file)
    file.unlink()
    gate.follow()
    assert seen(gate, "_fbp=1") == ()


def test_versions_are_swapped_while_requests_run(tmp_path):
    """Every request is judged by one of the two versions as a whole, and none fails."""
    file = write(tmp_path / "gate.json", BUNDLE.as_json())
    gate, wrong, stop = gate_from_file(file), [], []
    one = BUNDLE.setup()
    other = Bundle(REGISTRY, Rules(Mode.OFF, csp=Mode.OFF), "shop").setup()

    def ask():
        while not stop:
            passage = gate.open([b"_fbp=1; _x=2"], host="www.shop.example", path="/")
            answer = passage.close([(b"Set-Cookie", b"_y=1")])
            strict = passage.cookies == ()
            if strict is any(value.startswith(b"_y") for _, value in answer):
                wrong.append((passage.cookies, answer))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(2000):
        gate.swap(other if n % 2 else one)
    stop.append(True)
    for thread in threads:
        thread.join()

    assert wrong == []
    assert not [c for c in gate.tally.drain() if c.side == "fault"]


def test_a_file_is_looked_at_when_somebody_comes_by(tmp_path, monkeypatch):
    file = write(tmp_path / "gate.json", BUNDLE.as_json())
    gate = gate_from_file(file)
    monkeypatch.setattr("speculoos.gate.file.POLL_SECONDS", 0)
    followed = []
    monkeypatch.setattr("speculoos.gate.file.Thread", lambda target, **_: followed.append(target) or Thread())
    gate._due = 0
    seen(gate)
    assert followed == []
    os.utime(file, (1, 1))
    gate._due = 0
    seen(gate)
    assert followed == [gate.follow]

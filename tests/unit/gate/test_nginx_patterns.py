"""What nginx asks by itself: the patterns are exact, and none of them can go back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from speculoos.consent.choice import acts_for, choose
from speculoos.consent.cookie import encode
from speculoos.gate.bundle import Bundle
from speculoos.gate.nginx.fast import plainly
from speculoos.gate.nginx.names import Names
from speculoos.gate.nginx.program import plain_choice
from speculoos.gate.nginx.script import after
from tests.doors.declared import KEYS, LAYOUT, RECEIPT, STRICT, bundle

SETUP = bundle(STRICT).setup(KEYS)
WORDS = some.text("ab_.*", min_size=1, max_size=4).map(lambda text: text.replace("*", "") + "*" * text.endswith("*"))
HEADERS = some.text("ab_.=; *", max_size=24)


def names_in(header: str) -> list[str]:
    return [part.partition("=")[0].strip(" \t") if "=" in part else "" for part in header.split(";")]


def covered(name: str, words: list[str]) -> bool:
    return any(name.startswith(word[:-1]) if word.endswith("*") else name == word for word in words if word != "*")


@given(some.lists(WORDS.filter(lambda word: word not in ("", "*")), min_size=1, max_size=6), HEADERS)
def test_a_value_that_fits_has_no_other_name(words, header):
    pattern = plainly(words)

    if re.match(pattern, header):
        assert all(covered(name, words) for name in names_in(header) if name or header.strip(" \t;"))


@given(some.lists(WORDS.filter(lambda word: word not in ("", "*")), min_size=1, max_size=6), some.data())
def test_plain_values_of_the_names_fit(words, data):
    """Otherwise nothing would be spared."""
    named = data.draw(some.lists(some.sampled_from(words), min_size=1, max_size=4))
    header = "; ".join(f"{name.replace('*', '')}=1" for name in named)

    assert re.match(plainly(words), header)


def test_a_pattern_that_nginx_could_not_read_is_none():
    assert plainly(f"name{n:05}x{n * 7919}" for n in range(2000)) is None
    assert plainly(["b[ad]", "näme", '"']) is None


@pytest.mark.parametrize("pattern", [plainly(Names(SETUP).exempt()), plainly(Names(SETUP).declared()),
                                     plain_choice(SETUP)])  # fmt: skip
def test_no_pattern_can_go_back(pattern):
    """Every repetition is possessive or of a fixed number, and nearly every group atomic."""
    bare = re.sub(r"\[[^\]]*\]", "x", pattern)

    assert not re.findall(r"[*+?](?![+*])(?<!\*\+)(?<!\+\+)(?<!\(\?)", re.sub(r"\(\?[>!<]", "(", bare))


def value(states=("statistics",), **more):
    choice = choose(LAYOUT, acts_for(LAYOUT, states), datetime.now(UTC) - timedelta(minutes=1), receipt=RECEIPT, **more)
    return encode(choice.choice, LAYOUT, KEYS[0], "shop")


@pytest.mark.parametrize(
    ("header", "fits"),
    [
        ("cookies_preferences={all}", True),
        ("cookies_preferences={none}", True),
        ("a=1; cookies_preferences={all}; b=2", True),
        ("xcookies_preferences=1; cookies_preferences={all}", True),
        ("cookies_preferences={some}", False),
        ("cookies_preferences={alone}", False),
        ("cookies_preferences={all}; cookies_preferences={none}", False),
        ("cookies_preferences={none}; x=1; cookies_preferences ={all}", False),
        ("cookies_preferences =x; cookies_preferences={all}", False),
        ("  cookies_preferences=x; cookies_preferences={all}", False),
        ("a=1;cookies_preferences={all}", False),
        ("cookies_preferences={all}x", False),
        ("cookies_preferences={all} ; b=2", False),
        ("a=cookies_preferences={all}", False),
    ],
)
def test_only_the_two_plain_choices_are_found_and_only_where_there_is_no_other(header, fits):
    """What is not found is not lost: the program reads it."""
    values = {
        "all": value(LAYOUT.purposes),
        "none": value(()),
        "some": value(),
        "alone": value(LAYOUT.purposes, refused_services=["pixel"]),
    }
    pattern = plain_choice(SETUP).replace("(?<speculoos", "(?P<speculoos")

    assert bool(re.match(pattern, header.format(**values))) is fits


def test_the_parts_of_a_plain_choice_are_what_was_signed():
    text = value(LAYOUT.purposes)
    found = re.match(plain_choice(SETUP).replace("(?<speculoos", "(?P<speculoos"), f"cookies_preferences={text}")

    assert f"{found['speculoos_body']}.{found['speculoos_signature']}" == text
    assert abs(int(found["speculoos_time"], 36) - datetime.now(UTC).timestamp()) < 600


def test_no_plain_choice_counts_that_is_older_than_the_last_material_change():
    assert plain_choice(Bundle(SETUP.registry, STRICT, "shop", (), 4).setup(KEYS)) is None


@given(some.text(max_size=4), some.text(max_size=3))
def test_what_begins_with_a_text_comes_before_what_is_after_it(prefix, rest):
    prefix, rest = (text.encode("utf-8", "ignore").decode() for text in (prefix, rest))
    behind = after(prefix)

    assert behind is None or (prefix + rest).encode() < behind.encode()

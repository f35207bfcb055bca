"""The text of cookies_preferences: what fits, what counts, what is refused and how it reads aloud."""

from datetime import UTC, datetime, timedelta

import pytest

from speculoos.consent.choice import Choice, acts_for, choose
from speculoos.consent.cookie import MAX_AGE, MAX_BYTES, Refusal, Why, decode, encode, fits, longest, max_age
from speculoos.consent.layout import Layout
from speculoos.consent.state import State
from speculoos.core.errors import UsageError

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LAYOUT = Layout(3, ("statistics", "marketing"), (("counter", "statistics"), ("video", "marketing")))
KEY, OLD_KEY = "k" * 32, "o" * 32


def layout_for(version):
    return LAYOUT if version == LAYOUT.version else None


def read(value, keys=(KEY,), site="main", layouts=layout_for):
    return decode(value, layouts, keys, site)


def made(*granted, **rest):
    return choose(LAYOUT, acts_for(LAYOUT, granted), NOW, receipt="r" * 16, **rest).choice


def value(*granted, key=KEY, site="main"):
    return encode(made(*granted), LAYOUT, key, site)


def test_a_value_reads_back_as_the_same_choice():
    assert read(value("statistics")) == made("statistics")


def test_bytes_and_text_read_alike():
    assert read(value("statistics").encode()) == made("statistics")


def test_a_withdrawal_is_not_a_refusal_after_the_journey():
    withdrawn = made(previous=made("statistics"))

    decoded = read(encode(withdrawn, LAYOUT, KEY, "main"))

    assert decoded.state("statistics") is State.WITHDRAWN
    assert decoded.state("marketing") is State.REFUSED


def test_the_life_of_the_cookie_is_184_days():
    assert MAX_AGE == 15_897_600


def test_every_single_character_is_under_the_signature():
    """Changing any character makes the value count for nothing."""
    good = value("statistics")
    changed = [good[:n] + ("B" if c != "B" else "C") + good[n + 1 :] for n, c in enumerate(good)]

    assert all(isinstance(read(each), Refusal) for each in changed)


@pytest.mark.parametrize("site", ["other", "", "main.", "mai", "main\x00"])
def test_a_value_for_one_site_does_not_count_for_another(site):
    """Sites on one host share the browser's cookie jar."""
    assert read(value("statistics"), site=site) == Refusal(Why.BAD_SIGNATURE)


def test_an_old_secret_still_reads_after_a_rotation():
    assert read(value("statistics", key=OLD_KEY), keys=(KEY, OLD_KEY)) == made("statistics")


def test_a_retired_secret_reads_nothing():
    assert read(value("statistics", key=OLD_KEY)) == Refusal(Why.BAD_SIGNATURE)


def test_without_any_secret_nothing_counts():
    assert read(value(), keys=()) == Refusal(Why.BAD_SIGNATURE)


def test_a_short_secret_is_refused():
    with pytest.raises(UsageError, match="16"):
        value(key="short")


def test_the_layout_is_asked_only_for_what_is_signed():
    """A stranger cannot make the server look versions up."""
    asked = []
    forged = value()[:-1] + ("A" if value()[-1] != "A" else "B")

    read(forged, layouts=asked.append)

    assert asked == []


def test_a_version_that_is_gone_is_said_to_be():
    assert read(value(), layouts=lambda _: None) == Refusal(Why.UNKNOWN_VERSION)


@pytest.mark.parametrize("layout", [Layout(3, ("statistics",)), Layout(3, LAYOUT.purposes)])
def test_a_value_that_says_more_than_its_layout_has_is_refused(layout):
    """One registry version has one layout; another one means that the version numbers were reused."""
    full = encode(made("statistics", "marketing", refused_services=["video"]), LAYOUT, KEY, "main")

    assert read(full, layouts=lambda _: layout) == Refusal(Why.WRONG_LAYOUT)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", Why.EMPTY),
        (b"", Why.EMPTY),
        ("x" * 65, Why.TOO_LONG),
        (b"\xff" * 65, Why.TOO_LONG),
        ("x", Why.MALFORMED),
        (b"\x00\xff", Why.MALFORMED),
        ("\ud800", Why.MALFORMED),
        ("1.3", Why.MALFORMED),
        ("2.3.abc", Why.UNKNOWN_FORMAT),
        ("{}", Why.MALFORMED),
        ("true", Why.MALFORMED),
    ],
)
def test_what_is_not_a_value_is_refused_with_a_reason(raw, why):
    assert read(raw) == Refusal(why)


def test_a_choice_of_another_version_cannot_be_encoded():
    with pytest.raises(UsageError, match="version"):
        encode(made(), Layout(4, LAYOUT.purposes), KEY, "main")


@pytest.mark.parametrize(
    "choice",
    [
        Choice(3, NOW, (("typo", State.GRANTED),), "r" * 16),
        Choice(3, NOW, (("statistics", State.EXPIRED),), "r" * 16),
        Choice(3, NOW, (), "r" * 16, frozenset({"typo"})),
        Choice(3, NOW, (), "short"),
        Choice(3, NOW, (), "r" * 15 + ";"),
        Choice(3, datetime(1969, 1, 1, tzinfo=UTC), (), "r" * 16),
    ],
)
def test_a_choice_that_could_not_be_read_back_is_not_written(choice):
    with pytest.raises(UsageError):
        encode(choice, LAYOUT, KEY, "main")


def big(purposes, services, version=35):
    names = tuple(f"p{n}" for n in range(purposes))
    return Layout(version, names, tuple((f"s{n}", names[n % purposes]) for n in range(services)))


@pytest.mark.parametrize(("purposes", "services"), [(51, 0), (6, 90), (1, 96), (30, 42)])
def test_the_largest_layouts_that_fit_do_fit(purposes, services):
    """The bound is exact: the worst choice under the layout has as many bytes as the bound says, or one fewer."""
    layout = big(purposes, services)
    worst = Choice(
        35, NOW, tuple((p, State.WITHDRAWN) for p in layout.purposes), "r" * 16, frozenset(layout.purpose_of)
    )

    fits(layout)

    assert longest(layout) - 1 == len(encode(worst, layout, KEY, "main"))
    assert longest(layout) == MAX_BYTES


@pytest.mark.parametrize(("purposes", "services"), [(52, 0), (6, 91), (1, 97)])
def test_one_more_does_not_fit_and_says_so_before_publishing(purposes, services):
    with pytest.raises(UsageError, match="up to 65 bytes"):
        fits(big(purposes, services))


@pytest.mark.parametrize(
    ("age", "left"), [(0, MAX_AGE), (1, MAX_AGE - 86_400), (184, 0), (999, 0), (-5, MAX_AGE)], ids=str
)
def test_a_cookie_lives_as_long_as_its_choice(age, left):
    assert max_age(made(), NOW + timedelta(days=age)) == left


def test_nothing_in_a_value_needs_escaping_in_a_cookie_or_an_address():
    from urllib.parse import quote

    full = encode(made("statistics", "marketing", refused_services=["counter", "video"]), LAYOUT, KEY, "main")

    assert quote(full, safe="") == full

"""Contrast, against figures that WCAG and its readers publish."""

import pytest

from speculoos.audit.contrast import Colour, demanded, flattened, over, parse, ratio, seen_ratio


@pytest.mark.parametrize(
    ("css", "colour"),
    [
        ("rgb(1, 2, 3)", Colour(1, 2, 3)),
        ("rgba(1, 2, 3, 0.5)", Colour(1, 2, 3, 0.5)),
        ("color(srgb 1 0.5 0 / 0.25)", Colour(255, 127.5, 0, 0.25)),
        ("oklch(0.5 0 0)", None),
        ("image", None),
        ("", None),
    ],
)
def test_computed_colours_are_read(css: str, colour: Colour | None) -> None:
    assert parse(css) == colour


@pytest.mark.parametrize(
    ("ink", "ground", "expected"),
    [
        ((0, 0, 0), (255, 255, 255), 21.0),
        ((119, 119, 119), (255, 255, 255), 4.48),  # #777, which just fails
        ((118, 118, 118), (255, 255, 255), 4.54),  # #767676, the lightest grey that passes
        ((255, 0, 0), (255, 255, 255), 4.0),
    ],
)
def test_ratios_are_those_of_wcag(ink, ground, expected) -> None:
    assert ratio(Colour(*ink), Colour(*ground)) == pytest.approx(expected, abs=0.01)


def test_the_order_of_two_colours_does_not_matter() -> None:
    assert ratio(Colour(9, 99, 199), Colour(200, 20, 2)) == ratio(Colour(200, 20, 2), Colour(9, 99, 199))


def test_half_transparent_layers_are_mixed() -> None:
    assert over(Colour(0, 0, 0, 0.5), Colour(255, 255, 255)) == Colour(127.5, 127.5, 127.5)
    assert flattened([Colour(0, 0, 0, 0)]) == Colour(255, 255, 255)


def test_faint_ink_stands_out_less() -> None:
    white = ["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"]

    assert seen_ratio("rgb(0, 0, 0)", white) == pytest.approx(21)
    assert seen_ratio("rgb(0, 0, 0)", white, 0.3) == pytest.approx(2.1, abs=0.1)
    assert seen_ratio("rgb(0, 0, 0)", ["image"]) is None


@pytest.mark.parametrize(("size", "weight", "needed"), [(16, 400, 4.5), (24, 400, 3), (19, 700, 3), (18, 700, 4.5)])
def test_large_text_needs_less(size: float, weight: int, needed: float) -> None:
    assert demanded(size, weight) == needed

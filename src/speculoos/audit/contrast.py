"""Contrast as WCAG 2.2 measures it (success criteria 1.4.3 and 1.4.11), from colours as browsers compute them.

Pure: reads `rgb()`, `rgba()` and `color(srgb ...)`, lays half-transparent colours over what lies beneath.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

TEXT, LARGE_TEXT, CONTROL = 4.5, 3.0, 3.0
LARGE_PX, LARGE_BOLD_PX, BOLD = 24.0, 18.66, 700
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?%?")


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255, alpha from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


WHITE = Colour(255, 255, 255)


def parse(css: str) -> Colour | None:
    """The colour of a computed value; None for a notation that browsers do not compute to."""
    kind, _, inside = css.strip().partition("(")
    numbers = [_number(n) for n in NUMBER.findall(inside.removeprefix("srgb"))]
    if kind in ("rgb", "rgba") and len(numbers) in (3, 4):
        return Colour(*numbers)
    if kind == "color" and inside.startswith("srgb ") and len(numbers) in (3, 4):
        return Colour(*(n * 255 for n in numbers[:3]), *numbers[3:])
    return None


def _number(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def over(upper: Colour, lower: Colour) -> Colour:
    """What is seen where `upper` lies on an opaque `lower`."""
    mixed = (u * upper.alpha + w * (1 - upper.alpha) for u, w in zip(upper[:3], lower[:3], strict=True))
    return Colour(*mixed)


def flattened(grounds: Iterable[Colour]) -> Colour:
    """The colour of layers, the uppermost first, on the white that a browser starts from."""
    seen = WHITE
    for layer in reversed(tuple(grounds)):
        seen = over(layer, seen)
    return seen


def luminance(colour: Colour) -> float:
    """Relative luminance: 0 is black, 1 is white."""
    red, green, blue = (_linear(channel / 255) for channel in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def ratio(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white); both opaque."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def seen_ratio(ink: str, grounds: Iterable[str], opacity: float = 1.0) -> float | None:
    """The contrast of computed `ink` on computed layers, uppermost first; None if one cannot be read."""
    layers = [parse(ground) for ground in grounds]
    upper = parse(ink)
    if upper is None or None in layers:
        return None
    ground = flattened(layer for layer in layers if layer)
    return ratio(over(upper._replace(alpha=upper.alpha * opacity), ground), ground)


def demanded(size_px: float, weight: int) -> float:
    """What text of this size needs."""
    large = size_px >= LARGE_PX or (size_px >= LARGE_BOLD_PX and weight >= BOLD)
    return LARGE_TEXT if large else TEXT

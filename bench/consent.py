"""The visitor's choice: read from its cookie, and asked in Django."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.made import optional
from bench.measure import Sample, compare, interleaved
from bench.result import Result, took
from bench.signed import KEY, dumps, loads
from bench.worker import Worker
from bench.workshop import Workshop
from speculoos.consent.choice import Choice, acts_for, choose, effective
from speculoos.consent.cookie import decode, encode, fits
from speculoos.consent.layout import Layout

SITE = "bench"
SIGNED = "django.core.signing of the same choice as JSON"


@dataclass(frozen=True, slots=True)
class Size:
    """`purposes` by `cookies` each, the cookies in so many services."""

    purposes: int
    services: int
    cookies: int

    @property
    def name(self) -> str:
        return f"{self.purposes}x{self.cookies}"

    @property
    def items(self) -> int:
        """Cookies in a service."""
        return self.cookies // self.services


SIZES = (Size(3, 5, 5), Size(6, 10, 50))


def run(shop: Workshop) -> Iterator[Result]:
    for size in SIZES:
        shop.say(f"reading a choice over {size.name}")
        yield cookie(shop, size)
    for size in SIZES:
        shop.say(f"asking for consent in Django over {size.name}")
        yield check(shop, size)


def cookie(shop: Workshop, size: Size) -> Result:
    """Decode and judge one cookie value, without Django."""
    layout = layout_of(size)
    value, now = granted(layout), datetime.now(UTC)

    def read() -> bool:
        found = decode(value, lambda _: layout, (KEY,), SITE)
        return isinstance(found, Choice) and effective(found, layout, now).grants("purpose_0")

    signed = dumps(dict.fromkeys(layout.purposes, "granted"))
    assert read()
    assert loads(signed)["purpose_0"] == "granted"
    pair = compare(read, lambda: loads(signed)["purpose_0"], shop.scale.rounds, shop.scale.round_seconds)
    return took(f"choice_read_{size.name}", pair, "us", SIGNED, f"{len(value)} bytes against {len(signed)}")


def check(shop: Workshop, size: Size) -> Result:
    """The same from the request on, in a Django project, beside the peer."""
    with ExitStack() as stack:
        home = shop.home / f"consent-{size.name}"
        at_least = str(shop.scale.round_seconds)
        numbers = (str(size.purposes), str(size.services), str(size.items))
        subject = stack.enter_context(Worker("bench.consent_subject", *numbers, at_least, str(home)))
        if shop.peer:
            against = "django-cookie-consent 1.0.0, one group asked"
            environment = {"PYTHONPATH": str(shop.peer)}
            other = Worker("bench.consent_peer", numbers[0], str(size.cookies), at_least, environment=environment)
        else:
            against, other = SIGNED, Worker("bench.consent_signed", numbers[0], at_least)
        baseline = stack.enter_context(other)
        a, b = interleaved(subject.round, baseline.round, shop.scale.rounds)
        return took(f"consent_check_{size.name}", (Sample.of(a), Sample.of(b)), "us", against, subject.about)


def layout_of(size: Size) -> Layout:
    layout = Layout.of(optional(size.purposes, size.services, size.items))
    fits(layout)
    return layout


def granted(layout: Layout, *refused_services: str) -> str:
    """The cookie value of a visitor who granted every purpose, but not these services."""
    acts = acts_for(layout, layout.purposes)
    chosen = choose(layout, acts, datetime.now(UTC), refused_services=refused_services)
    return encode(chosen.choice, layout, KEY, SITE)

"""Made-up registries, policies and names of any size; the same on every machine and in every run."""

import random
from collections.abc import Iterator
from html import escape

from speculoos.registry.model import (
    Location,
    Party,
    Provider,
    Purpose,
    Registry,
    Service,
    Site,
    StorageItem,
    Texts,
    Use,
)

SEED = 20261124
HEADINGS = ("Cookie name", "Provider", "Purpose", "Duration")
PURPOSES = ("Statistics", "Marketing", "Strictly necessary", "Preferences")
DURATIONS = ("Session", "13 months", "2 weeks", "30 days", "1 year", "24 hours")
EVERY_NTH_IS_PATTERN = 4
UNDECLARED_SHARE = 0.2


def rows(count: int) -> Iterator[tuple[str, str, str, str]]:
    """The rows of a policy's table: name, provider, purpose, duration."""
    for n in range(count):
        purpose = PURPOSES[n % len(PURPOSES)]
        text = f"{purpose}: remembers what part {n % 97} of the page was last shown, and for how long."
        yield f"ck_{n:05d}", f"Provider {n % 40} Ltd", text, DURATIONS[n % len(DURATIONS)]


def policy_html(count: int) -> str:
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows(count))
    return (
        '<!doctype html><html lang="en"><head><title>Cookie policy | Example</title></head><body><main>'
        "<h1>Cookie policy</h1><p>This page lists the cookies that this site uses.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></main></body></html>"
    )


def policy_text(count: int) -> str:
    lines = ["Cookie policy", "", "This page lists the cookies that this site uses.", "", "\t".join(HEADINGS)]
    return "\n".join([*lines, *("\t".join(row) for row in rows(count))]) + "\n"


def declared(count: int) -> Registry:
    """`count` items in services of one each, every fourth a pattern, over twelve purposes."""
    services = (service(n, f"purpose_{n % 12}", (StorageItem(name(n), lifetime="P30D"),)) for n in range(count))
    return registry((*services,), 12)


def optional(purposes: int, services: int, items: int) -> Registry:
    """`purposes` with so many optional services each, and so many items in each service."""
    made = (
        service(
            p * services + s,
            f"purpose_{p}",
            tuple(StorageItem(f"c_{p}_{s}_{i}", lifetime="P30D", party=Party.FIRST) for i in range(items)),
        )
        for p in range(purposes)
        for s in range(services)
    )
    return registry((*made,), purposes)


def registry(services: tuple[Service, ...], purposes: int) -> Registry:
    return Registry(
        site=Site("Example", "https://www.example.com/", jurisdictions=("FR", "DE")),
        providers=tuple(Provider(f"Provider {n} Ltd", country="FR") for n in range(40)),
        purposes=tuple(Purpose(f"purpose_{n}", Texts({"en": f"Purpose {n}"})) for n in range(purposes)),
        services=services,
        version=1,
    )


def service(n: int, purpose: str, items: tuple[StorageItem, ...]) -> Service:
    return Service(
        id=f"service_{n}",
        provider=f"Provider {n % 40} Ltd",
        function=f"Function {n}",
        purpose=purpose,
        location=(Location.FRONT_OFFICE,),
        use=Use.AUDIENCE,
        text=Texts({"en": f"Measures how part {n} of the site is used, and for how long it is looked at."}),
        items=items,
    )


def name(n: int) -> str:
    return f"pat{n:05d}_*" if n % EVERY_NTH_IS_PATTERN == 0 else f"ck_{n:05d}"


def observed(count: int, declarations: int) -> list[str]:
    """Names as a browser would show them: four in five declared, exact and by pattern alike."""
    dice = random.Random(SEED)
    return [_observed(dice, dice.randrange(declarations)) for _ in range(count)]


def _observed(dice: random.Random, n: int) -> str:
    if dice.random() < UNDECLARED_SHARE:
        return f"stray_{dice.randrange(10**9)}"
    return name(n).replace("*", f"{dice.randrange(10**9):x}")

"""Import of a long policy: the page read, understood and reported on."""

from collections.abc import Iterator
from functools import partial

from bs4 import BeautifulSoup

from bench.made import policy_html, policy_text
from bench.measure import compare
from bench.result import Result, took
from bench.workshop import Workshop
from speculoos.registry.importing import import_policy

AGAINST = "html5lib and BeautifulSoup alone, parsing the same rows as HTML"


def run(shop: Workshop) -> Iterator[Result]:
    rows = shop.scale.rows
    pages = {"html": policy_html(rows), "text": policy_text(rows)}
    for format, page in pages.items():
        shop.say(f"importing {rows} rows of {format}")
        check(page, format, rows)
        subject = partial(import_policy, page, f"policy.{format}", format)
        baseline = partial(BeautifulSoup, pages["html"], "html5lib")
        pair = compare(subject, baseline, shop.scale.rounds)
        yield took(f"import_{format}_{rows}_rows", pair, "s", AGAINST, f"{len(page)} characters")


def check(page: str, format: str, rows: int) -> None:
    """A quick import that understands nothing is not worth timing."""
    found = import_policy(page, f"policy.{format}", format)
    items = sum(len(service.items) for service in found.registry.services)
    assert items == rows, f"{rows} rows of {format} gave {items} items"

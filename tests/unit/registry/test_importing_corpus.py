"""Pages as real sites write them, with what a careful reader takes from each (tests/corpus)."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from speculoos.registry.importing import Imported, import_policy, read
from speculoos.registry.importing.clean import clean
from speculoos.registry.importing.lists import names_in
from speculoos.registry.importing.source import Table
from speculoos.registry.load import from_json

CORPUS = Path(__file__).parents[2] / "corpus"
PAGES = sorted(path for path in CORPUS.iterdir() if path.suffix in {".txt", ".md", ".html"})


def imported(page: Path) -> Imported:
    return import_policy(page.read_text(encoding="utf-8"), page.name)


def expected(page: Path) -> dict[str, Any]:
    return dict(json.loads(page.with_suffix(".json").read_text(encoding="utf-8")))


def services(found: Imported, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """The services in the terms of an expectation, with the keys that it states."""
    out = []
    for service, want in zip(found.registry.services, wanted["services"] + [{}] * 999, strict=False):
        everything = {
            "provider": service.provider or None,
            "function": service.function or None,
            "purpose": service.purpose or None,
            "exemption": service.exemption,
            "location": list(service.location),
            "text": next(iter(service.text.values()), None),
            "items": [[item.name, str(item.kind), item.lifetime] for item in service.items],
        }
        keys = want or {"provider": 0, "items": 0}
        out.append({key: value for key, value in everything.items() if key in keys})
    return out


def missing(found: Imported, wanted: dict[str, Any]) -> dict[str, int]:
    """How many entries lack each field; places and the site's address only where the expectation asks."""
    counts = Counter(lacking.field for lacking in found.report.missing)
    optional = {"location", "site.url"} - set(wanted["missing"])
    return {field: count for field, count in counts.items() if field not in optional}


def by_item(found: Imported, what: str) -> dict[str, Any]:
    """A value of every item, by name."""
    values = {}
    for service in found.registry.services:
        for item in service.items:
            text = next(iter({**service.text, **item.text}.values()), None)
            values[item.name] = {"item_texts": text, "parties": item.party, "hosts": item.host}[what]
    return values


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_gives_what_a_reader_takes_from_it(page: Path) -> None:
    """Services, items, lifetimes, what is missing and what is not read agree with the expectation beside the page."""
    found, wanted = imported(page), expected(page)

    assert services(found, wanted) == wanted["services"]
    assert [unread.text for unread in found.report.unread][wanted["unread"] :] == []
    assert len(found.report.unread) == wanted["unread"]
    assert missing(found, wanted) == wanted["missing"]
    assert found.registry.site.default_language == wanted["language"]
    assert found.report.is_empty == wanted.get("empty", False)
    if "site_url" in wanted:
        assert found.registry.site.url == wanted["site_url"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_gives_the_details_that_its_expectation_names(page: Path) -> None:
    """Texts, parties, hosts, kinds and statements agree where the expectation states them."""
    found, wanted = imported(page), expected(page)

    for what in ("item_texts", "parties", "hosts"):
        values = by_item(found, what)
        assert {name: values[name] for name in wanted.get(what, {})} == wanted.get(what, {})
    if "kinds" in wanted:
        assert [kind.kind for kind in found.report.kinds] == wanted["kinds"]
    if "statements" in wanted:
        assert [[said.about, said.says] for said in found.report.statements] == wanted["statements"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_draft_of_every_page_is_a_valid_declaration(page: Path) -> None:
    """What an import writes, the loader accepts, and reads back as the same content."""
    registry = imported(page).registry

    assert from_json(registry.as_json()).hash == registry.hash


def test_corpus_has_the_breadth_that_it_claims() -> None:
    """At least thirty pages in six languages and three formats, each with an expectation."""
    languages = {expected(page)["language"] for page in PAGES}

    assert len(PAGES) >= 30
    assert languages >= {"en", "fr", "de", "es", "it", "nl"}
    assert {page.suffix for page in PAGES} == {".txt", ".md", ".html"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_word_that_looks_like_a_name_is_accounted_for(page: Path) -> None:
    """Whatever has the look of an item's name stands somewhere in the report: read, kept beside, or not read."""
    text = page.read_text(encoding="utf-8")
    blocks = read(text, page.name, None).blocks
    cells = [cell for block in blocks for cell in (sum(block.rows, ()) if isinstance(block, Table) else [block.cell])]
    account = json.dumps(imported(page).report.as_json(), ensure_ascii=False)

    assert [
        word for cell in cells for word in names_in(cell.text) if word not in account and word not in clean(account)
    ] == []

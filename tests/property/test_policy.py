"""Whatever a declaration holds, its policy says all of it in every format and stays one clean page."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from speculoos.policy.changes import changes_html, changes_markdown, changes_text, describe
from speculoos.policy.notice import Notice, build_notice
from speculoos.policy.render import body_html, render
from speculoos.registry.diff import diff
from speculoos.registry.model import Registry
from tests.property.registry_strategies import registries as hostile_registries
from tests.property.strategies import languages, registries

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
all_registries = st.one_of(registries(), hostile_registries())
# Characters that no HTML parser hands on as they were: controls, and what stands for them.
UNHEARD = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffd\ufeff\ufdd0-\ufdef\ufffe\uffff]")


def folded(text: str) -> str:
    return "".join(c for c in UNHEARD.sub("", text) if ord(c) & 0xFFFE != 0xFFFE)


def missing(notice: Notice, text: str) -> list[str]:
    seen = folded(text)
    return [fact for fact in notice.shown() if folded(fact) not in seen]


@given(all_registries, languages)
@settings(deadline=None, max_examples=20)
def test_every_fact_is_in_the_page(registry: Registry, language: str) -> None:
    notice = build_notice(registry, language)

    assert missing(notice, BeautifulSoup(render(notice, "html"), "html5lib").get_text()) == []


@given(all_registries, languages)
@settings(deadline=None, max_examples=20)
def test_every_fact_is_in_the_plain_text(registry: Registry, language: str) -> None:
    notice = build_notice(registry, language)

    assert missing(notice, render(notice, "txt").decode()) == []


@given(all_registries, languages)
@settings(deadline=None, max_examples=20)
def test_every_fact_survives_markdown(registry: Registry, language: str) -> None:
    """Read back by a CommonMark parser, no text is lost, and every row of a table has its seven cells."""
    notice = build_notice(registry, language)
    soup = BeautifulSoup(MARKDOWN.render(render(notice, "md").decode()), "html5lib")

    assert missing(notice, soup.get_text()) == []
    assert {len(row.find_all(["td", "th"])) for row in soup.find_all("tr")} <= {7}


@given(all_registries)
@settings(deadline=None, max_examples=20)
def test_ids_are_unique_and_links_lead_somewhere_safe(registry: Registry) -> None:
    soup = BeautifulSoup(body_html(build_notice(registry, "en")), "html5lib")
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    links = [a["href"] for a in soup.find_all("a")]

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in links if href.startswith("#")} <= set(ids)
    assert not [href for href in links if re.match(r"\s*(javascript|data|vbscript):", href, re.IGNORECASE)]


@given(all_registries)
@settings(deadline=None, max_examples=20)
def test_no_text_becomes_an_element(registry: Registry) -> None:
    """The page has the elements of its templates and no others."""
    soup = BeautifulSoup(body_html(build_notice(registry, "en")), "html5lib")
    known = "html head body article header nav section footer h1 h2 h3 p a span em code ul li dl dt dd div table thead"

    assert {tag.name for tag in soup.find_all(name=re.compile("."))} <= {*known.split(), "tbody", "tr", "th", "td"}


@given(all_registries, all_registries, languages)
@settings(deadline=None, max_examples=20)
def test_every_change_is_told_once(old: Registry, new: Registry, language: str) -> None:
    step = diff(old, new)
    count = len(step.changes)

    assert len(describe(step, language).lines) == count
    assert len(BeautifulSoup(changes_html(step, language), "html5lib").find_all("li")) == count
    items = BeautifulSoup(MARKDOWN.render(changes_markdown(step, language)), "html5lib").find_all("li")
    assert len(items) == count
    assert len(re.findall(r"^- ", changes_text(step, language), re.MULTILINE)) == count


@pytest.mark.parametrize("items", [0, 1, 40])
def test_a_pdf_of_any_length_is_made(items: int) -> None:
    """Cards that must not break leave no page that cannot be laid out."""
    import dataclasses

    from tests.unit.policy.samples import FOUNDING

    rows = [
        dataclasses.replace(FOUNDING.services[0], id=f"s{n}", function="word " * (n * 7 % 60 + 1)) for n in range(items)
    ]

    assert render(build_notice(dataclasses.replace(FOUNDING, services=tuple(rows)), "en"), "pdf").startswith(b"%PDF")

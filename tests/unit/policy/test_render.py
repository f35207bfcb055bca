"""Every format carries every fact, and no text of a site can become markup."""

import json
import re
from functools import cache
from io import BytesIO
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from pypdf import PdfReader

from speculoos.core.errors import UsageError
from speculoos.policy import pdf as pdf_module
from speculoos.policy.notice import Notice, build_notice
from speculoos.policy.render import CONTENT_TYPES, body_html, policy_css, render
from tests.unit.policy.samples import CONFIRMED, EMPTY, FOUNDING, FULL, PUBLISHED

SITES = {"founding": FOUNDING, "full": FULL, "empty": EMPTY}
LANGUAGES = ("en", "fr", "de", "es", "it", "nl")


@cache
def notice(site: str, language: str = "en") -> Notice:
    return build_notice(
        SITES[site],
        language,
        published=PUBLISHED,
        confirmed=CONFIRMED,
        preferences_url="/cookies/preferences/",
        formats={"pdf": "/cookies.pdf", "md": "/cookies.md"},
    )


def folded(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(document: bytes, format: str) -> str:
    """What a person reads in the document, without whitespace."""
    if format == "html":
        return folded(BeautifulSoup(document, "html5lib").get_text())
    if format == "md":
        page = MarkdownIt("commonmark", {"html": True}).enable("table").render(document.decode())
        return folded(BeautifulSoup(page, "html5lib").get_text())
    if format == "pdf":
        pages = [page.extract_text() for page in PdfReader(BytesIO(document)).pages]
        return folded("".join(re.sub(r"^\d+ / \d+$", "", text, flags=re.MULTILINE) for text in pages))
    return folded(document.decode())


def missing(shown: list[str], text: str) -> list[str]:
    return [fact for fact in shown if folded(fact) not in text]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("format", ["html", "md", "txt"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_in_every_text_format(site, format, language):
    page = notice(site, language)

    assert missing(list(page.shown()), text_of(render(page, format), format)) == []


@pytest.mark.parametrize(("site", "language"), [("founding", "en"), ("full", "fr"), ("empty", "de")])
def test_every_fact_is_in_the_pdf(site, language):
    page = notice(site, language)

    assert missing(list(page.shown()), text_of(render(page, "pdf"), "pdf")) == []


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_in_the_page_is_in_the_json(site, language):
    page = notice(site, language)
    words = "\0".join(folded(text) for text in strings(json.loads(render(page, "json"))))
    read = BeautifulSoup(body_html(page), "html5lib").find_all(string=True)

    bare = [folded(text).removeprefix("(").removesuffix(")") for text in read]  # brackets are the page's own

    assert [text for text in bare if text not in words] == []


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [str(value)]


def test_the_json_is_the_registry_with_the_words_beside_it():
    data = json.loads(render(notice("founding"), "json"))

    assert {key: data[key] for key in FOUNDING.as_json()} == FOUNDING.as_json()
    assert data["language"] == "en"
    assert data["notice"]["purposes"][0]["services"][0]["items"][0]["lifetime"]["text"] == "14 days"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_another_language(language):
    """No text of ours is the same in two languages, names and abbreviations aside."""
    page = notice("full", language)
    english = set(notice("full").shown())
    ours = {text for text in page.shown() if text.endswith(".") and " " in text} - {"Wir zählen Besuche."}

    assert language == "en" or ours & english == set()


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_text_fits_80_columns(site, language):
    lines = render(notice(site, language), "txt").decode().splitlines()

    assert [line for line in lines if len(line) > 80 and " " in line.strip().replace("- ", "", 1)] == []


def test_site_texts_are_escaped_in_html():
    page = render(notice("full"), "html").decode()

    assert "<b>more</b>" not in page
    assert "&lt;b&gt;more&lt;/b&gt;" in page
    assert not re.search(r'href="javascript', page)


def test_site_texts_are_escaped_in_markdown():
    """Pipes keep the table's columns, and neither code, emphasis, tags nor links come from a site's text."""
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(render(notice("full"), "md").decode())
    soup = BeautifulSoup(page, "html5lib")

    assert {len(row.find_all(["td", "th"])) for row in soup.find_all("tr")} == {7}
    assert soup.find_all(["b", "code"]) == []
    assert not [a for a in soup.find_all("a") if a["href"].startswith("javascript")]


def test_the_page_needs_nothing_from_anywhere():
    soup = BeautifulSoup(render(notice("founding"), "html"), "html5lib")

    assert soup.find_all(["script", "link", "img", "iframe", "object"]) == []
    assert soup.find_all(style=True) == []
    assert not re.search(r"url\(|@import", policy_css())


def test_the_page_is_made_of_headings_and_tables():
    soup = BeautifulSoup(render(notice("full"), "html"), "html5lib")
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {th.get("scope") for th in soup.find_all("th")} == {"row", "col"}
    assert all(td.has_attr("data-label") for td in soup.find_all("td") if td.get_text(strip=True))


def test_ids_are_unique_and_every_inner_link_leads_somewhere():
    for site in SITES:
        soup = BeautifulSoup(render(notice(site), "html"), "html5lib")
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        targets = {a["href"][1:] for a in soup.find_all("a") if a["href"].startswith("#")}
        labels = {
            name for tag in soup.find_all(attrs={"aria-labelledby": True}) for name in tag["aria-labelledby"].split()
        }

        assert len(ids) == len(set(ids))
        assert targets | labels <= set(ids)


def test_each_cookie_has_a_link_of_its_own():
    soup = BeautifulSoup(body_html(notice("founding")), "html5lib")

    assert soup.find(id="cookie-sessionid").find("a")["href"] == "#cookie-sessionid"


def test_a_fallback_text_says_its_language():
    soup = BeautifulSoup(body_html(notice("full", "fr")), "html5lib")
    fallback = soup.find(string="Wir zählen Besuche.").parent

    assert fallback["lang"] == "de"
    assert soup.find("article")["lang"] == "fr"


def test_the_fragment_fits_under_the_headings_of_its_host():
    soup = BeautifulSoup(body_html(notice("founding"), heading_level=2), "html5lib")

    assert soup.find("h1") is None
    assert soup.find("h2").get_text() == "Cookie policy"
    assert soup.find("html").find("article") is not None
    assert "<html" not in body_html(notice("founding"))


def test_every_class_and_property_carries_the_prefix():
    classes = {
        name for tag in BeautifulSoup(body_html(notice("full")), "html5lib")(class_=True) for name in tag["class"]
    }

    assert all(name.startswith("speculoos-") for name in classes)
    assert all(name.startswith("speculoos-") for name in re.findall(r"--([\w-]+)\s*:", policy_css()))


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_are_readable(scheme):
    """Text reaches 4.5:1 on every paper it stands on (WCAG 2.2, 1.4.3), in the light and the dark scheme."""
    palettes = re.findall(r":where\(:root\) \{(.*?)\}", policy_css(), re.DOTALL)
    colour = dict(re.findall(r"--speculoos-([\w-]+): (#\w{6});", palettes[scheme]))
    pairs = [(ink, paper) for ink in ("ink", "muted", "accent", "ask") for paper in ("paper", "raised")]
    pairs += [("calm", "calm-paper"), ("ask", "ask-paper"), ("paper", "accent"), ("ink", "mark"), ("muted", "mark")]

    assert [pair for pair in pairs if contrast(*(colour[name] for name in pair)) < 4.5] == []


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_pdf_says_its_title_and_language_and_is_tagged():
    document = PdfReader(BytesIO(render(notice("founding", "fr"), "pdf")))

    assert document.metadata.title.startswith("Politique relative aux cookies")
    assert document.trailer["/Root"]["/Lang"] == "fr"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_pdf_fetches_nothing():
    with pytest.raises(ValueError, match="must stand alone"):
        pdf_module._refuse("https://example.com/x.png")


def test_an_unknown_format_is_the_callers_mistake():
    with pytest.raises(UsageError, match="Choose one of: html, pdf, md, txt, json"):
        render(notice("empty"), "docx")


def test_every_format_has_a_content_type():
    assert all(render(notice("empty"), format) for format in CONTENT_TYPES)

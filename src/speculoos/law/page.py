"""A page of the site as evidence: its HTML, and what a lint looks for in it.

Knows markup, not law. Whoever fetched or rendered the page hands it in; nothing is loaded here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

HASH = re.compile(r"\b[0-9a-f]{64}\b")
LOADING = {"script": "src", "img": "src", "iframe": "src", "embed": "src", "audio": "src", "video": "src",
           "source": "src", "track": "src", "object": "data", "input": "src"}  # fmt: skip
LOADING_LINKS = frozenset({"stylesheet", "preload", "modulepreload", "prefetch", "icon", "preconnect", "manifest"})
UNSEEN = ("script", "style", "template", "noscript")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the names in its first cell and the text of all."""

    names: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Page:
    """A page as evidence. `policy` is False for an ordinary page, which need only lead to the policy.

    `language` is a BCP 47 tag; empty means what the page says of itself. `gpc` is the body of the site's
    /.well-known/gpc.json, "" if the site has none, None if nobody looked.
    """

    html: str
    url: str = ""
    language: str = ""
    policy: bool = True
    gpc: str | None = None

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html5lib")

    @cached_property
    def text(self) -> str:
        """The visible text on one line."""
        return " ".join(_visible(self.soup))

    @cached_property
    def tag(self) -> str:
        """The page's language, lower case, "" if unknown."""
        stated = self.soup.find(lang=True)
        own = str(stated.get("lang")) if isinstance(stated, Tag) else ""
        return (self.language or own).lower()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The data rows of all tables that list storage items by name."""
        found: list[Row] = []
        column = 0
        for table in self.soup.find_all("table"):
            # A table broken in two leaves its headings in the first half.
            named = _name_column(table)
            column = column if named is None else named
            found.extend(_rows(table, column))
        return tuple(found)

    @cached_property
    def hashes(self) -> frozenset[str]:
        """Every SHA-256 that the page states, in its text or its markup."""
        return frozenset(HASH.findall(self.html))

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(text, address) of every link, and of every button with the address of its form."""
        found = [(_text(a), str(a.get("href", ""))) for a in self.soup.find_all("a", href=True)]
        found += [(_text(b), _action(b)) for b in self.soup.find_all("button")]
        return tuple(found)

    @cached_property
    def offered_languages(self) -> frozenset[str]:
        """The languages in which the page says it exists, its own included."""
        tags = [str(link.get("hreflang")) for link in self.soup.find_all(["a", "link"], hreflang=True)]
        tags += [str(option.get("value", "")) for option in self.soup.select('select[name="language"] option')]
        tags += [str(button.get("value", "")) for button in self.soup.select('button[name="language"]')]
        return frozenset(tag.lower() for tag in [*tags, self.tag] if tag)

    @cached_property
    def loads(self) -> tuple[str, ...]:
        """The absolute address of everything that the page makes a browser load."""
        return tuple(dict.fromkeys(urljoin(self.url, address) for address in _loads(self.soup) if address))

    @cached_property
    def prose(self) -> tuple[str, ...]:
        """The paragraphs, definitions and list entries that say a sentence."""
        texts = (_text(p) for p in self.soup.find_all(["p", "dd", "li"]) if not p.find(["p", "dd", "li"]))
        return tuple(text for text in texts if text.endswith((".", "!", "?", ":")))


def _visible(soup: BeautifulSoup) -> Iterator[str]:
    for text in soup.find_all(string=True):
        if not any(parent.name in UNSEEN for parent in text.parents):
            yield from str(text).split()


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _rows(table: Tag, column: int) -> Iterator[Row]:
    for tr in table.find_all("tr"):
        cells = tr.find_all(["td", "th"])
        if tr.find("td") is None or len(cells) <= column:
            continue
        codes = [_text(code) for code in cells[column].find_all("code")]
        names = codes or re.split(r"[\s,;]+", _text(cells[column]))
        if any(names):
            yield Row(tuple(name for name in names if name), _text(tr))


def _name_column(table: Tag) -> int | None:
    """Where the names stand: the first column with <code>, else the one that a heading calls a name.

    0 where headings call none so, None where there is no heading.
    """
    for tr in table.find_all("tr"):
        cells = tr.find_all(["td", "th"])
        coded = [i for i, cell in enumerate(cells) if cell.find("code")]
        headed = [i for i, cell in enumerate(cells) if tr.find("td") is None and NAMING.search(_text(cell))]
        if coded or headed:
            return (coded or headed)[0]
    return 0 if table.find("th") else None


NAMING = re.compile(r"\b(cookie|naam|nom|nombre|nome)\b.*\bname|\bname\(s\)|^(cookie|name|nom|nombre|nome|naam)$", re.I)


def _action(button: Tag) -> str:
    form = button.find_parent("form")
    return str(button.get("formaction") or (form.get("action", "") if form else ""))


def _loads(soup: BeautifulSoup) -> Iterator[str]:
    for name, attribute in LOADING.items():
        for tag in soup.find_all(name, attrs={attribute: True}):
            yield str(tag.get(attribute))
    for link in soup.find_all("link", href=True):
        if LOADING_LINKS & {str(word).lower() for word in link.get_attribute_list("rel")}:
            yield str(link.get("href"))

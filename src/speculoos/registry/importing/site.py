"""Which site a policy is about: its address and its name."""

import re
from urllib.parse import urlsplit

from speculoos.registry.importing.clean import fold
from speculoos.registry.importing.headings import is_about_storage
from speculoos.registry.importing.meaning import Field
from speculoos.registry.importing.source import Cell, Heading, Line, Page, Place
from speculoos.registry.importing.words.facets import SITE_WORDS

ADDRESS = re.compile(r"https?://[^\s<>\"')\]]{1,600}")
LOOKED_AT = 40
"""Blocks from the top in which the site may name itself."""


def site_fields(page: Page, name: str, site_url: str | None) -> dict[str, Field]:
    """`name` and, where the page, its address or the caller states it, `url`."""
    start = Place(1, 1)
    given = _origin(site_url) or _origin(name)
    url = Field(given, site_url or name, start) if given else _in_page(page)
    host = urlsplit(str(url.value)).hostname if url else None
    named = host or _stem(name) or "site"
    fields = {"name": Field(named, url.raw if url and host else name, url.place if url and host else start)}
    return fields | ({"url": url} if url else {})


def _in_page(page: Page) -> Field | None:
    """The address that the page gives as canonical, or names in a heading or sentence on the cookies of a site."""
    if page.address and _origin(page.address.text):
        return Field(_origin(page.address.text), page.address.raw, page.address.place)
    blocks = [block.cell for block in page.blocks if isinstance(block, Heading)]
    blocks += [block.cell for block in page.blocks[:LOOKED_AT] if isinstance(block, Line)]
    return next((found for found in map(_named_in, blocks) if found), None)


def _named_in(cell: Cell) -> Field | None:
    found = ADDRESS.search(cell.text)
    origin = _origin(found[0].rstrip(".,;:")) if found else None
    if found is None or origin is None or not is_about_storage(cell.text) or SITE_WORDS.isdisjoint(fold(cell.text)):
        return None
    at = cell.raw.find(found[0])
    place = cell.place if cell.place.element or at < 0 else Place(cell.place.line, cell.place.column + at)
    return Field(origin, found[0], place)


def _origin(url: str | None) -> str | None:
    """Scheme and host of an http or https address."""
    try:
        parts = urlsplit(url or "")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    fine = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"[\s<>\"]", parts.hostname)
    return f"{parts.scheme}://{parts.hostname}{port}" if fine else None


def _stem(name: str) -> str:
    """The name of a file without folders and ending."""
    last = re.split(r"[/\\]", name.strip().rstrip("/\\"))[-1]
    return " ".join((last.rpartition(".")[0] or last).split()) if last != "-" else ""

"""Import of existing policies: text, Markdown or HTML to a draft registry and a report of where it comes from.

Nothing is dropped silently: what looks like a declaration and is not understood is in the report. Nothing is
invented: what the page does not say stays empty and is in the report too. Words of six languages are data in
`words`. Never raises on any source.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from speculoos.core.errors import UsageError
from speculoos.registry.importing.assemble import Assembled, assemble
from speculoos.registry.importing.commented import to_commented_toml
from speculoos.registry.importing.detect import FORMATS, detect_format
from speculoos.registry.importing.entries import Hint, Unread
from speculoos.registry.importing.guesses import guesses
from speculoos.registry.importing.languages import languages_of
from speculoos.registry.importing.meaning import Field, understand
from speculoos.registry.importing.read_html import read_html
from speculoos.registry.importing.read_text import read_text
from speculoos.registry.importing.reading import Reading, read_page
from speculoos.registry.importing.report import ItemSource, Missing, Report, ServiceSource
from speculoos.registry.importing.site import site_fields
from speculoos.registry.importing.source import MAX_CHARS, Page, Place
from speculoos.registry.importing.statements import KindNamed, Statement
from speculoos.registry.model import Registry, Site

__all__ = [
    "FORMATS", "Field", "Hint", "Imported", "ItemSource", "KindNamed", "Missing", "Place", "Report", "ServiceSource",
    "Statement", "Unread", "detect_format", "import_policy", "to_commented_toml",
]  # fmt: skip

FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft (version 0) and the account of how it came about."""

    registry: Registry
    report: Report


def import_policy(source: str, name: str, format: str | None = None, site_url: str | None = None) -> Imported:
    """The declaration that a policy makes, as far as it makes one.

    `name` is the file name or address of the source, for the report and, if nothing better is known, for the site.
    `format` is "text", "markdown", "html" or None to detect it. UsageError for any other; none for any source.
    """
    if format is not None and format not in FORMATS:
        raise UsageError(f"{format!r} is not a format of policies. Use one of: {', '.join(FORMATS)}.")
    page = read(source, name, format)
    languages = languages_of(page)
    site = site_fields(page, name, site_url)
    reading = read_page(page)
    host = urlsplit(str(site["url"].value)).hostname if "url" in site else None
    entries = sorted(reading.findings.entries, key=lambda entry: (entry.cell.place.line, entry.cell.place.column))
    rows = [row for entry in entries if (row := understand(entry, reading.findings, host))]
    language = languages[0] if languages else FALLBACK_LANGUAGE
    made = assemble(rows, reading.statements, language, reading.findings)
    reading.findings.hints += guesses(rows)
    url = str(site["url"].value) if "url" in site else ""
    registry = Registry(
        Site(str(site["name"].value), url, default_language=language), made.providers, made.purposes, made.services
    )
    return Imported(registry, _report(page, name, languages, site, reading, made))


def read(source: str, name: str, format: str | None) -> Page:
    """The source as blocks. What is longer than the bound, or nested beyond reason, is said in the page."""
    text = source[:MAX_CHARS].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    known = format or detect_format(text, name)
    page = read_html(text) if known == "html" else None
    page = page or read_text(text, "text" if known == "html" else known)
    if len(source) > MAX_CHARS:
        return replace(page, rest=Place(text.count("\n") + 1, len(text) - text.rfind("\n")))
    return page


def _report(
    page: Page, name: str, languages: tuple[str, ...], site: dict[str, Field], reading: Reading, made: Assembled
) -> Report:
    missing = (*_missing_of_site(site, languages), *made.missing) if made.services else ()
    findings = reading.findings
    unread = tuple(sorted(findings.unread, key=lambda u: (u.place.line, u.place.column)))
    counts = {
        "services": len(made.services),
        "items": sum(len(service.items) for service in made.services),
        "missing": len(missing),
        "unread": len(unread),
    }
    return Report(
        name,
        page.format,
        languages,
        site,
        made.sources,
        tuple(reading.kinds),
        tuple(reading.statements),
        missing,
        unread,
        tuple(findings.hints),
        counts,
    )


def _missing_of_site(site: dict[str, Field], languages: tuple[str, ...]) -> tuple[Missing, ...]:
    missing = []
    if "url" not in site:
        missing.append(Missing("site.url", None, None, "not in the source"))
    if not languages:
        missing.append(Missing("site.default_language", None, None, f"not recognised; {FALLBACK_LANGUAGE} is assumed"))
    return tuple(missing)

"""Finding a record by its receipt or by its time, and nothing else: what a complaint or an authority names.

There is no list of people: without a receipt or a span of time nothing is shown, and what is shown are acts.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from speculoos.core.errors import InputError
from speculoos.web.store.exporting import Span, chosen
from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site

A_PAGE = 25
COLUMNS = ("act", "method", "language", "version")


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked for, as it was written, and the records that it finds; `page` is None where nothing was asked."""

    receipt: str = ""
    since: str = ""
    until: str = ""
    only: dict[str, str] = field(default_factory=dict)
    page: Page[ConsentRecord] | None = None
    fault: str = ""

    @property
    def made(self) -> bool:
        """Whether something was looked for, found or not."""
        return self.page is not None

    @property
    def query(self) -> str:
        """The search as the query of an address, but for its page."""
        named = {"receipt": self.receipt, "from": self.since, "to": self.until} | self.only
        return urlencode({name: value for name, value in named.items() if value})


def search(site: Site, asked: QueryDict) -> Search:
    """The records of a site that were asked for, the newest first."""
    text = {name: _clean(asked.get(name, "")) for name in ("receipt", "from", "to", *COLUMNS)}
    only = {name: text[name] for name in COLUMNS if text[name]}
    words = (text["receipt"], text["from"], text["to"], only)
    if not (text["receipt"] or text["from"] or text["to"]):
        return Search(*words)
    try:
        records = chosen(site, Span.of(text["from"], text["to"]))
    except InputError as fault:
        return Search(*words, fault=str(fault))
    if text["receipt"]:
        records = records.filter(receipt=text["receipt"])
    if not only.get("version", "1").isdecimal() or len(only.get("version", "")) > 9:
        return Search(*words, page=Paginator(ConsentRecord.objects.none(), A_PAGE).get_page(1))
    return Search(*words, page=Paginator(records.filter(**only), A_PAGE).get_page(asked.get("page", "1")[:9]))


def choices(site: Site) -> dict[str, list[str]]:
    """What may be asked for in each column: what the site's records have."""
    records = ConsentRecord.objects.filter(site=site).order_by()
    return {
        name: [str(each) for each in sorted({*records.values_list(name, flat=True).distinct()})] for name in COLUMNS
    }


def _clean(text: str) -> str:
    return text.strip().replace("\x00", "")[:64]

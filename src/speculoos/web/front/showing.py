"""What a visitor is shown when they choose, as one document that can be kept and shown again (law.md FR-03, REC-03).

It holds the words in their places and, where the page is ours, the markup and the style as they were, so that showing
it again years later needs no template of today. It says nothing of the visitor: equal for all who are asked the same.
"""

from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from speculoos import __version__
from speculoos.consent.record import texts_hash
from speculoos.registry.model import Json
from speculoos.web.front import embed
from speculoos.web.front.blocked import placeholder_texts
from speculoos.web.front.context import Visit, asking
from speculoos.web.front.origin import is_same_origin, registered_origin
from speculoos.web.store.archive import Wording, archive
from speculoos.web.store.publish import Published

FORMAT = "speculoos shown 1"
STYLE = Path(__file__).parent.parent / "static" / "speculoos" / "site.css"
MAIN = '<main id="content" tabindex="-1">'
BLOCKS = ("h1", "h2", "legend", "p", "li", "button", "dt", "dd", "label", "a")


def archived(visit: Visit) -> str:
    """The hash of what this visitor was shown, which is in the archive when this returns."""
    further = visit.site.options.origins
    stated = "HTTP_ORIGIN" in visit.request.META and not is_same_origin(visit.request)
    embedded = stated and registered_origin(visit.request, visit.registry.site.url, further) is not None
    made = wording(visit.site, visit.slug, visit.language, visit.jurisdiction, embedded=embedded)
    archive(visit.site.site_id, made)
    return made.hash


@lru_cache(maxsize=256)
def wording(site: Published, slug: str | None, language: str, jurisdiction: str | None, *, embedded: bool) -> Wording:
    """What is shown of a version in a language and a place: on our own pages, or by the script on the site's."""
    with translation.override(language):
        visit = _anybody(site, slug, jurisdiction)
        shown = _there(embed.content(visit, language), jurisdiction)
        document = {
            "format": FORMAT,
            "program": __version__,
            "site": site.slug,
            "controller": visit.controller,
            "version": site.registry.version,
            "registry": site.registry.hash,
            "language": language,
            "direction": shown["dir"],
            "jurisdiction": jurisdiction,
            "purposes": shown["purposes"],
            "signal": _("Your browser sends Global Privacy Control. It is honoured: everything optional is off."),
        } | (_by_script(shown) if embedded else _by_page(visit))
    return Wording(texts_hash(document), site.registry.version, language, jurisdiction or "", document)


def _there(shown: Json, jurisdiction: str | None) -> Json:
    """The words of the script's file as they are in one place."""
    place = shown["places"].get(jurisdiction, {})
    asks = place.get("ask", [purpose["id"] for purpose in shown["purposes"] if purpose["ask"]])
    purposes = [purpose | {"ask": purpose["id"] in asks} for purpose in shown["purposes"]]
    return shown | {"purposes": purposes, "texts": shown["texts"] | place.get("texts", {})}


def _by_script(shown: Json) -> Json:
    """The words that the script puts into its frozen markup, and which script that is."""
    script = {"number": embed.NUMBER, "integrity": embed.integrity()}
    return {"place": "embedded", "texts": shown["texts"], "placeholders": placeholder_texts(), "script": script}


def _by_page(visit: Visit) -> Json:
    """The banner and the preferences page as somebody sees them who has not chosen yet."""
    from speculoos.web.front.preferences import groups  # here, for that module keeps records, which come through here

    context = {"visit": visit, "groups": groups(visit), "allowed_unasked": False, "saved": False}
    banner = render_to_string("speculoos/banner.html", context, visit.request) if visit.asked else ""
    page = render_to_string("speculoos/preferences.html", context, visit.request)
    preferences = page.partition(MAIN)[2].partition("</main>")[0].strip()
    texts = {"banner": words_of(banner), "preferences": words_of(preferences)}
    return {"place": "hosted", "texts": texts, "markup": {"banner": banner, "preferences": preferences}} | _style()


@lru_cache(maxsize=1)
def _style() -> Json:
    return {"style": STYLE.read_text("utf-8")}


def words_of(markup: str) -> list[list[str]]:
    """What the markup says, in its order: the name of each element that holds words, and the words."""
    found: list[list[str]] = []
    last: Any = None
    for text in BeautifulSoup(markup, "html5lib").find_all(string=True):
        place = text.find_parent(BLOCKS)
        said = " ".join(text.split())
        if place is None or not said or type(text) is not NavigableString:
            continue
        if place is last:
            found[-1][1] += f" {said}"
        else:
            found.append([place.name, said])
        last = place
    return found


class Unsent(HttpRequest):
    """A request that nobody sent: its host is nobody's claim, and need not be a name that the platform answers to."""

    def get_host(self) -> str:
        return "localhost"


def _anybody(site: Published, slug: str | None, jurisdiction: str | None) -> Visit:
    """A visit of somebody who has not chosen, sends no signal and is not signed in."""
    request = Unsent()
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.method, request.path = "GET", "/"
    request.user = AnonymousUser()
    visit = Visit(request, site, slug)
    visit.jurisdiction, visit.asking = jurisdiction, asking(site.registry, jurisdiction)
    visit.__dict__ |= {"gpc": False, "choice": None, "device_choice": None, "account": None}
    request.speculoos = SimpleNamespace(visit=visit)  # type: ignore[attr-defined]
    return visit

"""The banner for any site: the one script, and what it needs to know of a site in one file per language.

The file is the same for everybody, so it may be kept by browsers and caches; a version's own file for ever. Who the
visitor is and what they chose stays in their browser: nothing here reads a cookie. The pages that ask are on other
hosts, so the answers are open to every origin (they are public); a choice is not (see origin.py).
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from speculoos.consent.layout import Layout
from speculoos.law.place import applied, choice_days, places_for
from speculoos.policy.model import ItemLine, ServiceLine
from speculoos.policy.notice import build_notice
from speculoos.policy.texts import translator
from speculoos.registry.model import Json, Registry, Service, StorageItem
from speculoos.web.api.answers import IMMUTABLE, answer
from speculoos.web.conf import config
from speculoos.web.front.context import Visit, asking, visit_of
from speculoos.web.front.errors import problem
from speculoos.web.languages import nearest
from speculoos.web.store.publish import Published, layout_of

NUMBER = 1
"""Of the script's address. A released file never changes: another content is another number."""
STATIC = Path(__file__).parent.parent / "static" / "speculoos"
AN_HOUR = "public, max-age=3600, stale-while-revalidate=86400"
"""How long a visitor's browser may go on with the version it knows."""
LAYOUTS = 12
"""Of how many versions a stored choice can still be read; an older one is asked for anew."""
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "Timing-Allow-Origin": "*"}


@require_safe
def script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The script under its frozen number."""
    return _script("embed")


@require_safe
def second_script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The preferences, which the script brings when they are first asked for; it knows their hash."""
    return _script("preferences")


@require_safe
def placeholder_script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What stands in the place of what is not loaded; brought where something is not."""
    return _script("placeholders")


@require_safe
def expiry_script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What removes what was stored; brought at a withdrawal."""
    return _script("expire")


def _script(name: str) -> HttpResponse:
    headers = OPEN | {"Cache-Control": IMMUTABLE}
    return HttpResponse(script_bytes(name), content_type="text/javascript; charset=utf-8", headers=headers)


@require_safe
def current_file(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """What the script needs of the site's current version, in `?lang=` or the site's default language."""
    visit = visit_of(request)
    language = request.GET.get("lang", "")[:20] or visit.registry.site.default_language
    return answer(request, content(visit, language), cache=AN_HOUR, headers=OPEN)


@require_safe
def version_file(request: HttpRequest, version: str, language: str, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The same under the version's number, to be kept for ever. Only the current one is served: the rest is cached."""
    visit = visit_of(request)
    if int(version) != visit.registry.version:
        answered = problem(404, "Not the current version", f"The current version is {visit.registry.version}.")
        for name, value in (OPEN | {"Cache-Control": "no-store"}).items():  # so that the script may read the status
            answered[name] = value
        return answered
    return answer(request, content(visit, language), cache=IMMUTABLE, headers=OPEN)


@lru_cache(maxsize=4)
def script_bytes(name: str = "embed") -> bytes:
    return (STATIC / f"{name}.{NUMBER}.js").read_bytes()


def integrity() -> str:
    """The hash for the attribute `integrity` of the script tag (SRI)."""
    return f"sha384-{b64encode(hashlib.sha384(script_bytes()).digest()).decode()}"


def snippet(base: str, slug: str) -> str:
    """The one tag that a page of the site carries; `base` is the platform's address without a slash at its end."""
    return format_html(
        '<script src="{}/embed/{}/speculoos.js" integrity="{}" crossorigin="anonymous" data-site="{}" async></script>',
        base, NUMBER, integrity(), slug,
    )  # fmt: skip


def content(visit: Visit, language: str) -> Json:
    """Everything that the script shows and decides from. Own words come in the platform's nearest language.

    What is said of the whole site holds where nobody says where the visitor is. `places` maps a place's code to what
    is otherwise there: `ask`, the ids of the purposes that ask for consent (instead of each purpose's own `ask`; what
    does not ask is on until refused), `days`, and `texts` that replace those of the same name. A place that is not
    in it is as the site. The script takes the code from `data-place` of its tag, which the site's edge writes, and
    sends it as `jurisdiction` with the choice. `domain` is what
    sub-domains share the choice under, where the site has set it. What the tags of others are told is in a file of its
    own, which stands before them (signals.py).
    """
    with spoken_in(visit, language) as spoken:
        return {
            "site": visit.site.slug,
            "version": visit.registry.version,
            "since": visit.site.material_since,
            "days": choice_days(default_place(visit), config().choice_days),
            "lang": spoken,
            "dir": translator(spoken).direction,
            "policy": _absolute(visit, "policy"),
            "layouts": {str(each.version): _layout(each) for each in layouts(visit.site)},
            "purposes": _purposes(visit.registry, default_place(visit), spoken),
            "texts": _texts(visit) | _texts_at(visit, default_place(visit)),
            "places": _places(visit),
            **({"domain": visit.site.options.shared_domain} if visit.site.options.shared_domain else {}),
        }


@contextmanager
def spoken_in(visit: Visit, language: str) -> Iterator[str]:
    """The platform's nearest language, which is spoken meanwhile."""
    spoken = nearest(language) or nearest(visit.registry.site.default_language) or settings.LANGUAGE_CODE
    with translation.override(spoken):
        yield spoken


def default_place(visit: Visit) -> str | None:
    """What the file says of the whole site: what holds where no header and no visitor says more."""
    return applied(visit.registry.site.jurisdictions, visit.site.options.place)


def _places(visit: Visit) -> Json:
    """The places where something else is asked, remembered or said than the file says of the whole site."""
    home = _at(visit, default_place(visit))
    there = {code: _at(visit, code) for code in places_for(visit.registry.site.jurisdictions)}
    return {
        code: {name: value for name, value in said.items() if value or name != "texts"}
        for code, said in there.items()
        if said != home
    }


def _at(visit: Visit, place: str | None) -> Json:
    """What is asked in one place, for how long it is remembered, and in which words."""
    return {
        "ask": asking(visit.registry, place).asked,
        "days": choice_days(place, config().choice_days),
        "texts": _texts_at(visit, place),
    }


def _texts_at(visit: Visit, place: str | None) -> Json:
    """Our own words where something is on until the visitor objects, and where the place has a name for it."""
    found: Json = {}
    if asking(visit.registry, place).objectable:
        found["none"] = _("What is ticked below needs no consent where you are: it is on until you object to it.")
    if place == "CA":
        found["preferences"] = _("Your Privacy Choices")
    return found


def _absolute(visit: Visit, name: str) -> str:
    return visit.request.build_absolute_uri(visit.links[name])


def layouts(site: Published) -> Iterator[Layout]:
    """The layouts of the versions whose choices the script can still read, the current one first."""
    newest = site.registry.version
    for number in range(newest, max(0, newest - LAYOUTS), -1):
        if layout := layout_of(site, number):
            yield layout


def _layout(layout: Layout) -> Json:
    return {"purposes": layout.purposes, "services": layout.service_ids}


@lru_cache(maxsize=128)
def _purposes(registry: Registry, place: str | None, language: str) -> tuple[Json, ...]:
    """The optional purposes in words; the costly part, and the same for every visitor."""
    asks = asking(registry, place)
    asked = {purpose.id for purpose in asks.consent}
    lines = {s.id: s for g in build_notice(registry, language).purposes for s in g.services}
    declared = {service.id: service for service in registry.services}
    default = registry.site.default_language
    return tuple(
        {
            "id": purpose.id,
            "ask": purpose.id in asked,
            "label": purpose.label.best(language, default)[1] or purpose.id,
            "text": purpose.text.best(language, default)[1],
            "services": [
                _service(lines[s], declared[s], declared[s].text.best(language, default)[1])
                for s in asks.layout.services_of(purpose.id)
            ],
        }
        for purpose in map(registry.purpose, asks.layout.purposes)
    )


def _service(line: ServiceLine, service: Service, text: str) -> Json:
    return {
        "id": line.id,
        "by": line.provider.text,
        "label": line.function.text,
        "text": text,
        "items": [_item(shown, item, service) for shown, item in zip(line.items, service.items, strict=True)],
    }


def _item(line: ItemLine, item: StorageItem, service: Service) -> Json:
    """Words for the reader, and what the script needs to remove what the site itself has stored."""
    own = {"kind": str(item.kind), "host": item.host, "path": item.path}
    removable = {key: value for key, value in own.items() if value} if line.party == "first" else {}
    recipients = line.recipients.text if item.recipients or service.recipients else ""
    return {"name": line.name, "life": line.lifetime.text, "to": recipients} | removable


def _texts(visit: Visit) -> Json:
    """Our own words, as the banner and the preferences page of a hosted site say them."""
    third = len(visit.third_parties)
    told = ngettext(
        "One third party would receive data.", "%(n)s third parties would receive data.", third
    ) % {"n": third}  # fmt: skip
    controller = {"controller": visit.controller}
    return {
        "title": _("Your choice on cookies"),
        "ask": _("%(controller)s asks for your consent for what this site does not strictly need:") % controller,
        "third": told if third else "",
        "policy": _("Cookie policy"),
        "refuse": _("Refuse all"),
        "grant": _("Accept all"),
        "choose": _("Choose by purpose"),
        "save": _("Save my choice"),
        "saved": _("Your choice is saved. You can change it at any time."),
        "preferences": _("Cookie preferences"),
        "none": _(
            "Nothing below is on unless you switch it on. What the site strictly needs is listed in the cookie "
            "policy and is not a matter of choice."
        ),
        "gpc": _("Your browser sends Global Privacy Control. It is honoured: everything optional is off."),
        "change": _("You can change your mind at any time under “Cookie preferences”."),
        "close": _("Close without a choice"),
        "blocked": _(
            "“{service}” is not loaded. It comes from {provider}, who would learn your address and this page."
        ),
        "once": _("Allow once"),
        "always": _("Always allow"),
    }

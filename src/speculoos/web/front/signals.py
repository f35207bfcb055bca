"""The scripts that tell other people's tags what a visitor has chosen (consent/tags.py, js/signals).

`defaults.js` is the site's own and stands before every tag, blocking; `signals.js` is the same for all and may come
late. Neither is in a page of a site that has not settled any signal.
"""

import hashlib
import json
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from speculoos.consent import tags
from speculoos.core.errors import UsageError
from speculoos.law.place import applied, place_of
from speculoos.registry.model import Json, Registry
from speculoos.web.api.answers import IMMUTABLE
from speculoos.web.front.context import asking, visit_of
from speculoos.web.store.options import Options

NUMBER = 1
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
SHORT = "public, max-age=300, stale-while-revalidate=3600"
"""How long a browser may go on with settings that have changed."""
FOLDER = Path(__file__).parent.parent / "static" / "speculoos"
KIND = "text/javascript; charset=utf-8"


@require_safe
def script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The part that is the same for every site, under its frozen number."""
    return HttpResponse(script_bytes("signals"), content_type=KIND, headers=OPEN | {"Cache-Control": IMMUTABLE})


@require_safe
def defaults(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001
    """What is said before any tag; 404 for a site that has settled no signal."""
    visit = visit_of(request)
    found = content(visit.registry, visit.site.options)
    if not found:
        raise Http404
    said = json.dumps(found, ensure_ascii=True, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")
    body = f"window.speculoosSignals={said};\n".encode() + script_bytes("defaults")
    return HttpResponse(body, content_type=KIND, headers=OPEN | {"Cache-Control": SHORT})


@lru_cache(maxsize=64)
def content(registry: Registry, options: Options) -> Json:
    """The settings for the page; a part that does not fit the declaration any more is off."""
    parts = {
        "modes": _modes(registry, options) if options.modes else None,
        "tcf": tags.tcf(registry, options.tcf),
        "gpp": tags.gpp(registry, options.gpp) if options.gpp else None,
    }
    return {name: part for name, part in parts.items() if part}


def _modes(registry: Registry, options: Options) -> Json | None:
    try:
        return tags.modes(registry, options.modes, _regions(registry, options))
    except UsageError:  # a purpose that has gone since: nothing is said rather than half of it
        return None


def _regions(registry: Registry, options: Options) -> dict[str, list[str]]:
    """Region to the mapped purposes that are on there unasked, as the law of the place has it."""
    found = {}
    for region in options.modes.get("regions", ()):
        asked = asking(registry, applied(registry.site.jurisdictions, place_of(region))).asked
        found[region] = [purpose for purpose in options.modes["signals"] if purpose not in asked]
    return found


@lru_cache(maxsize=2)
def script_bytes(name: str) -> bytes:
    return (FOLDER / f"{name}.{NUMBER}.js").read_bytes()


def snippets(base: str, slug: str, options: Options) -> list[str]:
    """The tags for a page of the site, in their order: the first before every other script, the second anywhere."""
    if not (options.modes or options.tcf or options.gpp):
        return []
    hashed = b64encode(hashlib.sha384(script_bytes("signals")).digest()).decode()
    return [
        format_html('<script src="{}/s/{}/defaults.js"></script>', base, slug),
        format_html(
            '<script src="{}/embed/{}/signals.js" integrity="sha384-{}" crossorigin="anonymous" async></script>',
            base, NUMBER, hashed,
        ),
    ]  # fmt: skip

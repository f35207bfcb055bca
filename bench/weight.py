"""What travels: the preference cookie's value, and what the banner brings to a page."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from bench.consent import SIZES, Size, granted, layout_of
from bench.result import Result
from bench.signed import dumps
from bench.workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src" / "speculoos" / "web" / "static" / "speculoos"
SCRIPT = STATIC / "banner.js"
STYLE = STATIC / "site.css"
PEER_SCRIPT = "cookie_consent/static/cookie_consent/cookiebar.module.js"


def run(shop: Workshop) -> Iterator[Result]:
    for size in SIZES:
        yield cookie(size)
    peer = shop.peer / PEER_SCRIPT if shop.peer else None
    against = "django-cookie-consent's bar, which has no style sheet and no markup of its own" if peer else None
    baseline = packed(peer) if peer else None
    script, style = packed(SCRIPT), packed(STYLE)
    yield Result("banner_js", script, "bytes", "lower", against, baseline, "gzip -9, as it is served")
    how = f"gzip -9: the script and the whole of site.css ({style}), which dresses all pages and not the banner alone"
    yield Result("banner_js_and_site_css", script + style, "bytes", "lower", against, baseline, how)


def cookie(size: Size) -> Result:
    """The longest value: the last service refused on its own, so that no trailing zero is left out."""
    layout = layout_of(size)
    value = granted(layout, layout.service_ids[-1])
    states = dict.fromkeys(layout.purposes, "granted") | {layout.service_ids[-1]: "refused"}
    signed = len(dumps(states))
    how = "everything granted, the last service refused on its own"
    against = "django.core.signing of the same choice as JSON, compressed"
    return Result(f"preference_cookie_{size.name}", len(value), "bytes", "lower", against, signed, how)


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))

"""What was shown, shown again: one self-contained page from the archive, without today's templates' words or style.

Nothing in it can run, load or be sent: the page is sandboxed, and its one style is named by its hash.
"""

from base64 import b64encode
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from speculoos.web.store.archive import ShownNotice

PLAIN = """
body { font: 100%/1.6 system-ui, sans-serif; margin: 1.5rem; max-inline-size: 44rem; color-scheme: light dark; }
h2 { font-size: 1.1rem; }
.acts span { border: 1px solid; border-radius: 9px; padding: .4rem 1rem; margin-inline-end: .5rem; }
dt { font-weight: 600; }
dd { margin-inline-start: 1rem; }
"""
"""For the banner of other hosts, whose markup and style are in the script that the document names."""


def page_of(kept: ShownNotice) -> HttpResponse:
    """The page; `text/html` that may be kept by itself and read without this platform."""
    content: dict[str, Any] = kept.content
    style = str(content.get("style", PLAIN))
    markup = {name: mark_safe(str(text)) for name, text in content.get("markup", {}).items()}  # noqa: S308  (sandboxed)
    context = {"kept": kept, "content": content, "markup": markup, "style": mark_safe(style.replace("</", "<\\/"))}  # noqa: S308
    body = render_to_string("speculoos/shown.html", context)
    written = str(context["style"])
    digest = b64encode(sha256(written.encode()).digest()).decode()
    policy = f"sandbox; default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
    headers = {
        "Content-Security-Policy": policy + "frame-ancestors 'self'",
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, headers=headers)

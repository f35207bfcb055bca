"""Policy pages for the tests of the lint: one that tells everything, written by hand, and how to break it."""

from html import escape

from speculoos.law.page import Page
from speculoos.registry.model import Registry

SHELL = """<!doctype html>
<html lang="en">
<head><title>Cookies</title><link rel="stylesheet" href="/static/site.css">{head}</head>
<body>
<h1>Cookie policy</h1>
<p>This site keeps what you see below on your device. Nobody else does.</p>
<table><thead><tr><th>Name</th><th>Provider</th><th>Purpose</th><th>Duration</th></tr></thead><tbody>
{rows}
</tbody></table>
<h2>Who answers for this</h2>
<p>Controller: Example Ltd, <a href="mailto:privacy@example.org">privacy@example.org</a>.</p>
<p>Data protection officer: Dana Officer.</p>
<h2>Your rights</h2>
<p>You have the right of access, rectification, erasure, restriction and objection.</p>
<p>You can make a complaint to CNIL.</p>
<p>Change your mind at any time: <a href="/cookies/preferences/">Cookie preferences</a>.</p>
<p>We take Global Privacy Control as a refusal of sale and sharing.</p>
<p>Last updated on 23 November 2026. Version hash {hash}.</p>
</body></html>"""

GPC = '{"gpc": true, "lastUpdate": "2026-11-23"}'


def row(service, item) -> str:
    life = "until you close the browser" if item.lifetime == "session" else f"{item.lifetime[1:-1]} months"
    cells = (f"<code>{escape(item.name)}</code>", service.provider, service.text["en"], life)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def html(registry: Registry, head: str = "") -> str:
    rows = "\n".join(row(service, item) for service, item in registry.items())
    return SHELL.format(rows=rows, hash=registry.hash, head=head)


def page(registry: Registry, *swaps: tuple[str, str], head: str = "", gpc: str | None = GPC) -> Page:
    """The clean page of a registry with some of its text swapped; each swap must find what it replaces."""
    text = html(registry, head)
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new)
    return Page(text, "https://www.example.org/cookies/", gpc=gpc)

"""The policy page: from a registry to HTML."""

from collections.abc import Iterator

from django.template import Context, Engine

from bench.made import declared
from bench.measure import compare
from bench.result import Result, took
from bench.workshop import Workshop
from speculoos.policy.notice import build_notice
from speculoos.policy.render import body_html
from speculoos.registry.model import Registry
from speculoos.web.samples import sample

AGAINST = "a Django template that renders a bare table of the same items"
TABLE = Engine().from_string(
    "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


def run(shop: Workshop) -> Iterator[Result]:
    sizes = (100, shop.scale.rows)
    for registry in (sample("platform"), *(declared(size) for size in sizes)):
        items = sum(1 for _ in registry.items())
        shop.say(f"rendering a policy of {items} items")
        html = body_html(build_notice(registry, "en"))
        assert all(item.name in html for _, item in registry.items()), "an item is missing from the page"
        pair = compare(
            lambda registry=registry: body_html(build_notice(registry, "en")),  # type: ignore[misc]
            lambda registry=registry: bare(registry),  # type: ignore[misc]
            shop.scale.rounds,
            shop.scale.round_seconds,
        )
        yield took(f"policy_page_{items}_items", pair, "ms", AGAINST, f"{len(html)} characters of HTML")


def bare(registry: Registry) -> str:
    """The same items, eight cells each, without a word of explanation, law or translation."""
    rows = [
        (item.name, item.kind.value, item.host or "", item.lifetime or "", s.provider, s.function, s.purpose, text)
        for s, item in registry.items()
        for _, text in (s.text.best("en"),)
    ]
    return TABLE.render(Context({"rows": rows}))

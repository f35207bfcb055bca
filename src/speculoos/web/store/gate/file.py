"""A published site as a gate elsewhere needs it: version, rules, and what the choices of its visitors mean."""

from speculoos.gate.bundle import Bundle
from speculoos.web.conf import config
from speculoos.web.store.gate.options import rules_of
from speculoos.web.store.publish import Published, layout_of

LAYOUTS = 12
"""Of how many versions a choice can still be read: as many as the banner on the site's own pages can."""


def bundle_of(site: Published, base: str) -> Bundle:
    """The bundle; `base` is the platform's address without a slash at its end, for what browsers report."""
    newest = site.registry.version
    numbers = range(max(1, newest - LAYOUTS + 1), newest)
    return Bundle(
        site.registry,
        rules_of(site.options, site.slug, base),
        site.slug,
        tuple(layout for number in numbers if (layout := layout_of(site, number))),
        site.material_since,
        config().choice_days,
    )

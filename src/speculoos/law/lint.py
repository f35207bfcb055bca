"""The lint: every check that a registry, a page and an earlier version allow, over the places asked for.

The checks themselves live beside this module, one small function each, registered under the catalogue's ids.
"""

from collections.abc import Iterable

from speculoos.law import lint_entries, lint_exemptions, lint_page, lint_words
from speculoos.law.catalogue import CATALOGUE
from speculoos.law.checks import CHECKS, Context
from speculoos.law.findings import Finding, finding, sort_key
from speculoos.law.page import Page
from speculoos.law.profiles import find_all
from speculoos.registry.model import Registry

__all__ = ["Finding", "Page", "implemented", "lint"]

_LOADED = (lint_entries, lint_exemptions, lint_page, lint_words)  # importing them registers their checks


def lint(
    registry: Registry,
    jurisdictions: Iterable[str] | None = None,
    page: Page | None = None,
    previous: Registry | None = None,
) -> tuple[Finding, ...]:
    """The findings that hold in the places (default: the site's own; none known: the strictest), in stable order.

    `page` adds what only a rendered page can show, `previous` the comparison with the version published before.
    """
    profiles = find_all(registry.site.jurisdictions if jurisdictions is None else jurisdictions)
    context = Context(registry, profiles, page, previous)
    found = (
        finding(CATALOGUE[id], problem, profiles)
        for id, checks in CHECKS.items()
        for run in checks
        for problem in run(context)
    )
    return tuple(sorted(dict.fromkeys(f for f in found if f), key=sort_key))


def implemented() -> tuple[str, ...]:
    """The ids of the catalogue for which this module has a check."""
    return tuple(id for id in CATALOGUE if id in CHECKS)

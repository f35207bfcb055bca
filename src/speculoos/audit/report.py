"""`speculoos banner check`: one page looked at and judged, as text or JSON; says so where no browser is there."""

from collections.abc import Sequence
from importlib import import_module

from speculoos.audit.banner import STRICTEST, judge
from speculoos.audit.declared import declared
from speculoos.core.errors import UsageError
from speculoos.law.report import report
from speculoos.registry.model import Registry


def check(url: str, registry: Registry | None, jurisdictions: Sequence[str], format: str) -> tuple[str, bool]:
    """The report, and whether nothing worse than information is in it.

    UsageError where no browser can be had, the page does not answer, or shows no banner that could be judged.
    """
    try:
        looking = import_module("speculoos.audit.look")
    except ModuleNotFoundError as fault:
        raise UsageError("Looking at a page needs Playwright: install speculoos[audit].") from fault
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url} is no address of a page: it begins with http:// or https://.")
    with looking.chromium() as browser:
        facts = looking.look(url, browser)
    if facts.layer is None and registry is None:
        raise UsageError(f"No banner was seen on {url}, and without --registry nobody knows whether one is needed.")
    places = jurisdictions or (registry.site.jurisdictions if registry else ()) or STRICTEST
    said = declared(registry, facts.lang, _of_law(places)) if registry else None
    found = judge(facts, said, places)
    return report(found, format, file=url), not any(finding.severity != "info" for finding in found)


def _of_law(places: Sequence[str]) -> Sequence[str] | None:
    """The places for which a purpose is asked; the strictest includes all."""
    return None if "STRICTEST" in places else places

"""Worker: a page's question "may I?" in a Django project with Speculoos, from the bare request on.

The site is published in a real database, so the check meets what it meets in service; that it then asks the
database nothing is counted here and not believed.
"""

import os
import sys
from pathlib import Path

from bench.worker import serve_rounds

PURPOSE = "purpose_0"
CHECKS = 200


def main(purposes: int, services: int, items: int, at_least: float, home: Path) -> None:
    os.environ |= {"SPECULOOS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "speculoos.web.settings"}
    for name in ("DATABASE_URL", "SPECULOOS_SECRET_KEY", "SPECULOOS_DEBUG"):
        os.environ.pop(name, None)
    import django

    django.setup()
    from django.test import RequestFactory

    from bench.made import optional
    from speculoos.web.front.context import attach_visit, visit_of

    request = RequestFactory().get(
        "/", HTTP_COOKIE=f"theme=dark; cookies_preferences={published(optional(purposes, services, items))}"
    )

    def check() -> bool:
        attach_visit(request)
        return visit_of(request).effective.grants(PURPOSE)

    assert check(), "the purpose was granted and must read so"
    serve_rounds(check, at_least, f"{statements(check)} SQL statements in {CHECKS} checks")


def published(registry: object) -> str:
    """Publish the registry as the home site's; the cookie value of a visitor who granted everything."""
    from datetime import UTC, datetime

    from django.core.management import call_command

    from speculoos.consent.choice import acts_for, choose
    from speculoos.consent.cookie import encode
    from speculoos.consent.layout import Layout
    from speculoos.registry.model import Registry
    from speculoos.web.conf import config
    from speculoos.web.store.draft import replace_draft
    from speculoos.web.store.publish import current, publish
    from speculoos.web.store.sites import Site

    assert isinstance(registry, Registry)
    call_command("migrate", interactive=False, verbosity=0)
    slug = config().home_site
    site = Site.objects.create(slug=slug, name=registry.site.name, url=registry.site.url)
    replace_draft(site, registry)
    publish(site)
    live = current(slug)
    assert live is not None
    layout = Layout.of(live.registry)
    chosen = choose(layout, acts_for(layout, layout.purposes), datetime.now(UTC))
    return encode(chosen.choice, layout, config().secrets()[0], slug)


def statements(check: object) -> int:
    """How many SQL statements a run of checks makes, right after one that may have looked up the version."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert callable(check)
    check()
    with CaptureQueriesContext(connection) as captured:
        for _ in range(CHECKS):
            check()
    return len(captured)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:4]]
    main(numbers[0], numbers[1], numbers[2], float(sys.argv[4]), Path(sys.argv[5]))

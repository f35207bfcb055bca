"""`publish_declaration`: a declaration kept as a file becomes a site's next version, as a deployment wants it."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from speculoos.core.errors import DeclarationError, UsageError
from speculoos.registry.load import load
from speculoos.registry.model import Registry
from speculoos.web.conf import config
from speculoos.web.store.draft import replace_draft
from speculoos.web.store.publish import publish
from speculoos.web.store.sites import Site


class Command(BaseCommand):
    help = "Replace a site's draft by a declaration and publish it, unless it says what is published already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the declaration: .toml, .json or .csv")
        parser.add_argument("--site", help="the site's short name; without it, the home site")
        parser.add_argument("--note", default="", help="why, for the people of the back office")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        try:
            registry = load(options["file"])
        except (DeclarationError, UsageError) as fault:
            raise CommandError(str(fault)) from fault
        site = site_of(options["site"] or config().home_site, registry)
        self.stdout.write(published(site, registry, options["note"]))


def site_of(slug: str, registry: Registry) -> Site:
    """The site of that name, made from the declaration where there is none."""
    made = {"name": registry.site.name, "url": registry.site.url}
    return Site.objects.get_or_create(slug=slug, defaults=made)[0]


def published(site: Site, registry: Registry, note: str) -> str:
    """What was done, in a sentence. Running it twice publishes once, so it can be part of every deployment."""
    last = site.versions.first()
    if last is not None and last.hash == registry.hash:
        return f"{site.slug} is at version {last.number} already; nothing to publish."
    replace_draft(site, registry)
    try:
        version = publish(site, note=note)
    except (DeclarationError, UsageError) as fault:
        raise CommandError(str(fault)) from fault
    return f"Published version {version.number} of {site.slug}."

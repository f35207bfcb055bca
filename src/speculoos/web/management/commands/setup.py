"""`setup`: the database made ready, the sample sites published where there are none, and an owner who can sign in."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command

from speculoos.web.samples import SLUGS, sample
from speculoos.web.store.draft import replace_draft
from speculoos.web.store.publish import publish
from speculoos.web.store.sites import Site

OWNER = "owner"


class Command(BaseCommand):
    help = "Migrate, publish the sample sites where missing, and make the owner. Changes nothing that is there."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        call_command("migrate", interactive=False, verbosity=0)
        for slug in SLUGS:
            if publish_sample(slug):
                self.stdout.write(f"Published the sample site {slug}.")
        make_owner()


def publish_sample(slug: str) -> bool:
    """Publish the sample of that name unless a site of that name is there already."""
    if Site.objects.filter(slug=slug).exists():
        return False
    registry = sample(slug)
    site = Site.objects.create(slug=slug, name=registry.site.name, url=registry.site.url)
    replace_draft(site, registry)
    publish(site, note="Sample")
    return True


def make_owner() -> Any:
    """The first person: may do everything, has no password, signs in by link."""
    users = get_user_model().objects
    if found := users.filter(is_superuser=True, is_active=True).order_by("pk").first():
        return found
    return users.create_superuser(OWNER, password=None)

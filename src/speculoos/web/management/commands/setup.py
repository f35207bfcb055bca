"""`setup`: the database made ready, the sample sites published where there are none, and an owner who can sign in."""

import os
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command
from django.db import connection

from speculoos.web.samples import SLUGS, sample
from speculoos.web.store.draft import replace_draft
from speculoos.web.store.publish import publish
from speculoos.web.store.sites import Site

OWNER = "owner"


class Command(BaseCommand):
    help = "Migrate, publish the sample sites where missing, and make the owner. Changes nothing that is there."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if connection.vendor == "sqlite":
            make_private(Path(connection.settings_dict["NAME"]))
        call_command("migrate", interactive=False, verbosity=0)
        call_command("clearsessions")  # ended sessions, with the imports that waited in them, are kept no longer
        for slug in SLUGS:
            if publish_sample(slug):
                self.stdout.write(f"Published the sample site {slug}.")
        make_owner()


def make_private(path: Path) -> None:
    """An empty database file that only its owner can read: it will hold live sessions and consent records.

    The files that SQLite keeps beside it take over its mode. One that is there already is left as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


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

"""`signin_link`: a one-time link for one person, on standard output."""

import os
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from speculoos.web.management.commands.setup import make_owner
from speculoos.web.store.access import SigninLink


class Command(BaseCommand):
    help = "Print a link that signs one person in, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", help="who; without it, the owner")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        self.stdout.write(link_for(options["username"]))


def link_for(username: str | None) -> str:
    """The address of a new one-time link. CommandError for an unknown person."""
    user = get_user_model().objects.filter(username=username).first() if username else make_owner()
    if user is None:
        raise CommandError(f"There is nobody called {username}. See /office/users/ for who there is.")
    base = os.environ.get("SPECULOOS_URL", "http://127.0.0.1:8000").rstrip("/")
    return base + reverse("speculoos:signin_link", args=[SigninLink.issue(user)])

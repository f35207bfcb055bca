"""The choice of an account, where a site keeps one for signed-in visitors on all their devices (law.md FR-07).

The account is a keyed hash of the site's own name for it: nobody can tell from here whose choice it is.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from speculoos.web.conf import config
from speculoos.web.store.sites import Site


class AccountChoice(models.Model):
    """`value` is the choice as the preference cookie writes it, so both are read in one way."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="account_choices")
    account = models.CharField(max_length=64)
    value = models.CharField(max_length=200)
    time = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "account"], name="speculoos_one_choice_an_account")]

    def __str__(self) -> str:
        return self.account


@dataclass(frozen=True, slots=True)
class Kept:
    """An account's row, when its owner last acted, and the choice as the cookie would say it."""

    value: str
    acted: datetime


def account_names(site: str, reference: str) -> list[str]:
    """The account's name in our tables under each secret in use, the newest first."""
    said = f"account\x00{site}\x00{reference}".encode()
    return [hmac.new(key.encode(), said, hashlib.sha256).hexdigest() for key in config().secrets()]


def kept_for(site_id: int, names: Sequence[str]) -> Kept | None:
    """What is kept for an account, None if its owner has not asked for one choice on all devices."""
    row = AccountChoice.objects.filter(site_id=site_id, account__in=names).order_by("-time").first()
    return Kept(row.value, row.time) if row else None


def keep_for(site_id: int, names: Sequence[str], value: str, acted: datetime) -> None:
    """Keep this choice for the account, under the newest secret from now on; a retry undoes nothing later."""
    with transaction.atomic():
        rows = AccountChoice.objects.filter(site_id=site_id, account__in=names)
        if rows.filter(time__gt=acted).exists():
            return
        rows.exclude(account=names[0]).delete()
        AccountChoice.objects.update_or_create(
            site_id=site_id, account=names[0], defaults={"value": value, "time": acted}
        )


def forget_for(site_id: int, names: Sequence[str]) -> None:
    """Each device for itself again."""
    AccountChoice.objects.filter(site_id=site_id, account__in=names).delete()


def forget_older(moment: datetime) -> int:
    """Drop the choices whose time is over for every place, and count them."""
    return AccountChoice.objects.filter(time__lt=moment).delete()[0]

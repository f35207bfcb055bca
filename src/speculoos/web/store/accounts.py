"""The choice of an account, where a site keeps one for signed-in visitors on all their devices (law.md FR-07).

The account is a keyed hash of the site's own name for it: nobody can tell from here whose choice it is.
"""

from django.db import models

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

"""What a site's people settle beside its declaration: where it is embedded, how its visitors' places are known.

These settings say how the declaration is delivered, not what it declares, so they are not part of a version. They are
one JSON document in the database and one frozen value in the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db import models

from speculoos.web.store.sites import Site


@dataclass(frozen=True, slots=True)
class Options:
    """One site's settings with their defaults."""

    retention_months: int | None = None
    """How many months this site's records are kept; None: as the platform's `retention_months` says."""
    account_choice: bool = False
    """Whether signed-in visitors may let one choice count on all their devices (law.md FR-07)."""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Options":
        """The settings as stored; a name that is not known any more is passed over."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})


DEFAULTS = Options()


class SiteOptions(models.Model):
    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="options")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.site_id)


def options_of(site_id: int) -> Options:
    """The settings of a site, the defaults where nobody has set any."""
    row = SiteOptions.objects.filter(site_id=site_id).first()
    return Options.from_json(row.values) if row else DEFAULTS

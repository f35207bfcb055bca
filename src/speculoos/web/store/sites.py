"""A site, the rows of its draft, and its published versions.

The draft is rows, for editing. A version is one frozen JSON document with its hash, for everything else.
`draft.py` turns rows into a Registry and back.
"""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from speculoos.core.errors import UsageError
from speculoos.registry.model import Exemption, Identifiability, Kind, Party, Use

LANGUAGE_TAG = RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", _("Write a language tag such as en or pt-BR."))
IDENT = RegexValidator(r"^[a-z0-9][a-z0-9_-]*$", _("Use small letters, digits, hyphens and underscores."))


def choices(enum: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value.replace("_", " ")) for member in enum]


class Site(models.Model):
    """A site that declares, with who answers for it."""

    slug = models.SlugField(_("short name"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("address"))
    default_language = models.CharField(_("default language"), max_length=20, default="en", validators=[LANGUAGE_TAG])
    languages = models.JSONField(_("languages"), default=list, blank=True)
    jurisdictions = models.JSONField(_("jurisdictions"), default=list, blank=True)
    controller = models.JSONField(_("controller"), null=True, blank=True)
    dpo = models.JSONField(_("data protection officer"), null=True, blank=True)
    authority = models.JSONField(_("supervisory authority"), null=True, blank=True)
    measurement = models.JSONField(_("audience measurement"), null=True, blank=True)
    draft_changed = models.DateTimeField(_("draft changed"), auto_now=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("site")
        verbose_name_plural = _("sites")

    def __str__(self) -> str:
        return self.name


class Row(models.Model):
    """What every row of a draft has: a site and a place in the order of the declaration."""

    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class ProviderRow(Row):
    site = models.ForeignKey(Site, models.CASCADE, related_name="providers")
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    policy_url = models.URLField(_("privacy policy"), blank=True)
    safeguard = models.CharField(_("transfer safeguard"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=30, blank=True)

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="one_provider_name_per_site")]
        verbose_name = _("provider")

    def __str__(self) -> str:
        return self.name


class PurposeRow(Row):
    site = models.ForeignKey(Site, models.CASCADE, related_name="purposes")
    ident = models.CharField(_("id"), max_length=60, validators=[IDENT])
    label = models.JSONField(_("label"), default=dict, blank=True)
    text = models.JSONField(_("text"), default=dict, blank=True)
    sale = models.BooleanField(_("sale or sharing"), default=False)

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["site", "ident"], name="one_purpose_id_per_site")]
        verbose_name = _("purpose")

    def __str__(self) -> str:
        return self.ident


class ServiceRow(Row):
    site = models.ForeignKey(Site, models.CASCADE, related_name="services")
    ident = models.CharField(_("id"), max_length=60, validators=[IDENT])
    provider = models.CharField(_("provider"), max_length=200)
    function = models.CharField(_("function"), max_length=200)
    location = models.JSONField(_("location"), default=list)
    purpose = models.CharField(_("purpose"), max_length=60)
    use = models.CharField(_("use"), max_length=30, blank=True, choices=choices(Use))
    exemption = models.CharField(_("exemption"), max_length=30, blank=True, choices=choices(Exemption))
    ground = models.JSONField(_("ground of the exemption"), default=dict, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=60, blank=True)
    text = models.JSONField(_("purpose in words"), default=dict, blank=True)
    labels = models.JSONField(_("function in other languages"), default=dict, blank=True)
    recipients = models.JSONField(_("recipients"), default=list, blank=True)
    hosts = models.JSONField(_("hosts"), default=list, blank=True)

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(fields=["site", "ident"], name="one_service_id_per_site")]
        verbose_name = _("service")

    def __str__(self) -> str:
        return self.function


class ItemRow(Row):
    service = models.ForeignKey(ServiceRow, models.CASCADE, related_name="items")
    name = models.CharField(_("name"), max_length=400)
    kind = models.CharField(_("kind"), max_length=30, choices=choices(Kind), default=Kind.COOKIE.value)
    host = models.CharField(_("host"), max_length=253, blank=True)
    party = models.CharField(_("party"), max_length=10, blank=True, choices=choices(Party))
    lifetime = models.CharField(_("lifetime"), max_length=30, blank=True)
    path = models.CharField(_("path"), max_length=200, blank=True)
    secure = models.BooleanField(_("Secure"), null=True, blank=True)
    http_only = models.BooleanField(_("HttpOnly"), null=True, blank=True)
    same_site = models.CharField(_("SameSite"), max_length=10, blank=True)
    partitioned = models.BooleanField(_("Partitioned"), null=True, blank=True)
    set_by = models.CharField(_("set by"), max_length=10, blank=True)
    renewed = models.BooleanField(_("renewed on a new visit"), null=True, blank=True)
    identifiability = models.CharField(
        _("identifiability"), max_length=20, blank=True, choices=choices(Identifiability)
    )
    recipients = models.JSONField(_("recipients"), default=list, blank=True)
    text = models.JSONField(_("what it holds"), default=dict, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("item")

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """A published registry: frozen, numbered from 1, content-hashed. Rows are added and never changed."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    hash = models.CharField(_("hash"), max_length=64, db_index=True)
    content = models.JSONField(_("content"))
    material = models.BooleanField(_("material change"), default=False)
    note = models.TextField(_("note"), blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="one_version_number_per_site")]
        verbose_name = _("version")

    def __str__(self) -> str:
        return f"{self.site.slug} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            message = f"Version {self.number} of {self.site.slug} is published and cannot change; publish a new one."
            raise UsageError(message)
        super().save(*args, **kwargs)

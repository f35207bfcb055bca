"""Ways in without a password: one-time sign-in links for people, bearer tokens for machines.

Only hashes are stored: whoever reads the database cannot sign in with what is there.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from speculoos.web.conf import config
from speculoos.web.store.sites import Site

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def digest(token: str) -> str:
    """SHA-256 of a token. The tokens hold 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


class SigninLink(models.Model):
    """A link that signs one person in, once, before it expires."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    @classmethod
    def issue(cls, user: Any) -> str:
        """A new token for `user`; earlier links of the same person stop working."""
        cls.objects.filter(user=user).delete()
        token = secrets.token_urlsafe(32)
        ends = timezone.now() + timedelta(minutes=config().signin_link_minutes)
        cls.objects.create(user=user, digest=digest(token), expires_at=ends)
        return token

    @classmethod
    def redeem(cls, token: str) -> "AbstractBaseUser | None":
        """The person the token belongs to, or None if it is unknown, used or expired. The token is used up."""
        link = cls.objects.select_related("user").filter(digest=digest(token)).first()
        # The delete decides: of two requests with one token, only one deletes a row.
        if link is None or not cls.objects.filter(pk=link.pk).delete()[0]:
            return None
        return link.user if link.expires_at > timezone.now() and link.user.is_active else None


class ApiToken(models.Model):
    """A machine's bearer token, with the scopes it was given."""

    SCOPES = ("registry:read", "registry:write", "consents:write", "consents:read", "gate:write", "gate:read")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True)
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    last_used = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(cls, **fields: Any) -> tuple["ApiToken", str]:
        """A new row and its token, which is shown once and stored only as a hash."""
        token = f"spec_{secrets.token_urlsafe(32)}"
        return cls.objects.create(prefix=token[:12], digest=digest(token), **fields), token

    @classmethod
    def find(cls, token: str) -> "ApiToken | None":
        found = cls.objects.select_related("user", "site").filter(digest=digest(token)).first()
        if found is None or not found.user.is_active:
            return None
        return found if found.expires_at is None or found.expires_at > timezone.now() else None

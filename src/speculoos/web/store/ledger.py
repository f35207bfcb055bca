"""The ledger's tables: its head, its leaves, the tiles above them, its checkpoints and the public halves of its keys.

A leaf is apart from the record it commits to, so that a record can be erased and its leaf stay. Nothing here is ever
changed but the head, and a leaf's salt and record when they are erased.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from speculoos.web.store.records import ConsentRecord
from speculoos.web.store.sites import Site


class LedgerHead(models.Model):
    """How far a site's ledger has come, and what its last verification said.

    The row is the lock under which records get their places.
    """

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="ledger")
    size = models.PositiveBigIntegerField(default=0)
    peaks = models.BinaryField(default=b"")
    sealed = models.PositiveBigIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(_("verified"), null=True)
    verified_size = models.PositiveBigIntegerField(default=0)
    verified_findings = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("ledger")

    def __str__(self) -> str:
        return f"{self.site_id}: {self.size}"


class LedgerEntry(models.Model):
    """One leaf, and the root of the tree up to it. Salt and record are null once erased, and `erased_at` says when."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="entries")
    index = models.PositiveBigIntegerField()
    record = models.OneToOneField(
        ConsentRecord,
        models.DO_NOTHING,
        to_field="record_id",
        null=True,
        related_name="entry",
        db_constraint=False,  # a record that somebody deletes must leave its leaf behind
    )
    salt = models.BinaryField(null=True)
    leaf = models.BinaryField()
    root = models.BinaryField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "index"], name="speculoos_one_leaf_a_place")]
        verbose_name = _("ledger entry")

    def __str__(self) -> str:
        return f"{self.site_id}: {self.index}"


class LedgerTile(models.Model):
    """The hash over a full subtree of 256**level leaves, so that a proof reads a few rows and not all leaves."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="tiles")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "level", "index"], name="speculoos_one_tile_a_place")]
        verbose_name = _("ledger tile")

    def __str__(self) -> str:
        return f"{self.site_id}: {self.level}/{self.index}"


class LedgerCheckpoint(models.Model):
    """A signed statement of a ledger's size and root."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="checkpoints")
    size = models.PositiveBigIntegerField(_("records"))
    root = models.BinaryField()
    time = models.DateTimeField(_("time"))
    key_id = models.CharField(_("key"), max_length=16)
    signature = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["site", "size"])]
        verbose_name = _("checkpoint")

    def __str__(self) -> str:
        return f"{self.site_id}: {self.size}"


class LedgerKey(models.Model):
    """The public half of a key that signs or has signed checkpoints; the private half is never in the database."""

    key_id = models.CharField(_("key"), max_length=16, primary_key=True)
    public = models.BinaryField()
    first_used = models.DateTimeField(_("first used"))

    class Meta:
        ordering = ["first_used"]
        verbose_name = _("ledger key")

    def __str__(self) -> str:
        return self.key_id

"""Consent records: one row for every act of a visitor, written before the act is answered.

No address and no user agent is kept. `document` is the record as consent.record shapes it (ISO/IEC TS 27560);
the columns beside it are for finding and counting. `retry_key` is the hash of the Idempotency-Key that came with
the act, and `retry_body` that of the act, so that a retry is told from another act under the same key.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from speculoos.web.store.sites import Site


class ConsentRecord(models.Model):
    site = models.ForeignKey(Site, models.CASCADE, related_name="records")
    record_id = models.CharField(_("record"), max_length=64, unique=True)
    receipt = models.CharField(_("receipt"), max_length=64, db_index=True)
    version = models.PositiveIntegerField(_("version"))
    act = models.CharField(_("act"), max_length=20)
    method = models.CharField(_("method"), max_length=20)
    language = models.CharField(_("language"), max_length=20)
    jurisdiction = models.CharField(max_length=20, blank=True, default="")
    result = models.JSONField(_("result"))
    document = models.JSONField(_("record"))
    time = models.DateTimeField(_("time"), db_index=True)
    retry_key = models.CharField(max_length=64, null=True)
    retry_body = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ["-time", "-pk"]
        constraints = [models.UniqueConstraint(fields=["site", "retry_key"], name="speculoos_one_record_a_retry")]
        verbose_name = _("consent record")

    def __str__(self) -> str:
        return f"{self.act} {self.time:%Y-%m-%d %H:%M}"

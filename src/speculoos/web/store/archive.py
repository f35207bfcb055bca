"""What was shown when visitors chose: the words of each question, once a wording, kept as long as a record names it."""

from django.db import models

from speculoos.web.store.sites import Site


class ShownNotice(models.Model):
    """One wording of the question. `hash` is the `texts_hash` of the records that it was shown for."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="notices")
    hash = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=20)
    jurisdiction = models.CharField(max_length=20, blank=True)
    content = models.JSONField()
    first_shown = models.DateTimeField()

    class Meta:
        ordering = ["-first_shown", "-pk"]
        constraints = [models.UniqueConstraint(fields=["site", "hash"], name="speculoos_one_notice_a_wording")]

    def __str__(self) -> str:
        return self.hash

"""Evidence of two accounts read as one person's, from an instant on (docs/adr/0016)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import PersonMerge


class MergedEvidence(models.Model):
    """Where a merge stands in the order of both accounts' events; never changed.

    At `duplicate_tick` all that the duplicate's account earned is taken back; at `kept_tick` the evidence of both is
    put together. Replaying either account goes through here.
    """

    merge = models.OneToOneField(PersonMerge, models.PROTECT, related_name="evidence")
    kept = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absorbed_evidence")
    duplicate = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="merged_evidence")
    kept_tick = models.PositiveBigIntegerField()
    duplicate_tick = models.PositiveBigIntegerField()
    merged_at = models.DateTimeField()

    class Meta:
        verbose_name = _("merged evidence")
        ordering = ["kept_tick"]
        constraints = [
            models.UniqueConstraint(fields=["kept", "kept_tick"], name="merged_evidence_one_a_tick"),
            models.CheckConstraint(condition=~Q(kept=F("duplicate")), name="merged_evidence_of_two"),
        ]

    def __str__(self) -> str:
        return f"merge #{self.merge_id}"

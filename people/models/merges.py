"""Two accounts that were one person's."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .accounts import User


class PersonMergeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PersonMergeQuerySet:
        """For whoever oversees the person who was kept."""
        if not user.is_active:
            return self.none()
        return self.filter(kept__in=User.objects.visible_to(user))


class PersonMerge(models.Model):
    """Two accounts turned out to be one person's: `duplicate` is shut, `kept` goes on. Never undone, never changed.

    `moved` names the rows that changed hands, by table, so that the history can be followed.
    """

    kept = models.ForeignKey(User, models.PROTECT, related_name="merges")
    duplicate = models.OneToOneField(User, models.PROTECT, related_name="merge")
    reason = models.CharField(pgettext_lazy("merge", "reason"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()
    moved = models.JSONField(default=dict)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two accounts")
        verbose_name_plural = _("merges of accounts")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("duplicate")), name="person_merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="person_merge_has_reason"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

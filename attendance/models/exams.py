"""When a learner sat an exam: evidence in the order of the learner's events, so that no study time falls into it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import ExamAttempt


class ExamSitting(models.Model):
    """From beginning to closing of an attempt; at most one is open for a person."""

    attempt = models.OneToOneField(ExamAttempt, models.PROTECT, related_name="sitting")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exam_sittings")
    began_tick = models.PositiveBigIntegerField()
    began_at = models.DateTimeField()
    ended_tick = models.PositiveBigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sitting of an exam")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner"], condition=Q(ended_at__isnull=True), name="exam_sitting_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_tick__isnull=True)
                | Q(ended_tick__isnull=False, ended_at__gte=F("began_at")),
                name="exam_sitting_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}"

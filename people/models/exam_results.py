"""What people plan for and reached in the national examination."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.qualifications import (
    ExamOutcome,
)
from .accounts import User
from .level_rules import ExamSubject

FIRST_EXAM_YEAR = 2000


class ExamResultQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ExamResultQuerySet:
        """One's own, and those of the people one oversees."""
        if not user.is_active:
            return self.none()
        return self.filter(person__in=User.objects.visible_to(user))


class ExamResult(models.Model):
    """What somebody plans for, or reached, in one subject in one year; the subject carries the level."""

    person = models.ForeignKey(User, models.PROTECT, related_name="exam_results")
    subject = models.ForeignKey(ExamSubject, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(pgettext_lazy("examination", "year"))
    outcome = models.CharField(pgettext_lazy("examination", "result"), max_length=8, choices=ExamOutcome.choices)
    score = models.PositiveSmallIntegerField(pgettext_lazy("examination", "score"), null=True, blank=True)
    entered_at = models.DateTimeField()

    objects = ExamResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("examination result")
        verbose_name_plural = _("examination results")
        ordering = ["year", "subject"]
        constraints = [
            models.UniqueConstraint(fields=["person", "subject", "year"], name="exam_result_one_per_year"),
            models.CheckConstraint(
                condition=Q(outcome__in=ExamOutcome.values, year__gte=FIRST_EXAM_YEAR, year__lte=2200),
                name="exam_result_known_words",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | (~Q(outcome=ExamOutcome.PLANNED) & Q(score__lte=150)),
                name="exam_result_score_of_what_was_sat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} #{self.pk}"

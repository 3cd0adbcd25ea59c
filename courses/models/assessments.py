"""What hours assessors approved, and which frozen edition rests on it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import Category
from .editions import LessonEdition


class HoursAssessment(models.Model):
    """The minutes, category and schemes an hours assessor approved for a lesson; append-only.

    `facts` are what mattered for hours that day (courses.preflight.hours_facts), `digest` their SHA-256. `revision` is
    the number of Wagtail's revision: a number and no link, because revisions may be removed. `schemes` are keys.
    """

    lesson_key = models.UUIDField(db_index=True)
    title = models.CharField(max_length=255)
    revision = models.PositiveBigIntegerField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(_("approved minutes"))
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    schemes = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hours assessment")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="assessment_approves_minutes"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="assessment_category_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.minutes}"


class EditionAssessment(models.Model):
    """The assessment that an edition's credit was bounded by; append-only."""

    edition = models.OneToOneField(LessonEdition, models.PROTECT, related_name="assessed")
    assessment = models.ForeignKey(HoursAssessment, models.PROTECT, related_name="editions")

    class Meta:
        verbose_name = _("assessment of an edition")

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.assessment_id}"

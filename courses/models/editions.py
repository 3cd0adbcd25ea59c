"""The frozen editions that hours rest on."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import Category, Modality, ServiceField
from .media import LessonMedia


class LessonEdition(models.Model):
    """What a published lesson was, for ever: evidence and hours point here, never to a page.

    The study timeline is in milliseconds: first the recording, `[0, media_ms)`, then the reading part,
    `[media_ms, duration_ms)`, which is 1.5 times `reading_ms`, the reading-time model (hours.md, section 1).
    `quiz` holds the questions with their key and never leaves the server as it is.
    """

    lesson_key = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    content_key = models.UUIDField(db_index=True)
    course_key = models.UUIDField(db_index=True)
    title = models.CharField(_("title"), max_length=255)
    course_title = models.CharField(_("course"), max_length=255)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    service_field = models.CharField(_("service field"), max_length=12, choices=ServiceField.choices)
    modality = models.CharField(
        _("modality"),
        max_length=12,
        choices=Modality.choices,
        default=Modality.ON_DEMAND,
    )
    media = models.ForeignKey(LessonMedia, models.PROTECT, null=True, related_name="editions")
    media_ms = models.PositiveIntegerField()
    reading_ms = models.PositiveIntegerField()
    duration_ms = models.PositiveIntegerField()
    credited_seconds = models.PositiveIntegerField()
    coverage_percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    posts_by_time = models.BooleanField(default=False)
    goals = models.TextField(blank=True)
    practice = models.TextField(blank=True)
    body = models.JSONField()
    quiz = models.JSONField(null=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("lesson edition")
        constraints = [
            models.UniqueConstraint(fields=["lesson_key", "number"], name="edition_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=Q(duration_ms=F("media_ms") + F("reading_ms") + F("reading_ms") / 2),
                name="edition_timeline_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(duration_ms__gte=F("credited_seconds") * 1000),
                name="edition_credit_within_duration",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

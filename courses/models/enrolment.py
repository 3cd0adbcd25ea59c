"""Who takes part in what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Enrolment(models.Model):
    """A person takes part in a course. Keeps the course's key and title, not its page."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course_key = models.UUIDField()
    course_title = models.CharField(max_length=255)
    enrolled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("enrolment")
        constraints = [models.UniqueConstraint(fields=["learner", "course_key"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.course_title} #{self.pk}"

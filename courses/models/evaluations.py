"""What learners think of a course: asked once, shown only together."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RATINGS = {
    "content_rating": _("How good was the content?"),
    "teaching_rating": _("How well was it taught?"),
    "usefulness_rating": _("How useful is it in your work?"),
}
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    """Ten characters that nobody confuses: short enough for a code that a hall can scan."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


class EvaluationLink(models.Model):
    """The address behind the code on the wall: one a course."""

    course_key = models.UUIDField(unique=True)
    code = models.CharField(max_length=16, unique=True, default=new_code)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("link of an evaluation")

    def __str__(self) -> str:
        return f"#{self.pk}"


def _rating(label: Any) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(1), MaxValueValidator(5)])


class CourseEvaluation(models.Model):
    """Three ratings of 1 to 5 and a text, once a person and course; append-only.

    Who said what is known to the database alone, so that nobody says it twice; no page shows it.
    """

    course_key = models.UUIDField(db_index=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    content_rating = _rating(RATINGS["content_rating"])
    teaching_rating = _rating(RATINGS["teaching_rating"])
    usefulness_rating = _rating(RATINGS["usefulness_rating"])
    text = models.TextField(pgettext_lazy("evaluation", "What should stay, what should change?"), blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("evaluation of a course")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "course_key"], name="evaluated_once"),
            *[
                models.CheckConstraint(condition=Q(**{f"{name}__range": (1, 5)}), name=f"{name}_from_1_to_5")
                for name in RATINGS
            ],
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

"""What learners ask about a lesson, and what trainers and others answer. Nothing here is a record of hours."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.talk import AskedState


class LessonQuestionQuerySet(models.QuerySet["LessonQuestion"]):
    def waiting(self) -> Self:
        """Without a trainer's answer, and shown."""
        return self.filter(answered_at=None, hidden_at=None)

    def due_before(self, instant: Any) -> Self:
        """Waiting, not yet escalated, and asked before that instant."""
        return self.waiting().filter(escalated_at=None, asked_at__lt=instant)


class LessonQuestion(models.Model):
    """A learner's question about a lesson. Keeps keys and titles, not pages; what is hidden stays on record."""

    lesson_key = models.UUIDField(db_index=True)
    course_key = models.UUIDField(db_index=True)
    lesson_title = models.CharField(_("lesson"), max_length=255)
    course_title = models.CharField(_("course"), max_length=255)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(pgettext_lazy("talk", "question"))
    asked_at = models.DateTimeField(pgettext_lazy("talk", "asked"))
    answered_at = models.DateTimeField(pgettext_lazy("talk", "answered"), null=True)
    escalated_at = models.DateTimeField(pgettext_lazy("talk", "passed on"), null=True)
    hidden_at = models.DateTimeField(pgettext_lazy("talk", "hidden"), null=True)

    objects = LessonQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner's question")
        verbose_name_plural = _("learners' questions")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="asked_something")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def state(self) -> AskedState:
        """Needs the answers: one query unless they are prefetched."""
        if any(answer.endorsed_at for answer in self.answers.all()):
            return AskedState.ENDORSED
        return AskedState.ANSWERED if self.answered_at else AskedState.WAITING


class LessonAnswer(models.Model):
    """An answer of anybody in the course; a trainer may endorse one of them, at most one a question."""

    question = models.ForeignKey(LessonQuestion, models.PROTECT, related_name="answers")
    text = models.TextField(pgettext_lazy("talk", "answer"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_trainer = models.BooleanField()
    at = models.DateTimeField()
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("talk", "answer")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="answer_says_something"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(endorsed_at__isnull=False), name="one_endorsed_answer"
            ),
            models.CheckConstraint(
                condition=Q(endorsed_at__isnull=True, endorsed_by__isnull=True)
                | Q(endorsed_at__isnull=False, endorsed_by__isnull=False),
                name="endorsed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | Q(endorsed_at__isnull=True), name="hidden_is_not_endorsed"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Announcement(models.Model):
    """What a trainer tells everybody in a course."""

    course_key = models.UUIDField(db_index=True)
    course_title = models.CharField(_("course"), max_length=255)
    title = models.CharField(pgettext_lazy("announcement", "title"), max_length=120)
    text = models.TextField(pgettext_lazy("announcement", "text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(pgettext_lazy("announcement", "announced"))
    shown_until = models.DateField(pgettext_lazy("announcement", "shown until"))
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="announcement_says_something"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("at")), name="withdrawn_after_told"
            ),
        ]

    def __str__(self) -> str:
        return self.title

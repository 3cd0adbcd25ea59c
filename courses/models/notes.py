"""A learner's own notes. Private: nobody else reads them, and nothing rests on them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_NOTE = 2000


class LessonNoteQuerySet(models.QuerySet["LessonNote"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those of an account that was merged into one's own."""
        return self.filter(Q(learner=user) | Q(learner__merged_into=user))


class LessonNote(models.Model):
    """What somebody noted at a place of a lesson.

    `position_ms` is a place in the recording, None for a note about the lesson as a whole. `nonce` is made by the page
    before the first word is saved: saving again under it changes the note, never makes a second one.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32)
    lesson_key = models.UUIDField()
    lesson_title = models.CharField(_("lesson"), max_length=255)
    course_title = models.CharField(_("course"), max_length=255)
    position_ms = models.PositiveIntegerField(null=True)
    text = models.TextField(pgettext_lazy("lesson", "note"), max_length=LONGEST_NOTE)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = LessonNoteQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("lesson", "note")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "nonce"], name="lesson_note_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(nonce=""), name="lesson_note_says_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["learner", "lesson_key"], name="lesson_note_of_lesson")]

    def __str__(self) -> str:
        return f"#{self.pk}"

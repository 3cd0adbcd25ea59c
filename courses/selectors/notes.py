"""Reading one's own notes."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import F, Q, QuerySet

from ..models import LessonNote


def notes_of_lesson(user: Any, lesson_key: uuid.UUID) -> list[LessonNote]:
    """In the order of the recording; those about the whole lesson first."""
    notes = LessonNote.objects.visible_to(user).filter(lesson_key=lesson_key)
    return list(notes.order_by(F("position_ms").asc(nulls_first=True), "pk"))


def own_notes(user: Any, words: str = "") -> QuerySet[LessonNote]:
    """Newest first; every one of the words stands in the note or in the title of its lesson or course."""
    notes = LessonNote.objects.visible_to(user)
    for word in words.split():
        inside = Q(text__icontains=word) | Q(lesson_title__icontains=word) | Q(course_title__icontains=word)
        notes = notes.filter(inside)
    return notes.order_by("-changed_at", "-pk")

"""Keeping and removing one's own notes. Private notes leave no line in the log: what is removed is gone."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from people.models import User

from ..errors.notes import NoteElsewhere, TooManyNotes
from ..models import LessonEdition, LessonNote

MOST_OF_A_LESSON = 100


@transaction.atomic
def keep_note(
    *, edition: LessonEdition, nonce: str, position_ms: int | None, text: str, by: User, at: dt.datetime
) -> LessonNote:
    """Write the note of this nonce, or change its text; its place stays where it was begun.

    Raises NoteElsewhere and TooManyNotes.
    """
    note = LessonNote.objects.select_for_update().filter(learner=by, nonce=nonce).first()
    if note is None:
        if LessonNote.objects.filter(learner=by, lesson_key=edition.lesson_key).count() >= MOST_OF_A_LESSON:
            raise TooManyNotes
        inside = None if position_ms is None or not edition.media_ms else min(position_ms, edition.media_ms)
        # Two savings of the first words may meet: the second finds the note and changes it.
        note, created = LessonNote.objects.get_or_create(
            learner=by,
            nonce=nonce,
            defaults={
                "lesson_key": edition.lesson_key,
                "lesson_title": edition.title,
                "course_title": edition.course_title,
                "position_ms": inside,
                "text": text,
                "written_at": at,
                "changed_at": at,
            },
        )
        if created:
            return note
    if note.lesson_key != edition.lesson_key:
        raise NoteElsewhere
    if note.text != text:
        note.text, note.changed_at = text, at
        note.save(update_fields=["text", "changed_at"])
    return note


def remove_note(*, note: LessonNote, by: User) -> None:
    """For good. Raises LessonNote.DoesNotExist for a note that is not one's own."""
    LessonNote.objects.visible_to(by).get(pk=note.pk).delete()

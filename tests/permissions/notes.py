"""A private note in the world's course."""

from __future__ import annotations

from django.utils import timezone

from courses.models import LessonNote
from courses.services.notes import keep_note
from people.models import User
from tests.factories.courses import MadeCourse


def note_of(made: MadeCourse, learner: User) -> LessonNote:
    return keep_note(
        edition=made.edition, nonce="0123456789abcdef", position_ms=None, text="先敲门。", by=learner, at=timezone.now()
    )

"""Who may ask, answer and decide in the talk of a course."""

from __future__ import annotations

import uuid
from typing import Any

from ..models import CoursePage, Enrolment, LessonQuestion
from ..rules import may_edit_course


def may_talk(user: Any, course_key: uuid.UUID) -> bool:
    """Whoever takes part in the course, and its trainers."""
    if not user.is_authenticated or not user.is_active:
        return False
    return Enrolment.objects.filter(learner=user, course_key=course_key).exists() or may_lead(user, course_key)


def may_lead(user: Any, course_key: uuid.UUID) -> bool:
    """The trainers of the course's organisation, or of one above it."""
    course = CoursePage.objects.filter(course_key=course_key).first()
    return course is not None and bool(may_edit_course(user, course))


def may_answer(user: Any, question: LessonQuestion) -> bool:
    """Not what is hidden, unless one may show it again."""
    if question.hidden_at is not None:
        return may_lead(user, question.course_key)
    return may_talk(user, question.course_key)


def may_moderate(user: Any, question: LessonQuestion) -> bool:
    """Endorse, hide, show again."""
    return may_lead(user, question.course_key)

"""Reading talk: the questions of a lesson, and what waits for a trainer."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from people.names import mask

from ..enums.talk import AskedState
from ..models import Announcement, CoursePage, LessonAnswer, LessonQuestion

ESCALATED_AFTER = dt.timedelta(days=3)


@dataclass(frozen=True)
class ShownAnswer:
    """`by` is a masked name."""

    pk: int
    text: str
    by: str
    by_trainer: bool
    at: dt.datetime
    is_endorsed: bool
    is_hidden: bool


@dataclass(frozen=True)
class ShownQuestion:
    """`answers` has the endorsed one first; `by` is a masked name."""

    pk: int
    text: str
    by: str
    is_own: bool
    at: dt.datetime
    lesson_title: str
    course_title: str
    state: AskedState
    is_hidden: bool
    is_escalated: bool
    answers: list[ShownAnswer]


def shown_questions(questions: QuerySet[LessonQuestion], viewer: Any, *, leads: bool) -> list[ShownQuestion]:
    """Two queries. Hidden answers are for those who lead the course."""
    answers = LessonAnswer.objects.select_related("by")
    if not leads:
        answers = answers.filter(hidden_at=None)
    found = questions.select_related("asked_by").prefetch_related(Prefetch("answers", queryset=answers))
    return [_shown(question, viewer) for question in found]


def questions_of_lesson(lesson_key: uuid.UUID, *, leads: bool) -> QuerySet[LessonQuestion]:
    """Newest first; hidden ones for those who lead the course."""
    questions = LessonQuestion.objects.filter(lesson_key=lesson_key).order_by("-pk")
    return questions if leads else questions.filter(hidden_at=None)


def count_questions(lesson_key: uuid.UUID) -> int:
    return LessonQuestion.objects.filter(lesson_key=lesson_key, hidden_at=None).count()


def questions_led_by(user: Any) -> QuerySet[LessonQuestion]:
    """Of the courses whose trainer one is: the twin of `talk.access.may_moderate`."""
    return LessonQuestion.objects.filter(course_key__in=CoursePage.objects.editable_by(user).values("course_key"))


def led_announcements(user: Any) -> QuerySet[Announcement]:
    """Of the courses whose trainer one is, newest first."""
    led = CoursePage.objects.editable_by(user).values("course_key")
    return Announcement.objects.filter(course_key__in=led).order_by("-at")


def announcements_of(course_key: uuid.UUID, on: dt.date | None = None) -> list[Announcement]:
    """Shown on a civil date, newest first."""
    day = on or timezone.localdate()
    shown = Announcement.objects.filter(course_key=course_key, withdrawn_at=None, shown_until__gte=day)
    return list(shown.order_by("-at")[:5])


def _shown(question: LessonQuestion, viewer: Any) -> ShownQuestion:
    answers = [
        ShownAnswer(
            pk=answer.pk,
            text=answer.text,
            by=mask(answer.by.get_full_name()),
            by_trainer=answer.by_trainer,
            at=answer.at,
            is_endorsed=answer.endorsed_at is not None,
            is_hidden=answer.hidden_at is not None,
        )
        for answer in question.answers.all()
    ]
    return ShownQuestion(
        pk=question.pk,
        text=question.text,
        by=mask(question.asked_by.get_full_name()),
        is_own=question.asked_by_id == viewer.pk,
        at=question.asked_at,
        lesson_title=question.lesson_title,
        course_title=question.course_title,
        state=question.state,
        is_hidden=question.hidden_at is not None,
        is_escalated=question.escalated_at is not None,
        answers=sorted(answers, key=lambda answer: (not answer.is_endorsed, answer.at)),
    )

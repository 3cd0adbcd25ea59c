"""What this app holds about one person, as plain values: its part of the person's own export."""

from __future__ import annotations

from typing import Any

from people.models import User

from .models import (
    CourseEvaluation,
    Enrolment,
    EnrolmentRequest,
    ExamAttempt,
    ExamMark,
    ExamResult,
    ExtraTime,
    HandedInAnswer,
    LessonAnswer,
    LessonNote,
    LessonQuestion,
)
from .models.evaluations import RATINGS


def record_of(person: User) -> dict[str, list[Any]]:
    asked_to = EnrolmentRequest.objects.filter(learner=person).order_by("pk")
    asked = LessonQuestion.objects.filter(asked_by=person).order_by("pk")
    answered = LessonAnswer.objects.filter(by=person).order_by("pk")
    return {
        "enrolments": list(Enrolment.objects.filter(learner=person).values("course_title", "enrolled_at")),
        "enrolment_requests": list(asked_to.values("course_title", "state", "asked_at", "decided_at", "reason")),
        "lesson_questions": list(asked.values("course_title", "lesson_title", "text", "asked_at")),
        "lesson_answers": list(answered.values("question__lesson_title", "text", "at")),
        "lesson_notes": list(
            LessonNote.objects.visible_to(person)
            .order_by("pk")
            .values("course_title", "lesson_title", "position_ms", "text", "written_at", "changed_at")
        ),
        "exam_attempts": list(
            ExamAttempt.objects.of(person)
            .order_by("began_at")
            .values("exam__course_title", "exam__title", "number", "began_at", "ends_at", "closed_at", "closed_reason")
        ),
        "exam_answers": list(
            HandedInAnswer.objects.filter(attempt__in=ExamAttempt.objects.of(person))
            .order_by("attempt", "position")
            .values("attempt__exam__title", "attempt__number", "position", "asked__version__stem", "answer", "earned")
        ),
        "course_exam_results": list(
            ExamResult.objects.filter(attempt__in=ExamAttempt.objects.of(person))
            .order_by("pk")
            .values("attempt__exam__title", "attempt__number", "earned", "possible", "is_passed", "decided_at")
        ),
        "exam_marks": list(
            ExamMark.objects.filter(handed_in__attempt__in=ExamAttempt.objects.of(person))
            .order_by("pk")
            .values("handed_in__attempt__exam__title", "handed_in__position", "earned", "comment", "marked_at")
        ),
        "extra_exam_times": list(
            ExtraTime.objects.filter(learner=person).values("exam__title", "percent", "minutes", "reason", "given_at")
        ),
        "course_evaluations": list(CourseEvaluation.objects.filter(learner=person).values(*RATINGS, "text", "at")),
    }

"""Handing in a quiz. The server marks it; passing it for the first time also proves presence."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from courses import grading
from courses.models import LessonEdition
from people.models import User

from .. import study
from ..clock import from_ms
from ..errors import IncompleteAnswers, NoQuiz, UnknownLesson
from ..models import QuizAttempt, StudyProgress
from ..state import contract_of, progress_state
from .checks import confirm_pending, settle_if_late
from .desk import lock_learner, save_progress
from .posting import post_study_credit


@transaction.atomic
def hand_in_quiz(
    *, edition: LessonEdition, answers: grading.Answers, by: User, at: dt.datetime
) -> tuple[QuizAttempt, grading.Grade]:
    """Mark the answers and keep them. Raises NoQuiz, UnknownLesson (never begun) and IncompleteAnswers."""
    if edition.quiz is None:
        raise NoQuiz
    desk = lock_learner(by, at=at)
    row = StudyProgress.objects.select_related("edition").filter(learner=by, edition=edition).first()
    if row is None:
        raise UnknownLesson
    if missing := grading.unanswered(edition.quiz, answers):
        raise IncompleteAnswers(missing)
    settle_if_late(desk, by)
    grade = grading.grade(edition.quiz, answers)
    attempt = QuizAttempt.objects.create(
        learner=by,
        edition=edition,
        number=QuizAttempt.objects.filter(learner=by, edition=edition).count() + 1,
        tick=desk.next_tick(),
        answers=answers,
        correct_count=grade.correct_count,
        question_count=grade.question_count,
        is_passed=grade.is_passed,
        handed_in_at=from_ms(desk.at_ms),
    )
    if grade.is_passed and row.quiz_passed_at is None:  # known answers handed in again prove nothing
        row.refresh_from_db()
        state = progress_state(row)
        state.quiz_passed_ms = desk.at_ms
        study.finish_if_complete(state, contract_of(edition), desk.at_ms)
        save_progress(row, state, desk.at_ms)
        confirm_pending(desk, by)
        row.refresh_from_db()
        post_study_credit(desk, by, row, progress_state(row))
    desk.save()
    return attempt, grade

"""The world's exam: in use, with an answer that waits for a marker and an attempt under way."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from attendance.services.exams import begin_exam
from courses.enums import BankKind
from courses.models import CoursePage, HandedInAnswer
from people.models import User
from tests.factories.exams import make_draw, make_exam, sit
from tests.factories.questions import make_question


def exam_of(course: CoursePage, learner: User) -> dict[str, object]:
    now = timezone.now()
    written = make_exam(kinds=(BankKind.ESSAY,), course=course, learner=learner, is_required=False)
    sit(learner, written.exam, at=now - dt.timedelta(minutes=30))
    made = make_exam(course=course, learner=learner, bank=written.bank, is_required=False)
    make_draw(made.exam, made.bank, 1)
    make_question(bank=made.bank)
    return {
        "course_exam": made.exam.pk,
        "exam_key": made.exam.key,
        "exam_bank": made.bank.pk,
        "attempt": begin_exam(exam=made.exam, by=learner, at=now).pk,
        "closed_attempt": written.exam.attempts.get().pk,
        "exam_answer": HandedInAnswer.objects.get().pk,
        "second": 2,
    }

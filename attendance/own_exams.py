"""One's exams: what is offered, where one stands, and what stands in the way of beginning now."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from courses.enums.exams import AttemptState, ExamState
from courses.exams import timing
from courses.exams.scoring import percent_of
from courses.models import CoursePage, Exam, ExamAttempt, ExamResult
from courses.selectors.exam_results import extra_time_of, own_attempts
from courses.selectors.exams import offered_to, question_count
from courses.services.exam_attempts import require_may_begin
from people.errors import Refusal
from people.models import User


@dataclass(frozen=True)
class AttemptRow:
    """`percent` and `is_passed` are None until all is marked."""

    attempt: ExamAttempt
    result: ExamResult | None

    @property
    def percent(self) -> int | None:
        return percent_of(self.result.earned, self.result.possible) if self.result else None

    @property
    def is_passed(self) -> bool | None:
        return self.result.is_passed if self.result else None


@dataclass(frozen=True)
class ExamRow:
    """An exam in one's list. `state`: passed, open (under way), waiting, failed, none."""

    exam: Exam
    attempts: list[AttemptRow]

    @property
    def state(self) -> str:
        states = {row.attempt.state for row in self.attempts}
        if AttemptState.OPEN in states:
            return "open"
        if any(row.is_passed for row in self.attempts):
            return "passed"
        if AttemptState.WAITING in states:
            return "waiting"
        return "failed" if self.attempts else "none"

    @property
    def best_percent(self) -> int | None:
        return max((row.percent for row in self.attempts if row.percent is not None), default=None)


@dataclass(frozen=True)
class BeforeAttempt:
    """The page before an attempt. `obstacle` is the sentence that says why one cannot begin; empty: one can."""

    exam: Exam
    row: ExamRow
    question_count: int
    minutes: int | None
    extra_minutes: int
    attempts_left: int | None
    obstacle: str
    next_at: dt.datetime | None
    running: ExamAttempt | None
    course_url: str


def exam_rows(learner: User, at: dt.datetime) -> list[ExamRow]:
    """Exams in use of one's courses, and those one has sat; a constant number of queries."""
    attempts = ExamAttempt.objects.of(learner).select_related("exam").prefetch_related("results").order_by("began_at")
    sat: dict[int, list[AttemptRow]] = {}
    exams = {exam.pk: exam for exam in offered_to(learner)}
    for attempt in attempts:
        exams.setdefault(attempt.exam_id, attempt.exam)
        sat.setdefault(attempt.exam_id, []).append(_row(attempt))
    return [ExamRow(exam, sat.get(pk, [])) for pk, exam in exams.items()]


def _row(attempt: ExamAttempt) -> AttemptRow:
    results = sorted(attempt.results.all(), key=lambda one: one.number)
    return AttemptRow(attempt, results[-1] if results else None)


def before_attempt(learner: User, key: uuid.UUID, at: dt.datetime) -> BeforeAttempt | None:
    """None for an exam that is neither offered to this person nor was sat."""
    exam = Exam.objects.filter(key=key).first()
    if exam is None:
        return None
    attempts = own_attempts(learner, exam)
    if not attempts and not offered_to(learner).filter(pk=exam.pk).exists():
        return None
    running = next((one for one in attempts if one.state == AttemptState.OPEN), None)
    course = CoursePage.objects.live().filter(course_key=exam.course_key).first()
    return BeforeAttempt(
        exam=exam,
        row=ExamRow(exam, [_row(one) for one in attempts]),
        question_count=question_count(exam),
        minutes=exam.minutes,
        extra_minutes=_extra_minutes(learner, exam, at),
        attempts_left=None if exam.attempts_allowed is None else max(0, exam.attempts_allowed - len(attempts)),
        obstacle="" if running else _obstacle(learner, exam, at),
        next_at=_next_at(exam, attempts, at),
        running=running,
        course_url=(course.url if course else None) or "/courses/",
    )


def _obstacle(learner: User, exam: Exam, at: dt.datetime) -> str:
    try:
        require_may_begin(exam, learner, at)
    except Refusal as refusal:
        return str(refusal.detail)
    return ""


def _extra_minutes(learner: User, exam: Exam, at: dt.datetime) -> int:
    extra = extra_time_of(learner, exam)
    if extra is None or exam.minutes is None:
        return 0
    return extra.minutes + exam.minutes * extra.percent // 100


def _next_at(exam: Exam, attempts: list[ExamAttempt], at: dt.datetime) -> dt.datetime | None:
    """From when one may try again, where one has to wait and may."""
    last = max((one.closed_at for one in attempts if one.closed_at), default=None)
    next_at = timing.next_attempt_at(last, exam.wait_minutes)
    is_used_up = exam.attempts_allowed is not None and len(attempts) >= exam.attempts_allowed
    if next_at is None or next_at <= at or is_used_up or exam.state != ExamState.OPEN:
        return None
    return next_at

"""Reading attempts: their newest results, and which required exams of a course somebody has passed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from people.models import User

from ..enums.exams import AnswersShown, AttemptState, ExamState
from ..exams.scoring import percent_of
from ..models import Exam, ExamAnswer, ExamAttempt, ExamMark, ExamResult, ExtraTime, HandedInAnswer, PaperQuestion


@dataclass(frozen=True)
class RequiredExam:
    """A required exam of a course, and the learner's best passed result; `percent` is None while not passed."""

    key: uuid.UUID
    title: str
    percent: int | None

    @property
    def is_passed(self) -> bool:
        return self.percent is not None


def newest_results() -> QuerySet[ExamResult]:
    """The result that counts of every attempt."""
    newest = ExamResult.objects.filter(attempt=OuterRef("attempt")).order_by("-number").values("number")[:1]
    return ExamResult.objects.filter(number=Subquery(newest))


def result_of(attempt: ExamAttempt) -> ExamResult | None:
    return attempt.results.order_by("-number").first()


def required_exams(learner: User, course_key: uuid.UUID) -> list[RequiredExam]:
    """One query where a course has no required exam, else two."""
    exams = list(Exam.objects.filter(course_key=course_key, is_required=True, state=ExamState.OPEN).order_by("pk"))
    if not exams:
        return []
    best = best_passed(learner, [exam.pk for exam in exams])
    return [RequiredExam(exam.key, exam.title, best.get(exam.pk)) for exam in exams]


def best_passed(learner: User, exams: Iterable[int]) -> dict[int, int]:
    """{exam: highest percent of a passed attempt}, also under accounts put together with this one."""
    own = ExamAttempt.objects.of(learner).filter(exam__in=exams, state=AttemptState.MARKED)
    rows = newest_results().filter(attempt__in=own, is_passed=True)
    best: dict[int, int] = {}
    for exam, earned, possible in rows.values_list("attempt__exam", "earned", "possible"):
        best[exam] = max(best.get(exam, 0), percent_of(earned, possible))
    return best


def courses_lacking_an_exam(learner: User) -> QuerySet[Exam, uuid.UUID]:
    """Keys of courses with a required exam that the learner has not passed, as a part of another query."""
    own = ExamAttempt.objects.of(learner).filter(state=AttemptState.MARKED)
    passed = newest_results().filter(attempt__in=own, is_passed=True).values("attempt__exam")
    required = Exam.objects.filter(is_required=True, state=ExamState.OPEN)
    return required.exclude(pk__in=passed).values_list("course_key", flat=True)


def courses_with_open_requirements(learner: User) -> set[uuid.UUID]:
    """The same as a set; one query."""
    return set(courses_lacking_an_exam(learner))


def own_attempts(learner: User, exam: Exam) -> list[ExamAttempt]:
    """In order, with `results` prefetched newest first."""
    newest = Prefetch("results", ExamResult.objects.order_by("-number"))
    return list(ExamAttempt.objects.of(learner).filter(exam=exam).order_by("began_at").prefetch_related(newest))


def extra_time_of(learner: User, exam: Exam) -> ExtraTime | None:
    return ExtraTime.objects.filter(exam=exam, learner=learner).order_by("-number").first()


def asked_at(attempt: ExamAttempt, position: int) -> PaperQuestion | None:
    found = PaperQuestion.objects.select_related("version").defer("version__key", "version__explanation")
    return found.filter(attempt=attempt, position=position).first()


def paper_of(attempt: ExamAttempt) -> list[PaperQuestion]:
    """The paper in order. The key is not loaded: nobody who sits the exam is shown anything of it."""
    return list(attempt.paper.select_related("version").defer("version__key", "version__explanation"))


def saved_answers(attempt: ExamAttempt) -> dict[int, ExamAnswer]:
    return {one.position: one for one in attempt.answers.all()}


def handed_in_answers(attempt: ExamAttempt) -> list[HandedInAnswer]:
    """With question, key and marks; only for an attempt that is closed."""
    rows = attempt.handed_in.select_related("asked__version").prefetch_related("marks")
    return list(rows.order_by("position"))


def shows_answers(attempt: ExamAttempt, at: dt.datetime) -> bool:
    """Whether the learner may see what was right."""
    exam = attempt.exam
    if attempt.state != AttemptState.MARKED or exam.answers_shown == AnswersShown.NEVER:
        return False
    if exam.answers_shown == AnswersShown.AFTER_ATTEMPT:
        return True
    still_open = ExamAttempt.objects.filter(exam=exam, state=AttemptState.OPEN).exists()
    is_over = exam.state == ExamState.CLOSED or (exam.closes_at is not None and at > exam.closes_at)
    return is_over and not still_open


def unmarked_by(user: User) -> QuerySet[HandedInAnswer]:
    """Answers that wait for a mark by this person: not the own ones, nor those he or she has marked; oldest first."""
    waiting = HandedInAnswer.objects.filter(earned__isnull=True, attempt__state=AttemptState.WAITING)
    waiting = waiting.filter(attempt__exam__in=Exam.objects.visible_to(user))
    waiting = waiting.exclude(attempt__learner=user).exclude(attempt__learner__merged_into=user)
    waiting = waiting.exclude(pk__in=ExamMark.objects.filter(marker=user).values("handed_in"))
    markers = Count("marks__marker", distinct=True)
    waiting = waiting.annotate(markers=markers).filter(
        Q(markers=0) | Q(markers=1, attempt__exam__needs_second_mark=True)
    )
    return waiting.order_by("attempt__closed_at", "attempt", "position")

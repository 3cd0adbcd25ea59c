"""Reading what the figures of a course rest on. What is grouped is grouped by the database."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q, QuerySet

from courses.enums.exams import AttemptState, ExamState
from courses.models import CoursePage, Enrolment, Exam, ExamAttempt, ExamResult, LessonEdition
from courses.selectors import OutlineLesson, outline

from ..enums import CheckResult, HelpReason, LearnerStatus
from ..intervals import merge
from ..models import PresenceCheck, QuizAttempt, StudyProgress
from .questions import HardQuestion, hard_questions
from .standing import LearnerFacts, Step, funnel, help_reasons, share, status_of
from .stretches import Stretch, Studied, stretches

LATELY = dt.timedelta(days=30)
MOST_PAPERS = 500
"""Of a quiz, the newest first papers: enough for a rate, and bounded."""


@dataclass(frozen=True)
class Period:
    """Whoever enrolled from `since` to before `until`; None on a side that is open."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True)
class LessonRow:
    lesson_key: uuid.UUID
    title: str
    begun: int
    finished: int
    finished_percent: int | None


@dataclass(frozen=True)
class InNeed:
    learner_id: uuid.UUID
    touched_at: dt.datetime
    reasons: list[HelpReason]


@dataclass(frozen=True)
class CourseFigures:
    """`steps`: enrolled, started, finished, passed. `in_need` has those first who were quiet the longest."""

    steps: list[Step]
    statuses: dict[LearnerStatus, int]
    lessons: list[LessonRow]
    questions: list[HardQuestion]
    in_need: list[InNeed] = field(default_factory=list)


def enrolled_in(course: CoursePage, period: Period) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(course_key=course.course_key)
    if period.since:
        rows = rows.filter(enrolled_at__gte=period.since)
    return rows.filter(enrolled_at__lt=period.until) if period.until else rows


def course_figures(course: CoursePage, period: Period, at: dt.datetime) -> CourseFigures:
    offered = outline(course)
    keys = [lesson.edition.lesson_key for lesson in offered]
    cohort = enrolled_in(course, period)
    people = set(cohort.values_list("learner_id", flat=True))
    facts = _facts(keys, cohort, people, at)
    statuses = dict.fromkeys(LearnerStatus, 0)
    in_need = []
    for learner, one in facts.items():
        statuses[status_of(one, len(keys), at)] += 1
        if one.touched_at and (reasons := help_reasons(one, len(keys), at)):
            in_need.append(InNeed(learner, one.touched_at, reasons))
    started = sum(1 for one in facts.values() if one.touched_at)
    finished = {learner for learner, one in facts.items() if 0 < len(keys) <= one.lessons_finished}
    return CourseFigures(
        steps=funnel(len(people), started, len(finished), len(_passed(course, finished))),
        statuses=statuses,
        lessons=_lessons(offered, cohort),
        questions=_questions(offered, cohort),
        in_need=sorted(in_need, key=lambda one: (one.touched_at, one.learner_id)),
    )


def lesson_stretches(edition: LessonEdition, cohort: QuerySet[Enrolment]) -> tuple[int, list[Stretch]]:
    """How many people are on this edition, and where they study and stop. One query."""
    rows = StudyProgress.objects.filter(edition=edition, learner__in=cohort.values("learner"))
    values = rows.values_list("coverage", "pending_coverage", "finished_at")
    people = [
        Studied(merge(_spans(known), _spans(pending)), finished is not None) for known, pending, finished in values
    ]
    return len(people), stretches(edition.duration_ms, people)


def _spans(stored: list[list[int]]) -> list[tuple[int, int]]:
    return [(start, end) for start, end in stored]


def _facts(
    keys: list[uuid.UUID], cohort: QuerySet[Enrolment], people: set[uuid.UUID], at: dt.datetime
) -> dict[uuid.UUID, LearnerFacts]:
    inside = Q(edition__lesson_key__in=keys, learner__in=cohort.values("learner"))
    done = Count("edition__lesson_key", distinct=True, filter=Q(finished_at__isnull=False))
    rows = StudyProgress.objects.filter(inside).values_list("learner").annotate(done=done, last=Max("touched_at"))
    progress = {learner: (finished, last) for learner, finished, last in rows.order_by()}
    failed: dict[uuid.UUID, int] = defaultdict(int)
    tries = QuizAttempt.objects.filter(inside).values_list("learner", "edition__lesson_key")
    passed = Count("pk", filter=Q(is_passed=True))
    for learner, _, times, right in tries.annotate(times=Count("pk"), right=passed).order_by():
        failed[learner] = max(failed[learner], 0 if right else times)
    checks = PresenceCheck.objects.filter(
        session__edition__lesson_key__in=keys,
        session__learner__in=cohort.values("learner"),
        result=CheckResult.MISSED,
        due_at__gt=at - LATELY,
    )
    missed = dict(checks.values_list("session__learner").annotate(times=Count("pk")).order_by())
    return {
        learner: LearnerFacts(*progress.get(learner, (0, None)), failed[learner], missed.get(learner, 0))
        for learner in people
    }


def _passed(course: CoursePage, finished: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those who finished every lesson and passed every required exam."""
    exams = list(
        Exam.objects.filter(course_key=course.course_key, is_required=True, state=ExamState.OPEN).values_list(
            "pk", flat=True
        )
    )
    left = set(finished)
    if not exams or not left:
        return left
    attempts = ExamAttempt.objects.filter(exam__in=exams, state=AttemptState.MARKED)
    newest = ExamResult.objects.filter(attempt__in=attempts).order_by("attempt", "number")
    outcome = {row[0]: row for row in newest.values_list("attempt", "attempt__exam", "attempt__learner", "is_passed")}
    passed: dict[int, set[uuid.UUID]] = defaultdict(set)
    for _, exam, learner, is_passed in outcome.values():
        if is_passed:
            passed[exam].add(learner)
    for exam in exams:
        left &= passed[exam]
    return left


def _lessons(offered: list[OutlineLesson], cohort: QuerySet[Enrolment]) -> list[LessonRow]:
    keys = [lesson.edition.lesson_key for lesson in offered]
    rows = StudyProgress.objects.filter(edition__lesson_key__in=keys, learner__in=cohort.values("learner"))
    people = Count("learner", distinct=True)
    done = Count("learner", distinct=True, filter=Q(finished_at__isnull=False))
    counted = rows.values_list("edition__lesson_key").annotate(begun=people, finished=done).order_by()
    found = {key: (begun, finished) for key, begun, finished in counted}
    return [
        LessonRow(lesson.edition.lesson_key, lesson.edition.title, *numbers, share(numbers[1], numbers[0]))
        for lesson in offered
        for numbers in [found.get(lesson.edition.lesson_key, (0, 0))]
    ]


def _questions(offered: list[OutlineLesson], cohort: QuerySet[Enrolment]) -> list[HardQuestion]:
    """Of the newest editions; one query over all their first papers."""
    editions = {lesson.edition.pk: lesson.edition for lesson in offered if lesson.edition.quiz}
    if not editions:
        return []
    first = QuizAttempt.objects.filter(edition__in=editions, number=1, learner__in=cohort.values("learner"))
    papers: dict[int, list[dict[str, list[str]]]] = defaultdict(list)
    newest = first.order_by("-pk").values_list("edition", "answers")
    for edition, answers in newest[: MOST_PAPERS * len(editions)].iterator():
        if len(papers[edition]) < MOST_PAPERS:
            papers[edition].append(answers)
    found = [
        question
        for edition, answers in papers.items()
        for question in hard_questions(editions[edition].title, editions[edition].quiz or {}, answers)
    ]
    return sorted(found, key=lambda one: (one.percent, one.stem))

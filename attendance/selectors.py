"""Reading hours. One function computes a total; every page, export and certificate shows its number."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from django.db.models import Max, Q, Sum

from courses.models import CoursePage, LessonEdition, LessonPage
from courses.selectors import live_course, outline
from courses.selectors.exam_results import RequiredExam, required_exams
from people.models import User

from .credit import Capped, Counted, Line, evaluate, forecast, rules_of
from .intervals import intersect, length, merge
from .models import HourEntry, QuizAttempt, SchemeVersion, StudyProgress
from .state import contract_of, progress_state
from .study import covers, credit_seconds

FOUNDING_SCHEME = "zj-120"


@dataclass(frozen=True)
class SchemeProgress:
    """Where a person stands in a scheme, in seconds; `entry_position` is the last entry considered."""

    scheme_key: str
    version_id: int
    version_number: int
    title: str
    citation: str
    target_seconds: int
    minutes_per_credit: int
    counted_seconds: int
    pending_seconds: int
    by_category: dict[str, int]
    by_modality: dict[str, int]
    capped: list[Capped]
    missing: dict[str, int]
    starts_on: dt.date
    ends_on: dt.date
    first_on: dt.date | None
    last_on: dt.date | None
    forecast_on: dt.date | None
    entry_position: int
    is_verified: bool = False

    @property
    def is_met(self) -> bool:
        return self.counted_seconds >= self.target_seconds and not self.missing


def scheme_version(scheme_key: str, on: dt.date) -> SchemeVersion:
    """The version in force on a date. Raises SchemeVersion.DoesNotExist."""
    return SchemeVersion.objects.filter(scheme=scheme_key, effective_on__lte=on).latest("effective_on")


def count_hours(learner: User, version: SchemeVersion) -> tuple[Counted, int]:
    """The one total: what a scheme version counts for a person, and the ledger position it was taken at.

    The database adds up the entries of a day that no rule can tell apart; one query.
    """
    alike = HourEntry.objects.filter(learner=learner).values_list("category", "modality", "occurred_on")
    rows = alike.annotate(total=Sum("seconds"), last=Max("pk")).order_by()
    lines, position = [], 0
    for category, modality, occurred_on, seconds, last in rows:
        lines.append(Line(seconds, category, modality, occurred_on))
        position = max(position, last)
    return evaluate(lines, rules_of(version)), position


def scheme_progress(learner: User, scheme_key: str, on: dt.date, *, with_pending: bool = True) -> SchemeProgress:
    """Standing on a civil date. Without `with_pending` what is under way is not looked at and given as 0."""
    version = scheme_version(scheme_key, on)
    counted, position = count_hours(learner, version)
    return SchemeProgress(
        scheme_key=scheme_key,
        version_id=version.pk,
        version_number=version.number,
        title=version.title,
        citation=version.citation,
        target_seconds=version.target_seconds,
        minutes_per_credit=version.minutes_per_credit,
        counted_seconds=counted.seconds,
        pending_seconds=pending_seconds(learner) if with_pending else 0,
        by_category=counted.by_category,
        by_modality=counted.by_modality,
        capped=counted.capped,
        missing=counted.missing,
        starts_on=version.window_starts_on,
        ends_on=version.window_ends_on,
        first_on=counted.first_on,
        last_on=counted.last_on,
        forecast_on=forecast(counted.seconds, version.target_seconds, version.window_starts_on, on),
        entry_position=position,
        is_verified=version.is_verified,
    )


def pending_seconds(learner: User) -> int:
    """Studied but not yet posted, over all lessons that are under way; the same content in two lessons counts once."""
    pending: dict[uuid.UUID, int] = {}
    rows = StudyProgress.objects.select_related("edition").defer("edition__body")
    for row in rows.filter(learner=learner):
        earned = credit_seconds(progress_state(row), contract_of(row.edition), with_pending=True)
        content = row.edition.content_key
        pending[content] = max(pending.get(content, 0), earned - row.posted_seconds)
    return sum(pending.values())


@dataclass(frozen=True)
class LessonStanding:
    """A learner's standing in one lesson of a course."""

    edition: LessonEdition
    page_url: str
    is_finished: bool
    is_begun: bool
    studied_percent: int
    position_ms: int
    has_quiz: bool
    quiz_passed: bool
    content_done: bool
    posted_seconds: int
    chapter_id: int | None = None
    chapter_title: str = ""


@dataclass(frozen=True)
class CourseStanding:
    """A learner's standing in a course: the lessons offered now and what the ledger holds for it."""

    course_key: uuid.UUID
    title: str
    category: str
    service_field: str
    lessons: list[LessonStanding]
    seconds: int
    by_modality: dict[str, int]
    began_on: dt.date | None
    finished_on: dt.date | None
    quiz_percent: int | None
    entry_position: int
    exams: tuple[RequiredExam, ...] = ()

    @property
    def assessed_percent(self) -> int | None:
        """The score that a certificate gives: of the required exams their mean, cut; without any, of the quizzes."""
        if not self.exams:
            return self.quiz_percent
        passed = [exam.percent for exam in self.exams if exam.percent is not None]
        return sum(passed) // len(passed) if len(passed) == len(self.exams) else None

    @property
    def lessons_total(self) -> int:
        return len(self.lessons)

    @property
    def lessons_finished(self) -> int:
        return sum(1 for lesson in self.lessons if lesson.is_finished)

    @property
    def is_finished(self) -> bool:
        """Every lesson offered now is finished, and every required exam is passed."""
        lessons_done = bool(self.lessons) and self.lessons_finished == self.lessons_total
        return lessons_done and all(exam.is_passed for exam in self.exams)


def course_standing(learner: User, course_key: uuid.UUID) -> CourseStanding | None:
    """None for a course that is not offered now. A lesson finished on an older edition is finished."""
    course = live_course(course_key)
    return standing_in(learner, course) if course else None


def standing_in(learner: User, course: CoursePage) -> CourseStanding:
    offered = outline(course)
    keys = [lesson.edition.lesson_key for lesson in offered]
    rows = StudyProgress.objects.select_related("edition").filter(learner=learner, edition__lesson_key__in=keys)
    course_url = course.url or ""  # once: each page's own look-up asks the shared cache
    newest: dict[uuid.UUID, StudyProgress] = {}
    finished: dict[uuid.UUID, StudyProgress] = {}
    for row in rows.order_by("edition__number"):
        newest[row.edition.lesson_key] = row
        if row.finished_at:
            finished[row.edition.lesson_key] = row
    lessons = [
        replace(
            _lesson(
                each.edition,
                f"{course_url}{each.path}",
                newest.get(each.edition.lesson_key),
                each.edition.lesson_key in finished,
            ),
            chapter_id=each.chapter_id,
            chapter_title=each.chapter_title,
        )
        for each in offered
    ]
    entries = list(
        HourEntry.objects.filter(learner=learner, course_key=course.course_key).values_list(
            "seconds", "modality", "occurred_on"
        )
    )
    by_modality: dict[str, int] = {}
    for seconds, modality, _ in entries:
        by_modality[modality] = by_modality.get(modality, 0) + seconds
    position = HourEntry.objects.filter(learner=learner).aggregate(last=Max("pk"))["last"] or 0
    return CourseStanding(
        course_key=course.course_key,
        title=course.title,
        category=course.category,
        service_field=course.service_field,
        lessons=lessons,
        seconds=sum(seconds for seconds, _, _ in entries),
        by_modality={name: seconds for name, seconds in sorted(by_modality.items()) if seconds},
        began_on=min((day for _, _, day in entries), default=None),
        finished_on=max((day for _, _, day in entries), default=None),
        quiz_percent=_quiz_percent(learner, [row.edition_id for row in finished.values()]),
        entry_position=position,
        exams=tuple(required_exams(learner, course.course_key)),
    )


def _quiz_percent(learner: User, editions: list[int]) -> int | None:
    """Right answers in the passed quizzes, in percent, truncated."""
    best: dict[int, tuple[int, int]] = {}
    own = Q(learner=learner) | Q(learner__merged_into=learner)
    attempts = QuizAttempt.objects.filter(own, edition__in=editions, is_passed=True)
    for edition, correct, total in attempts.values_list("edition_id", "correct_count", "question_count"):
        best[edition] = max(best.get(edition, (0, total)), (correct, total))
    total = sum(count for _, count in best.values())
    return sum(correct for correct, _ in best.values()) * 100 // total if total else None


def _lesson(edition: LessonEdition, url: str, row: StudyProgress | None, is_finished: bool) -> LessonStanding:
    shown = row.edition if row and not is_finished else edition
    state = progress_state(row) if row else None
    contract = contract_of(shown)
    studied = credit_seconds(state, contract, with_pending=True) if state else 0
    return LessonStanding(
        edition=shown,
        page_url=url,
        is_finished=is_finished,
        is_begun=row is not None,
        studied_percent=100 if is_finished else min(99, studied * 100 // max(1, contract.credited_seconds)),
        position_ms=row.position_ms if row else 0,
        has_quiz=shown.quiz is not None,
        quiz_passed=bool(row and row.quiz_passed_at),
        content_done=bool(state and covers([*state.coverage, *state.pending_coverage], contract)),
        posted_seconds=row.posted_seconds if row else 0,
    )


def edition_for(learner: User, lesson_key: uuid.UUID) -> LessonEdition | None:
    """The edition a learner studies: the one begun and not finished, else the newest one."""
    begun = (
        StudyProgress.objects.select_related("edition")
        .filter(learner=learner, edition__lesson_key=lesson_key, finished_at__isnull=True)
        .order_by("-edition__number")
        .first()
    )
    if begun:
        return begun.edition
    return LessonEdition.objects.filter(lesson_key=lesson_key).order_by("-number").first()


def unfinished(learner: User) -> StudyProgress | None:
    """The lesson to go on with: the one touched last."""
    rows = StudyProgress.objects.select_related("edition").filter(learner=learner, finished_at__isnull=True)
    return rows.order_by("-touched_at").first()


def studyable_edition(learner: User, lesson_key: uuid.UUID) -> LessonEdition | None:
    """The edition to study, for a lesson that is offered now or that the learner has begun."""
    edition = edition_for(learner, lesson_key)
    if edition is None or LessonPage.objects.live().filter(lesson_key=lesson_key).exists():
        return edition
    begun = StudyProgress.objects.filter(learner=learner, edition__lesson_key=lesson_key)
    return edition if begun.exists() else None


def lesson_standing(learner: User, edition: LessonEdition) -> LessonStanding:
    """Standing in one edition, whether begun or not."""
    row = StudyProgress.objects.select_related("edition").filter(learner=learner, edition=edition).first()
    return _lesson(edition, "", row, bool(row and row.finished_at))


@dataclass(frozen=True)
class LessonFigures:
    """What one lesson has brought so far, in seconds: in the ledger, studied but not yet there, and not counted.

    `coverage` are the studied parts `[a, b)` of the timeline in milliseconds.
    """

    coverage: list[tuple[int, int]]
    content_percent: int
    confirmed_seconds: int
    pending_seconds: int
    not_counted: dict[str, int]

    @property
    def not_counted_seconds(self) -> int:
        return sum(self.not_counted.values())


def lesson_figures(row: StudyProgress) -> LessonFigures:
    """The figures of one progress; `row.edition` must be loaded."""
    state, contract = progress_state(row), contract_of(row.edition)
    coverage = merge(state.coverage, state.pending_coverage)
    media = length(intersect(coverage, [(0, contract.media_ms)]))
    reading = length(intersect(coverage, [(contract.media_ms, contract.duration_ms)]))
    content = media + min(reading, contract.reading_ms)
    earned = credit_seconds(state, contract, with_pending=True)
    return LessonFigures(
        coverage=coverage,
        content_percent=content * 100 // max(1, contract.media_ms + contract.reading_ms),
        confirmed_seconds=row.posted_seconds,
        pending_seconds=max(0, earned - row.posted_seconds),
        not_counted={reason: ms // 1000 for reason, ms in row.not_counted.items() if ms >= 1000},
    )

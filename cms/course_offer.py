"""A course page as its reader sees it: the outline, joined with what that person has studied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from attendance.selectors import CourseStanding, standing_in
from courses.models import CoursePage
from courses.selectors import outline
from courses.selectors.enrolment import applicant
from courses.selectors.programmes import programmes_of

from .course_entry import CourseEntry, course_entry
from .course_list import State, minutes_per_credit


@dataclass(frozen=True)
class LessonRow:
    """A lesson in a course's outline, numbered from 1; `state` is None for a visitor."""

    number: int
    title: str
    address: str
    credited_seconds: int
    has_quiz: bool
    studied_percent: int
    state: State | None
    chapter_id: int | None
    chapter_title: str


@dataclass(frozen=True)
class CourseOffer:
    """A course with its outline; `go_on` is the lesson to open next, None when there is none left."""

    lessons: list[LessonRow]
    credited_seconds: int
    minutes_per_credit: int
    standing: CourseStanding | None
    quizzes: int
    quizzes_passed: int
    go_on: LessonRow | None
    entry: CourseEntry
    programmes: list[str]

    @property
    def lessons_state(self) -> State:
        """Of the lessons alone, whatever exams are left."""
        done = self.standing and self.standing.lessons_finished == self.standing.lessons_total
        return State.DONE if done else self.state

    @property
    def state(self) -> State:
        if self.standing and self.standing.is_finished:
            return State.DONE
        begun = any(lesson.state in (State.GOING, State.DONE) for lesson in self.lessons)
        return State.GOING if begun else State.TODO


def course_offer(request: HttpRequest, course: CoursePage) -> CourseOffer:
    """Everybody sees the outline; a learner also sees where he or she stands."""
    standing = standing_in(request.user, course) if request.user.is_authenticated else None
    lessons = _standing_rows(standing) if standing else _plain_rows(course, course.get_url(request) or "")
    open_rows = [lesson for lesson in lessons if lesson.state != State.DONE]
    begun_rows = [lesson for lesson in open_rows if lesson.state == State.GOING]
    return CourseOffer(
        lessons=lessons,
        credited_seconds=sum(lesson.credited_seconds for lesson in lessons),
        minutes_per_credit=minutes_per_credit(),
        standing=standing,
        quizzes=sum(1 for lesson in lessons if lesson.has_quiz),
        quizzes_passed=sum(1 for one in standing.lessons if one.has_quiz and one.quiz_passed) if standing else 0,
        go_on=next(iter(begun_rows + open_rows), None),
        entry=course_entry(request.user, course),
        programmes=_required_by(request.user, course),
    )


def _required_by(user: Any, course: CoursePage) -> list[str]:
    """Titles of one's programmes that require the course."""
    if not user.is_authenticated:
        return []
    on = timezone.localdate()
    mine = programmes_of(applicant(user, on), on)
    return [programme.title for programme in mine if course.course_key in programme.required]


def _standing_rows(standing: CourseStanding) -> list[LessonRow]:
    return [
        LessonRow(
            number=number,
            title=one.edition.title,
            address=one.page_url,
            credited_seconds=one.edition.credited_seconds,
            has_quiz=one.has_quiz,
            studied_percent=one.studied_percent,
            state=State.DONE if one.is_finished else State.GOING if one.is_begun else State.TODO,
            chapter_id=one.chapter_id,
            chapter_title=one.chapter_title,
        )
        for number, one in enumerate(standing.lessons, 1)
    ]


def _plain_rows(course: CoursePage, address: str) -> list[LessonRow]:
    return [
        LessonRow(
            number=number,
            title=one.edition.title,
            address=f"{address}{one.path}",
            credited_seconds=one.edition.credited_seconds,
            has_quiz=one.edition.quiz is not None,
            studied_percent=0,
            state=None,
            chapter_id=one.chapter_id,
            chapter_title=one.chapter_title,
        )
        for number, one in enumerate(outline(course), 1)
    ]

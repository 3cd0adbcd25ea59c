"""A lesson page as its reader sees it, and the facts its player starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from attendance.intervals import intersect, length
from attendance.models import StudyClock, StudyPolicy, StudyProgress
from attendance.selectors import LessonFigures, LessonStanding, edition_for, lesson_figures, lesson_standing
from courses.models import CoursePage, LessonEdition, LessonPage
from courses.selectors import course_of, current_edition, lessons_of, path_below

from .course_list import State

LONG_READING_MS = 15 * 60_000
NOTHING_YET = LessonFigures([], 0, 0, 0, {})


@dataclass(frozen=True)
class Neighbour:
    title: str
    address: str


@dataclass(frozen=True)
class LessonReading:
    """`standing` is None for a visitor; `edition` is the one begun, else the newest, None when never published."""

    course: Neighbour
    previous: Neighbour | None
    following: Neighbour | None
    edition: LessonEdition | None
    standing: LessonStanding | None
    figures: LessonFigures

    @property
    def has_reading(self) -> bool:
        return bool(self.edition and self.edition.reading_ms)

    @property
    def has_quiz_here(self) -> bool:
        """Below a long text the quiz has a page of its own: a phone on a slow network loads the lesson alone."""
        return bool(self.edition and self.edition.reading_ms <= LONG_READING_MS)

    @property
    def reading_done_ms(self) -> int:
        """Of the reading-time model, not of the longer part of the timeline that is allowed for it."""
        edition = self.edition
        if edition is None:
            return 0
        read = length(intersect(self.figures.coverage, [(edition.media_ms, edition.duration_ms)]))
        return min(read, edition.reading_ms)

    @property
    def content_state(self) -> State:
        standing = self.standing
        if standing and (standing.is_finished or standing.content_done):
            return State.DONE
        return self._begun_state

    @property
    def checks_state(self) -> State:
        return State.DONE if self.standing and self.standing.is_finished else self._begun_state

    @property
    def quiz_state(self) -> State:
        return State.DONE if self.standing and (self.standing.is_finished or self.standing.quiz_passed) else State.TODO

    @property
    def _begun_state(self) -> State:
        return State.GOING if self.standing and self.standing.is_begun else State.TODO


def lesson_reading(request: HttpRequest, page: LessonPage) -> LessonReading:
    """Everything the lesson page says around the lesson itself."""
    course = course_of(page)
    address = course.get_url(request) or ""
    previous, following = _neighbours(page, course, address)
    user = request.user
    edition = edition_for(user, page.lesson_key) if user.is_authenticated else current_edition(page.lesson_key)
    row = _row(user, edition)
    figures = lesson_figures(row) if row else NOTHING_YET
    return LessonReading(
        course=Neighbour(course.title, address),
        previous=previous,
        following=following,
        edition=edition,
        standing=lesson_standing(user, edition) if edition and user.is_authenticated else None,
        figures=figures,
    )


def _neighbours(page: LessonPage, course: CoursePage, address: str) -> tuple[Neighbour | None, Neighbour | None]:
    """The lessons before and after this one in its course, whatever chapters they stand in."""
    rows = list(lessons_of(course).values_list("path", "title", "url_path"))
    before = [row for row in rows if row[0] < page.path]
    after = [row for row in rows if row[0] > page.path]
    return (
        Neighbour(before[-1][1], address + path_below(course, before[-1][2])) if before else None,
        Neighbour(after[0][1], address + path_below(course, after[0][2])) if after else None,
    )


def _row(user: Any, edition: LessonEdition | None) -> StudyProgress | None:
    if edition is None or not user.is_authenticated:
        return None
    return StudyProgress.objects.select_related("edition").filter(learner=user, edition=edition).first()


def check_waits(user: Any) -> bool:
    """Whether a presence check asked on another page can still be answered."""
    clock = StudyClock.objects.filter(learner=user, open_check__answer_by__gt=timezone.now())
    return clock.exists()


def player_facts(user: Any, reading: LessonReading) -> dict[str, Any]:
    """What static/js/player.js reads: numbers and addresses, nothing of the quiz's key."""
    edition, standing = reading.edition, reading.standing
    if edition is None or standing is None:
        raise ValueError("a visitor has no player")
    policy = StudyPolicy.objects.latest("effective_at")
    return {
        "learner": str(user.pk),
        "lesson": str(edition.lesson_key),
        "edition": edition.number,
        "media_ms": edition.media_ms,
        "reading_ms": edition.reading_ms,
        "duration_ms": edition.duration_ms,
        "credited_seconds": edition.credited_seconds,
        "coverage_percent": edition.coverage_percent,
        "speed_percent": policy.speed_limit_percent,
        "position_ms": standing.position_ms,
        "coverage": reading.figures.coverage,
        "posted_seconds": reading.figures.confirmed_seconds,
        "finished": standing.is_finished,
        "check_waits": check_waits(user),
        "sessions_url": reverse("study-sessions"),
        "hours_url": reverse("my-hours"),
        "hours_api": reverse("my-hours-api"),
    }

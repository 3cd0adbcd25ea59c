"""Which courses somebody has begun and finished, without looking at each. The same few queries however many."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr

from courses.models import CoursePage, LessonEdition, LessonPage
from courses.selectors.exam_results import courses_with_open_requirements
from people.models import User

from .models import StudyProgress


@dataclass(frozen=True)
class CourseStates:
    """Keys of offered courses. `lessons`: of the begun ones how many lessons are finished."""

    begun: frozenset[uuid.UUID] = frozenset()
    finished: frozenset[uuid.UUID] = frozenset()
    lessons: dict[uuid.UUID, int] = field(default_factory=dict)

    @property
    def going(self) -> frozenset[uuid.UUID]:
        return self.begun - self.finished


def course_states(learner: User) -> CourseStates:
    """Finished: every lesson offered now is, on whichever edition, and every required exam is passed."""
    rows = list(StudyProgress.objects.filter(learner=learner).values_list("edition__lesson_key", "finished_at"))
    if not rows:
        return CourseStates()
    done = {key for key, finished_at in rows if finished_at}
    offered = _offered_with({key for key, _ in rows})
    lacking = courses_with_open_requirements(learner)
    finished = {key for key, lessons in offered.items() if lessons <= done and key not in lacking}
    return CourseStates(
        begun=frozenset(offered),
        finished=frozenset(finished),
        lessons={key: len(lessons & done) for key, lessons in offered.items()},
    )


def finished_courses(learner: User, keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of `keys` that somebody has finished."""
    return set(course_states(learner).finished.intersection(keys))


def _offered_with(begun: set[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The offered courses that hold one of the lessons, by their keys, with the lessons offered in them."""
    pages = LessonPage.objects.live()
    step = CoursePage.steplen
    paths = pages.filter(lesson_key__in=begun).values_list("path", flat=True)
    above = {path[:end] for path in paths for end in range(step, len(path), step)}
    courses = dict(CoursePage.objects.live().filter(path__in=above).values_list("path", "course_key"))
    offered: dict[uuid.UUID, set[uuid.UUID]] = {key: set() for key in courses.values()}
    length = len(next(iter(courses), ""))  # all stand in the one catalogue
    editions = LessonEdition.objects.filter(lesson_key=OuterRef("lesson_key"))
    lessons = pages.annotate(above=Substr("path", 1, length or 1)).filter(Exists(editions), above__in=courses)
    for path, key in lessons.values_list("above", "lesson_key"):
        offered[courses[path]].add(key)
    return offered

"""The catalogue as one reader sees it: what is offered, joined with what that person has studied."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from attendance.models import StudyProgress
from attendance.selectors import FOUNDING_SCHEME, scheme_version
from courses.enums import ServiceField
from courses.models import CoursePage, LessonPage
from courses.selectors import newest_editions


class State(StrEnum):
    """How far something is, as `_task_row.html` names it."""

    TODO = "todo"
    GOING = "going"
    DONE = "done"


@dataclass(frozen=True)
class CourseCard:
    """A course in the catalogue; `state` is None for a visitor."""

    course_key: uuid.UUID
    title: str
    summary: str
    service_field: str
    address: str
    lessons: int
    lessons_finished: int
    credited_seconds: int
    state: State | None


@dataclass(frozen=True)
class FieldChoice:
    """A filter chip: only fields that hold a course."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Catalogue:
    courses: list[CourseCard]
    fields: list[FieldChoice]
    is_filtered: bool
    minutes_per_credit: int


@dataclass(frozen=True)
class _Progress:
    begun: set[uuid.UUID]
    finished: set[uuid.UUID]


def catalogue(request: HttpRequest, field: str = "") -> Catalogue:
    """All live courses, or those of one service field. The same few queries however many there are."""
    pages = list(CoursePage.objects.live().public().order_by("path"))
    shown = [page for page in pages if not field or page.service_field == field]
    lessons = _lessons_of(shown)
    seconds = dict(
        newest_editions()
        .filter(lesson_key__in=[key for keys in lessons.values() for key in keys])
        .values_list("lesson_key", "credited_seconds")
    )
    progress = _progress(request.user)
    cards = [
        _card(page, request, [key for key in lessons[page.path] if key in seconds], seconds, progress) for page in shown
    ]
    present = {page.service_field for page in pages}
    fields = [
        FieldChoice(value, str(label), value == field) for value, label in ServiceField.choices if value in present
    ]
    return Catalogue(cards, fields, bool(field), minutes_per_credit())


def minutes_per_credit() -> int:
    """How long a credit hour is in the founding scheme today."""
    return scheme_version(FOUNDING_SCHEME, timezone.localdate()).minutes_per_credit


def _lessons_of(courses: Iterable[CoursePage]) -> dict[str, list[uuid.UUID]]:
    """Keys of the live lessons of each course, by the course's path in the tree."""
    found: dict[str, list[uuid.UUID]] = {course.path: [] for course in courses}
    for path, key in LessonPage.objects.live().order_by("path").values_list("path", "lesson_key"):
        parent = path[: -LessonPage.steplen]
        if parent in found:
            found[parent].append(key)
    return found


def _progress(user: Any) -> _Progress | None:
    if not user.is_authenticated:
        return None
    rows = list(StudyProgress.objects.filter(learner=user).values_list("edition__lesson_key", "finished_at"))
    return _Progress({key for key, _ in rows}, {key for key, finished_at in rows if finished_at})


def _card(
    page: CoursePage,
    request: HttpRequest,
    keys: list[uuid.UUID],
    seconds: dict[uuid.UUID, int],
    progress: _Progress | None,
) -> CourseCard:
    finished = len([key for key in keys if progress and key in progress.finished])
    state = None
    if progress:
        begun = not progress.begun.isdisjoint(keys)
        state = State.DONE if keys and finished == len(keys) else State.GOING if begun else State.TODO
    return CourseCard(
        course_key=page.course_key,
        title=page.title,
        summary=page.summary,
        service_field=page.get_service_field_display(),
        address=page.get_url(request) or "",
        lessons=len(keys),
        lessons_finished=finished,
        credited_seconds=sum(seconds[key] for key in keys),
        state=state,
    )

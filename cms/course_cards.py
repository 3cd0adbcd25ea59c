"""Courses as cards: a dozen at a time, joined with what the reader has done of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models.functions import Substr
from django.http import HttpRequest

from courses.admission import Terms
from courses.enums.enrolment import EnrolmentPolicy
from courses.models import CoursePage, LessonPage
from courses.selectors import newest_editions
from courses.selectors.enrolment import terms_of

from .course_reader import Reader

NO_REASONS: Mapping[int, str] = {}


class State(StrEnum):
    """How far something is, as `_task_row.html` names it."""

    TODO = "todo"
    GOING = "going"
    DONE = "done"


@dataclass(frozen=True)
class CourseCard:
    """A course in a list; `state` is None for a visitor, `reason` says why it is recommended."""

    course_key: uuid.UUID
    title: str
    summary: str
    service_field: str
    form: str
    organisation: str
    address: str
    lessons: int
    lessons_finished: int
    credited_seconds: int
    state: State | None
    is_required: bool = False
    is_elective: bool = False
    closes_on: dt.date | None = None
    on_request: bool = False
    reason: str = ""


def cards_of(
    request: HttpRequest, numbers: Sequence[int], reader: Reader, reasons: Mapping[int, str] = NO_REASONS
) -> list[CourseCard]:
    """The course pages of some numbers as cards, in that order. Six queries at most, however many."""
    found = CoursePage.objects.filter(pk__in=numbers).select_related("organisation")
    pages = {page.pk: page for page in found}
    offered = _seconds_of(list(pages.values()))
    terms = terms_of(pages.values())
    return [
        _card(page, request, offered[page.path], reader, terms=terms[page.course_key], reason=reasons.get(number, ""))
        for number in numbers
        if (page := pages.get(number))
    ]


def _seconds_of(pages: list[CoursePage]) -> dict[str, list[int]]:
    """Credited seconds of each offered lesson, by the course's path in the tree."""
    found: dict[str, list[int]] = {page.path: [] for page in pages}
    if not found:
        return found
    length = len(next(iter(found)))  # all stand in the one catalogue
    lessons = LessonPage.objects.live().annotate(above=Substr("path", 1, length)).filter(above__in=found)
    rows = list(lessons.values_list("above", "lesson_key"))
    editions = newest_editions().filter(lesson_key__in=[key for _, key in rows])
    seconds = dict(editions.values_list("lesson_key", "credited_seconds"))
    for path, key in rows:
        if key in seconds:
            found[path].append(seconds[key])
    return found


def _card(
    page: CoursePage, request: HttpRequest, seconds: list[int], reader: Reader, *, terms: Terms, reason: str
) -> CourseCard:
    return CourseCard(
        course_key=page.course_key,
        title=page.title,
        summary=page.summary,
        service_field=page.get_service_field_display(),
        form=page.get_modality_display(),
        organisation=page.organisation.name if page.organisation else "",
        address=page.get_url(request) or "",
        lessons=len(seconds),
        lessons_finished=reader.states.lessons.get(page.course_key, 0),
        credited_seconds=sum(seconds),
        state=state_of(page.course_key, reader),
        is_required=page.course_key in reader.required,
        is_elective=page.course_key in reader.elective,
        closes_on=terms.closes_on if terms.closes_on and terms.closes_on >= reader.on else None,
        on_request=terms.policy == EnrolmentPolicy.REQUEST,
        reason=reason,
    )


def state_of(course_key: Any, reader: Reader) -> State | None:
    if not reader.is_signed_in:
        return None
    if course_key in reader.states.finished:
        return State.DONE
    return State.GOING if course_key in reader.states.begun else State.TODO

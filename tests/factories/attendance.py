"""Editions, classes and policies for tests: rows as they stand in the database, without going through pages."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import count
from typing import Any

from django.utils import timezone

from attendance.models import ClassSegment, ClassSession, StudyPolicy
from courses.enums import Category, Modality, ServiceField
from courses.models import CoursePage, LessonEdition, LessonPage
from people.enums import OrganisationKind
from people.models import Organisation
from tests.factories.courses import make_site
from tests.factories.people import make_organisation

_numbers = count(1)


def make_quiz(*, questions: int = 2, options: int = 3, pass_percent: int = 60) -> dict[str, Any]:
    """A frozen quiz of single choices; option `a` of each question is right."""
    return {
        "pass_percent": pass_percent,
        "questions": [
            {
                "id": f"q{number}",
                "kind": "single",
                "stem": f"第{number}题",
                "options": [{"id": chr(97 + index), "text": f"选项{index + 1}"} for index in range(options)],
                "correct": ["a"],
                "explanation": "见课文。",
            }
            for number in range(1, questions + 1)
        ],
    }


def right(edition: LessonEdition) -> dict[str, list[str]]:
    """Answers that are all right."""
    return {question["id"]: question["correct"] for question in (edition.quiz or {"questions": []})["questions"]}


def wrong(edition: LessonEdition) -> dict[str, list[str]]:
    """Answers that are all wrong."""
    return {question["id"]: ["b"] for question in (edition.quiz or {"questions": []})["questions"]}


def make_edition(
    *,
    media_ms: int = 600_000,
    reading_ms: int = 0,
    quiz: dict[str, Any] | None = None,
    credited_seconds: int | None = None,
    lesson_key: uuid.UUID | None = None,
    content_key: uuid.UUID | None = None,
    course_key: uuid.UUID | None = None,
    is_offered: bool = False,
    **fields: Any,
) -> LessonEdition:
    """An edition; by default a new lesson, credited with its measured length. `is_offered`: with live pages."""
    lesson_key = lesson_key or uuid.uuid4()
    latest = LessonEdition.objects.filter(lesson_key=lesson_key).order_by("-number").first()
    number = next(_numbers)
    facts: dict[str, Any] = {
        "title": f"第{number}讲",
        "course_title": "社区治理实务",
        "category": Category.PRACTICE,
        "service_field": ServiceField.COMMUNITY,
        "modality": Modality.ON_DEMAND,
        "coverage_percent": 95,
        "body": [],
        "frozen_at": timezone.now(),
        **fields,
    }
    edition = LessonEdition.objects.create(
        lesson_key=lesson_key,
        number=latest.number + 1 if latest else 1,
        content_key=content_key or (latest.content_key if latest else lesson_key),
        course_key=course_key or (latest.course_key if latest else uuid.uuid4()),
        media_ms=media_ms,
        reading_ms=reading_ms,
        duration_ms=media_ms + reading_ms + reading_ms // 2,
        credited_seconds=(media_ms + reading_ms) // 1000 if credited_seconds is None else credited_seconds,
        quiz=quiz,
        **facts,
    )
    if is_offered:
        offer(edition)
    return edition


def offer(edition: LessonEdition) -> LessonPage:
    """Live pages for an edition's lesson, without freezing another edition."""
    index = make_site()
    course = CoursePage.objects.filter(course_key=edition.course_key).first()
    if course is None:
        course = CoursePage(
            title=edition.course_title,
            slug=f"c-{edition.course_key.hex}",
            course_key=edition.course_key,
            summary="实务课。",
            category=edition.category,
            service_field=edition.service_field,
        )
        index.add_child(instance=course)
    page = LessonPage.objects.filter(lesson_key=edition.lesson_key).first()
    if page is None:
        page = LessonPage(title=edition.title, slug=f"l-{edition.lesson_key.hex}", lesson_key=edition.lesson_key)
        CoursePage.objects.get(pk=course.pk).add_child(instance=page)
    return page


def make_class(
    *segments: tuple[dt.datetime, dt.datetime], organisation: Organisation | None = None, **fields: Any
) -> ClassSession:
    """A class whose time that counts is `segments`; what lies between them is a break."""
    facts: dict[str, Any] = {
        "title": "面授：入户走访",
        "place": "社区学院",
        "category": Category.PRACTICE,
        "service_field": ServiceField.COMMUNITY,
        **fields,
    }
    organisation = organisation or make_organisation(kind=OrganisationKind.COUNTY)
    session = ClassSession.objects.create(organisation=organisation, **facts)
    ClassSegment.objects.bulk_create(
        ClassSegment(session=session, starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in segments
    )
    return session


def make_policy(effective_at: dt.datetime, **numbers: int) -> StudyPolicy:
    """Time rules in force from an instant on; what is not named keeps its default."""
    return StudyPolicy.objects.create(effective_at=effective_at, **numbers)

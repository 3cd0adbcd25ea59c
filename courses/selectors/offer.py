"""Reading courses: what is offered now."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from ..models import CoursePage, LessonEdition, LessonPage


@dataclass(frozen=True)
class OutlineLesson:
    """A lesson of a course as it is offered now, with the edition a beginner would get."""

    page: LessonPage
    edition: LessonEdition


def newest_editions() -> QuerySet[LessonEdition]:
    """The latest edition of every lesson."""
    newest = LessonEdition.objects.filter(lesson_key=OuterRef("lesson_key")).order_by("-number").values("number")[:1]
    return LessonEdition.objects.filter(number=Subquery(newest))


def current_edition(lesson_key: uuid.UUID) -> LessonEdition | None:
    return LessonEdition.objects.filter(lesson_key=lesson_key).order_by("-number").first()


def outline(course: CoursePage) -> list[OutlineLesson]:
    """The live lessons of a course in order. Two queries."""
    pages = list(LessonPage.objects.child_of(course).live().order_by("path"))
    keys = [page.lesson_key for page in pages]
    editions = {edition.lesson_key: edition for edition in newest_editions().filter(lesson_key__in=keys)}
    return [OutlineLesson(page, editions[page.lesson_key]) for page in pages if page.lesson_key in editions]


def live_course(course_key: uuid.UUID) -> CoursePage | None:
    return CoursePage.objects.live().filter(course_key=course_key).first()


def live_courses() -> QuerySet[CoursePage]:
    return CoursePage.objects.live().order_by("path")


def other_titles(edition: LessonEdition) -> list[str]:
    """Titles of other lessons of the course, else of any course: the wrong options of a presence check."""
    others = LessonEdition.objects.exclude(lesson_key=edition.lesson_key).exclude(title=edition.title)
    titles = others.values_list("title", flat=True).order_by("title").distinct()
    return list(titles.filter(course_key=edition.course_key)[:20]) or list(titles[:20])

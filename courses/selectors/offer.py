"""Reading courses: what is offered now."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from wagtail.query import PageQuerySet

from ..models import ChapterPage, CoursePage, LessonEdition, LessonPage


@dataclass(frozen=True)
class OutlineLesson:
    """A lesson of a course as it is offered now, with the edition a beginner would get.

    `path` is its address below the course's; outside a published chapter there is no chapter's title.
    """

    page: LessonPage
    edition: LessonEdition
    path: str
    chapter_id: int | None = None
    chapter_title: str = ""


def newest_editions() -> QuerySet[LessonEdition]:
    """The latest edition of every lesson."""
    newest = LessonEdition.objects.filter(lesson_key=OuterRef("lesson_key")).order_by("-number").values("number")[:1]
    return LessonEdition.objects.filter(number=Subquery(newest))


def current_edition(lesson_key: uuid.UUID) -> LessonEdition | None:
    return LessonEdition.objects.filter(lesson_key=lesson_key).order_by("-number").first()


def outline(course: CoursePage) -> list[OutlineLesson]:
    """The live lessons of a course in order, those in chapters too. Two queries."""
    chapter_path = Substr(OuterRef("path"), 1, len(course.path) + ChapterPage.steplen)
    chapters = ChapterPage.objects.live().filter(path=chapter_path)
    pages = list(
        lessons_of(course).annotate(
            chapter_id=Subquery(chapters.values("pk")[:1]), chapter_title=Subquery(chapters.values("title")[:1])
        )
    )
    keys = [page.lesson_key for page in pages]
    editions = {edition.lesson_key: edition for edition in newest_editions().filter(lesson_key__in=keys)}
    return [
        OutlineLesson(
            page=page,
            edition=editions[page.lesson_key],
            path=path_below(course, page.url_path),
            chapter_id=page.chapter_id,
            chapter_title=page.chapter_title or "",
        )
        for page in pages
        if page.lesson_key in editions
    ]


def lessons_of(course: CoursePage) -> PageQuerySet[LessonPage]:
    """The live lessons of a course in order, however deep they stand."""
    return LessonPage.objects.descendant_of(course).live().order_by("path")


def path_below(course: CoursePage, url_path: str) -> str:
    """What a lesson's address adds to its course's, such as `first-steps/knocking/`."""
    return url_path[len(course.url_path) :]


def course_of(page: LessonPage | ChapterPage) -> CoursePage:
    """The course that a lesson or chapter stands in. Raises CoursePage.DoesNotExist."""
    found: CoursePage = CoursePage.objects.around(page).get()
    return found


def live_course(course_key: uuid.UUID) -> CoursePage | None:
    return CoursePage.objects.live().filter(course_key=course_key).first()


def live_courses() -> QuerySet[CoursePage]:
    return CoursePage.objects.live().order_by("path")


def other_titles(edition: LessonEdition) -> list[str]:
    """Titles of other lessons of the course, else of any course: the wrong options of a presence check."""
    others = LessonEdition.objects.exclude(lesson_key=edition.lesson_key).exclude(title=edition.title)
    titles = others.values_list("title", flat=True).order_by("title").distinct()
    return list(titles.filter(course_key=edition.course_key)[:20]) or list(titles[:20])

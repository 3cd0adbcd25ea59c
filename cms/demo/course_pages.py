"""The six courses, published by the demonstration trainer."""

from __future__ import annotations

import datetime as dt
import json
import uuid

from courses.models import CourseIndexPage, CoursePage, LessonMedia, LessonPage
from courses.services.authoring import assign_course
from courses.services.editions import freeze_edition
from people.models import User

from .course_files import CourseFile, read_course
from .ids import fixed_id
from .lesson_files import LessonFile
from .progress import Progress
from .recordings import recording
from .stream import body_of
from .text_pages import publish
from .words import COURSES, service_fields


def read_courses() -> list[CourseFile]:
    """All written courses. Raises ContentError."""
    return [read_course(folder, service_fields()) for folder in sorted(COURSES.iterdir()) if folder.is_dir()]


def make_course(course: CourseFile, *, by: User, at: dt.datetime, progress: Progress) -> int:
    """Publish what is missing of a course as it would have been at the instant `at`; answers how many pages."""
    made = 0
    page = CoursePage.objects.filter(course_key=fixed_id("course", course.slug)).first()
    if page is None:
        page = publish(CourseIndexPage.objects.get(), _course_page(course, at), by)
        made += 1
    assign_course(course=page, organisation=by.memberships.earliest("starts_on").organisation, by=None, at=at)
    for number, lesson in enumerate(course.lessons, 1):
        if not LessonPage.objects.filter(lesson_key=lesson_key(course.slug, lesson.slug)).exists():
            name = lesson.video or (course.slug if number == 1 else "")
            media = recording(name, title=f"{course.title} · {lesson.title}") if name else None
            _publish_lesson(page, _lesson_page(course.slug, lesson, media, at), by=by, at=at)
            made += 1
        progress.advance()
    return made


def lesson_key(course_slug: str, lesson_slug: str) -> uuid.UUID:
    return fixed_id("lesson", course_slug, lesson_slug)


def _course_page(course: CourseFile, at: dt.datetime) -> CoursePage:
    return CoursePage(
        title=course.title,
        slug=course.slug,
        course_key=fixed_id("course", course.slug),
        summary=course.summary,
        outcomes="\n".join(course.outcomes),
        regulations="\n".join(course.regulations),
        category=course.category,
        service_field=course.service_field,
        tier=course.tier,
        first_published_at=at,
    )


def _lesson_page(course_slug: str, lesson: LessonFile, media: LessonMedia | None, at: dt.datetime) -> LessonPage:
    return LessonPage(
        title=lesson.title,
        slug=lesson.slug,
        lesson_key=lesson_key(course_slug, lesson.slug),
        goals="\n".join(lesson.goals),
        practice=lesson.practice,
        body=json.dumps(body_of(lesson, course=course_slug, media_pk=media.pk if media else None)),
        first_published_at=at,
        live=False,
    )


def _publish_lesson(course: CoursePage, page: LessonPage, *, by: User, at: dt.datetime) -> None:
    CoursePage.objects.get(pk=course.pk).add_child(instance=page)
    # Frozen as of `at`, before publishing finds the same content unchanged: study may then begin after it.
    freeze_edition(page=LessonPage.objects.get(pk=page.pk), by=by, at=at)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)

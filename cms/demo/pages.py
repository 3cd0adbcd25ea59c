"""The site's pages: text pages, and the six courses published by the demonstration trainer."""

from __future__ import annotations

import datetime as dt
import json
from typing import TypeVar

from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage, LessonMedia, LessonPage
from courses.services import freeze_edition
from people.models import User

from ..models import HomePage, TextPage
from ..site import set_up_site
from .course_files import CourseFile, LessonFile, read_course
from .ids import fixed_id
from .markup import ContentError, Text, parse
from .progress import Progress
from .recordings import recording
from .stream import body_of
from .words import COURSES, DATA, service_fields, words

P = TypeVar("P", bound=Page)


def make_text_pages(*, by: User) -> int:
    """Home page, catalogue and text pages; answers how many pages are new."""
    before = _own_pages()
    site = words("site")
    introduction = f"<p>{site['home']['introduction']}</p>"
    set_up_site(home_title=site["home"]["title"], catalogue_title=site["catalogue"]["title"], introduction=introduction)
    home = HomePage.objects.get()
    for facts in site["pages"]:
        if not TextPage.objects.child_of(home).filter(slug=facts["slug"]).exists():
            body = _running_text(f"{facts['slug']}.md")
            _publish(HomePage.objects.get(), TextPage(title=facts["title"], slug=facts["slug"], body=body), by)
    return _own_pages() - before


def _own_pages() -> int:
    return sum(model.objects.count() for model in (HomePage, CourseIndexPage, TextPage))


def read_courses() -> list[CourseFile]:
    """All written courses. Raises ContentError."""
    return [read_course(folder, service_fields()) for folder in sorted(COURSES.iterdir()) if folder.is_dir()]


def make_course(course: CourseFile, *, by: User, at: dt.datetime, progress: Progress) -> int:
    """Publish what is missing of a course as it would have been at the instant `at`; answers how many pages."""
    made = 0
    page = CoursePage.objects.filter(course_key=fixed_id("course", course.slug)).first()
    if page is None:
        page = _publish(CourseIndexPage.objects.get(), _course_page(course, at), by)
        made += 1
    for number, lesson in enumerate(course.lessons, 1):
        if not LessonPage.objects.filter(lesson_key=lesson_key(course.slug, lesson.slug)).exists():
            name = lesson.video or (course.slug if number == 1 else "")
            media = recording(name, title=f"{course.title} · {lesson.title}") if name else None
            _publish_lesson(page, _lesson_page(course.slug, lesson, media, at), by=by, at=at)
            made += 1
        progress.advance()
    return made


def lesson_key(course_slug: str, lesson_slug: str) -> object:
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
    page.save_revision(user=by).publish(user=by)


def _publish(parent: Page, page: P, by: User) -> P:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    return page


def _running_text(name: str) -> str:
    blocks = parse((DATA / "pages" / name).read_text("utf-8"), source=f"pages/{name}")
    if not all(isinstance(block, Text) for block in blocks):
        raise ContentError(f"pages/{name}", 1, "a text page has no cases")
    return "".join(block.html for block in blocks)

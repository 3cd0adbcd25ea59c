"""Course pages for tests, published the way an editor does it, so that editions freeze."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page, Site

from cms.models import HomePage
from courses.models import ChapterPage, CourseIndexPage, CoursePage, LessonEdition, LessonMedia, LessonPage
from courses.recordings import measure
from courses.services.authoring_groups import open_course

DATA = Path(__file__).resolve().parents[1] / "data"
SHORT_VIDEO = DATA / "short.mp4"
WORDS = "社区工作者上门走访先听后问把承诺写在纸上到期回话"
_numbers = count(1)


@dataclass(frozen=True)
class Question:
    """A quiz question; `correct` are indexes into `options`."""

    stem: str = "入户走访第一件事是什么？"
    options: Sequence[str] = ("说明来意", "拍照留痕", "填写表格")
    correct: Sequence[int] = (0,)
    kind: str = "single"
    explanation: str = "先让人知道你是谁、为什么来。"


@dataclass(frozen=True)
class Lesson:
    """What a lesson is made of. `characters` of text (400 a minute of reading), a recording, a quiz."""

    title: str = ""
    characters: int = 400
    media: LessonMedia | Path | None = None
    questions: Sequence[Question] = ()
    pass_percent: int = 60
    claimed_minutes: int | None = None
    goals: str = "能说清走访的三个步骤"
    practice: str = "本周走访一户，写下三句原话。"
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MadeCourse:
    page: CoursePage
    lessons: list[LessonPage]

    @cached_property
    def editions(self) -> list[LessonEdition]:
        """The newest edition of each lesson, in order."""
        return [LessonEdition.objects.filter(lesson_key=page.lesson_key).latest("number") for page in self.lessons]

    @property
    def edition(self) -> LessonEdition:
        """The newest edition of the first lesson."""
        return self.editions[0]


def make_site() -> CourseIndexPage:
    """The home page as the site's root, and the catalogue at `/courses/`; made once, then found."""
    index = CourseIndexPage.objects.first()
    if index is None:
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        home = HomePage.objects.first() or root.add_child(instance=HomePage(title="百廿学堂", slug="home-page"))
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
        site.root_page = home
        site.save()
        index = home.add_child(instance=CourseIndexPage(title="课程", slug="courses"))
    # The cache of root paths outlives a test whose transaction is rolled back.
    Site.clear_site_root_paths_cache()
    return CourseIndexPage.objects.get(pk=index.pk)


def make_course(
    *, title: str = "", slug: str = "", lessons: int | Sequence[Lesson] = 1, publish: bool = True, **fields: Any
) -> MadeCourse:
    """A published course. `lessons`: how many of one minute of text each, or what each is made of.

    `organisation=` in `fields` opens it to the trainers of that organisation.
    """
    number = next(_numbers)
    facts = {"summary": "给社区工作者的实务课。", "category": "practice", "service_field": "community", **fields}
    page = CoursePage(title=title or f"课程{number}", slug=slug or f"course-{number}", **facts)
    make_site().add_child(instance=page)
    if page.organisation is not None:
        open_course(page)
    if publish:
        page.save_revision().publish()
    wanted = [Lesson() for _ in range(lessons)] if isinstance(lessons, int) else lessons
    return MadeCourse(page, [make_lesson(course=page, lesson=lesson, publish=publish) for lesson in wanted])


def make_lesson(*, course: CoursePage | ChapterPage, lesson: Lesson | None = None, publish: bool = True) -> LessonPage:
    """One more lesson at the end of a course, by default published."""
    lesson = lesson or Lesson()
    number = next(_numbers)
    page = LessonPage(
        title=lesson.title or f"第{number}讲",
        slug=f"lesson-{number}",
        body=json.dumps(body_of(lesson)),
        goals=lesson.goals,
        practice=lesson.practice,
        claimed_minutes=lesson.claimed_minutes,
        **lesson.fields,
    )
    type(course).objects.get(pk=course.pk).add_child(instance=page)
    if publish:
        page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


def make_chapter(course: CoursePage, *, title: str = "第一章", lessons: Sequence[Lesson] = ()) -> ChapterPage:
    """A published chapter at the end of a course, with its lessons."""
    page = ChapterPage(title=title, slug=f"chapter-{next(_numbers)}")
    CoursePage.objects.get(pk=course.pk).add_child(instance=page)
    page.save_revision().publish()
    for lesson in lessons:
        make_lesson(course=page, lesson=lesson)
    return ChapterPage.objects.get(pk=page.pk)


def body_of(lesson: Lesson) -> list[dict[str, Any]]:
    """The StreamField's stored blocks."""
    blocks: list[dict[str, Any]] = []
    if lesson.media is not None:
        media = make_media(lesson.media) if isinstance(lesson.media, Path) else lesson.media
        blocks.append(_block("video", media.pk))
    if lesson.characters:
        text = (WORDS * (lesson.characters // len(WORDS) + 1))[: lesson.characters]
        blocks.append(_block("text", f"<p>{text}</p>"))
    if lesson.questions:
        questions = [_block("item", _question(question)) for question in lesson.questions]
        blocks.append(_block("quiz", {"pass_percent": lesson.pass_percent, "questions": questions}))
    return blocks


def make_media(path: Path = SHORT_VIDEO, *, title: str = "", is_new: bool = True, **fields: Any) -> LessonMedia:
    """A measured recording. `is_new`: other bytes each time, so that it is new content for the hours."""
    content = path.read_bytes()
    if is_new:
        content += b"\x00\x00\x00\x18free" + os.urandom(16)  # an MP4 box that players skip
    file = ContentFile(content, name=path.name)
    measured = measure(file, wants_picture=True)
    file.seek(0)
    return LessonMedia.objects.create(
        title=title or path.stem,
        type="video",
        file=file,
        duration=measured.duration_ms / 1000,
        duration_ms=measured.duration_ms,
        sha256=measured.sha256,
        width=measured.width,
        height=measured.height,
        **fields,
    )


def right_answers(edition: LessonEdition) -> dict[str, list[str]]:
    """`{question id: [option ids]}` that pass the edition's quiz."""
    return {question["id"]: list(question["correct"]) for question in (edition.quiz or {"questions": []})["questions"]}


def _question(question: Question) -> dict[str, Any]:
    options = [
        _block("item", {"text": text, "is_correct": index in question.correct})
        for index, text in enumerate(question.options)
    ]
    return {
        "kind": question.kind,
        "stem": question.stem,
        "options": options,
        "explanation": question.explanation,
    }


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}

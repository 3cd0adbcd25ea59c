"""The written courses: `courses/<slug>/course.toml` and its lessons `NN-*.md`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from courses.enums import Category, QuestionKind, Tier

from .markup import Block, ContentError, parse
from .tables import Table, read_table

FENCE = "+++\n"
LESSON_NAME = re.compile(r"(\d\d)-[a-z0-9-]+\.md")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Question:
    """`correct` are indexes into `options`, in order."""

    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    correct: tuple[int, ...]
    explanation: str


@dataclass(frozen=True)
class LessonFile:
    """`video` is the name of a recording in `media/`, or empty."""

    title: str
    slug: str
    goals: tuple[str, ...]
    practice: str
    pass_percent: int
    questions: tuple[Question, ...]
    blocks: tuple[Block, ...]
    video: str


@dataclass(frozen=True)
class CourseFile:
    title: str
    slug: str
    summary: str
    category: str
    service_field: str
    tier: str
    outcomes: tuple[str, ...]
    regulations: tuple[str, ...]
    lessons: tuple[LessonFile, ...]


def read_course(folder: Path, service_fields: dict[str, str]) -> CourseFile:
    """One course; `service_fields` maps the Chinese name to the stored value. Raises ContentError."""
    text, source = _text(folder / "course.toml")
    table = read_table(text, source=source)
    slug = _slug(table)
    if slug != folder.name:
        raise table.wrong("slug", "must be the folder's name")
    field = table.take("service_field", str)
    if field not in service_fields:
        raise table.wrong("service_field", "is none of the 17 service fields")
    table.take("credit_hours", int)  # of the whole course with its class days; what lessons credit is measured
    course = CourseFile(
        title=table.take("title", str),
        slug=slug,
        summary=table.take("summary", str),
        category=_choice(table, "category", Category.values),
        service_field=service_fields[field],
        tier=_choice(table, "tier", Tier.values),
        outcomes=table.texts("outcomes"),
        regulations=table.texts("regulations"),
        lessons=tuple(read_lesson(path) for path in _lesson_paths(folder)),
    )
    table.done()
    if len({lesson.slug for lesson in course.lessons}) != len(course.lessons):
        raise ContentError(source, 1, "two lessons have the same slug")
    return course


def read_lesson(path: Path) -> LessonFile:
    """One lesson. Raises ContentError."""
    text, source = _text(path)
    if not text.startswith(FENCE) or FENCE not in text[len(FENCE) :]:
        raise ContentError(source, 1, "a lesson begins with its facts between two lines +++")
    head, body = text[len(FENCE) :].split(FENCE, 1)
    table = read_table(head, source=source, first_line=2)
    lesson = LessonFile(
        title=table.take("title", str),
        slug=_slug(table),
        goals=table.texts("goals"),
        practice=table.take("practice", str),
        pass_percent=table.take("pass_percent", int),
        questions=tuple(_questions(table)),
        blocks=tuple(parse(body, source=source, first_line=3 + head.count("\n"))),
        video=table.take("video", str) if "video" in table.values else "",
    )
    table.done()
    if not 1 <= lesson.pass_percent <= 100:
        raise table.wrong("pass_percent", "must be between 1 and 100")
    if not lesson.blocks:
        raise ContentError(source, 3 + head.count("\n"), "the lesson has no text")
    return lesson


def _questions(table: Table) -> list[Question]:
    found = []
    starts = [n for n, line in enumerate(table.text.split("\n")) if line.strip() == "[[questions]]"]
    for number, values in enumerate(table.take("questions", list)):
        start = starts[number] if number < len(starts) else 0
        text = "\n".join(table.text.split("\n")[start:])
        found.append(_question(Table(values, source=table.source, text=text, first_line=table.first_line + start)))
    return found


def _question(table: Table) -> Question:
    question = Question(
        kind=QuestionKind(_choice(table, "kind", QuestionKind.values)),
        stem=table.take("stem", str),
        options=table.texts("options"),
        correct=tuple(table.take("correct", list)),
        explanation=table.take("explanation", str),
    )
    table.done()
    count, correct = len(question.options), question.correct
    if not 2 <= count <= 8 or len(set(question.options)) != count:
        raise table.wrong("options", "must be two to eight different texts")
    if any(type(index) is not int or not 0 <= index < count for index in correct) or len(set(correct)) != len(correct):
        raise table.wrong("correct", "must be indexes of options, from 0")
    if len(correct) > 1 and question.kind != QuestionKind.MULTIPLE:
        raise table.wrong("correct", "may name one option only for this kind")
    return question


def _lesson_paths(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.md"))
    for number, path in enumerate(paths, 1):
        found = LESSON_NAME.fullmatch(path.name)
        if not found or int(found[1]) != number:
            raise ContentError(_source(path), 1, f"lesson files are named NN-name.md; number {number:02d} is expected")
    if not paths:
        raise ContentError(_source(folder), 1, "a course needs a lesson")
    return paths


def _slug(table: Table) -> str:
    slug = table.take("slug", str)
    if not SLUG.fullmatch(slug):
        raise table.wrong("slug", "may hold small letters, digits and single dashes")
    return slug


def _choice(table: Table, key: str, values: list[str]) -> str:
    value = table.take(key, str)
    if value not in values:
        raise table.wrong(key, f"must be one of {', '.join(values)}")
    return value


def _text(path: Path) -> tuple[str, str]:
    try:
        return path.read_text("utf-8"), _source(path)
    except FileNotFoundError:
        raise ContentError(_source(path), 1, "the file is missing") from None
    except UnicodeDecodeError:
        raise ContentError(_source(path), 1, "the file is not UTF-8") from None


def _source(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"

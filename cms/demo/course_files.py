"""The written courses: `courses/<slug>/course.toml` and its lessons `NN-*.md`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from courses.enums import Category, Tier

from .lesson_files import LessonFile, read_lesson
from .markup import ContentError
from .tables import read_table, read_text, source_of

LESSON_NAME = re.compile(r"(\d\d)-[a-z0-9-]+\.md")


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
    text, source = read_text(folder / "course.toml")
    table = read_table(text, source=source)
    slug = table.slug()
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
        category=table.choice("category", Category.values),
        service_field=service_fields[field],
        tier=table.choice("tier", Tier.values),
        outcomes=table.texts("outcomes"),
        regulations=table.texts("regulations"),
        lessons=tuple(read_lesson(path) for path in _lesson_paths(folder)),
    )
    table.done()
    if len({lesson.slug for lesson in course.lessons}) != len(course.lessons):
        raise ContentError(source, 1, "two lessons have the same slug")
    return course


def _lesson_paths(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.md"))
    for number, path in enumerate(paths, 1):
        found = LESSON_NAME.fullmatch(path.name)
        if not found or int(found[1]) != number:
            raise ContentError(source_of(path), 1, f"lessons are named NN-name.md; {number:02d} is expected here")
    if not paths:
        raise ContentError(source_of(folder), 1, "a course needs a lesson")
    return paths

"""One written lesson: its facts in TOML between two lines `+++`, then its text (see markup)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .markup import Block, ContentError, parse
from .questions import Question, read_questions
from .tables import read_table, read_text

HEAD = re.compile(r"\+\+\+\n(.*?\n)\+\+\+\n", re.DOTALL)


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


def read_lesson(path: Path) -> LessonFile:
    """One lesson. Raises ContentError."""
    text, source = read_text(path)
    found = HEAD.match(text)
    if not found:
        raise ContentError(source, 1, "a lesson begins with its facts between two lines +++")
    head, body = found[1], text[found.end() :]
    table = read_table(head, source=source, first_line=2)
    lesson = LessonFile(
        title=table.take("title", str),
        slug=table.slug(),
        goals=table.texts("goals"),
        practice=table.take("practice", str),
        pass_percent=table.take("pass_percent", int),
        questions=tuple(read_questions(table)),
        blocks=tuple(parse(body, source=source, first_line=3 + head.count("\n"))),
        video=table.take("video", str) if "video" in table.values else "",
    )
    table.done()
    if not 1 <= lesson.pass_percent <= 100:
        raise table.wrong("pass_percent", "must be between 1 and 100")
    if not lesson.blocks:
        raise ContentError(source, 3 + head.count("\n"), "the lesson has no text")
    return lesson

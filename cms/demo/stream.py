"""From a lesson file to the StreamField's stored data. The recording comes first, the quiz last."""

from __future__ import annotations

from typing import Any

from .ids import fixed_id
from .lesson_files import LessonFile
from .markup import Case
from .questions import Question

Stored = list[dict[str, Any]]


def body_of(lesson: LessonFile, *, course: str, media_pk: int | None) -> Stored:
    """Stored blocks with identifiers that stay the same each time."""
    prefix = ("block", course, lesson.slug)
    body: Stored = [] if media_pk is None else [_block("video", media_pk, *prefix, "video")]
    for number, block in enumerate(lesson.blocks):
        if isinstance(block, Case):
            body.append(_block("case", {"title": block.title, "text": block.html}, *prefix, number))
        else:
            body.append(_block("text", block.html, *prefix, number))
    questions = [_question(question, *prefix, "quiz", n) for n, question in enumerate(lesson.questions)]
    body.append(_block("quiz", {"pass_percent": lesson.pass_percent, "questions": questions}, *prefix, "quiz"))
    return body


def _question(question: Question, *prefix: object) -> dict[str, Any]:
    options = [
        _block("item", {"text": text, "is_correct": number in question.correct}, *prefix, number)
        for number, text in enumerate(question.options)
    ]
    value = {
        "kind": question.kind.value,
        "stem": question.stem,
        "options": options,
        "explanation": question.explanation,
    }
    return _block("item", value, *prefix)


def _block(kind: str, value: Any, *parts: object) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(fixed_id(*parts))}

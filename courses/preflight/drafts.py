"""Reads a draft's stored blocks, which may still be incomplete: nothing here breaks for a missing value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Blocks = list[dict[str, Any]]


def has_quiz(body: Blocks) -> bool:
    return _quiz(body) is not None


def quiz_key(body: Blocks) -> dict[str, Any] | None:
    """What of a quiz decides who passes: pass mark, and the right options of each question by their ids."""
    quiz = _quiz(body)
    if quiz is None:
        return None
    questions = [[str(item.get("id")), sorted(_right(item))] for item in _items(quiz.get("questions"))]
    return {"pass_percent": quiz.get("pass_percent"), "questions": questions}


def question_faults(body: Blocks) -> tuple[int, ...]:
    """Numbers (from 1) of the questions without a right answer."""
    questions = _items((_quiz(body) or {}).get("questions"))
    return tuple(number for number, item in enumerate(questions, 1) if not _right(item))


def undescribed_images(body: Any) -> int:
    """Images, however deep, that have no description and are not called decorative."""
    return sum(
        1 for value in _images(body) if not value.get("decorative") and not str(value.get("alt_text") or "").strip()
    )


def _images(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "decorative" in value and value.get("image"):
            yield value
        for inner in value.values():
            yield from _images(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _images(inner)


def _quiz(body: Blocks) -> dict[str, Any] | None:
    return next((_struct(block.get("value")) for block in body if block.get("type") == "quiz"), None)


def _right(question: dict[str, Any]) -> list[str]:
    options = _items(_struct(question.get("value")).get("options"))
    return [str(option.get("id")) for option in options if _struct(option.get("value")).get("is_correct")]


def _items(listed: Any) -> list[dict[str, Any]]:
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _struct(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

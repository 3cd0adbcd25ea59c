"""What a lesson's stored blocks hold. Pure: works on the StreamField's plain data."""

from __future__ import annotations

from typing import Any

from .enums import QuestionKind

Blocks = list[dict[str, Any]]
TIMED = ("video", "audio")


def media_id(body: Blocks) -> int | None:
    """The lesson's one recording."""
    return next((block["value"] for block in body if block["type"] in TIMED), None)


def texts(body: Blocks) -> list[str]:
    """Everything to be read, as HTML or plain text."""
    found: list[str] = []
    for block in body:
        if block["type"] == "text":
            found.append(block["value"])
        elif block["type"] == "case":
            found += [block["value"]["title"], block["value"]["text"]]
    return found


def quiz(body: Blocks) -> dict[str, Any] | None:
    """The quiz as it is frozen (see grading), or None."""
    value = next((block["value"] for block in body if block["type"] == "quiz"), None)
    if value is None:
        return None
    return {
        "pass_percent": value["pass_percent"],
        "questions": [_question(item) for item in value["questions"]],
    }


def _question(item: dict[str, Any]) -> dict[str, Any]:
    value = item["value"]
    options = value["options"]
    return {
        "id": item["id"],
        "kind": QuestionKind(value["kind"]).value,
        "stem": value["stem"],
        "options": [{"id": option["id"], "text": option["value"]["text"]} for option in options],
        "correct": [option["id"] for option in options if option["value"]["is_correct"]],
        "explanation": value.get("explanation", ""),
    }


def without_quiz(body: Blocks) -> Blocks:
    """The blocks that may be rendered as they are."""
    return [block for block in body if block["type"] != "quiz"]

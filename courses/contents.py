"""What a lesson's stored blocks hold. Pure: works on the StreamField's plain data."""

from __future__ import annotations

import re
from typing import Any

from .enums import QuestionKind

Blocks = list[dict[str, Any]]
TIMED = ("video", "audio")


DOCUMENT_LINK = re.compile(r'<a\b[^>]*\blinktype="document"[^>]*>')
NUMBER = re.compile(r'\bid="(\d+)"')


def media_id(body: Blocks) -> int | None:
    """The lesson's one recording."""
    return next((block["value"] for block in body if block["type"] in TIMED), None)


def texts(body: Blocks) -> list[str]:
    """Everything to be read, as HTML or plain text. Text modules must have been put in (`with_modules`)."""
    return [text for block in body for text in _texts_of(block["type"], block["value"])]


def _texts_of(kind: str, value: Any) -> list[str]:
    if kind == "text":
        return [value]
    if kind == "case":
        return [value["title"], value["text"], *_items(value.get("questions"))]
    if kind == "callout":
        return [value.get("title") or "", value["text"]]
    if kind == "checklist":
        return [value["title"], *_items(value["points"])]
    if kind == "link":
        return [value["title"], value.get("text") or ""]
    return []


def _items(items: list[dict[str, Any]] | None) -> list[Any]:
    """The values of a list block."""
    return [item["value"] for item in items or []]


def module_ids(body: Blocks) -> set[int]:
    """The text modules a lesson uses."""
    return {block["value"] for block in body if block["type"] == "module" and block["value"]}


def with_modules(body: Blocks, modules: dict[int, str]) -> Blocks:
    """The blocks as they are kept: each module's text (HTML by its number) in its place."""
    return [_kept(block, modules) for block in body]


def _kept(block: dict[str, Any], modules: dict[int, str]) -> dict[str, Any]:
    if block["type"] == "module":
        return {**block, "type": "text", "value": modules.get(block["value"], "")}
    if block["type"] == "case" and not block["value"].get("questions"):
        # As editions had it before cases could have questions: the same lesson again must give the same edition.
        return {**block, "value": {key: kept for key, kept in block["value"].items() if key != "questions"}}
    return block


def image_ids(body: Blocks) -> set[int]:
    """The images a lesson shows."""
    shown = [block["value"] for block in body if block["type"] == "image"]
    for block in body:
        if block["type"] == "slides":
            shown += _items(block["value"].get("pages"))
    return {number for value in shown if (number := _image(value))}


def _image(value: Any) -> int | None:
    """An image block holds its image with an alternative text, in old lessons alone."""
    return value.get("image") if isinstance(value, dict) else value


def document_ids(body: Blocks) -> set[int]:
    """The documents a lesson offers, also those that its texts link to."""
    found = {block["value"] for block in body if block["type"] == "document"}
    found |= {block["value"].get("document") for block in body if block["type"] == "slides"}
    links = [link for text in texts(body) for link in DOCUMENT_LINK.findall(text)]
    found |= {int(number) for link in links for number in NUMBER.findall(link)}
    return {number for number in found if number}


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

"""One's own notes for templates."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django import template

from ..models import LessonNote
from ..selectors.notes import notes_of_lesson

register = template.Library()


@dataclass(frozen=True)
class Notes:
    """`nonce` is for the note that is not written yet."""

    notes: list[LessonNote]
    nonce: str


@register.simple_tag(takes_context=True)
def notes_on(context: dict[str, Any], lesson_key: uuid.UUID) -> Notes:
    return Notes(notes_of_lesson(context["user"], lesson_key), secrets.token_hex(8))
